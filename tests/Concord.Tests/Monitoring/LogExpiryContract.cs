using System.Globalization;
using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Monitoring;

/// <summary>Counts are kept per segment: a refresh reads new rows only, and rows can be deleted on schedule while the history stays measurable.</summary>
public abstract class LogExpiryContract(Backend backend)
{
    private const string Definition = """{ "modelId": "m", "numeric": ["income"], "categorical": ["channel"], "protected": ["sex"], "window": "month" }""";

    private static readonly DateTimeOffset November = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_deleted_on_schedule_leave_their_counts_and_their_windows_can_still_be_measured_again_within_the_bound()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900));
        await Append(world, Rows(11, 900));
        await Run(world);
        var before = await Measured(world, "2025-10");

        (await Expire(world)).ShouldSatisfyAllConditions(receipt => receipt.Segments.ShouldBe(1), receipt => receipt.Rows.ShouldBe(900));

        File.Exists(await FileOf(world, 1)).ShouldBeFalse();
        File.Exists(await FileOf(world, 2)).ShouldBeTrue();
        var verified = await Verify(world);
        verified.Damages.ShouldBeEmpty();
        (verified.Files, verified.ExpiredFiles).ShouldBe((2, 1));
        ((await Run(world)).Computed).ShouldBe(0);

        await AsIfThePolicyHadChanged(world);
        ((await Run(world)).Computed).ShouldBe(2);
        var after = await Measured(world, "2025-10");
        (await Measured(world, "2025-11")).Drift.ShouldAllBe(drift => drift.Method == null);
        foreach (var (was, now) in before.Drift.Zip(after.Drift))
        {
            now.Psi!.Value.ShouldBe(was.Psi!.Value, 1e-12);
            now.Js!.Value.ShouldBe(was.Js!.Value, 1e-12);
            (now.CramersV, now.Missing, now.Verdict).ShouldBe((was.CramersV, was.Missing, was.Verdict));
            if (was.Ks is not { } ks) continue;
            now.Method.ShouldBe("binned");
            ks.ShouldBeInRange(now.Bounds!["ks"].Low, now.Bounds["ks"].High);
            was.WassersteinNormalised!.Value.ShouldBeInRange(now.Bounds["wassersteinNormalised"].Low, now.Bounds["wassersteinNormalised"].High);
        }
        before.Performance.Auc!.Value.ShouldBeInRange(after.Performance.Bounds!["auc"].Low, after.Performance.Bounds["auc"].High);
        after.Performance.Brier!.Value.ShouldBe(before.Performance.Brier!.Value, 1e-9);
        after.Performance.Accuracy.ShouldBe(before.Performance.Accuracy);
        MeasurementFormat.Write(after.Fairness).ShouldBe(MeasurementFormat.Write(before.Fairness));
    }

    [Fact]
    public async Task Rows_nobody_has_counted_are_not_deleted()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900));
        (await Should.ThrowAsync<RuleViolation>(() => Expire(world))).Code.ShouldBe("EXPIRE-UNCOUNTED");
        File.Exists(await FileOf(world, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_those_who_may_change_monitoring_delete_rows_and_never_rows_to_come()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900));
        await Run(world);
        (await Should.ThrowAsync<RuleViolation>(() => Expire(world, Role.Auditor))).Code.ShouldBe("ACCESS-DENIED");
        (await Should.ThrowAsync<RuleViolation>(() => Expire(world, before: new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)))).Code.ShouldBe("EXPIRE-FUTURE");
        (await Expire(world)).Segments.ShouldBe(1);
        (await Expire(world)).Segments.ShouldBe(0, "what is deleted is deleted");
    }

    [Fact]
    public async Task Rows_of_a_deleted_time_are_refused_because_nobody_can_tell_whether_they_are_new()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900));
        await Run(world);
        await Expire(world);
        (await Should.ThrowAsync<RuleViolation>(() => Append(world, Rows(10, 950)))).Code.ShouldBe("LOG-EXPIRED");
        (await Append(world, Rows(10, 900))).KnownBatch.ShouldBeTrue("the very same batch is still known");
        (await Append(world, Rows(11, 900))).Stored.ShouldBe(900);
    }

    [Fact]
    public async Task Verification_tells_deleted_on_schedule_from_missing_and_finds_what_should_be_gone()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900));
        await Append(world, Rows(11, 900));
        await Run(world);
        await Expire(world);
        await File.WriteAllTextAsync(await FileOf(world, 1), "back again", Stop);
        File.Delete(await FileOf(world, 2));
        (await Verify(world)).Damages.Select(damage => damage.What.Split(' ')[0]).Order().ShouldBe(["missing", "still"]);
        await Expire(world);
        (await Verify(world)).Damages.Select(damage => damage.What).ShouldBe(["missing"]);
    }

    [Fact]
    public async Task Beyond_the_limit_only_segments_nobody_has_counted_are_read_and_the_counts_add_up()
    {
        var policy = MonitoringPolicy.Read();
        await using var world = await Monitored(services => services.AddSingleton(policy with { Samples = policy.Samples with { ExactRows = 800 } }));
        await Append(world, Rows(10, 600));
        await Run(world);
        await Append(world, Rows(10, 1200, from: 600));
        var first = await FileOf(world, 1);
        var kept = await File.ReadAllBytesAsync(first, Stop);
        await File.WriteAllTextAsync(first, "who reads this fails", Stop);
        ((await Run(world)).Computed).ShouldBe(1);
        var window = await world.AsSystem(db => db.Set<WindowComputation>().SingleAsync(w => w.IsNewest, Stop));
        window.Rows.ShouldBe(1200);
        (await Measured(world, "2025-10")).Drift.Single(drift => drift.Column == "income").Method.ShouldBe("binned");
        (await world.AsSystem(db => db.Set<SegmentProfile>().Select(part => part.Rows).ToListAsync(Stop))).ShouldBe([600, 600]);

        await File.WriteAllBytesAsync(first, kept, Stop);
        await AsIfThePolicyHadChanged(world);
        await Run(world);
        (await world.AsSystem(db => db.Set<WindowComputation>().SingleAsync(w => w.IsNewest, Stop))).ProfileSha256.ShouldBe(window.ProfileSha256);
    }

    private async Task<World> Monitored(Action<IServiceCollection>? more = null)
    {
        var world = await World.Create(backend, more);
        var owner = await world.PersonId(Role.SystemOwner);
        var unit = await world.Unit("ORG");
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "", [], SystemOrigin.InHouse, true, true, owner, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, Stop);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), actor, Stop);
            await registry.AddVersion("MODEL-01", new("1.0", new DateOnly(2025, 1, 1)), actor, Stop);
        });
        var reference = await Written(world, Rows(8, 700));
        await world.As(Role.AimsManager).Do(async (MonitorRegister monitors, Actor actor) => await monitors.Define("MODEL-01", new(Definition, [reference]), actor, Stop));
        return world;
    }

    private static async Task<LogReceipt> Append(World world, string rows)
    {
        var file = await Written(world, rows);
        return await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file]), actor, Stop));
    }

    private static Task<RunResult> Run(World world) => world.As(Role.SystemOwner).Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, Stop));

    private static Task<LogExpiryReceipt> Expire(World world, Role role = Role.AimsManager, DateTimeOffset? before = null) =>
        world.As(role).Do((LogExpiry expiry, Actor actor) => expiry.Expire("MODEL-01", before ?? November, actor, Stop));

    private static Task<VerificationReport> Verify(World world) => world.AsSystem(db => new JournalVerification(db, world.Location).Run(Stop));

    private static async Task<WindowMeasurement> Measured(World world, string window) => WindowMeasurement.FromJson(
        await world.AsSystem(db => db.Set<WindowComputation>().Where(w => w.IsNewest && w.Window == window).Select(w => w.Measures).SingleAsync(Stop)));

    private static async Task<string> FileOf(World world, int number) =>
        world.Location.Absolute(await world.AsSystem(db => db.Set<LogSegment>().Where(segment => segment.Number == number).Select(segment => segment.Path).SingleAsync(Stop)));

    /// <summary>Behind the product's back: every window rests on a policy that is no longer in force.</summary>
    private static Task AsIfThePolicyHadChanged(World world) => world.Tamper("""UPDATE "WindowComputation" SET "PolicySha256" = 'another'""");

    private static async Task<string> Written(World world, string rows)
    {
        var file = Path.Combine(world.Folder, $"{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(file, rows, Stop);
        return file;
    }

    private static string Rows(int month, int to, int from = 0)
    {
        var text = new StringBuilder("prediction_id,timestamp,income,channel,sex,score,decision,label\n");
        for (var i = from; i < to; i++)
        {
            double even = (i * 0.61803398875) % 1, other = (i * 0.41421356237) % 1;
            var at = new DateTime(2025, month, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 12);
            text.Append(CultureInfo.InvariantCulture, $"{month}-{i},{at:yyyy-MM-dd'T'HH:mm:ss'Z'},{30_000 + (40_000 * even * (1 + (month / 100.0))):0.##},{(other < 0.3 ? "web" : "branch")},{(i % 2 == 0 ? "f" : "m")},{other:0.####},{(other >= 0.5 ? 1 : 0)},{(even < other ? 1 : 0)}\n");
        }
        return text.ToString();
    }
}

public sealed class LogExpiryOnSqlite() : LogExpiryContract(Backend.Sqlite);

public sealed class LogExpiryOnPostgres() : LogExpiryContract(Backend.Postgres);
