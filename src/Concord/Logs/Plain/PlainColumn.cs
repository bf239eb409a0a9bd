using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Logs.Kernel;

namespace Concord.Logs.Plain;

/// <summary>The physical types of Parquet that are written here.</summary>
internal enum ParquetType
{
    Int32 = 1,
    Int64 = 2,
    Double = 5,
    ByteArray = 6,
}

/// <summary>The values of a column that wait to be written as one row group, and which rows have none.</summary>
internal abstract unsafe class PlainColumn(string name, ParquetType type, int? meaning)
{
    public const int Plain = 0;
    public const int RunLength = 3;
    public const int OfDictionary = 8;

    private const int DataPage = 0;
    private const int DictionaryPage = 2;

    private readonly ThriftBytes levels = new();
    private byte[] missing = [];
    private int rows, missed;

    public string Name => name;

    public ParquetType Type => type;

    /// <summary>The ConvertedType of the format; null: the physical type says it all.</summary>
    public int? Meaning => meaning;

    /// <summary>Bytes of texts that wait; of numbers it is known how many there can be.</summary>
    public virtual int TextBytes => 0;

    /// <param name="rows">How many rows wait together at most.</param>
    public static PlainColumn Of(string name, string type, int rows) => type switch
    {
        "DOUBLE" => new PlainNumbers<double>(name, ParquetType.Double, null, rows),
        "TIMESTAMP" => new PlainNumbers<long>(name, ParquetType.Int64, 10, rows),
        "TINYINT" => new PlainNumbers<int>(name, ParquetType.Int32, 15, rows),
        _ => new PlainTexts(name, rows),
    };

    /// <param name="data">Of a vector of the engine.</param>
    /// <param name="valid">One bit per row of the vector; null when all have values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(byte* data, ulong* valid, int from, int count)
    {
        if (valid is not null) Note(valid, from, count);
        Take(data, valid, from, count);
        rows += count;
    }

    /// <summary>Writes all that waits as pages; nothing waits afterwards.</summary>
    /// <param name="start">Where in the file they will stand.</param>
    public PlainChunk End(ThriftBytes text, long start)
    {
        Levels();
        var chunk = End(text, start, missed);
        Array.Clear(missing);
        (rows, missed) = (0, 0);
        return chunk;
    }

    protected abstract void Take(byte* data, ulong* valid, int from, int count);

    protected abstract PlainChunk End(ThriftBytes text, long start, int missed);

    protected static bool IsValid(ulong* valid, int row) => valid is null || (valid[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>The header of a data page, and before its values which rows have one.</summary>
    protected void DataHeader(ThriftBytes text, int encoding, int length)
    {
        Header(text, DataPage, sizeof(int) + levels.Length + length);
        text.BeginField(5);
        text.Number(1, rows);
        text.Number(2, encoding);
        text.Number(3, RunLength);
        text.Number(4, RunLength);
        text.End();
        text.End();
        text.Raw(BitConverter.GetBytes(levels.Length));
        text.Raw(levels.Written);
    }

    protected static void DictionaryHeader(ThriftBytes text, int values, int length)
    {
        Header(text, DictionaryPage, length);
        text.BeginField(7);
        text.Number(1, values);
        text.Number(2, Plain);
        text.End();
        text.End();
    }

    private static void Header(ThriftBytes text, int page, int length)
    {
        text.Begin();
        text.Number(1, page);
        text.Number(2, length);
        text.Number(3, length);
    }

    private void Note(ulong* valid, int from, int count)
    {
        if (missing.Length < rows + count) Array.Resize(ref missing, Math.Max(missing.Length * 2, rows + RowChunk.MaximumLength));
        for (var row = 0; row < count; row++)
        {
            if (IsValid(valid, from + row)) continue;
            missing[rows + row] = 1;
            missed++;
        }
    }

    /// <summary>One run when every row has a value or none has, else a bit for each row.</summary>
    private void Levels()
    {
        levels.Clear();
        if (missed == 0 || missed == rows)
        {
            levels.Unsigned((ulong)rows << 1);
            levels.Add((byte)(missed == 0 ? 1 : 0));
            return;
        }
        var bytes = (rows + 7) / 8;
        levels.Unsigned(((ulong)bytes << 1) | 1);
        for (var i = 0; i < bytes; i++)
        {
            var bits = 0;
            for (var bit = 0; bit < 8 && (i * 8) + bit < rows; bit++)
                if ((i * 8) + bit >= missing.Length || missing[(i * 8) + bit] == 0) bits |= 1 << bit;
            levels.Add((byte)bits);
        }
    }
}

/// <summary>Numbers and moments, side by side as they are.</summary>
/// <typeparam name="T">As the file holds them; flags come as bytes and are held as whole numbers.</typeparam>
internal sealed unsafe class PlainNumbers<T>(string name, ParquetType type, int? meaning, int rows) : PlainColumn(name, type, meaning) where T : unmanaged
{
    private readonly T[] values = new T[rows];
    private int taken;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Take(byte* data, ulong* valid, int from, int count)
    {
        var at = taken;
        if (typeof(T) == typeof(int))
        {
            for (var row = from; row < from + count; row++)
                if (IsValid(valid, row)) values[at++] = Unsafe.BitCast<int, T>(((sbyte*)data)[row]);
        }
        else if (valid is null)
        {
            new ReadOnlySpan<T>((T*)data + from, count).CopyTo(values.AsSpan(at));
            at += count;
        }
        else
        {
            for (var row = from; row < from + count; row++)
                if (IsValid(valid, row)) values[at++] = ((T*)data)[row];
        }
        taken = at;
    }

    protected override PlainChunk End(ThriftBytes text, long start, int missed)
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan(0, taken));
        DataHeader(text, Plain, bytes.Length);
        text.Raw(bytes);
        var (least, most) = Ends();
        taken = 0;
        return new(start, 0, text.Length, missed, least, most);
    }

    private (double? Least, double? Most) Ends()
    {
        if (typeof(T) != typeof(double) || taken == 0) return (null, null);
        var numbers = MemoryMarshal.Cast<T, double>(values.AsSpan(0, taken));
        var (least, most, done) = (numbers[0], numbers[0], 0);
        if (numbers.Length >= Vector<double>.Count)
        {
            Vector<double> low = new(least), high = low;
            for (; done <= numbers.Length - Vector<double>.Count; done += Vector<double>.Count)
            {
                var some = new Vector<double>(numbers[done..]);
                (low, high) = (Vector.Min(low, some), Vector.Max(high, some));
            }
            for (var lane = 0; lane < Vector<double>.Count; lane++) (least, most) = (Math.Min(least, low[lane]), Math.Max(most, high[lane]));
        }
        foreach (var number in numbers[done..]) (least, most) = (Math.Min(least, number), Math.Max(most, number));
        return (least, most);
    }
}
