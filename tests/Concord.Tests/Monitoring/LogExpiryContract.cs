using System.Globalization;
using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;

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

        await Policy(world, "performance: 0.01", "performance: 0.011"); // Estimates without labels take it in, so figures are measured anew.
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
        (await Should.ThrowAsync<RuleViolation>(() => Expire(world, via: Via.LocalConsole))).Code.ShouldBe(Refusal.LocalNoDuty);
        (await Expire(world)).Segments.ShouldBe(1);
        (await Expire(world)).Segments.ShouldBe(0, "what is deleted is deleted");
        var told = await world.AsSystem(db => db.Set<JournalEntry>().SingleAsync(entry => entry.Act == "log.expired", Stop));
        (told.Subject, told.Detail).ShouldSatisfyAllConditions(one => one.Subject.ShouldBe("SEG-0001"), one => one.Detail.ShouldStartWith("900 rows before 2025-11-01 deleted on schedule"));
    }

    [Fact]
    public async Task A_batch_handed_in_again_after_its_rows_were_deleted_says_when_they_were()
    {
        await using var world = await Monitored();
        var stored = await Append(world, Rows(10, 900));
        await Run(world);
        (await Append(world, Rows(10, 900))).Findings.ShouldBeEmpty();
        await Expire(world);

        var again = await Append(world, Rows(10, 900));

        (again.KnownBatch, again.Segment, again.Stored, again.KnownRows).ShouldBe((true, stored.Segment, 0, 900));
        again.Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            told => (told.Severity, told.Code).ShouldBe((Severity.Warning, "batch-rows-deleted")),
            told => told.Message.ShouldContain($"were deleted on schedule on {world.Today:yyyy-MM-dd}"));
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
    public async Task Small_batches_of_a_deleted_time_are_refused_too_and_rows_that_wait_are_sealed_and_counted_first()
    {
        await using var world = await Monitored();
        await Send(world, 10, 0, 20);
        (await Should.ThrowAsync<RuleViolation>(() => Expire(world))).Code.ShouldBe("EXPIRE-UNCOUNTED", "what waits in the inbox was sealed");
        await Run(world);
        (await Expire(world)).Rows.ShouldBe(20);
        await Task.Delay(LogTargets.Kept, Stop); // What is known of where rows go is remembered for so long.
        (await Should.ThrowAsync<RuleViolation>(() => Send(world, 10, 20, 21))).Code.ShouldBe("LOG-EXPIRED");
        (await Send(world, 11, 0, 5)).Stored.ShouldBe(5);
    }

    [Fact]
    public async Task Rows_that_contradicted_deleted_ones_are_deleted_with_them()
    {
        await using var world = await Monitored();
        await Send(world, 10, 0, 20);
        await Run(world);
        await Send(world, 10, 0, 20, factor: 2);
        await Run(world);
        var beside = world.Location.Absolute(await world.AsSystem(db => db.Set<SetAsideRows>().Select(rows => rows.Path).SingleAsync(Stop)));
        File.Exists(beside).ShouldBeTrue();

        await Expire(world);

        File.Exists(beside).ShouldBeFalse();
        (await Verify(world)).Damages.ShouldBeEmpty();
        await File.WriteAllTextAsync(beside, "back again", Stop);
        (await Verify(world)).Damages.ShouldHaveSingleItem().What.ShouldStartWith("still there");
    }

    [Fact]
    public async Task Labels_that_came_later_go_with_the_last_rows_they_can_belong_to_and_the_counts_are_still_found()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900, labelled: false));
        await Append(world, Rows(11, 900, labelled: false));
        await Append(world, Rows(12, 900, labelled: false));
        await HandIn(world, Labels(10, 900));
        await HandIn(world, Labels(11, 300) + Labels(12, 300, header: false));
        await Run(world);
        var before = await Measured(world, "2025-10");

        var preview = await Preview(world);
        (preview.Rows, preview.Labels, preview.LabelsKept).ShouldBe((900, 900, 0));
        (await Expire(world)).ShouldSatisfyAllConditions(receipt => receipt.Rows.ShouldBe(900), receipt => receipt.Labels.ShouldBe(900));

        File.Exists(await LabelFileOf(world, 1)).ShouldBeFalse();
        File.Exists(await LabelFileOf(world, 2)).ShouldBeTrue();
        var told = await world.AsSystem(db => db.Set<JournalEntry>().SingleAsync(entry => entry.Act == "labels.expired", Stop));
        (told.Subject, told.Detail).ShouldSatisfyAllConditions(one => one.Subject.ShouldBe("LAB-0001"), one => one.Detail.ShouldStartWith("900 labels of rows that were deleted on schedule deleted with them"));
        (await Verify(world)).Damages.ShouldBeEmpty();
        (await Run(world)).ShouldSatisfyAllConditions(run => run.Computed.ShouldBe(0), run => run.Unchanged.ShouldBe(3));

        await Policy(world, "performance: 0.01", "performance: 0.011"); // Figures are measured anew, of deleted rows from counts.
        (await Run(world)).ShouldSatisfyAllConditions(run => run.Computed.ShouldBe(3), run => run.Lost.ShouldBe(0));
        var after = await Measured(world, "2025-10");
        (after.Labelled, after.Performance.Accuracy).ShouldBe((900, before.Performance.Accuracy));

        // A file with labels of two months waits for both.
        (await Preview(world, new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero))).ShouldSatisfyAllConditions(would => would.Labels.ShouldBe(0), would => would.LabelsKept.ShouldBe(600));
        (await Expire(world, before: new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero))).Labels.ShouldBe(0);
        File.Exists(await LabelFileOf(world, 2)).ShouldBeTrue();
        (await Expire(world, before: new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))).Labels.ShouldBe(600);
        File.Exists(await LabelFileOf(world, 2)).ShouldBeFalse();
        (await Run(world)).Computed.ShouldBe(0);
        (await Verify(world)).ShouldSatisfyAllConditions(found => found.Damages.ShouldBeEmpty(), found => found.ExpiredFiles.ShouldBe(5));
        (await Should.ThrowAsync<RuleViolation>(() => HandIn(world, Labels(10, 10)))).Code.ShouldBe("LABELS-NO-PREDICTIONS");
        (await HandIn(world, Labels(10, 900))).ShouldSatisfyAllConditions(again => again.KnownBatch.ShouldBeTrue(), again => again.Findings.ShouldHaveSingleItem().Code.ShouldBe("batch-labels-deleted"));
    }

    [Fact]
    public async Task Labels_whose_file_somebody_deleted_by_hand_are_named_and_nothing_is_deleted()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900, labelled: false));
        await HandIn(world, Labels(10, 900));
        await Run(world);
        File.Delete(await LabelFileOf(world, 1));
        (await Should.ThrowAsync<RuleViolation>(() => Expire(world))).ShouldSatisfyAllConditions(refused => refused.Code.ShouldBe("EXPIRE-FILE-MISSING"), refused => refused.Message.ShouldContain("LAB-0001"));
        (await Should.ThrowAsync<RuleViolation>(() => Preview(world))).Code.ShouldBe("EXPIRE-FILE-MISSING");
        (await world.AsSystem(db => db.Set<LogSegment>().SingleAsync(Stop))).ShouldSatisfyAllConditions(rows => rows.ExpiredAt.ShouldBeNull(), rows => File.Exists(world.Location.Absolute(rows.Path)).ShouldBeTrue());
    }

    [Fact]
    public async Task Labels_that_a_power_cut_or_an_earlier_deletion_left_over_go_with_the_next_call()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900, labelled: false));
        await HandIn(world, Labels(10, 900));
        await Run(world);
        await Expire(world);
        var file = await LabelFileOf(world, 1);
        await File.WriteAllTextAsync(file, "back again", Stop);
        (await Verify(world)).Damages.ShouldHaveSingleItem().What.ShouldStartWith("still there");
        (await Expire(world)).Labels.ShouldBe(0);
        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public async Task Beyond_the_limit_only_segments_nobody_has_counted_are_read_and_the_counts_add_up()
    {
        await using var world = await Monitored();
        await Limit(world, 800);
        await Append(world, Rows(10, 600));
        await Run(world);
        await Append(world, Rows(10, 1200, from: 600));
        var first = await FileOf(world, 1);
        var kept = await File.ReadAllBytesAsync(first, Stop);
        await File.WriteAllTextAsync(first, "who reads this fails", Stop);
        ((await Run(world)).Computed).ShouldBe(1);
        var window = await Newest(world);
        window.Rows.ShouldBe(1200);
        window.Engine.ShouldMatch("^DuckDB [0-9.]+, counts kept by segment$");
        (await Measured(world, "2025-10")).Drift.Single(drift => drift.Column == "income").Method.ShouldBe("binned");
        (await world.AsSystem(db => db.Set<SegmentProfile>().Select(part => part.Rows).ToListAsync(Stop))).ShouldBe([600, 600]);

        await File.WriteAllBytesAsync(first, kept, Stop);
        var draft = await Draft(world, "min_rows_window: 500", "min_rows_window: 500\n  max_rows_exact: 1200");
        (await world.As(Role.Viewer).See((PolicyPreview preview) => preview.Of(draft.Ref, "MON-0001", Stop))).MustBeMeasured.ShouldBe(["2025-10"], "figures are no longer those the policy asks for");
        await Approve(world, draft);
        ((await Run(world)).Computed).ShouldBe(1);
        (await Newest(world)).ProfileSha256.ShouldBe(window.ProfileSha256, "counted at once it is the same");
        (await Newest(world)).Engine.ShouldMatch("^DuckDB [0-9.]+$");
        (await Measured(world, "2025-10")).Drift.ShouldAllBe(drift => drift.Method == null);
    }

    [Fact]
    public async Task A_segment_whose_labels_changed_is_counted_anew_and_no_other()
    {
        await using var world = await Monitored();
        await Limit(world, 100);
        await Append(world, Rows(10, 600, labelled: false));
        await Append(world, Rows(10, 1200, from: 600, labelled: false));
        await Run(world);
        (await Newest(world)).Labelled.ShouldBe(0);

        await HandIn(world, Labels(10, 300));
        (await Should.ThrowAsync<RuleViolation>(() => Expire(world))).Code.ShouldBe("EXPIRE-UNCOUNTED", "the labels are in no counts yet");
        var second = await FileOf(world, 2);
        var kept = await File.ReadAllBytesAsync(second, Stop);
        await File.WriteAllTextAsync(second, "who reads this fails", Stop);
        ((await Run(world)).Computed).ShouldBe(1);
        var window = await Newest(world);
        (window.Rows, window.Labelled).ShouldBe((1200, 300));
        (await world.AsSystem(db => db.Set<SegmentProfile>().Select(part => part.Rows).ToListAsync(Stop))).ShouldBe([600, 600], "counts with fewer labels gave way");
        ((await Run(world)).Computed).ShouldBe(0);

        await File.WriteAllBytesAsync(second, kept, Stop);
        (await Expire(world)).Segments.ShouldBe(2);
        ((await Run(world)).Computed).ShouldBe(0);
        await Policy(world, "performance: 0.01", "performance: 0.011");
        ((await Run(world)).Computed).ShouldBe(1);
        (await Newest(world)).ProfileSha256.ShouldBe(window.ProfileSha256, "the labels are in the counts that stay");
        (await Should.ThrowAsync<RuleViolation>(() => HandIn(world, Labels(10, 301)))).Code.ShouldBe("LABELS-NO-PREDICTIONS");
    }

    [Fact]
    public async Task Windows_whose_rows_are_gone_keep_their_figures_under_another_reference_and_the_run_says_so()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, 900));
        await Append(world, Rows(11, 900));
        await Run(world);
        var before = await Measured(world, "2025-10");
        await Expire(world);
        var other = await world.Write(Rows(9, 800));
        var proposed = await world.As(Role.SystemOwner).Do((MonitorRegister monitors, Actor actor) => monitors.FreezeReference("MON-0001", [other], actor, Stop));
        await world.As(Role.AimsManager).Do((MonitorRegister monitors, Actor actor) => monitors.ApproveReference(proposed.Ref, proposed.Version, actor, Stop));

        var run = await Run(world);

        (run.Computed, run.Lost).ShouldBe((1, 1));
        (await world.AsSystem(db => db.Set<JournalEntry>().OrderByDescending(entry => entry.Sequence).FirstAsync(entry => entry.Act == "run.finished", Stop))).Detail.ShouldContain("1 keep older figures because rows were deleted");
        MeasurementFormat.Write(await Measured(world, "2025-10")).ShouldBe(MeasurementFormat.Write(before));
        await Policy(world, "psi: {warn: 0.10", "psi: {warn: 0.0001");
        await Run(world);
        var judged = await Measured(world, "2025-10");
        judged.JudgedBy!.Policy.ShouldBe("test-1", "a new policy judges all the same");
        judged.Drift.Select(drift => drift.Psi).ShouldBe(before.Drift.Select(drift => drift.Psi));
    }

    private async Task<World> Monitored()
    {
        var world = await World.Create(backend);
        var owner = await world.PersonId(Role.SystemOwner);
        var unit = await world.Unit("ORG");
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "", [], SystemOrigin.InHouse, true, true, owner, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, Stop);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), actor, Stop);
            await registry.AddVersion("MODEL-01", new("1.0", new DateOnly(2025, 1, 1)), actor, Stop);
        });
        var reference = await world.Write(Rows(8, 700));
        await world.As(Role.AimsManager).Do(async (MonitorRegister monitors, Actor actor) => await monitors.Define("MODEL-01", new(Definition, [reference]), actor, Stop));
        return world;
    }

    private static async Task<LogReceipt> Append(World world, string rows)
    {
        var file = await world.Write(rows);
        return await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file]), actor, Stop));
    }

    private static Task<RunResult> Run(World world) => world.As(Role.SystemOwner).Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, Stop));

    private static Task<LogExpiryReceipt> Expire(World world, Role role = Role.AimsManager, DateTimeOffset? before = null, Via via = Via.Page) =>
        world.As(role, via).Do((LogExpiry expiry, Actor actor) => expiry.Expire("MODEL-01", new(before ?? November), actor, Stop));

    private static Task<LogExpiryPreview> Preview(World world, DateTimeOffset? before = null) =>
        world.As(Role.AimsManager).Do((LogExpiry expiry, Actor actor) => expiry.Preview("MODEL-01", before ?? November, actor, Stop));

    private static Task<VerificationReport> Verify(World world) => world.AsSystem(db => new JournalVerification(db, world.Location).Run(Stop));

    private static async Task<WindowMeasurement> Measured(World world, string window) => WindowMeasurement.FromJson(
        await world.AsSystem(db => db.Set<WindowComputation>().Where(w => w.IsNewest && w.Window == window).Select(w => w.Measures).SingleAsync(Stop)));

    private static async Task<string> FileOf(World world, int number) =>
        world.Location.Absolute(await world.AsSystem(db => db.Set<LogSegment>().Where(segment => segment.Number == number).Select(segment => segment.Path).SingleAsync(Stop)));

    private static async Task<string> LabelFileOf(World world, int number) =>
        world.Location.Absolute(await world.AsSystem(db => db.Set<LabelSegment>().Where(segment => segment.Number == number).Select(segment => segment.Path).SingleAsync(Stop)));

    private static Task<WindowComputation> Newest(World world) => world.AsSystem(db => db.Set<WindowComputation>().SingleAsync(w => w.IsNewest, Stop));

    private static Task Limit(World world, int rows) => Policy(world, "min_rows_window: 500", $"min_rows_window: 500\n  max_rows_exact: {rows}");

    /// <summary>One person drafts it, another approves it.</summary>
    private static async Task Policy(World world, string was, string now) => await Approve(world, await Draft(world, was, now));

    private static async Task<PolicyRevision> Draft(World world, string was, string now)
    {
        world.Clock.Advance(TimeSpan.FromDays(1));
        var text = await File.ReadAllTextAsync(MonitoringPolicy.DefaultFile, Stop);
        text.ShouldContain(was);
        var number = await world.AsSystem(db => db.Set<PolicyRevision>().CountAsync(Stop));
        text = text.Replace("version: 2026-11", $"version: test-{number}", StringComparison.Ordinal).Replace(was, now, StringComparison.Ordinal);
        return await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Draft("", text, "for the test", null, actor, Stop));
    }

    private static async Task Approve(World world, PolicyRevision draft)
    {
        var proposed = await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Propose(draft.Ref, draft.Version, actor, Stop));
        await world.As(Role.AimsManager).Do((PolicyRegister register, Actor actor) => register.Approve(draft.Ref, proposed.Version, actor, Stop));
    }

    private static async Task<LabelReceipt> HandIn(World world, string labels)
    {
        var file = await world.Write(labels);
        return await world.As(Role.SystemOwner).Do((LateLabels late, Actor actor) => late.Append("MODEL-01", new([file]), actor, Stop));
    }

    /// <summary>As small batches of JSON come in.</summary>
    private static async Task<LogReceipt> Send(World world, int month, int from, int to, int factor = 1)
    {
        var lines = Enumerable.Range(from, to - from).Select(i => string.Create(CultureInfo.InvariantCulture,
            $$"""{"prediction_id":"j{{month}}-{{i}}","timestamp":"2025-{{month}}-05T{{i % 24:00}}:00:00Z","income":{{(30_000 + i) * factor}},"channel":"web","sex":"f","score":0.5,"decision":1,"label":1}"""));
        var body = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return (await world.As(Role.SystemOwner).Do((InboxIntake inbox, Actor actor) => inbox.Append("MODEL-01", new(body, "rows.ndjson"), actor, Stop)))!;
    }

    private static string Rows(int month, int to, int from = 0, bool labelled = true)
    {
        var text = new StringBuilder("prediction_id,timestamp,income,channel,sex,score,decision,label\n");
        for (var i = from; i < to; i++)
        {
            var at = new DateTime(2025, month, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 12);
            text.Append(CultureInfo.InvariantCulture, $"{month}-{i},{at:yyyy-MM-dd'T'HH:mm:ss'Z'},{30_000 + (40_000 * Even(i) * (1 + (month / 100.0))):0.##},{(Other(i) < 0.3 ? "web" : "branch")},{(i % 2 == 0 ? "f" : "m")},{Other(i):0.####},{(Other(i) >= 0.5 ? 1 : 0)},{(labelled ? Outcome(i) : "")}\n");
        }
        return text.ToString();
    }

    private static string Labels(int month, int to, bool header = true)
    {
        var text = new StringBuilder(header ? "prediction_id,label,label_timestamp\n" : "");
        for (var i = 0; i < to; i++) text.Append(CultureInfo.InvariantCulture, $"{month}-{i},{Outcome(i)},{new DateTime(2025, month, 20).AddMonths(1):yyyy-MM-dd}T00:00:00Z\n");
        return text.ToString();
    }

    private static double Even(int i) => (i * 0.61803398875) % 1;

    private static double Other(int i) => (i * 0.41421356237) % 1;

    private static string Outcome(int i) => Even(i) < Other(i) ? "1" : "0";
}

public sealed class LogExpiryOnSqlite() : LogExpiryContract(Backend.Sqlite);

public sealed class LogExpiryOnPostgres() : LogExpiryContract(Backend.Postgres);
