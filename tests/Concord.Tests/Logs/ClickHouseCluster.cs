using System.Diagnostics;
using System.Globalization;
using Concord.Logs;
using Concord.Logs.ClickHouse;

namespace Concord.Tests.Logs;

/// <summary>The cluster <c>./dev test</c> started, with a database of one test's own. Without it the test is skipped and says so.</summary>
internal sealed class ClickHouseCluster : IDisposable
{
    public const string Variable = "CONCORD_TEST_CLICKHOUSE", FolderVariable = "CONCORD_TEST_CLICKHOUSE_FOLDER";

    private readonly ClickHouseHttp http;
    private readonly List<ClickHouseProfileEngine> engines = [];

    private ClickHouseCluster(ClickHouseAddress address)
    {
        Address = address;
        http = new(address);
    }

    public ClickHouseAddress Address { get; }

    public static ClickHouseCluster Open()
    {
        var address = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(address), $"{Variable} is not set: address of a ClickHouse cluster for tests, as ./dev test starts one.");
        return new(ClickHouseAddress.Parse(address!) with { Database = "t" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture) });
    }

    /// <summary>One whose servers may be killed, because they can be started again.</summary>
    public static ClickHouseCluster OpenToKill()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FolderVariable)), $"{FolderVariable} is not set: folder of the ClickHouse servers that tests may kill and start again, as ./dev test starts them.");
        return Open();
    }

    /// <summary>Each engine knows nothing of the others, as after a restart of Concord.</summary>
    public ClickHouseProfileEngine NewEngine()
    {
        var engine = new ClickHouseProfileEngine(Address, TimeProvider.System);
        engines.Add(engine);
        return engine;
    }

    /// <summary>A number that a question of the test's own is answered with, by one server.</summary>
    public async Task<long> Ask(string question, int shard = 1)
    {
        using var one = new ClickHouseHttp(Address with { Hosts = [Address.Hosts[shard - 1]] });
        return await one.Ask($"SELECT toInt64(({question}))", row => row.Next() ? row.Int64() : -1, TestContext.Current.CancellationToken);
    }

    public Task Tell(string statement, int shard) => http.Tell(Address.Hosts[shard - 1], statement, TestContext.Current.CancellationToken);

    public static string Folder(int shard) => Path.Combine(Environment.GetEnvironmentVariable(FolderVariable)!, shard.ToString(CultureInfo.InvariantCulture));

    /// <summary>No farewell, as when the power fails.</summary>
    public async Task Kill(int shard)
    {
        using (var server = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(Folder(shard), "pid")), CultureInfo.InvariantCulture)))
            server.Kill();
        await Until(async () => !await Answers(shard));
    }

    public async Task Start(int shard)
    {
        var server = File.Exists("/usr/sbin/clickhouse-server") ? "/usr/sbin/clickhouse-server" : "clickhouse-server";
        // It outlives the tests and is ended by whoever started the cluster, so it must not hold our output open.
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" --config-file=\"$1/config.xml\" --pidfile=\"$1/pid\" </dev/null >>\"$1/out\" 2>&1", server, Folder(shard)])
        {
            UseShellExecute = false,
            WorkingDirectory = Folder(shard),
        });
        await Until(() => Answers(shard));
    }

    public void Dispose()
    {
        foreach (var engine in engines) engine.Dispose();
        foreach (var host in Address.Hosts)
            http.Tell(host, $"DROP DATABASE IF EXISTS {Address.Database}", CancellationToken.None).GetAwaiter().GetResult();
        http.Dispose();
    }

    private async Task<bool> Answers(int shard)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            return (await client.GetAsync(new Uri(Address.Hosts[shard - 1], "ping"))).IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        var watch = Stopwatch.StartNew();
        while (!await done())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException("The server did neither come nor go within a minute.");
            await Task.Delay(100);
        }
    }
}

/// <summary>Files as the manifest would name them.</summary>
internal static class StoredParts
{
    public static LogPart AsStored(this LogPart part, string reference = "SEG-0001")
    {
        using var session = DuckDbSession.Open([part.Path]);
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM read_parquet({DuckDbSession.List([part.Path])})";
        return part with { Stored = new(reference, SegmentFiles.Sha256(part.Path), Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture)) };
    }
}
