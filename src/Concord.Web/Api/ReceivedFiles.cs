using System.Globalization;
using System.Reflection;
using Concord.Foundation;
using Concord.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Concord.Web.Api;

/// <summary>The body of the request is a file of rows, or several as parts of a form.</summary>
/// <param name="Description">What the rows are.</param>
/// <param name="Types">In which form they may come.</param>
internal sealed record FileBodyMetadata(string Description, IReadOnlyList<string> Types) : IRequestSizeLimitMetadata
{
    public static readonly IReadOnlyList<string> AllTypes = ["text/csv", "application/json", "application/x-ndjson", "application/vnd.apache.parquet", "application/octet-stream", "multipart/form-data"];

    /// <summary>Rows of a log or a reference.</summary>
    public static readonly FileBodyMetadata OfRows = new("The rows: a CSV file with header, a JSON array of objects, one JSON object per line, or a Parquet file.", AllTypes);

    /// <summary>One table that people keep by hand: a workbook or text, which its bytes tell.</summary>
    public static readonly FileBodyMetadata OfTable = new("A table: CSV with comma, semicolon or tab, or an XLSX workbook.", ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream", "multipart/form-data"]) { IsTable = true };

    public bool IsTable { get; private init; }

    public long? MaxRequestBodySize => IsTable ? Tables.TableLimits.Bytes + (1 << 20) : ReceivedFiles.LargestBytes;
}

/// <summary>Files written to the staging folder as they came in, never held in memory. They are removed when the request ends.</summary>
internal sealed record ReceivedFiles(IReadOnlyList<string> Paths)
{
    public const long LargestBytes = 2L << 30;

    private const int Buffer = 1 << 17;
    private const int MostFiles = 100;
    private const int LongestName = 100;

    public static async ValueTask<ReceivedFiles?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        return await Receive(context, context.Request.Body);
    }

    /// <param name="body">What is written: the body of the request, or the bytes that were read of it already.</param>
    internal static async Task<ReceivedFiles> Receive(HttpContext context, Stream body)
    {
        var staging = StagingFolder.Create(context.RequestServices.GetRequiredService<DataLocation>(), "received");
        context.Response.OnCompleted(() =>
        {
            staging.Dispose();
            return Task.CompletedTask;
        });
        var folder = staging.FullName;
        var type = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var header) ? header : null;
        var paths = type?.MediaType == "multipart/form-data"
            ? await Parts(context, folder, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), body)
            : [await Write(context, folder, "body", type, body)];
        return new(paths);
    }

    private static async Task<List<string>> Parts(HttpContext context, string folder, string boundary, Stream body)
    {
        List<string> paths = [];
        var reader = new MultipartReader(boundary, body);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is not { } part) continue;
            if (paths.Count == MostFiles) throw new RuleViolation("FILE-MANY", $"At most {MostFiles} files can be sent at once.");
            var type = MediaTypeHeaderValue.TryParse(section.ContentType, out var header) ? header : null;
            paths.Add(await Write(context, Directory.CreateDirectory(Path.Combine(folder, paths.Count.ToString(CultureInfo.InvariantCulture))).FullName, Named(part.FileName, IsTable(context)), type, section.Body));
        }
        return paths.Count > 0 ? paths : throw Empty(context);
    }

    private static async Task<string> Write(HttpContext context, string folder, string name, MediaTypeHeaderValue? type, Stream body)
    {
        var stop = context.RequestAborted;
        var start = new byte[512];
        var read = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, stop);
        if (read == 0) throw Empty(context);
        // Of a table what it is called is only for its sender to read; of rows the ending says how they are read.
        var path = Path.Combine(folder, IsTable(context) ? name : name + Ending(context, type?.MediaType.Value?.ToLowerInvariant(), start.AsSpan(0, read)));
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, Buffer, FileOptions.Asynchronous);
        await file.WriteAsync(start.AsMemory(0, read), stop);
        await body.CopyToAsync(file, Buffer, stop);
        return path;
    }

    /// <summary>Findings name the file as its sender does; what in that name could lead elsewhere is left out.</summary>
    /// <param name="whole">With its ending.</param>
    private static string Named(string sent, bool whole)
    {
        var plain = Path.GetFileName(sent.Replace('\\', '/'));
        var name = string.Concat((whole ? plain : Path.GetFileNameWithoutExtension(plain)).Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or ' ' or '(' or ')')).Trim(' ', '.');
        return name.Length switch { 0 => "body", > LongestName => whole ? name[^LongestName..] : name[..LongestName], _ => name };
    }

    /// <summary>What the bytes are goes before what the header says: many clients call everything an octet stream.</summary>
    internal static string Ending(HttpContext context, string? type, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PAR1"u8)) return ".parquet";
        return type switch
        {
            "text/csv" => ".csv",
            "application/json" => ".json",
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" => ".ndjson",
            "application/octet-stream" or "text/plain" or null => start.TrimStart(" \t\r\n"u8) switch { [(byte)'[', ..] => ".json", [(byte)'{', ..] => ".ndjson", _ => ".csv" },
            "application/vnd.apache.parquet" => throw new BadHttpRequestException("The body is announced as Parquet but does not begin like a Parquet file."),
            _ => throw new BadHttpRequestException($"Send the rows as {Accepted(context)}, and say which in Content-Type.", StatusCodes.Status415UnsupportedMediaType),
        };
    }

    private static bool IsTable(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<FileBodyMetadata>() is { IsTable: true };

    private static RuleViolation Empty(HttpContext context) => new("FILE-EMPTY", $"Nothing was sent: the file or the body is empty. Rows are sent as {Accepted(context)}.");

    private static string Accepted(HttpContext context) => string.Join(", ", context.GetEndpoint()?.Metadata.GetMetadata<FileBodyMetadata>()?.Types ?? FileBodyMetadata.AllTypes);
}

internal static class FileBodyRoutes
{
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder route) => route.WithMetadata(FileBodyMetadata.OfRows).IsHeavy();

    public static RouteHandlerBuilder TakesTable(this RouteHandlerBuilder route) => route.WithMetadata(FileBodyMetadata.OfTable).IsHeavy();

    public static RouteHandlerBuilder TakesMeasurements(this RouteHandlerBuilder route) => route.WithMetadata(new FileBodyMetadata(
        "One measurement as a JSON object, several as an array, one per line or a CSV file with header: metric, window (2026-10) and, as far as known, subject, value, n, successes, standardError, low and high (95 %), "
        + "reason (why there is no value), unit, source, sourceSha256, complete (although the window is not over), correction (why an earlier figure was wrong).",
        [.. FileBodyMetadata.AllTypes.Where(type => !type.Contains("parquet", StringComparison.Ordinal))]));
}
