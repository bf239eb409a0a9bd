namespace Concord.Logs.Kernel;

/// <summary>One column of a chunk that is being filled, row by row in any order; a row may be written again.</summary>
/// <param name="vector">Valid during the call.</param>
internal readonly unsafe struct ColumnWriter(nint vector)
{
    private const int InlineText = 12;

    private readonly void* data = DuckDbAggregates.VectorData(vector);
    private readonly ulong* valid = Validity(vector);

    public void Missing(int row) => valid[row >> 6] &= ~(1UL << (row & 63));

    public void Set<T>(int row, T value) where T : unmanaged
    {
        ((T*)data)[row] = value;
        valid[row >> 6] |= 1UL << (row & 63);
    }

    /// <param name="text">Valid UTF-8.</param>
    public void Set(int row, ReadOnlySpan<byte> text)
    {
        if (text.Length > InlineText)
        {
            fixed (byte* start = text) DuckDbTableFunctions.AssignText(vector, (ulong)row, start, (ulong)text.Length);
        }
        else
        {
            UInt128 inline = default;
            var bytes = new Span<byte>(&inline, sizeof(UInt128));
            bytes[0] = (byte)text.Length;
            text.CopyTo(bytes[4..]);
            ((UInt128*)data)[row] = inline;
        }
        valid[row >> 6] |= 1UL << (row & 63);
    }

    private static ulong* Validity(nint vector)
    {
        DuckDbTableFunctions.EnsureValidityWritable(vector);
        return DuckDbAggregates.VectorValidity(vector);
    }
}
