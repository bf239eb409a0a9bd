using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Logs;
using Concord.Logs.Inbox;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Monitoring;

/// <summary>Small batches: acknowledged from the inbox, sealed into segments, never lost, never doubled.</summary>
public abstract class InboxContract(Backend backend)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_on_disk_when_it_is_acknowledged_and_measured_by_the_next_run()
    {
        await using var world = await Monitored();
        var receipt = await Append(world, PredictionRows.Ndjson(Rows("2025-10")), key: "october");
        (receipt.Stored, receipt.KnownRows, receipt.KnownBatch, receipt.Segment, receipt.ComparedWith).ShouldBe((800, 0, false, "", ComparedWith.Inbox));
        (await OnDisk(world)).ShouldBe(800);
        (await world.AsSystem(db => db.Set<LogSegment>().CountAsync(Stop))).ShouldBe(0);

        var run = await world.As(Role.SystemOwner).Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, Stop));

        run.Computed.ShouldBe(1);
        (await OnDisk(world)).ShouldBe(0);
        var segment = await world.AsSystem(db => db.Set<LogSegment>().SingleAsync(Stop));
        (segment.Rows, segment.ReceivedBy, segment.ReceivedVia).ShouldBe((800, await world.PersonId(Role.SystemOwner), Via.Page));
        var told = await world.AsSystem(db => db.Set<JournalEntry>().SingleAsync(entry => entry.Act == "log.sealed", Stop));
        told.Detail.ShouldContain("october");
        told.Detail.ShouldContain("1 batches from PERSON-");
        await Verifies(world);
    }

    [Fact]
    public async Task The_same_batch_is_known_while_it_waits_when_it_is_sealed_and_after_a_restart()
    {
        await using var world = await Monitored();
        var body = PredictionRows.Ndjson(Rows("2025-10").Take(50));
        await Append(world, body, key: "one");
        await Append(world, PredictionRows.Json(Rows("2025-11").Take(50)));
        var waits = await Append(world, body, key: "one");
        (waits.KnownBatch, waits.Stored, waits.KnownRows, waits.ComparedWith).ShouldBe((true, 0, 50, ComparedWith.Inbox));
        (await Should.ThrowAsync<RuleViolation>(() => Append(world, PredictionRows.Ndjson(Rows("2025-12").Take(5)), key: "one"))).Code.ShouldBe("BATCH-KEY-REUSED");

        var segment = (await Seal(world)).ShouldHaveSingleItem();
        (await Append(world, body, key: "one")).ShouldSatisfyAllConditions(known => known.KnownBatch.ShouldBeTrue(), known => known.Segment.ShouldBe(segment), known => known.ComparedWith.ShouldBe(ComparedWith.Log));

        await using var restarted = new LogInbox(world.Location);
        var anew = new InboxIntake(restarted, world.Services.GetRequiredService<LogTargets>(), world.Clock);
        var owner = await world.As(Role.SystemOwner).Actor();
        (await anew.Append("MODEL-01", Small(body, "one"), owner, Stop))!.KnownBatch.ShouldBeTrue();
        (await anew.Append("MODEL-01", Small(PredictionRows.Json(Rows("2025-11").Take(50))), owner, Stop))!.KnownBatch.ShouldBeTrue();
        (await Total(world)).ShouldBe(100);
    }

    [Fact]
    public async Task A_prediction_that_waits_is_neither_stored_twice_nor_overwritten()
    {
        await using var world = await Monitored();
        await Append(world, PredictionRows.Ndjson(Rows("2025-10").Take(100)));
        var overlapping = await Append(world, PredictionRows.Json(Rows("2025-10").Skip(60).Take(60)));
        (overlapping.Stored, overlapping.KnownRows).ShouldBe((20, 40));

        var changed = await Should.ThrowAsync<FindingsException>(() => Append(world, PredictionRows.Ndjson(Rows("2025-10", older: true).Take(3))));
        changed.Findings.Select(finding => finding.Code).ShouldBe(["prediction-changed", "prediction-changed", "prediction-changed"]);

        await Seal(world);
        (await Total(world)).ShouldBe(120);
        await Verifies(world);
    }

    [Fact]
    public async Task A_row_that_contradicts_the_log_is_set_aside_when_it_is_sealed_and_nothing_is_lost()
    {
        await using var world = await Monitored();
        await Append(world, PredictionRows.Ndjson(Rows("2025-10").Take(100)));
        await Seal(world);
        // 30 say something else, 20 the same, 50 are new: nobody looked into the segments when they were acknowledged.
        var mixed = Rows("2025-10", older: true).Take(30).Concat(Rows("2025-10").Skip(30).Take(20)).Concat(Rows("2025-11").Take(50));
        (await Append(world, PredictionRows.Ndjson(mixed))).Stored.ShouldBe(100);

        await Seal(world);

        (await Total(world)).ShouldBe(150);
        var aside = await world.AsSystem(db => db.Set<SetAsideRows>().SingleAsync(Stop));
        aside.Rows.ShouldBe(30);
        var shown = SegmentFiles.SetAside(world.Location.Absolute(aside.Path), 100);
        shown.Count.ShouldBe(30);
        shown[0].ShouldBe(("2025-10-0000", "n0")); // Twenty years older: the one column that differs.
        (await world.AsSystem(db => db.Set<LogSegment>().OrderBy(segment => segment.Number).LastAsync(Stop))).KnownRows.ShouldBe(20);
        await Verifies(world);
        await File.AppendAllTextAsync(world.Location.Absolute(aside.Path), "x", Stop);
        (await Verify(world)).Damages.ShouldHaveSingleItem().Place.ShouldContain("set-aside");
    }

    [Fact]
    public async Task A_process_that_ends_between_manifest_and_inbox_doubles_nothing()
    {
        await using var world = await Monitored();
        await Append(world, PredictionRows.Ndjson(Rows("2025-10").Take(100)));
        await Append(world, """{"timestamp":"2025-10-05T10:00:00Z","age":40,"region":"north","sex":"f"}"""); // Without an id nothing but the range tells that it is stored.
        var copy = Directory.CreateDirectory(Path.Combine(world.Folder, "copy")).FullName;
        foreach (var file in Directory.EnumerateFiles(world.Folder, "inbox.db*")) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        await Seal(world);
        (await Total(world)).ShouldBe(101);

        // As after a power cut: the manifest has the segment, the inbox still has the rows.
        await world.Services.GetRequiredService<LogInbox>().DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(world.Folder, "inbox.db*")) File.Delete(file);
        foreach (var file in Directory.EnumerateFiles(copy)) File.Move(file, Path.Combine(world.Folder, Path.GetFileName(file)));
        (await OnDisk(world)).ShouldBe(101);
        await using var restarted = new LogInbox(world.Location);
        (await Seal(world, restarted)).ShouldBeEmpty();

        (await Total(world)).ShouldBe(101);
        (await OnDisk(world)).ShouldBe(0);
        await Verifies(world);
    }

    [Fact]
    public async Task An_inbox_made_anew_is_not_taken_for_the_one_that_was_lost()
    {
        await using var world = await Monitored();
        await Append(world, PredictionRows.Ndjson(Rows("2025-10").Take(100)));
        await Seal(world);
        await world.Services.GetRequiredService<LogInbox>().DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(world.Folder, "inbox.db*")) File.Delete(file);

        await using var anew = new LogInbox(world.Location);
        await new InboxIntake(anew, world.Services.GetRequiredService<LogTargets>(), world.Clock).Append("MODEL-01", Small(PredictionRows.Ndjson(Rows("2025-11").Take(10))), await world.As(Role.SystemOwner).Actor(), Stop);
        (await Seal(world, anew)).Count.ShouldBe(1);
        (await Total(world)).ShouldBe(110);
    }

    [Fact]
    public async Task Rows_of_two_people_become_two_segments_so_that_both_count_as_fixers()
    {
        await using var world = await Monitored();
        await Append(world, PredictionRows.Ndjson(Rows("2025-10").Take(10)));
        await Append(world, PredictionRows.Ndjson(Rows("2025-10").Skip(10).Take(10)), role: Role.AimsManager);

        (await Seal(world)).Count.ShouldBe(2);

        var senders = await world.AsSystem(db => db.Set<LogSegment>().Select(segment => segment.ReceivedBy).ToListAsync(Stop));
        senders.Order(Comparer<PersonId?>.Create((a, b) => a!.Value.Value.CompareTo(b!.Value.Value))).ShouldBe(
            new PersonId?[] { await world.PersonId(Role.SystemOwner), await world.PersonId(Role.AimsManager) }.OrderBy(id => id!.Value.Value));
    }

    [Fact]
    public async Task Two_processes_on_one_folder_store_each_prediction_once()
    {
        await using var world = await Monitored();
        var (owner, targets) = (await world.As(Role.SystemOwner).Actor(), world.Services.GetRequiredService<LogTargets>());
        await using LogInbox one = new(world.Location), other = new(world.Location);
        var rows = Rows("2025-10").Take(400).ToList();

        // Each sends all rows in batches of ten, in opposite order, at the same time.
        var receipts = await Task.WhenAll(new[] { (one, false), (other, true) }.SelectMany(process => Enumerable.Range(0, 40).Select(i => process.Item2 ? 39 - i : i).Select(i =>
            new InboxIntake(process.Item1, targets, world.Clock).Append("MODEL-01", Small(PredictionRows.Ndjson(rows.Skip(i * 10).Take(10)), $"{process.Item2}-{i}"), owner, Stop))));

        receipts.Sum(receipt => receipt!.Stored).ShouldBe(400);
        receipts.Sum(receipt => receipt!.KnownRows).ShouldBe(400);
        await Task.WhenAll(Task.Run(() => Seal(world, one), Stop), Task.Run(() => Seal(world, other), Stop));
        (await Total(world)).ShouldBe(400);
        (await OnDisk(world)).ShouldBe(0);
        await Verifies(world);
    }

    [Fact]
    public async Task A_file_is_compared_with_what_waits_and_a_batch_that_came_both_ways_is_known()
    {
        await using var world = await Monitored();
        var body = PredictionRows.Ndjson(Rows("2025-10").Take(100));
        await Append(world, body, key: "one");

        var file = Path.Combine(world.Folder, "rows.ndjson");
        await File.WriteAllTextAsync(file, PredictionRows.Ndjson(Rows("2025-10").Skip(50).Take(100)), Stop);
        var receipt = await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file]), actor, Stop));
        (receipt.Stored, receipt.KnownRows, receipt.ComparedWith).ShouldBe((50, 50, ComparedWith.Log));

        await File.WriteAllTextAsync(file, body, Stop);
        (await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file], Key: "one"), actor, Stop))).KnownBatch.ShouldBeTrue();
        (await Total(world)).ShouldBe(150);
    }

    [Fact]
    public async Task A_full_inbox_takes_nothing_and_says_when_to_come_again()
    {
        await using var world = await Monitored();
        await using var small = new LogInbox(world.Location, new InboxLimits { Rows = 50 });
        var intake = new InboxIntake(small, world.Services.GetRequiredService<LogTargets>(), world.Clock);
        var owner = await world.As(Role.SystemOwner).Actor();
        (await intake.Append("MODEL-01", Small(PredictionRows.Ndjson(Rows("2025-10").Take(50))), owner, Stop))!.Stored.ShouldBe(50);

        (await Should.ThrowAsync<RuleViolation>(() => intake.Append("MODEL-01", Small(PredictionRows.Ndjson(Rows("2025-11").Take(1))), owner, Stop))).Code.ShouldBe(Refusal.InboxFull);

        await Seal(world, small);
        (await intake.Append("MODEL-01", Small(PredictionRows.Ndjson(Rows("2025-11").Take(1))), owner, Stop))!.Stored.ShouldBe(1);
    }

    [Fact]
    public async Task Who_may_not_hand_in_rows_or_does_not_see_the_model_is_refused()
    {
        await using var world = await Monitored();
        (await Should.ThrowAsync<RuleViolation>(() => Append(world, PredictionRows.Ndjson(Rows("2025-10").Take(1)), role: Role.Auditor))).Code.ShouldBe(Refusal.AccessDenied);
        (await OnDisk(world)).ShouldBe(0);
    }

    internal static async Task<World> Monitored(Backend backend)
    {
        var world = await World.Create(backend);
        var unit = await world.Unit("ORG");
        var owner = await world.PersonId(Role.SystemOwner);
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "", [], SystemOrigin.InHouse, true, true, owner, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, Stop);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), actor, Stop);
            await registry.AddVersion("MODEL-01", new("1.0.0", new DateOnly(2025, 1, 1)), actor, Stop);
        });
        var reference = Path.Combine(world.Folder, "reference.csv");
        await File.WriteAllTextAsync(reference, PredictionRows.Csv(["2025-01", "2025-02"]), Stop);
        await world.As(Role.AimsManager).Do(async (MonitorRegister monitors, Actor actor) => await monitors.Define("MODEL-01", new(Definition, [reference], GraceHours: 24), actor, Stop));
        return world;
    }

    internal const string Definition = """{ "modelId": "m", "numeric": ["age"], "categorical": ["region"], "protected": ["sex"], "window": "month" }""";

    private Task<World> Monitored() => Monitored(backend);

    private static IEnumerable<PredictionRow> Rows(string month, bool older = false) => PredictionRows.Of([month], older);

    private static SmallBatch Small(string body, string? key = null) => new(Encoding.UTF8.GetBytes(body), "body.ndjson", Key: key);

    private static async Task<LogReceipt> Append(World world, string body, string? key = null, Role role = Role.SystemOwner) =>
        (await world.As(role).Do((InboxIntake intake, Actor actor) => intake.Append("MODEL-01", Small(body, key), actor, Stop)))!;

    private static Task<IReadOnlyList<string>> Seal(World world, LogInbox? inbox = null) => world.AsSystem(async db =>
        await new InboxSealing(db, inbox ?? world.Services.GetRequiredService<LogInbox>(), world.Location).Seal(await db.Set<ModelVersion>().Select(version => version.Id).SingleAsync(Stop), Stop));

    private static Task<long> Total(World world) => world.AsSystem(db => db.Set<LogSegment>().SumAsync(segment => segment.Rows, Stop));

    /// <summary>Rows that wait, read from the file by another connection.</summary>
    private static async Task<long> OnDisk(World world)
    {
        if (!File.Exists(world.Location.Absolute(InboxFile.Name))) return 0;
        await Task.Yield();
        using var connection = InboxFile.OpenForReading(world.Location.Absolute(InboxFile.Name));
        return (long)InboxFile.Scalar(connection, "SELECT coalesce(sum(batch.rows), 0) FROM batch JOIN content ON content.batch = batch.id")!;
    }

    private static Task<VerificationReport> Verify(World world) => world.AsSystem(db => new JournalVerification(db, world.Location).Run(Stop));

    private static async Task Verifies(World world)
    {
        var report = await Verify(world);
        report.IsSound.ShouldBeTrue(string.Join("\n", report.Damages));
    }
}

public sealed class InboxOnSqlite() : InboxContract(Backend.Sqlite);

public sealed class InboxOnPostgres() : InboxContract(Backend.Postgres);
