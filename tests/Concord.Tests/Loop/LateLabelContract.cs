using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Loop;
using Concord.Measures;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;
using static Concord.Tests.LateRows;

namespace Concord.Tests.Loop;

/// <summary>A log whose outcomes become known later: what is expected meanwhile, what turns out, and that both stay on record.</summary>
public abstract class LateLabelContract(Backend backend)
{
    private const string Definition = """{ "modelId": "m", "numeric": ["income"], "window": "month" }""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Labels_change_the_window_of_their_predictions_and_no_other_and_what_was_said_before_stays()
    {
        await using var world = await Monitored();
        foreach (var month in new[] { 10, 11, 12 }) await Append(world, Rows(month));
        (await Run(world)).Computed.ShouldBe(3);
        world.Clock.Advance(TimeSpan.FromDays(1));

        var receipt = await HandIn(world, Labels(10));
        (receipt.Segment, receipt.Stored, receipt.KnownLabels, receipt.RefusedRows).ShouldBe(("LAB-0001", Month, 0, 0));
        var run = await Run(world);

        (run.Computed, run.Unchanged).ShouldBe((1, 2));
        var computations = await world.AsSystem(db => db.Set<WindowComputation>().Where(w => w.Window == "2025-10").OrderBy(w => w.ComputedAt).ToListAsync(Stop));
        computations.Select(w => (w.Rows, w.Labelled, w.IsNewest)).ShouldBe([(Month, 0, false), (Month, Month, true)]);
        var (before, now) = (Auc(computations[0]), Auc(computations[1]));
        before.Check.ShouldBe(EstimateVerdict.TooEarly);
        before.Reason.ShouldBe("0 % of labels are in, 95 % are needed");
        before.Realised.ShouldBeNull();
        before.NotComputed!.Keys.ShouldContain("realised");
        now.Check.ShouldBe(EstimateVerdict.Held);
        now.Realised!.Value.ShouldBeInRange(now.Low!.Value, now.High!.Value);
        (now.Value, now.Low, now.High).ShouldBe((before.Value, before.Low, before.High), "what is expected needs no labels");

        var window = await world.As(Role.Auditor).See((MonitoringViews views) => views.Window("MON-0001", "2025-10", Stop));
        window.Said.Select(said => (said.Labelled, said.IsNewest, said.Performance.Auc is null)).ShouldBe([(Month, true, false), (0, false, true)]);
        window.Line.Computations.ShouldBe(2);
        var history = (await world.As(Role.Auditor).See((MonitoringViews views) => views.History("MODEL-01", Stop))).Single();
        history.Windows.Select(line => line.SaidFirst?.Labelled).ShouldBe([0L, null, null]);
        (await Run(world)).Computed.ShouldBe(0);
    }

    [Fact]
    public async Task A_window_says_how_many_labels_are_in_and_by_when_it_is_final()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10));
        await HandIn(world, Labels(10, to: 438));
        await Run(world);

        // Rows end on 6 October; of the reference's labels 99 % came within 30 days.
        var october = await Newest(world, "2025-10");
        october.WithoutLabels!.LabelsIn.ShouldBe(438.0 / Month);
        MeasureWords.LabelsIn(october, new(2025, 11, 4)).ShouldBe("62 % of labels in; final by 5 November 2025");
        MeasureWords.LabelsIn(october, new(2025, 11, 5)).ShouldBe("62 % of labels in; the rest was due by 5 November 2025");
        october.Performance.N.ShouldBe(438);

        await HandIn(world, Labels(10, from: 438));
        (await Run(world)).Computed.ShouldBe(1);
        MeasureWords.LabelsIn(await Newest(world, "2025-10"), new(2026, 11, 5)).ShouldBe("all labels in");
    }

    [Fact]
    public async Task Where_scores_lose_their_meaning_the_check_says_that_the_estimate_failed()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10));
        await Append(world, Rows(11));
        await HandIn(world, Labels(10));
        await HandIn(world, Labels(11, turned: true)); // The same people and scores; what used to end well ends badly.
        await Run(world);

        Auc(await Newest(world, "2025-10")).Check.ShouldBe(EstimateVerdict.Held);
        var november = await Newest(world, "2025-11");
        november.Drift.Where(drift => drift.Kind != DriftKind.Categorical).ShouldAllBe(drift => !drift.Drifted, "nothing but the labels changed");
        Auc(november).Check.ShouldBe(EstimateVerdict.Failed);
        Auc(november).Reason.ShouldStartWith("the estimate failed: the realised value ");
        november.WithoutLabels!.Of("accuracy")!.Check.ShouldBe(EstimateVerdict.Failed);
        november.Performance.Verdict.ShouldBe(Verdict.Alert, "the model is judged by what turned out");
    }

    [Fact]
    public async Task Labels_of_one_decision_only_are_called_selective_and_the_figures_bounded()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10));
        await HandIn(world, Labels(10, only: score => score >= 0.5));
        await Run(world);

        var october = await Newest(world, "2025-10");
        var selective = october.WithoutLabels!.Selective.ShouldNotBeNull();
        (selective.LabelledAfterPositive, selective.LabelledAfterNegative).ShouldBe((1, 0));
        var bounds = selective.Bounds.ToDictionary(bound => bound.Measure, StringComparer.Ordinal);
        (bounds["precision"].Low, bounds["precision"].High).ShouldBe((october.Performance.Precision!.Value, october.Performance.Precision.Value), "every accepted case is known");
        bounds["recall"].High.ShouldBe(1);
        bounds["recall"].Low.ShouldBeLessThan(0.5);
        (bounds["accuracy"].Low < bounds["accuracy"].High).ShouldBeTrue();
        Auc(october).Check.ShouldBe(EstimateVerdict.NotComparable);
        Auc(october).Reason.ShouldStartWith("the labels are selective, known for 100 % of the rows decided 1 and for 0 % of those decided 0");
    }

    [Fact]
    public async Task A_window_of_a_few_rows_has_no_estimate_and_no_interval()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, to: 3));
        await Run(world);

        var estimates = (await Newest(world, "2025-10")).WithoutLabels!.Estimates;
        estimates.ShouldAllBe(one => one.Value == null && one.Low == null && one.High == null);
        estimates.ShouldAllBe(one => one.NotComputed!["value"] == "3 rows with a score in the window, 500 needed");
        estimates.ShouldAllBe(one => one.Check == EstimateVerdict.NotComparable);
    }

    [Fact]
    public async Task Labels_of_unknown_predictions_and_changed_labels_are_findings_and_refuse_the_batch()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10));
        await HandIn(world, Labels(10, to: 100));
        // Another label, the same at another time, nobody's label, and one known before the prediction.
        var batch = string.Create(CultureInfo.InvariantCulture, $"""
            prediction_id,label,label_timestamp
            2025-10-0,{1 - Outcome(0)},{Known(10, 0)}
            2025-10-5,{Outcome(5)},2025-12-01T00:00:00Z
            nobody,1,2025-12-01T00:00:00Z
            2025-10-200,{Outcome(200)},2025-09-01T00:00:00Z
            """);

        var refused = await Should.ThrowAsync<FindingsException>(() => HandIn(world, batch));
        refused.Findings.Select(finding => (finding.Severity, finding.Code, finding.Place)).ShouldBe(
        [
            (Severity.Error, "label-of-unknown-prediction", "prediction nobody"), (Severity.Error, "label-changed", "prediction 2025-10-0"), (Severity.Error, "label-changed", "prediction 2025-10-5"),
            (Severity.Warning, "label-before-prediction", "prediction 2025-10-200"),
        ], ignoreOrder: true);
        (await world.AsSystem(db => db.Set<LabelSegment>().SumAsync(segment => segment.Labels, Stop))).ShouldBe(100);

        var kept = await HandIn(world, batch, keepGoodRows: true);
        (kept.Stored, kept.RefusedRows, kept.First).ShouldBe((1, 3, new DateTimeOffset(2025, 10, 2, 16, 0, 0, TimeSpan.Zero)));
        kept.Findings.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_batch_of_labels_sent_twice_or_overlapping_is_stored_once()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10));
        var first = await HandIn(world, Labels(10, to: 300), key: "night-1");
        (await HandIn(world, Labels(10, to: 300), key: "night-1")).ShouldSatisfyAllConditions(again => again.KnownBatch.ShouldBeTrue(), again => again.Segment.ShouldBe(first.Segment), again => again.Stored.ShouldBe(0));
        (await Should.ThrowAsync<RuleViolation>(() => HandIn(world, Labels(10, to: 301), key: "night-1"))).Code.ShouldBe("BATCH-KEY-REUSED");
        var overlapping = await HandIn(world, Labels(10, to: 400));
        (overlapping.Stored, overlapping.KnownLabels).ShouldBe((100, 300));
        var nothingNew = await HandIn(world, Labels(10, from: 50, to: 60));
        (nothingNew.Stored, nothingNew.KnownLabels).ShouldBe((0, 10));
        (await world.AsSystem(db => db.Set<LabelSegment>().Where(segment => segment.Path == "").CountAsync(Stop))).ShouldBe(1, "a batch without news has a line and no file");
    }

    [Fact]
    public async Task Files_of_labels_are_covered_by_the_journal_and_a_changed_one_is_named()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10));
        await HandIn(world, Labels(10));
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(Stop))).Damages.ShouldBeEmpty();
        var path = world.Location.Absolute(await world.AsSystem(db => db.Set<LabelSegment>().Select(segment => segment.Path).SingleAsync(Stop)));
        await using (var file = new FileStream(path, FileMode.Open)) { file.Position = 40; file.WriteByte(1); }

        var report = await world.AsSystem(db => new JournalVerification(db, world.Location).Run(Stop));

        report.Damages.Single().Place.ShouldEndWith("of LAB-0001");
        File.Delete(path);
        (await Should.ThrowAsync<RuleViolation>(() => Run(world))).Message.ShouldContain("LAB-0001");
    }

    [Fact]
    public async Task A_label_inside_a_later_batch_of_rows_is_refused_with_the_way_to_hand_it_in()
    {
        await using var world = await Monitored();
        await Append(world, Rows(10, to: 10, labelColumn: true));
        var refused = await Should.ThrowAsync<FindingsException>(() => Append(world, Rows(10, to: 10, labelColumn: true, labelled: true)));
        refused.Findings[0].ShouldSatisfyAllConditions(finding => finding.Code.ShouldBe("prediction-changed"), finding => finding.Message.ShouldContain("concord log labels"));
        (await HandIn(world, Labels(10, to: 10))).Stored.ShouldBe(10);
        (await Append(world, Rows(10, to: 12, labelColumn: true))).ShouldSatisfyAllConditions(rows => rows.KnownRows.ShouldBe(10), rows => rows.Stored.ShouldBe(2));
    }

    [Fact]
    public async Task Labels_need_predictions_with_ids_and_a_person_who_may_append()
    {
        await using var world = await Monitored();
        (await Should.ThrowAsync<RuleViolation>(() => HandIn(world, Labels(10, to: 10)))).Code.ShouldBe("LABELS-NO-PREDICTIONS");
        await Append(world, Rows(10));
        (await Should.ThrowAsync<RuleViolation>(() => HandIn(world, Labels(10, to: 10), role: Role.Auditor))).Code.ShouldBe(Refusal.AccessDenied);
        var receipt = await HandIn(world, Labels(10, to: 10));
        var notes = await world.AsSystem(db => db.Set<Concord.Journal.JournalEntry>().Where(entry => entry.Subject == receipt.Segment).Select(entry => entry.Act).ToListAsync(Stop));
        notes.ShouldBe(["labels.appended"]);
    }

    private async Task<World> Monitored()
    {
        var world = await World.Create(backend);
        var unit = await world.Unit("ORG");
        var owner = await world.PersonId(Role.SystemOwner);
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "", [], SystemOrigin.InHouse, true, true, owner, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, Stop);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), actor, Stop);
            await registry.AddVersion("MODEL-01", new("1.0", new DateOnly(2025, 1, 1)), actor, Stop);
        });
        var reference = await world.Write(Rows(8, to: 3000, labelColumn: true, labelled: true));
        await world.As(Role.AimsManager).Do(async (MonitorRegister monitors, Actor actor) => await monitors.Define("MODEL-01", new(Definition, [reference]), actor, Stop));
        return world;
    }

    private static async Task<LogReceipt> Append(World world, string rows)
    {
        var file = await world.Write(rows);
        return await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file]), actor, Stop));
    }

    private static async Task<LabelReceipt> HandIn(World world, string labels, string? key = null, bool keepGoodRows = false, Role role = Role.SystemOwner)
    {
        var file = await world.Write(labels);
        return await world.As(role).Do((LateLabels late, Actor actor) => late.Append("MODEL-01", new([file], Key: key, KeepGoodRows: keepGoodRows), actor, Stop));
    }

    private static Task<RunResult> Run(World world) => world.As(Role.SystemOwner).Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, Stop));

    private static async Task<WindowMeasurement> Newest(World world, string window) =>
        WindowMeasurement.FromJson(await world.AsSystem(db => db.Set<WindowComputation>().Where(w => w.Window == window && w.IsNewest).Select(w => w.Measures).SingleAsync(Stop)));

    private static EstimateMeasurement Auc(WindowComputation computation) => Auc(WindowMeasurement.FromJson(computation.Measures));

    private static EstimateMeasurement Auc(WindowMeasurement window) => window.WithoutLabels!.Of("auc")!;

}

public sealed class LateLabelsOnSqlite() : LateLabelContract(Backend.Sqlite);

public sealed class LateLabelsOnPostgres() : LateLabelContract(Backend.Postgres);
