using System.Text;

namespace Concord.Logs.Plain;

/// <summary>Where a column lies in one row group of a file, and what a reader may know without reading it.</summary>
/// <param name="Start">The first byte of its pages.</param>
/// <param name="DictionaryLength">Bytes of the dictionary page before the data page; 0 without one.</param>
/// <param name="Length">Bytes of all its pages.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="Least">The least value; null where that is not kept.</param>
internal readonly record struct PlainChunk(long Start, int DictionaryLength, int Length, int Missing, double? Least = null, double? Most = null)
{
    /// <summary>ColumnMetaData of the format; the numbers are its fields.</summary>
    public void Describe(ThriftBytes text, PlainColumn column, int rows)
    {
        text.Number(1, (int)column.Type);
        ReadOnlySpan<int> encodings = DictionaryLength > 0 ? [PlainColumn.Plain, PlainColumn.RunLength, PlainColumn.OfDictionary] : [PlainColumn.Plain, PlainColumn.RunLength];
        text.List(2, ThriftBytes.Int32, encodings.Length);
        foreach (var encoding in encodings) text.Signed(encoding);
        text.List(3, ThriftBytes.Binary, 1);
        text.Bytes(Encoding.UTF8.GetBytes(column.Name));
        text.Number(4, 0); // Not compressed.
        text.Long(5, rows);
        text.Long(6, Length);
        text.Long(7, Length);
        text.Long(9, Start + DictionaryLength);
        if (DictionaryLength > 0) text.Long(11, Start);
        text.BeginField(12);
        text.Long(3, Missing);
        // Zeros compare alike and are written apart: the format wants the outer one on each side.
        if (Most is { } most) text.Bytes(5, BitConverter.GetBytes(most == 0 ? 0.0 : most));
        if (Least is { } least) text.Bytes(6, BitConverter.GetBytes(least == 0 ? -0.0 : least));
        text.End();
    }
}
