using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tables;

/// <param name="Path">A generated name in the process's own folder.</param>
/// <param name="Name">What findings call it.</param>
internal sealed record TableReadRequest(string Path, string Name);

/// <param name="Content">Null: it could not be read, for <paramref name="Finding"/>.</param>
internal sealed record TableReadAnswer(TableContent? Content, Finding? Finding);

/// <summary>The hidden command <c>concord read-table</c>: the inside of the process that opens one table of a stranger.</summary>
internal static class ReadTableCommand
{
    public const string Name = "read-table";

    /// <summary>Endings under which nobody expects a table as text.</summary>
    private static readonly HashSet<string> NotOfText = new([".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".pdf", ".docx", ".doc", ".odt", ".pptx"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What an 8-bit text may hold: all but control characters, of those tab, line ends, form feed and the end mark of DOS.</summary>
    private static readonly SearchValues<byte> TextBytes = SearchValues.Create([.. Enumerable.Range(0, 256).Where(value => value >= ' ' || value is '\t' or '\n' or '\r' or '\f' or 0x1A).Select(value => (byte)value)]);

    public static int Run(Stream input, Stream output)
    {
        var request = JsonSerializer.Deserialize(input, TableJson.Default.TableReadRequest) ?? throw new InvalidDataException("The request is empty.");
        ProcessLimits.Impose(TableLimits.Memory * 2, TableLimits.Bytes, TableLimits.Time * 2);
        JsonSerializer.Serialize(output, Answer(request), TableJson.Default.TableReadAnswer);
        output.Flush();
        return 0;
    }

    private static TableReadAnswer Answer(TableReadRequest request)
    {
        try
        {
            return new(Read(request), null);
        }
        catch (TableFileException refused)
        {
            return new(null, Finding.Error(request.Name, refused.Code, refused.Message));
        }
    }

    /// <summary>What the bytes are decides, not what the file is called.</summary>
    private static TableContent Read(TableReadRequest request)
    {
        var bytes = File.ReadAllBytes(request.Path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var isPackage = bytes is [(byte)'P', (byte)'K', ..];
        if (bytes.Length == 0) throw new TableFileException("empty", "The file is empty. Hand in the table itself.");
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..]) throw new TableFileException("encrypted", "The file is encrypted, or in the old format of office programs (.xls, .doc). Save the table as .xlsx without a password, or as .csv.");
        if (FileKind.OtherThanTable(bytes) is { } other) throw new TableFileException("wrong-type", $"This is {other}. Tables are read as .csv or .xlsx: save the table as one of these.");
        if (!isPackage && IsNoText(request.Path, bytes)) throw new TableFileException("wrong-type", "The file holds bytes that neither a text nor a workbook has. Tables are read as .csv or .xlsx: save the table anew as one of these.");
        if (!isPackage && NotOfText.Contains(Path.GetExtension(request.Name)))
            throw new TableFileException("wrong-type", $"The file holds text, although its name ends in {Path.GetExtension(request.Name)}. If the text is a table, let its name end in .csv; else save it anew from a spreadsheet program as .csv or .xlsx.");
        if (isPackage) return new(request.Name, sha256, WorkbookReader.Read(bytes), []);
        var (sheet, notes) = CsvTableReader.Read(request.Path, request.Name);
        return new(request.Name, sha256, [sheet], notes);
    }

    /// <summary>In no Unicode, and with control characters at its beginning.</summary>
    private static bool IsNoText(string path, byte[] bytes) =>
        TextFile.Detect(path) is ({ IsSingleByte: true }, not null) && bytes.AsSpan(0, Math.Min(bytes.Length, 1 << 12)).ContainsAnyExcept(TextBytes);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TableReadRequest))]
[JsonSerializable(typeof(TableReadAnswer))]
internal sealed partial class TableJson : JsonSerializerContext;
