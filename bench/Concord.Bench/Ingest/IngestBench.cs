using System.Diagnostics;
using System.Globalization;
using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Logs.Inbox;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Bench.Ingest;

/// <summary>Durable acknowledgements through HTTP, beside SQLite alone with the same rows and the same promise.</summary>
internal static class IngestBench
{
    private const string Definition = """{ "modelId": "m", "numeric": ["age", "income", "debt"], "categorical": ["region"], "protected": ["sex"], "window": "month" }""";

    private static long next;

    /// <param name="product">The executable as it is built for users.</param>
    public static async Task Run(string product, int clients, int seconds, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("concord-ingest-").FullName;
        try
        {
            var key = await Prepare(folder, stop);
            using var server = Process.Start(new ProcessStartInfo(product, ["serve", "--data", folder, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = server.StandardError.ReadToEndAsync(stop);
            try
            {
                var address = new Uri(await Address(server, stop));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients} clients, {seconds} s each, {Environment.ProcessorCount} processors shared by clients and server; event of {IngestClient.Event(0).Length} bytes"));
                Measure(server, "warming up", address, key, clients, 1, Math.Max(10, seconds));
                Measure(server, "HTTP alone (GET /health/live)", address, key, clients, 0, seconds);
                Measure(server, "single events, durable", address, key, clients, 1, seconds);
                Measure(server, "batches of 100, durable", address, key, clients, 100, seconds);
                Measure(server, "batches of 1,000, durable", address, key, clients, 1_000, seconds);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"memory of the server",-46} {Peak(server),9:N0} MiB"));
            }
            finally
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync(CancellationToken.None);
                if (await errors is { Length: > 0 } said) Console.Error.WriteLine(said);
            }
            Judged(seconds);
            Plain(folder, 1, seconds);
            Plain(folder, clients, seconds);
            Plain(folder, 1_000, seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(Process server, string name, Uri address, string key, int clients, int rows, int seconds)
    {
        var latencies = new List<double>[clients];
        var end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        var began = Stopwatch.GetTimestamp();
        var (own0, server0) = Processors(server);
        var threads = Enumerable.Range(0, clients).Select(number =>
        {
            var thread = new Thread(() =>
            {
                using var client = new IngestClient(address, key, rows);
                var own = latencies[number] = [];
                while (Stopwatch.GetTimestamp() < end)
                {
                    var sent = Stopwatch.GetTimestamp();
                    client.Send(Interlocked.Add(ref next, Math.Max(1, rows)));
                    own.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                }
            });
            thread.Start();
            return thread;
        }).ToList();
        foreach (var thread in threads) thread.Join();
        var (own1, server1) = Processors(server);
        var events = latencies.Sum(own => own.Count) * (double)Math.Max(1, rows);
        Report(name, [.. latencies.SelectMany(own => own)], Math.Max(1, rows), Stopwatch.GetElapsedTime(began).TotalSeconds,
            string.Create(CultureInfo.InvariantCulture, $"   processor time each: server {(server1 - server0).TotalMicroseconds / events,6:0.0} us, clients {(own1 - own0).TotalMicroseconds / events,5:0.0} us"));
    }

    /// <summary>Reading and judging the same batches without a network or a disk: what the rules cost.</summary>
    private static void Judged(int seconds)
    {
        var reader = new InboxReader(MonitorDefinition.Parse(Definition).ToColumns("1"), new LogLimits());
        var body = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 1_000).Select(i => IngestClient.Event(i).Replace("############", i.ToString("D12", CultureInfo.InvariantCulture), StringComparison.Ordinal))));
        var latencies = new List<double>();
        var began = Stopwatch.GetTimestamp();
        using var own = Process.GetCurrentProcess();
        var before = own.TotalProcessorTime;
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            var sent = Stopwatch.GetTimestamp();
            if (reader.Read(body, "body", keepGoodRows: false, TimeProvider.System.GetUtcNow())?.Rows.Count != 1_000) throw new InvalidOperationException("The benchmark's own events are not good.");
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
        own.Refresh();
        Report("judging alone, batches of 1,000, one thread", latencies, 1_000, Stopwatch.GetElapsedTime(began).TotalSeconds,
            string.Create(CultureInfo.InvariantCulture, $"   processor time each: {(own.TotalProcessorTime - before).TotalMicroseconds / (latencies.Count * 1_000.0):0.0} us"));
    }

