using System.Net;
using System.Net.Sockets;
using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Logs.ClickHouse;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using DuckDB.NET.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Logs;

/// <summary>Servers are killed here, which no test beside may notice.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KilledServers
{
    public const string Name = "killed servers";
}

/// <summary>What a cluster that breaks does to figures: none are given, somebody is told what to do, and the next run goes on.</summary>
[Collection(KilledServers.Name)]
public sealed class ClickHouseFaultTests : IDisposable
{
    private static readonly LogSchema Schema = new(LogSchema.CurrentVersion,
        [new("t", "timestamp", LogColumnKind.Timestamp), new("id", "prediction_id", LogColumnKind.PredictionId), new("s", "score", LogColumnKind.Score), new("n0", "income", LogColumnKind.Numeric)]);

    private readonly string folder = Directory.CreateTempSubdirectory("concord-faults-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_shard_that_is_away_is_named_and_no_figure_is_given_until_it_is_back()
    {
        using var cluster = ClickHouseCluster.OpenToKill();
        var log = Log(3_000);
        using var reading = cluster.NewEngine().Open([log]);
        (await Rows(reading)).ShouldBe(3_000);
        await cluster.Kill(2);
        try
        {
            var away = await Should.ThrowAsync<RuleViolation>(() => Values(reading));
            away.Code.ShouldBe("ENGINE-SHARD-AWAY");
            away.Message.ShouldContain($"shard 2 of 3 ({cluster.Address.Hosts[1].Authority})");
            using var anew = cluster.NewEngine().Open([log]);
            (await Should.ThrowAsync<RuleViolation>(() => anew.Windows(WindowLength.All, Stop))).Code.ShouldBe("ENGINE-SHARD-AWAY");
        }
        finally
        {
            await cluster.Start(2);
        }
        (await Values(reading)).ShouldBe(3_000);
    }

    [Fact]
    public async Task All_servers_may_be_started_again_and_nothing_is_loaded_twice()
    {
        using var cluster = ClickHouseCluster.OpenToKill();
        var log = Log(3_000);
        using (var before = cluster.NewEngine().Open([log])) (await Values(before)).ShouldBe(3_000);
        for (var shard = 1; shard <= 3; shard++) await cluster.Kill(shard);
        for (var shard = 1; shard <= 3; shard++) await cluster.Start(shard);
        using var after = cluster.NewEngine().Open([log]);
        (await Values(after)).ShouldBe(3_000);
        (await cluster.Ask($"SELECT uniqExact(load) FROM {cluster.Address.Database}.loads")).ShouldBe(1);
    }

    [Fact]
    public async Task Rows_a_shard_has_lost_are_loaded_anew_and_rows_loaded_halfway_are_never_counted()
    {
        using var cluster = ClickHouseCluster.OpenToKill();
        var log = Log(3_000);
        await cluster.Kill(3);
        try
        {
            using var halfway = cluster.NewEngine().Open([log]);
            (await Should.ThrowAsync<RuleViolation>(() => halfway.Windows(WindowLength.All, Stop))).Code.ShouldBe("ENGINE-SHARD-AWAY");
        }
        finally
        {
            await cluster.Start(3);
        }
        using (var whole = cluster.NewEngine().Open([log])) (await Values(whole)).ShouldBe(3_000);
        await cluster.Tell($"DROP TABLE {cluster.Address.Database}.rows_{new ClickHouseShape(Schema).Key}", shard: 2);
        using var again = cluster.NewEngine().Open([log]);
        (await Values(again)).ShouldBe(3_000);
        (await Rows(again)).ShouldBe(3_000);
    }

    [Fact]
    public async Task A_run_that_a_dying_shard_stopped_keeps_what_it_computed_and_the_next_goes_on()
    {
        using var cluster = ClickHouseCluster.OpenToKill();
        var engine = new Interrupted(cluster.NewEngine());
        await using var world = await World.Create(Backend.Sqlite, services => services.AddSingleton<IProfileEngine>(engine));
        await Monitor(world);

        engine.BeforeSecondPass = () => cluster.Kill(3);
        var stopped = await Should.ThrowAsync<RuleViolation>(() => Run(world));
        await cluster.Start(3);

        stopped.Code.ShouldBe("ENGINE-SHARD-AWAY");
        var failed = await world.AsSystem(db => db.Set<MonitorRun>().SingleAsync(Stop));
        failed.State.ShouldBe(RunState.Failed);
        failed.Problem.ShouldNotBeNull().ShouldContain("shard 3 of 3");
        var kept = await world.AsSystem(db => db.Set<WindowComputation>().CountAsync(Stop));
        kept.ShouldBe(24);

        engine.BeforeSecondPass = null;
        var resumed = await Run(world);

        (resumed.Computed, resumed.Unchanged).ShouldBe((11, 24));
        var windows = await world.AsSystem(db => db.Set<WindowComputation>().AsNoTracking().ToListAsync(Stop));
        windows.Sum(window => window.Rows).ShouldBe(35 * 30);
        windows.Select(window => window.Engine).Distinct().ShouldHaveSingleItem().ShouldStartWith("ClickHouse ");
    }

    [Fact]
    public async Task Copies_of_deleted_rows_are_deleted_on_every_shard_and_with_the_next_call_where_one_was_away()
    {
        using var cluster = ClickHouseCluster.OpenToKill();
        await using var world = await World.Create(Backend.Sqlite, services => services.AddSingleton<IProfileEngine>(_ => cluster.NewEngine()));
        await Monitor(world);
        await Run(world);
        var table = $"{cluster.Address.Database}.rows_{new ClickHouseShape(LogSchema.FromJson(await world.AsSystem(db => db.Set<LogSegment>().Select(segment => segment.Schema).SingleAsync(Stop)))).Key}";
        async Task<long> Copies(int shard) => await cluster.Ask($"SELECT count() FROM {table}", shard);
        (await Copies(1) + await Copies(2) + await Copies(3)).ShouldBe(35 * 30);

        await cluster.Kill(3);
        LogExpiryReceipt first;
        try
        {
            first = await Expire(world);
        }
        finally
        {
            await cluster.Start(3);
        }
        (first.Rows, first.Segments).ShouldBe((35 * 30, 1));
        first.CopiesLeft.ShouldNotBeNull().ShouldContain("shard 3 of 3");
        (await Copies(3)).ShouldBeGreaterThan(0);

        (await Expire(world)).ShouldSatisfyAllConditions(again => again.Rows.ShouldBe(0), again => again.CopiesLeft.ShouldBeNull());
        for (var wait = 0; wait < 300 && await Copies(1) + await Copies(2) + await Copies(3) > 0; wait++) await Task.Delay(100, Stop); // Servers delete when they have time.
        (await Copies(1) + await Copies(2) + await Copies(3)).ShouldBe(0);
        (await Expire(world)).CopiesLeft.ShouldBeNull("what has no copy is passed over");
        (await Run(world)).ShouldSatisfyAllConditions(run => run.Computed.ShouldBe(0), run => run.Unchanged.ShouldBe(35));
    }

    [Fact]
    public async Task A_server_that_sends_elsewhere_is_not_followed_and_a_password_is_in_no_message()
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        var answered = Task.Run(async () =>
        {
            using var client = await elsewhere.AcceptTcpClientAsync(Stop);
            var stream = client.GetStream();
            _ = await stream.ReadAtLeastAsync(new byte[64], 64, throwOnEndOfStream: false, Stop);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Stop);
        }, Stop);
        var address = ClickHouseAddress.Parse($"clickhouse://somebody@127.0.0.1:{((IPEndPoint)elsewhere.LocalEndpoint).Port}/x", "s3cret");
        using var engine = new ClickHouseProfileEngine(address, TimeProvider.System);
        using var reading = engine.Open([Log(10)]);
        var refused = await Should.ThrowAsync<RuleViolation>(() => reading.Windows(WindowLength.All, Stop));
        await answered;
        refused.Code.ShouldBe("ENGINE-REDIRECT");
        (refused.Message + address + engine.Describe().Name).ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_the_password()
    {
        using var cluster = ClickHouseCluster.Open();
        using var engine = new ClickHouseProfileEngine(cluster.Address with { User = "nobody", Password = "s3cret" }, TimeProvider.System);
        using var reading = engine.Open([Log(10)]);
        var refused = await Should.ThrowAsync<RuleViolation>(() => reading.Windows(WindowLength.All, Stop));
        refused.Code.ShouldBe("ENGINE-ACCESS");
        refused.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_file_that_is_not_the_one_of_the_manifest_is_not_loaded()
    {
        using var cluster = ClickHouseCluster.Open();
        var log = Log(10);
        using var reading = cluster.NewEngine().Open([log with { Stored = log.Stored! with { Sha256 = new string('0', 64) } }]);
        (await Should.ThrowAsync<RuleViolation>(() => reading.Windows(WindowLength.All, Stop))).Code.ShouldBe("ENGINE-SEGMENT-CHANGED");
    }

    private static async Task<long> Rows(ILogReading reading) => (await reading.Windows(WindowLength.All, Stop)).Sum(window => window.Rows);

    private static async Task<long> Values(ILogReading reading) => (await reading.Values(new(WindowLength.All), ["income"], Stop).SingleAsync()).Single().Value.Rows;

    private LogPart Log(int rows)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT TIMESTAMP '2025-01-01' + to_minutes(i) AS t, 'p' || i AS id, (i % 100) / 100.0::DOUBLE AS s, i::DOUBLE AS n0 FROM range({rows}) r(i)) TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return new LogPart(path, Schema).AsStored();
    }

    /// <summary>A model with 35 days of 30 rows: two passes.</summary>
    private async Task Monitor(World world)
    {
        const string Definition = """{ "modelId": "m", "numeric": ["income"], "categorical": ["channel"], "window": "day" }""";
        var owner = await world.PersonId(Role.SystemOwner);
        var unit = await world.Unit("ORG");
        string[] files = [Path.Combine(folder, "reference.csv"), Path.Combine(folder, "log.csv")];
        await File.WriteAllTextAsync(files[0], Csv("2024-11-01", 20), Stop);
        await File.WriteAllTextAsync(files[1], Csv("2025-01-01", 35), Stop);
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "", [], SystemOrigin.InHouse, true, true, owner, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, Stop);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), actor, Stop);
            await registry.AddVersion("MODEL-01", new("1.0", new DateOnly(2025, 1, 1)), actor, Stop);
        });
        await world.As(Role.AimsManager).Do(async (MonitorRegister monitors, Actor actor) => await monitors.Define("MODEL-01", new(Definition, [files[0]], GraceHours: 1), actor, Stop));
        await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([files[1]]), actor, Stop));
    }

    private static string Csv(string from, int days)
    {
        var text = new StringBuilder("prediction_id,timestamp,income,channel,score,decision,label\n");
        var start = DateTime.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < days * 30; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{from}-{i},{start.AddMinutes(i * 48):yyyy-MM-dd'T'HH:mm:ss'Z'},{i * 7919 % 997},{(i % 3 == 0 ? "web" : "branch")},{i % 97 / 97d:0.####},{i % 2},{i % 5 / 4}\n");
        return text.ToString();
    }

    private static Task<RunResult> Run(World world) => world.As(Role.SystemOwner).Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, Stop));

    private static Task<LogExpiryReceipt> Expire(World world) =>
        world.As(Role.AimsManager).Do((LogExpiry expiry, Actor actor) => expiry.Expire("MODEL-01", new(new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero)), actor, Stop));

    /// <summary>The real engine, with something that happens between the passes of a run.</summary>
    private sealed class Interrupted(IProfileEngine engine) : IProfileEngine
    {
        private int passes;

        public Func<Task>? BeforeSecondPass { get; set; }

        public EngineInfo Describe() => engine.Describe();

        public Task Forget(IReadOnlyList<LogPart> log, CancellationToken stop) => engine.Forget(log, stop);

        public ILogReading Open(IReadOnlyList<LogPart> log) => log[0].Stored is null ? engine.Open(log) : new Reading(this, engine.Open(log));

        private sealed class Reading(Interrupted owner, ILogReading reading) : ILogReading
        {
            public Task<IReadOnlyList<WindowRows>> Windows(WindowLength length, CancellationToken stop) => reading.Windows(length, stop);

            public Task<IReadOnlyList<WindowRows>> LateLabels(WindowLength length, CancellationToken stop) => reading.LateLabels(length, stop);

            public Task<Concord.Measures.LabelDelays> LabelDelays(CancellationToken stop) => reading.LabelDelays(stop);

            public async Task<IReadOnlyList<PartProfile>> Profiles(WindowCut cut, ProfileQuestion what, bool rowsFollow, CancellationToken stop)
            {
                if (++owner.passes == 2 && owner.BeforeSecondPass is { } happens) await happens();
                return await reading.Profiles(cut, what, rowsFollow, stop);
            }

            public IAsyncEnumerable<IReadOnlyDictionary<Window, Concord.Measures.EmpiricalDistribution>> Values(WindowCut cut, IReadOnlyList<string> numericColumns, CancellationToken stop) => reading.Values(cut, numericColumns, stop);

            public IAsyncEnumerable<IReadOnlyDictionary<Window, Concord.Measures.CategoryCounts>> Levels(WindowCut cut, IReadOnlyList<string> categoricalColumns, CancellationToken stop) => reading.Levels(cut, categoricalColumns, stop);

            public Task<IReadOnlyDictionary<Window, ScoredSample>> Scores(WindowCut cut, CancellationToken stop) => reading.Scores(cut, stop);

            public EngineInfo Describe() => reading.Describe();

            public void Dispose() => reading.Dispose();
        }
    }
}
