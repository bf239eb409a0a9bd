using System.Runtime.CompilerServices;

namespace Concord.Logs.Kernel;

/// <summary>One column of a chunk that is being filled, row by row in any order; a row may be written again.</summary>
/// <param name="vector">Valid during the call.</param>
internal unsafe struct ColumnWriter(nint vector)
{
    private const int InlineText = 12;

    private readonly void* data = DuckDbAggregates.VectorData(vector);

    /// <summary>One bit per row; null as long as no row is missing, which spares the engine every look at it.</summary>
    private ulong* valid;

    public void Missing(int row)
    {
        if (valid is null) valid = Validity(vector);
        valid[row >> 6] &= ~(1UL << (row & 63));
    }

    public readonly void Set<T>(int row, T value) where T : unmanaged
    {
        ((T*)data)[row] = value;
        Present(row);
    }

    /// <param name="text">Valid UTF-8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Set(int row, ReadOnlySpan<byte> text)
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
        Present(row);
    }

    private readonly void Present(int row)
    {
        if (valid is not null) valid[row >> 6] |= 1UL << (row & 63);
    }

    private static ulong* Validity(nint vector)
    {
        DuckDbTableFunctions.EnsureValidityWritable(vector);
        return DuckDbAggregates.VectorValidity(vector);
    }
}
