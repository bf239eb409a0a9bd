using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Concord.Tables;

/// <summary>What a file is by its bytes, whatever it is called: so that a refusal names what was really handed in.</summary>
internal static class FileKind
{
    private static readonly (byte[] Start, string Name)[] Starts =
    [
        ("%PDF-"u8.ToArray(), "a PDF document"), ("{\\rtf"u8.ToArray(), "a rich text document"), ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a picture"), ([0xFF, 0xD8, 0xFF], "a picture"),
        ("GIF8"u8.ToArray(), "a picture"), ([0x1F, 0x8B], "a packed file (gzip)"), ("7z"u8.ToArray(), "a packed file (7z)"), ("Rar!"u8.ToArray(), "a packed file (RAR)"),
        ("PAR1"u8.ToArray(), "a Parquet file"), ("SQLite format 3"u8.ToArray(), "a database (SQLite)"), ("MZ"u8.ToArray(), "a program"), ([0x7F, (byte)'E', (byte)'L', (byte)'F'], "a program"),
    ];

    /// <summary>Parts that only one kind of package has.</summary>
    private static readonly (string Part, string Name)[] Parts =
    [
        ("word/document.xml", "a Word document"), ("ppt/presentation.xml", "a PowerPoint presentation"), ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"), ("visio/document.xml", "a Visio drawing"),
        ("Index/Document.iwa", "a document of Apple's office programs"), ("META-INF/container.xml", "an electronic book"), ("META-INF/MANIFEST.MF", "a program (Java)"),
    ];

    /// <summary>Null for text and for workbooks: those are read.</summary>
    public static string? OtherThanTable(byte[] bytes)
    {
        if (bytes is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..]) return OfPackage(bytes);
        foreach (var (start, name) in Starts) if (bytes.AsSpan().StartsWith(start)) return name;
        var text = bytes.AsSpan(bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0).TrimStart(" \t\r\n"u8);
        if (StartsWith(text, "<!doctype html") || StartsWith(text, "<html")) return "a web page (HTML)";
        if (StartsWith(text, "<?xml")) return "an XML file";
        return text is [(byte)'{' or (byte)'[', ..] && IsJson(text) ? "a JSON file" : null;
    }

    private static string? OfPackage(byte[] bytes)
    {
        try
        {
            using var package = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (package.GetEntry("xl/workbook.xml") is not null) return null;
            if (Array.Find(Parts, known => package.GetEntry(known.Part) is not null) is { Name: { } name }) return name;
            return package.GetEntry("mimetype") is { Length: < 200 } type ? OfType(type) : "a packed file (ZIP)";
        }
        catch (InvalidDataException)
        {
            return null; // Damaged: the reader says so.
        }
    }

    private static string OfType(ZipArchiveEntry entry)
    {
        var start = new byte[100]; // What it says of its length is not believed.
        using var stream = entry.Open();
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return Encoding.ASCII.GetString(start, 0, read) switch
        {
            var type when type.Contains("opendocument.spreadsheet", StringComparison.Ordinal) => "an OpenDocument spreadsheet (.ods)",
            var type when type.Contains("opendocument.text", StringComparison.Ordinal) => "an OpenDocument text (.odt)",
            var type when type.Contains("epub", StringComparison.Ordinal) => "an electronic book",
            _ => "a packed file (ZIP)",
        };
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string start) => text.Length >= start.Length && Encoding.ASCII.GetString(text[..start.Length]).Equals(start, StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
