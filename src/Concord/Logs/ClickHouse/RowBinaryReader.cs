using System.Buffers.Binary;
using System.Text;

namespace Concord.Logs.ClickHouse;

/// <summary>Reads an answer in RowBinary: numbers as their own bytes, so that a double comes back as it was, and no value can be taken for a separator.</summary>
/// <param name="mostBytes">A longer answer is refused rather than held.</param>
internal sealed class RowBinaryReader(Stream stream, long mostBytes)
{
    private const int LongestText = 1 << 26;

    private byte[] buffer = new byte[1 << 16];
    private int at, end;
    private long read;

    /// <summary>Whether another row follows.</summary>
    public bool Next() => at < end || Fill(1, mayEnd: true);

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public Int128 Int128() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    public string Text()
    {
        long length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Byte();
            length |= (long)(part & 0x7F) << shift;
            if (length > LongestText || shift > 35) throw new InvalidDataException("A text of the answer is longer than any level may be.");
            if (part < 0x80) return Encoding.UTF8.GetString(Take((int)length));
        }
    }

    public string? NullableText() => Byte() == 0 ? Text() : null;

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (end - at < bytes) Fill(bytes, mayEnd: false);
        at += bytes;
        return buffer.AsSpan(at - bytes, bytes);
    }

    private bool Fill(int bytes, bool mayEnd)
    {
        if (buffer.Length < bytes) Array.Resize(ref buffer, Math.Max(bytes, buffer.Length * 2));
        buffer.AsSpan(at, end - at).CopyTo(buffer);
        (at, end) = (0, end - at);
        while (end < bytes)
        {
            var got = stream.Read(buffer, end, buffer.Length - end);
            if (got == 0) return mayEnd && end == 0 ? false : throw new EndOfStreamException("The answer ends within a row.");
            end += got;
            if ((read += got) > mostBytes) throw new AnswerTooLarge(mostBytes);
        }
        return true;
    }
}

/// <summary>The answer is longer than may be held.</summary>
internal sealed class AnswerTooLarge(long most) : Exception($"The answer is larger than {most >> 20} MiB.");
