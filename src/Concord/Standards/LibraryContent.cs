using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Concord.Foundation;

namespace Concord.Standards;

/// <summary>
/// The tables and documents of a library as bytes, each by its path, so that two libraries can be compared and one can be kept. Byte order marks and the
/// line ends of other systems are no difference.
/// </summary>
internal sealed partial class LibraryContent
{
    public const int MostFiles = 400;
    public const int MostBytesOfFile = 2 << 20;
    public const int MostBytes = 16 << 20;

    /// <summary>What may not be looked into is no part of a library, wherever somebody points.</summary>
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.Device };

    private readonly byte[] serial;

    private LibraryContent(SortedDictionary<string, byte[]> files)
    {
        Files = files;
        serial = Serial(files);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(serial));
    }

    /// <summary>By path, with forward slashes, in the order of the paths.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>Over every path and every file, each with its length before it.</summary>
    public string Sha256 { get; }

    /// <summary>Of a folder and the folders directly in it. What is neither a table nor a document (a README) is no part of the library.</summary>
    /// <exception cref="FindingsException">The folder is missing, or holds more than a library does.</exception>
    public static LibraryContent Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new FindingsException([Finding.Error(folder, "missing-folder", "The folder of the standards library does not exist. Name a folder like \"standards\" of Concord.")]);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var faults = new List<Finding>();
        foreach (var path in Directory.EnumerateDirectories(folder, "*", Readable).Prepend(folder).SelectMany(inside => Directory.EnumerateFiles(inside, "*", Readable)).Take(10 * MostFiles))
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (!Name().IsMatch(name)) continue;
            if (files.Count == MostFiles) break;
            if (new FileInfo(path).Length > MostBytesOfFile) faults.Add(TooLarge(name));
            else files[name] = File.ReadAllBytes(path);
        }
        return faults.Count == 0 ? Of(files) : throw new FindingsException(faults);
    }

    /// <summary>Of files that somebody sent.</summary>
    /// <exception cref="FindingsException">Names every file that cannot be a part of a library.</exception>
    public static LibraryContent Of(IReadOnlyDictionary<string, byte[]> files)
    {
        var faults = files.Keys.Where(name => !Name().IsMatch(name)).Select(name => Finding.Error(name.Length > 100 ? name[..100] : name, "wrong-name",
            "A library holds tables (.csv) and documents (.yaml), in folders one deep, named with letters, digits, dots, dashes and underscores. Rename the file or leave it out.")).ToList();
        faults.AddRange(files.Where(file => file.Value.Length > MostBytesOfFile).Select(file => TooLarge(file.Key)));
        if (files.Count == 0) faults.Add(Finding.Error("the library", "missing-file", "There is no table in it. Name a folder like \"standards\" of Concord."));
        if (files.Count > MostFiles || files.Values.Sum(bytes => (long)bytes.Length) > MostBytes)
            faults.Add(Finding.Error("the library", "too-large", FormattableString.Invariant($"A library has at most {MostFiles} files and {MostBytes >> 20} MiB.")));
        return faults.Count == 0
            ? new(new SortedDictionary<string, byte[]>(files.ToDictionary(file => file.Key, file => Plain(file.Value), StringComparer.Ordinal), StringComparer.Ordinal))
            : throw new FindingsException(faults);
    }

    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(serial);
        return packed.ToArray();
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="Pack"/> wrote.</exception>
    public static LibraryContent Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var block = new byte[1 << 16];
        while (brotli.Read(block) is > 0 and var read)
        {
            plain.Write(block, 0, read);
            if (plain.Length > 2L * MostBytes) throw new InvalidDataException("A kept library is larger than a library can be.");
        }
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var rest = plain.ToArray().AsSpan();
        while (rest.Length > 0)
        {
            var name = Encoding.UTF8.GetString(Next(ref rest));
            if (!Name().IsMatch(name)) throw new InvalidDataException("A kept library names a file that no library has.");
            files[name] = Next(ref rest).ToArray();
        }
        return new(files);
    }

    /// <summary>As files, for the readers of the library.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (name, bytes) in Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    private static Finding TooLarge(string name) =>
        Finding.Error(name, "too-large", FormattableString.Invariant($"A file of a library has at most {MostBytesOfFile >> 20} MiB. Leave out what is no part of it."));

    private static byte[] Plain(byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var plain = new MemoryStream(bytes.Length);
        for (var i = start; i < bytes.Length; i++)
        {
            if (bytes[i] != '\r' || i + 1 == bytes.Length || bytes[i + 1] != '\n') plain.WriteByte(bytes[i]);
        }
        return plain.ToArray();
    }

    private static byte[] Serial(SortedDictionary<string, byte[]> files)
    {
        using var all = new MemoryStream();
        foreach (var (name, bytes) in files)
        {
            Part(all, Encoding.UTF8.GetBytes(name));
            Part(all, bytes);
        }
        return all.ToArray();
    }

    private static void Part(MemoryStream all, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        all.Write(length);
        all.Write(bytes);
    }

    private static Span<byte> Next(ref Span<byte> rest)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadInt32BigEndian(rest) is var length && (length < 0 || length > rest.Length - 4))
            throw new InvalidDataException("A kept library ends in the middle of a file.");
        var part = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return part;
    }

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9._-]{0,79}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.(csv|yaml)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
