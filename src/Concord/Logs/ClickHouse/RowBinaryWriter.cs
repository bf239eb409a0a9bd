using System.Buffers.Binary;
using System.Text;

namespace Concord.Logs.ClickHouse;

/// <summary>Rows on their way into a table, as bytes in RowBinary.</summary>
internal sealed class RowBinaryWriter
{
    private byte[] buffer = new byte[1 << 16];

    public int Length { get; private set; }

    public int Rows { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    public void EndRow() => Rows++;

    public void Clear() => (Length, Rows) = (0, 0);

    public void Byte(byte value) => Room(1)[0] = value;

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        for (var rest = (uint)bytes; ; rest >>= 7)
        {
            Byte((byte)(rest < 0x80 ? rest : rest | 0x80));
            if (rest < 0x80) break;
        }
        Encoding.UTF8.GetBytes(value, Room(bytes));
    }

    public void NullableText(string? value)
    {
        Byte((byte)(value is null ? 1 : 0));
        if (value is not null) Text(value);
    }

    private Span<byte> Room(int bytes)
    {
        if (buffer.Length - Length < bytes) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + bytes));
        Length += bytes;
        return buffer.AsSpan(Length - bytes, bytes);
    }
}
