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
        var isWorkbook = bytes is [(byte)'P', (byte)'K', ..];
        if (bytes.Length == 0) throw new TableFileException("empty", "The file is empty. Hand in the table itself.");
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..]) throw new TableFileException("encrypted", "The workbook is encrypted, or in the old .xls format. Save it as .xlsx without a password.");
        if (!isWorkbook && request.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
            throw new TableFileException("wrong-type", "The file does not hold a workbook, although its name ends in .xlsx. If it is text, let its name end in .csv; else save it anew from a spreadsheet program.");
        if (isWorkbook) return new(request.Name, sha256, WorkbookReader.Read(bytes), []);
        var (sheet, notes) = CsvTableReader.Read(request.Path, request.Name);
        return new(request.Name, sha256, [sheet], notes);
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TableReadRequest))]
[JsonSerializable(typeof(TableReadAnswer))]
internal sealed partial class TableJson : JsonSerializerContext;
