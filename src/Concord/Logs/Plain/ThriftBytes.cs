namespace Concord.Logs.Plain;

/// <summary>Bytes that grow, with the few forms of Thrift's compact encoding that headers of Parquet need.</summary>
internal sealed class ThriftBytes
{
    public const byte Int32 = 5;
    public const byte Binary = 8;
    public const byte Struct = 12;

    private const byte Int64 = 6;
    private const byte ListOf = 9;

    private readonly Stack<int> outer = new();
    private byte[] bytes = new byte[256];
    private int length, field;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public int Length => length;

    public void Clear() => (length, field) = (0, 0);

    /// <summary>Begins a structure that stands alone or in a list.</summary>
    public void Begin()
    {
        outer.Push(field);
        field = 0;
    }

    public void BeginField(int id)
    {
        Head(id, Struct);
        Begin();
    }

    public void End()
    {
        Add(0);
        field = outer.Pop();
    }

    public void Number(int id, int value)
    {
        Head(id, Int32);
        Signed(value);
    }

    public void Long(int id, long value)
    {
        Head(id, Int64);
        Signed(value);
    }

    public void Bytes(int id, ReadOnlySpan<byte> value)
    {
        Head(id, Binary);
        Bytes(value);
    }

    /// <summary>The elements follow.</summary>
    public void List(int id, byte type, int count)
    {
        Head(id, ListOf);
        Add((byte)(count < 15 ? (count << 4) | type : 0xF0 | type));
        if (count >= 15) Unsigned((ulong)count);
    }

    /// <summary>An element of a list.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        Raw(value);
    }

    /// <summary>An element of a list.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Unsigned(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Add((byte)(value | 0x80));
        Add((byte)value);
    }

    public void Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        length += value.Length;
    }

    public void Add(byte value)
    {
        Room(1)[0] = value;
        length++;
    }

    /// <summary>At least so many bytes behind what is written.</summary>
    private Span<byte> Room(int count)
    {
        if (bytes.Length - length < count) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        return bytes.AsSpan(length);
    }

    private void Head(int id, byte type)
    {
        Add((byte)(((id - field) << 4) | type)); // Fields come in order and lie close together here.
        field = id;
    }
}
