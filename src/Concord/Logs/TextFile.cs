using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Concord.Logs;

/// <summary>Opens a text whose encoding nobody declared: a byte order mark decides, then the zero bytes of UTF-16, then whether all of it is valid UTF-8.</summary>
internal static class TextFile
{
    private const int Block = 1 << 16;

    /// <summary>The reader, and what has to be said when the encoding was guessed.</summary>
    public static (Encoding Encoding, string? Guess) Detect(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] start = new byte[4096];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> head = start.AsSpan(0, length);
        if (head.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            return (new UTF8Encoding(), null);
        if (head.StartsWith<byte>([0xFF, 0xFE]))
            return (Encoding.Unicode, null);
        if (head.StartsWith<byte>([0xFE, 0xFF]))
            return (Encoding.BigEndianUnicode, null);
        if (ZerosAt(head, 1))
            return (new UnicodeEncoding(false, false), "UTF-16, little endian");
        if (ZerosAt(head, 0))
            return (new UnicodeEncoding(true, false), "UTF-16, big endian");
        file.Position = 0;
        return Scan(file) switch
        {
            Bytes.Utf8 => (new UTF8Encoding(), null),
            Bytes.Latin => (Encoding.Latin1, "ISO-8859-1"),
            _ => (CodePagesEncodingProvider.Instance.GetEncoding(1252)!, "Windows-1252"),
        };
    }

    private enum Bytes
    {
        Utf8,
        Latin,
        Windows,
    }

    /// <summary>Text of UTF-16 has a zero in every second byte as long as it is mostly Latin letters, as headers are.</summary>
    private static bool ZerosAt(ReadOnlySpan<byte> head, int offset)
    {
        int pairs = head.Length / 2;
        int zeros = 0;
        int others = 0;
        for (int i = 0; i < pairs * 2; i += 2)
        {
            zeros += head[i + offset] == 0 ? 1 : 0;
            others += head[i + 1 - offset] == 0 ? 1 : 0;
        }
        return pairs >= 4 && zeros > pairs * 0.8 && others == 0;
    }

    private static Bytes Scan(FileStream file)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Block + 4);
        int carried = 0;
        bool utf8 = true;
        bool controls = false;
        while (true)
        {
            int read = file.Read(buffer, carried, Block);
            ReadOnlySpan<byte> block = buffer.AsSpan(0, carried + read);
            controls |= block[carried..].IndexOfAnyInRange<byte>(0x80, 0x9F) >= 0;
            int whole = read == 0 ? block.Length : WholeCharacters(block);
            utf8 = utf8 && Utf8.IsValid(block[..whole]);
            if (read == 0 || (!utf8 && controls))
                break;
            carried = utf8 ? block.Length - whole : 0;
            block[^carried..].CopyTo(buffer);
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return utf8 ? Bytes.Utf8 : controls ? Bytes.Windows : Bytes.Latin;
    }

    /// <summary>The length without a character that the end of the block cuts in two.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> block)
    {
        for (int back = 1; back <= Math.Min(3, block.Length); back++)
        {
            byte b = block[^back];
            if ((b & 0xC0) == 0x80)
                continue;
            int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
            return needed > back ? block.Length - back : block.Length;
        }
        return block.Length;
    }
}
