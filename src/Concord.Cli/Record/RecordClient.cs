using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Web.Api;

namespace Concord.Cli.Record;

/// <summary>One answer of the interface: its JSON, and the version of the record in it.</summary>
internal sealed record RecordAnswer(JsonNode? Body, string? ETag);

/// <summary>Speaks to the routes. A refusal comes back as the very exception the server threw.</summary>
internal sealed class RecordClient(HttpClient http) : IDisposable
{
    public Task<RecordAnswer> Get(string path, CancellationToken stop) => Send(HttpMethod.Get, path, null, null, stop);

    public Task<RecordAnswer> Post(string path, JsonNode? body, CancellationToken stop) => Send(HttpMethod.Post, path, Json(body), null, stop);

    /// <summary>A create: sent with a key of its own, so that an answer that got lost can be asked for again.</summary>
    public async Task<RecordAnswer> Create(string path, JsonNode body, CancellationToken stop)
    {
        var key = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        try
        {
            return await Send(HttpMethod.Post, path, Json(body), request => request.Headers.Add(IdempotencyKeys.Header, key), stop);
        }
        catch (HttpRequestException lost) when (lost.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            return await Send(HttpMethod.Post, path, Json(body), request => request.Headers.Add(IdempotencyKeys.Header, key), stop);
        }
    }

    /// <summary>Reads the record, then changes what was read: somebody else's change in between is refused by the server.</summary>
    public async Task<RecordAnswer> Change(string record, string act, JsonNode? body, CancellationToken stop)
    {
        var seen = await Get(record, stop);
        return await Send(HttpMethod.Post, $"{record}/{act}", Json(body), request => request.Headers.TryAddWithoutValidation("If-Match", seen.ETag), stop);
    }

    /// <summary>Changes something by the version of the record it rests on, which was read elsewhere.</summary>
    public Task<RecordAnswer> ChangeSeen(string path, string etag, JsonNode? body, CancellationToken stop) =>
        Send(HttpMethod.Post, path, Json(body), request => request.Headers.TryAddWithoutValidation("If-Match", etag), stop);

    public async Task<RecordAnswer> Upload(string path, IReadOnlyList<string> files, CancellationToken stop)
    {
        foreach (var missing in files.Where(file => !File.Exists(file))) throw new RuleViolation("FILE-MISSING", $"There is no file {missing}.");
        using var form = new MultipartFormDataContent();
        foreach (var file in files) form.Add(FileContent(file), "file", Path.GetFileName(file));
        return await Send(HttpMethod.Post, path, form, null, stop);
    }

    /// <summary>A file that becomes part of a record: as <see cref="Change"/>, the body is the file.</summary>
    public async Task<RecordAnswer> ChangeByFile(string record, string act, string file, CancellationToken stop)
    {
        if (!File.Exists(file)) throw new RuleViolation("FILE-MISSING", $"There is no file {file}.");
        var seen = await Get(record, stop);
        using var content = FileContent(file);
        return await Send(HttpMethod.Post, $"{record}/{act}?name={Uri.EscapeDataString(Path.GetFileName(file))}", content, request => request.Headers.TryAddWithoutValidation("If-Match", seen.ETag), stop);
    }

    /// <summary>Hands in one file and waits until it is stored. Stopped in between, it has the server stop too, and returns when nothing of it is left.</summary>
    /// <param name="path">Of the log, with its parameters.</param>
    /// <param name="told">Given the import a few times each second.</param>
    public async Task<JsonObject> Import(string path, string file, Action<JsonObject> told, CancellationToken stop)
    {
        var import = (await Upload(path + "&async=true", [file], stop)).Body!.AsObject();
        var address = $"/imports/{import["id"]}";
        try
        {
            for (var wait = 50; import["endedAt"] is null; wait = Math.Min(400, wait * 2))
            {
                await Task.Delay(wait, stop);
                import = (await Get(address, stop)).Body!.AsObject();
                told(import);
            }
        }
        catch (OperationCanceledException)
        {
            import = (await Post(address + "/cancel", null, CancellationToken.None)).Body!.AsObject();
            if (import["receipt"] is null) throw;
        }
        return import["receipt"] as JsonObject ?? throw Refusal((HttpStatusCode)import["problem"]!["status"]!.GetValue<int>(), import["problem"]!.AsObject());
    }

    /// <summary>Writes what a route sends as a file into one. Nothing is written when it is refused.</summary>
    public async Task Download(string path, string file, CancellationToken stop)
    {
        using var response = await http.GetAsync(ApiRoutes.Prefix.TrimStart('/') + path, stop);
        if (!response.IsSuccessStatusCode)
        {
            var text = await response.Content.ReadAsStringAsync(stop);
            throw Refusal(response.StatusCode, response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) as JsonObject : null);
        }
        await File.WriteAllBytesAsync(file, await response.Content.ReadAsByteArrayAsync(stop), stop);
    }

    public void Dispose() => http.Dispose();

    private static StreamContent FileContent(string file)
    {
        var content = new StreamContent(File.OpenRead(file), 1 << 17);
        content.Headers.ContentType = new MediaTypeHeaderValue(Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" => "text/csv",
            ".json" => "application/json",
            ".ndjson" or ".jsonl" => "application/x-ndjson",
            _ => "application/octet-stream",
        });
        return content;
    }

    private static StringContent? Json(JsonNode? body) => body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<RecordAnswer> Send(HttpMethod method, string path, HttpContent? content, Action<HttpRequestMessage>? more, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, ApiRoutes.Prefix.TrimStart('/') + path) { Content = content };
        more?.Invoke(request);
        // A server that refuses a large file by its size alone says why before the file is sent, and not by ending the connection.
        request.Headers.ExpectContinue = content is StreamContent or MultipartFormDataContent;
        using var response = await http.SendAsync(request, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        var body = text.Length > 0 && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null;
        if (response.IsSuccessStatusCode) return new(body, response.Headers.ETag?.ToString());
        throw Refusal(response.StatusCode, body as JsonObject);
    }

    private static Exception Refusal(HttpStatusCode status, JsonObject? problem)
    {
        if (problem?["findings"] is JsonArray { Count: > 0 } findings) return new FindingsException([.. findings.Select(Finding)]);
        var detail = problem?["detail"]?.GetValue<string>() ?? $"The server answered {(int)status} {status}.";
        return (int)status >= 500
            ? new HttpRequestException(detail)
            : new RuleViolation(problem?["code"]?.GetValue<string>() ?? $"HTTP-{(int)status}", detail);
    }

    private static Finding Finding(JsonNode? finding) => new(
        finding?["severity"]?.GetValue<string>() == "warning" ? Severity.Warning : Severity.Error,
        finding?["place"]?.GetValue<string>() ?? "", finding?["code"]?.GetValue<string>() ?? "", finding?["message"]?.GetValue<string>() ?? "", finding?["row"]?.GetValue<long?>());
}
