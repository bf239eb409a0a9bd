using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Concord.Foundation;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage.Verification;
using Concord.Tests.Monitoring;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Cli;

/// <summary>
/// The real executable, killed at random moments while clients hand in rows, while rows are sealed and while a monitor runs. Few kills here; with
/// CONCORD_KILLS=200 as many as that, and CONCORD_SEED draws other moments.
/// </summary>
[Collection("kills")] // One at a time: the time until the server is ready is part of the promise.
public abstract class KillContract(Backend backend)
{
    private const int Clients = 4;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_doubled_however_often_the_server_is_killed()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("CONCORD_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 3;
        var moments = new Moments(ulong.TryParse(Environment.GetEnvironmentVariable("CONCORD_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20_261_128);
        await using var world = await InboxContract.Monitored(backend);
        world.Clock.SetUtcNow(TimeProvider.System.GetUtcNow()); // The server lives by the clock on the wall.
        var key = (await world.As(Role.SystemOwner).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "kill test", 30, Stop))).Text;
        SqliteConnection.ClearAllPools();
        var senders = Enumerable.Range(0, Clients).Select(number => new Sender(number, key)).ToList();
        var slowest = TimeSpan.Zero;
        for (var kill = 0; kill <= kills; kill++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var server = await ServeProcess.On(world.Folder, world.Location.PostgresConnection);
            await Ready(server.Address);
            var ready = Stopwatch.GetElapsedTime(began);
            if (ready > slowest) slowest = ready;
            using var round = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var sending = senders.ConvertAll(sender => Task.Run(() => kill == kills ? sender.SendWhatIsLeft(server.Address) : sender.Send(server.Address, round.Token), Stop));
            var running = kill == kills ? Task.CompletedTask : Task.Run(() => KeepRunning(server.Address, key, round.Token), Stop);
            if (kill < kills)
            {
                await Task.Delay(moments.Next(100, 1500), Stop);
                await server.Kill();
                await round.CancelAsync();
            }
            await Task.WhenAll([.. sending, running]);
            if (kill == kills)
            {
                using var client = Client(server.Address, key);
                await RunOnceMore(client);
                await server.Stop();
            }
        }
        await Judge(world, senders);
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {senders.Sum(sender => sender.Acknowledged.Count):N0} rows acknowledged, ready within {slowest.TotalSeconds:0.0} s");
        Console.Error.WriteLine($"{backend}: {kills} kills, {senders.Sum(sender => sender.Acknowledged.Count):N0} rows acknowledged, none lost, none doubled; ready within {slowest.TotalSeconds:0.0} s");
        if (Environment.GetEnvironmentVariable("CONCORD_KILLS") is not null) slowest.ShouldBeLessThan(ReadyWithin);
    }

    /// <summary>The server seals beside, and the schedule may run the monitor too: whoever comes meanwhile is asked to come again.</summary>
    private static async Task RunOnceMore(HttpClient client)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var run = await client.PostAsync("/api/v1/monitors/MON-0001/runs", null, Stop);
            if (run.IsSuccessStatusCode) return;
            var said = await run.Content.ReadAsStringAsync(Stop);
            (attempt < 30 && said.Contains("-BUSY", StringComparison.Ordinal)).ShouldBeTrue(said);
            await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        }
    }

    private static async Task Judge(World world, List<Sender> senders)
    {
        var segments = await world.AsSystem(db => db.Set<LogSegment>().Where(segment => segment.Path != "").Select(segment => segment.Path).ToListAsync(Stop));
        List<string> stored = [];
        using (var duck = DuckDbSession.Open(segments.Select(world.Location.Absolute)))
        using (var command = duck.Connection.CreateCommand())
        {
            command.CommandText = $"SELECT id FROM {DuckDbSession.Rows(segments.Select(world.Location.Absolute))}";
            using var reader = command.ExecuteReader();
            while (reader.Read()) stored.Add(reader.GetString(0));
        }
        var acknowledged = senders.SelectMany(sender => sender.Acknowledged).ToList();
        acknowledged.Count.ShouldBeGreaterThan(0);
        acknowledged.Except(stored).ShouldBeEmpty("acknowledged and lost");
        stored.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty("doubled");
        stored.Count.ShouldBe(acknowledged.Count);
        (await world.AsSystem(db => db.Set<SetAsideRows>().CountAsync(Stop))).ShouldBe(0);
        var report = await world.AsSystem(db => new JournalVerification(db, world.Location).Run(Stop));
        report.IsSound.ShouldBeTrue(string.Join("\n", report.Damages));
        var runs = await world.AsSystem(db => db.Set<MonitorRun>().OrderBy(run => run.StartedAt).ToListAsync(Stop));
        runs[^1].State.ShouldBe(RunState.Done);
        runs.ShouldNotContain(run => run.State == RunState.Running, "a run that was killed does not seem to go on for ever");
        var measured = await world.AsSystem(db => db.Set<WindowComputation>().Where(window => window.IsNewest).SumAsync(window => window.Rows, Stop));
        measured.ShouldBe(acknowledged.Count);
    }

    private static async Task Ready(string address)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        (await client.GetAsync("/health/ready", Stop)).EnsureSuccessStatusCode();
    }

    /// <summary>Each run seals what came since and measures it: kills hit both.</summary>
    private static async Task KeepRunning(string address, string key, CancellationToken stop)
    {
        using var client = Client(address, key);
        try
        {
            while (true) (await client.PostAsync("/api/v1/monitors/MON-0001/runs", null, stop)).Dispose();
        }
        catch (Exception ended) when (ended is HttpRequestException or OperationCanceledException or IOException)
        {
        }
    }

    private static HttpClient Client(string address, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Sends batches one after another and remembers what was acknowledged; a batch without an answer is sent again, after a restart too.</summary>
    private sealed class Sender(int number, string key)
    {
        private int next;
        private (string Body, string? Key, List<string> Ids)? pending;

        public ConcurrentBag<string> Acknowledged { get; } = [];

        public async Task Send(string address, CancellationToken stop)
        {
            using var client = Client(address, key);
            try
            {
                while (true) await SendOne(client, stop);
            }
            catch (Exception ended) when (ended is HttpRequestException or OperationCanceledException or IOException)
            {
                // The server was killed: nobody knows whether the batch was taken.
            }
        }

        public async Task SendWhatIsLeft(string address)
        {
            using var client = Client(address, key);
            if (pending is not null) await SendOne(client, Stop);
        }

        private async Task SendOne(HttpClient client, CancellationToken stop)
        {
            pending ??= Next();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/models/MODEL-01/log") { Content = new StringContent(pending.Value.Body, Encoding.UTF8, "application/x-ndjson") };
            if (pending.Value.Key is { } batch) request.Headers.Add("Idempotency-Key", batch);
            using var answer = await client.SendAsync(request, stop);
            if ((int)answer.StatusCode is 429 or 503)
            {
                await Task.Delay(50, stop);
                return;
            }
            ((int)answer.StatusCode).ShouldBeOneOf(200, 201);
            foreach (var id in pending.Value.Ids) Acknowledged.Add(id);
            pending = null;
        }

        /// <summary>Single events and batches, with a key and without.</summary>
        private (string, string?, List<string>) Next()
        {
            var batch = next++;
            var ids = Enumerable.Range(0, number % 2 == 0 ? 1 : 20).Select(i => $"{number}-{batch}-{i}").ToList();
            var body = string.Join('\n', ids.Select((id, i) => string.Create(CultureInfo.InvariantCulture,
                $$"""{"prediction_id":"{{id}}","timestamp":"2025-10-{{1 + (batch % 28):00}}T10:00:00Z","age":{{20 + ((batch + i) % 50)}},"region":"north","sex":"{{(i % 2 == 0 ? "f" : "m")}}","score":0.{{1 + (batch % 8)}},"decision":{{batch % 2}},"label":{{i % 2}},"model_version":"1.0.0"}""")));
            return (body, number < 2 ? $"sender-{number}-{batch}" : null, ids);
        }
    }

    /// <summary>The same moments for the same seed.</summary>
    private sealed class Moments(ulong seed)
    {
        private ulong state = (seed * 2_862_933_555_777_941_757) + 3_037_000_493;

        public int Next(int from, int to)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return from + (int)(state % (ulong)(to - from));
        }
    }
}

public sealed class KillsOnSqlite() : KillContract(Backend.Sqlite);

public sealed class KillsOnPostgres() : KillContract(Backend.Postgres);
