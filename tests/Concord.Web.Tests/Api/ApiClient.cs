using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Api;

/// <summary>One answer of the interface, read whole.</summary>
internal sealed record ApiAnswer(int Status, JsonNode? Body, HttpResponseMessage Response)
{
    public string? Code => Body?["code"]?.GetValue<string>();

    public string? Detail => Body?["detail"]?.GetValue<string>();

    public string? ETag => Response.Headers.ETag?.ToString();

    public string this[string member] => Body![member]?.ToString() ?? "";

    public ApiAnswer ShouldBe(int status)
    {
        Status.ShouldBe(status, Body?.ToJsonString() ?? "no body");
        if (status >= 400) Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return this;
    }

    public ApiAnswer ShouldBeRefused(int status, string code)
    {
        ShouldBe(status);
        Code.ShouldBe(code);
        Detail.ShouldNotBeNullOrWhiteSpace();
        return this;
    }
}

/// <summary>Somebody with a key.</summary>
internal sealed class ApiClient(HttpClient http) : IDisposable
{
    /// <summary>The owner of the key is the world's person of that role.</summary>
    public static async Task<ApiClient> As(World world, RunningApp app, Role role)
    {
        var key = await world.As(role).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "test", 30, default));
        return With(app, key.Text);
    }

    public static ApiClient With(RunningApp app, string? key)
    {
        var http = app.Client();
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new(http);
    }

    public Task<ApiAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<ApiAnswer> Post(string path, object? body = null, string? ifMatch = null, string? key = null) => Send(HttpMethod.Post, path, Json(body), ifMatch, key);

    public Task<ApiAnswer> Put(string path, object? body, string? ifMatch) => Send(HttpMethod.Put, path, Json(body), ifMatch);

    public Task<ApiAnswer> Raw(string path, string body, string type = "application/json", string? key = null) =>
        Send(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type), key: key);

    /// <summary>Reads the record first, as a careful client does.</summary>
    public async Task<ApiAnswer> Change(string record, string act, object? body = null) => await Post($"{record}/{act}", body, (await Get(record)).ETag);

    public async Task<ApiAnswer> Send(HttpMethod method, string path, HttpContent? content = null, string? ifMatch = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path) { Content = content };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, text.Length > 0 && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null, response);
    }

    public void Dispose() => http.Dispose();

    private static StringContent? Json(object? body) => body switch
    {
        null => null,
        string text => new(text, Encoding.UTF8, "application/json"),
        _ => new(System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
    };
}

/// <summary>Bodies that are fine as they stand.</summary>
internal static class Valid
{
    public static object System(string name = "Credit scoring", string? reference = null) =>
        new { name, purpose = "Scores applicants", isDeployer = true, affectedGroups = new[] { "applicants" }, riskClass = "high", state = "inOperation", reference };

    public static object Model(string reference = "scores") => new { name = "Scores", reference };
}