    /// <summary>One thread that inserts the same events and commits after so many, with the same settings: what the disk and SQLite allow.</summary>
    private static void Plain(string folder, int rows, int seconds)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, $"plain-{rows}.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; CREATE TABLE event (id INTEGER PRIMARY KEY, row BLOB NOT NULL)");
        var events = Enumerable.Range(0, 1_000).Select(i => Encoding.UTF8.GetBytes(IngestClient.Event(i))).ToArray();
        var latencies = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            var sent = Stopwatch.GetTimestamp();
            using var transaction = connection.BeginTransaction();
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO event (row) VALUES ($row)";
            var row = insert.Parameters.Add("$row", SqliteType.Blob);
            for (var i = 0; i < rows; i++)
            {
                row.Value = events[i % events.Length];
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
        Report(string.Create(CultureInfo.InvariantCulture, $"SQLite alone, {rows:N0} in one commit"), latencies, rows, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Report(string name, List<double> latencies, int rows, double seconds, string more = "")
    {
        latencies.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-46} {latencies.Count * (double)rows / seconds,11:N0} /s   p50 {latencies[latencies.Count / 2],8:0.00} ms   p95 {latencies[latencies.Count * 95 / 100],8:0.00} ms{more}"));
    }

    /// <summary>Says what the machine would allow were it not shared with others.</summary>
    private static (TimeSpan Own, TimeSpan Server) Processors(Process server)
    {
        server.Refresh();
        using var own = Process.GetCurrentProcess();
        return (own.TotalProcessorTime, server.TotalProcessorTime);
    }

    private static long Peak(Process server)
    {
        server.Refresh();
        return server.PeakWorkingSet64 >> 20;
    }

    private static async Task<string> Address(Process server, CancellationToken stop)
    {
        while (await server.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (line.StartsWith("Concord serves", StringComparison.Ordinal)) return line[(line.LastIndexOf(' ') + 1)..];
        }
        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>An organisation with one monitored model and the key of a person who may hand in rows.</summary>
    private static async Task<string> Prepare(string folder, CancellationToken stop)
    {
        var location = new DataLocation(folder);
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddConcord(location).BuildServiceProvider();
        await services.PrepareDatabase(stop);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        db.SeeAs(Actor.System);
        var unit = new OrganisationUnit("ORG", "Bench", null);
        await using (var work = await db.Begin(Actor.System, stop))
        {
            db.Add(unit);
            work.Note("organisation.created", "ORG", "For a benchmark.");
            await work.Commit(stop);
        }
        await scope.ServiceProvider.GetRequiredService<PeopleRegister>().Invite(Actor.System, new("Owner", "owner@example.test", "Owner"), new(Role.SystemOwner), stop);
        var actor = await scope.ServiceProvider.GetRequiredService<Actors>().OnLocalConsole("owner@example.test", stop);
        db.SeeAs(actor);
        var registry = scope.ServiceProvider.GetRequiredService<Registry>();
        await registry.Register(new(unit.Id, new("Scoring", "Scores", "", [], SystemOrigin.InHouse, true, true, actor.PersonId!.Value, null), LifeCycle.InOperation), actor, stop);
        await registry.AddModel("SYS-0001", new("Score", "", ""), actor, stop);
        await registry.AddVersion("MODEL-0001", new("1", new DateOnly(2026, 1, 1)), actor, stop);
        await scope.ServiceProvider.GetRequiredService<MonitorRegister>().Define("MODEL-0001", new(Definition, []), actor, stop);
        return (await scope.ServiceProvider.GetRequiredService<ApiKeys>().Create(actor, "bench", 30, stop)).Text;
    }
}
