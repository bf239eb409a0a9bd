using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Concord.Foundation;

namespace Concord.Logs.ClickHouse;

/// <summary>
/// The HTTP interface of ClickHouse. An answer is sent once it is whole, so a fault on the way is a status and never a shorter answer; a shard that is
/// not there is a fault and never skipped; every limit of the server that could cut an answer short throws instead.
/// </summary>
internal sealed partial class ClickHouseHttp : IDisposable
{
    /// <summary>Of one question, on the server; the client waits a little longer.</summary>
    private const int SecondsPerQuestion = 1_800;

    /// <summary>What counts of one question may take here; row-level answers say their own size.</summary>
    public const long MostBytes = 256L << 20;

    private static readonly string Settings = "wait_end_of_query=1&buffer_size=4194304&skip_unavailable_shards=0&max_parallel_replicas=1&distributed_group_by_no_merge=0"
        + "&read_overflow_mode=throw&group_by_overflow_mode=throw&result_overflow_mode=throw&sort_overflow_mode=throw&timeout_overflow_mode=throw"
        + "&max_query_size=67108864&max_ast_elements=4000000&max_expanded_ast_elements=4000000&connect_timeout_with_failover_ms=3000"
        + string.Create(CultureInfo.InvariantCulture, $"&max_execution_time={SecondsPerQuestion}");

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2), // The server closes idle connections after three.
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private readonly ClickHouseAddress address;

    public ClickHouseHttp(ClickHouseAddress address)
    {
        this.address = address;
        http.DefaultRequestHeaders.Add("X-ClickHouse-User", Ascii(address.User));
        if (address.Password.Length > 0) http.DefaultRequestHeaders.Add("X-ClickHouse-Key", Ascii(address.Password));
    }

    public void Dispose() => http.Dispose();

    /// <summary>Asks the first host, which asks the others.</summary>
    public Task<T> Ask<T>(string question, Func<RowBinaryReader, T> read, CancellationToken stop, long mostBytes = MostBytes) =>
        Send(address.Hosts[0], Settings, Encoding.UTF8.GetBytes(question + " FORMAT RowBinary"), stream => read(new(stream, mostBytes)), stop);

    /// <summary>A statement without an answer, to one host.</summary>
    public Task Tell(Uri host, string statement, CancellationToken stop) => Send(host, Settings, Encoding.UTF8.GetBytes(statement), _ => 0, stop);

    /// <summary>Rows in RowBinary into a table of one host.</summary>
    public Task Insert(Uri host, string table, ReadOnlyMemory<byte> rows, CancellationToken stop) =>
        Send(host, $"{Settings}&query={Uri.EscapeDataString($"INSERT INTO {table} FORMAT RowBinary")}", rows, _ => 0, stop);

    private async Task<T> Send<T>(Uri host, string settings, ReadOnlyMemory<byte> body, Func<Stream, T> read, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(SecondsPerQuestion + 60));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, "?" + settings)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            if (!response.IsSuccessStatusCode) throw await Fault(host, response, stream, limit.Token);
            await using var end = limit.Token.Register(response.Dispose);
            return await Task.Run(() => read(stream), limit.Token);
        }
        catch (AnswerTooLarge large)
        {
            throw new RuleViolation("ENGINE-ANSWER-SIZE", $"{large.Message} A column with so many long levels is an identifier: take it out of the definition, or choose shorter windows.");
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (OperationCanceledException)
        {
            throw new RuleViolation("ENGINE-TIMEOUT", $"{address.Shard(host)} of the ClickHouse cluster did not answer within {SecondsPerQuestion / 60} minutes. Choose shorter windows, or look at the server; then run again: what was computed is kept.");
        }
        catch (Exception away) when (away is HttpRequestException or IOException or InvalidDataException or ObjectDisposedException)
        {
            throw Away(address.Shard(host));
        }
    }

    private async Task<RuleViolation> Fault(Uri host, HttpResponseMessage response, Stream stream, CancellationToken stop)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400) return new("ENGINE-REDIRECT", $"{address.Shard(host)} sends elsewhere (status {status}). Concord follows nobody: name the server itself in {ClickHouseAddress.Variable}.");
        var start = new byte[4_096];
        var text = Encoding.UTF8.GetString(start, 0, await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, stop));
        var code = Code().Match(text) is { Success: true } match ? int.Parse(match.Groups["code"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (await FindAway(stop) is { } gone) return Away(gone);
        if (IsAway(code)) return Away($"a shard that {address.Shard(host)} asks");
        if (status is 401 or 403 || code is 192 or 193 or 194 or 195 or 516 or 497)
            return new("ENGINE-ACCESS", $"{address.Shard(host)} refuses the user or the password. Check the user in {ClickHouseAddress.Variable} and {ClickHouseAddress.PasswordVariable}.");
        return code == 241
            ? new("ENGINE-MEMORY", $"{address.Shard(host)} of the ClickHouse cluster has not enough memory for a question. Raise max_memory_usage there or choose shorter windows; then run again: what was computed is kept.")
            : new("ENGINE-FAULT", $"{address.Shard(host)} of the ClickHouse cluster refused a question: {VisibleText.Quoted(text.Split('\n')[0], 400)}. What was computed is kept; the next run goes on from there.");
    }

    /// <summary>Ends of streams, network faults between the servers, all connections tried in vain, servers that are stopping.</summary>
    private static bool IsAway(int code) => code is 3 or 32 or 33 or 100 or 209 or 210 or 236 or 279 or 394;

    private async Task<string?> FindAway(CancellationToken stop)
    {
        foreach (var host in address.Hosts)
        {
            try
            {
                using var quick = CancellationTokenSource.CreateLinkedTokenSource(stop);
                quick.CancelAfter(TimeSpan.FromSeconds(5));
                using var pong = await http.GetAsync(new Uri(host, "ping"), quick.Token);
                if (!pong.IsSuccessStatusCode) return address.Shard(host);
            }
            catch (Exception away) when (away is HttpRequestException or IOException or OperationCanceledException && !stop.IsCancellationRequested)
            {
                return address.Shard(host);
            }
        }
        return null;
    }

    private static RuleViolation Away(string shard) => new("ENGINE-SHARD-AWAY",
        $"The ClickHouse cluster is incomplete: {shard} does not answer. Figures without its rows would be wrong, so none are given. Start the server, then run again: what was computed is kept, and the next run goes on from there.");

    /// <summary>A header carries no other characters, and line ends least of all.</summary>
    private static string Ascii(string text) => text.All(letter => letter is >= ' ' and <= '~') ? text : throw new RuleViolation("ENGINE-ADDRESS", "User and password of the engine may hold printable ASCII characters only.");

    [GeneratedRegex("Code: (?<code>[0-9]{1,5})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Code();
}
