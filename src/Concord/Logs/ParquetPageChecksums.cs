namespace Concord.Logs;

/// <summary>Where the pages of one column of one row group lie in a Parquet file.</summary>
internal sealed record ParquetChunk(long RowGroup, long Column, long Start, long Length);

/// <summary>
/// Pages of a Parquet file may carry a checksum. DuckDB does not look at it, so a page whose bytes changed after writing would be read as if nothing had happened;
/// here every checksum that is there is computed anew.
/// </summary>
internal static class ParquetPageChecksums
{
    private const int LongestHeader = 1 << 20;

    private static readonly uint[] Table = MakeTable();

    /// <exception cref="InvalidDataException">A page is not what was written.</exception>
    public static void Verify(string path, IEnumerable<ParquetChunk> chunks)
    {
        using FileStream file = File.OpenRead(path);
        byte[] header = new byte[LongestHeader];
        foreach (ParquetChunk chunk in chunks)
        {
            long position = chunk.Start;
            long end = chunk.Start + chunk.Length;
            if (position < 0 || end < position || end > file.Length)
                continue;
            for (int page = 0; position < end; page++)
            {
                file.Position = position;
                int read = file.ReadAtLeast(header, (int)Math.Min(LongestHeader, end - position), throwOnEndOfStream: false);
                // Without a checksum in its first page a file has none at all. Headers that make no sense are left to the engine, which refuses the file.
                if (ParquetPageHeader.Read(header.AsSpan(0, read)) is not { Checksum: { } checksum } found || position + found.HeaderLength + found.CompressedSize > end)
                    break;
                file.Position = position + found.HeaderLength;
                if (Checksum(file, found.CompressedSize) != (uint)checksum)
                    throw new InvalidDataException($"The checksum of page {page + 1} of column {chunk.Column + 1} in row group {chunk.RowGroup + 1} is wrong: the data changed after they were written.");
                position += found.HeaderLength + found.CompressedSize;
            }
        }
    }

    private static uint Checksum(FileStream file, long length)
    {
        Span<byte> block = stackalloc byte[8192];
        uint crc = 0xFFFFFFFF;
        while (length > 0)
        {
            int read = file.Read(block[..(int)Math.Min(block.Length, length)]);
            if (read == 0)
                throw new InvalidDataException("The file ends inside a page.");
            foreach (byte b in block[..read])
                crc = (crc >> 8) ^ Table[(crc ^ b) & 0xFF];
            length -= read;
        }
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) == 1 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
