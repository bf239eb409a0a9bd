using System.Globalization;
using System.Text;
using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Overview;
using Concord.Risks;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Loop;

/// <summary>The main job on a record of its own: a log drifts, the loop moves, somebody fixes, somebody else closes.</summary>
public abstract class WalkContract(Backend backend)
{
    private const string Definition = """{ "modelId": "m", "numeric": ["income"], "categorical": ["channel"], "protected": ["sex"], "window": "month" }""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drifting_month_moves_the_whole_chain_once_it_is_complete_and_only_then()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 10, 700));
        await Append(world, Rows(2025, 11, 700, drift: true, to: 350));
        (await Run(world)).Raised.ShouldBeEmpty(); // November is provisional: it may still be anything.

        await Append(world, Rows(2025, 11, 700, drift: true, from: 350), complete: true);
        var run = await Run(world);

        (run.Computed, run.Unchanged).ShouldBe((1, 1));
        var signal = (await Signals(world)).Single(s => s is { Kind: SignalKind.Drift, Subject: "income" });
        (signal.Kind, signal.Severity, signal.Since, signal.Window).ShouldBe((SignalKind.Drift, SignalSeverity.Alert, "2025-11", "2025-11"));
        var detail = await world.As(Role.Auditor).See((SignalViews views) => views.Detail(signal.Ref, Stop));
        detail.Links.Select(link => link.Relation).Distinct().Order().ShouldBe(["control", "evidence", "nonconformity", "requirement", "risk"]);
        detail.Timeline.Select(entry => entry.Act).ShouldContain("nonconformity.opened");
        var risk = await world.AsSystem(db => db.Set<Risk>().SingleAsync(r => r.State == RiskState.Reopened, Stop));
        (risk.State, risk.StateBefore, risk.Current, risk.Before).ShouldBe((RiskState.Reopened, RiskState.Accepted, new RiskLevel(4, 4), new RiskLevel(2, 3)));
        (await State(world)).ShouldBe(RequirementResult.NotConforming);
    }

    [Fact]
    public async Task A_second_run_without_new_rows_computes_and_changes_nothing()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 11, 700, drift: true), complete: true);
        await Run(world);
        var before = await Signals(world);

        var again = await Run(world);

        (again.Computed, again.Unchanged, again.Raised.Count, again.Followed.Count).ShouldBe((0, 1, 0, 0));
        (await Signals(world)).ShouldBe(before);
    }

    [Fact]
    public async Task Rows_that_come_late_change_their_own_window_and_no_other()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 10, 700));
        await Append(world, Rows(2025, 11, 700, to: 600));
        await Append(world, Rows(2025, 12, 700));
        await Run(world);

        await Append(world, Rows(2025, 11, 700, from: 600));
        var run = await Run(world);

        (run.Computed, run.Unchanged).ShouldBe((1, 2));
        var november = await world.AsSystem(db => db.Set<WindowComputation>().Where(w => w.Window == "2025-11").OrderBy(w => w.ComputedAt).ThenBy(w => w.Rows).ToListAsync(Stop));
        november.Select(w => (w.Rows, w.IsNewest)).ShouldBe([(600, false), (700, true)]); // History keeps both figures.
    }

    [Fact]
    public async Task A_batch_sent_twice_is_known_and_a_prediction_is_never_stored_twice_or_overwritten()
    {
        await using var world = await Monitored();
        var first = Rows(2025, 10, 700);
        (await Append(world, first)).Stored.ShouldBe(700);

        var again = await Append(world, first);
        (again.KnownBatch, again.Stored).ShouldBe((true, 0));

        var overlapping = await Append(world, Rows(2025, 10, 800, from: 600));
        (overlapping.Stored, overlapping.KnownRows).ShouldBe((100, 100));

        var changed = await Should.ThrowAsync<FindingsException>(() => Append(world, Rows(2025, 10, 10, drift: true)));
        changed.Findings.ShouldContain(finding => finding.Code == "prediction-changed");
        (await world.AsSystem(db => db.Set<LogSegment>().SumAsync(segment => segment.Rows, Stop))).ShouldBe(800);

        // Where the good rows are to be kept, one that says something else about a stored prediction is a refused row like any other.
        var kept = await Append(world, Rows(2025, 10, 810, drift: true, from: 790), keepGoodRows: true);
        (kept.Stored, kept.KnownRows, kept.RefusedRows).ShouldBe((10, 0, 10));
        kept.Findings.Count(finding => finding.Code == "prediction-changed").ShouldBe(10);
        (await world.AsSystem(db => db.Set<LogSegment>().SumAsync(segment => segment.Rows, Stop))).ShouldBe(810);

        // When a refused row was is no time of the log: a pull would go on from there and leave out what lies between.
        var moved = await Append(world, Rows(2025, 10, 10, drift: true).Replace("2025-10-01T", "2025-12-01T", StringComparison.Ordinal), keepGoodRows: true);
        (moved.Stored, moved.RefusedRows, moved.First, moved.Last).ShouldBe((0, 10, null, null));
        (await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Extent("MODEL-01", null, actor, Stop))).Last!.Value.Month.ShouldBe(10);
    }

    private static async Task<StandingWord> Standing(World world) =>
        (await world.As(Role.AimsManager).Do((Standings standings, Actor _) => standings.Of(["SYS-01"], Stop))).Single().Standing;

    [Fact]
    public async Task Two_clean_windows_propose_closing_and_only_somebody_who_did_not_fix_may_close()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 10, 700, drift: true), complete: true);
        await Run(world);
        var signal = (await Signals(world)).Single(s => s is { Kind: SignalKind.Drift, Subject: "income" });
        var early = await Should.ThrowAsync<RuleViolation>(() => Close(world, Role.Auditor, signal.Ref));
        early.Code.ShouldBe("SIGNAL-NOT-CLEAN");

        await Append(world, Rows(2025, 11, 700), complete: true);
        await Append(world, Rows(2025, 12, 700), Role.AimsManager, complete: true);
        (await Standing(world)).ShouldBe(StandingWord.Alert);
        (await Run(world)).ProposedForClosure.ShouldContain(signal.Ref);
        (await Standing(world)).ShouldBe(StandingWord.Ok); // Two clean windows: only a person's word is missing.

        (await Should.ThrowAsync<RuleViolation>(() => Close(world, Role.AimsManager, signal.Ref))).Code.ShouldBe("SIGNAL-CLOSER-FIXED");
        (await Should.ThrowAsync<RuleViolation>(() => Close(world, Role.SystemOwner, signal.Ref))).Code.ShouldBe(Refusal.AccessDenied);
        await Close(world, Role.Auditor, signal.Ref);

        await Correct(world);
        (await Should.ThrowAsync<RuleViolation>(() => Verify(world, Role.AimsManager))).Code.ShouldBe("NC-VERIFIER-FIXED");
        await Verify(world, Role.Auditor);
        foreach (var other in await Signals(world)) await Close(world, Role.Auditor, other.Ref);
        (await State(world)).ShouldBe(RequirementResult.Conforming);
    }

    [Fact]
    public async Task A_name_typed_on_a_console_closes_nothing()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 10, 700, drift: true), complete: true);
        await Run(world);
        var signal = (await Signals(world))[0];

        var refused = await Should.ThrowAsync<RuleViolation>(() => Close(world, Role.Auditor, signal.Ref, Via.LocalConsole));

        refused.Code.ShouldBe(Refusal.LocalNoDuty);
    }

    [Fact]
    public async Task A_moment_of_the_schedule_is_answered_once_by_whoever_comes_first()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 10, 700), complete: true);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var due = (await AsProduct(world, (ScheduledRuns schedule) => schedule.Due(Stop))).ShouldHaveSingleItem();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => AsProduct(world, (ScheduledRuns schedule) => schedule.Answer(due, Stop)))));

        answers.Count(answer => answer is not null).ShouldBe(1);
        (await AsProduct(world, (ScheduledRuns schedule) => schedule.Due(Stop))).ShouldBeEmpty();
        (await world.AsSystem(db => db.Set<MonitorRun>().CountAsync(Stop))).ShouldBe(1);
        (await world.AsSystem(db => db.Set<WindowComputation>().CountAsync(Stop))).ShouldBe(1);
    }

    [Fact]
    public async Task Months_of_too_few_rows_raise_nothing_and_prove_nothing()
    {
        await using var world = await Monitored();
        for (var month = 9; month <= 12; month++) await Append(world, Rows(2025, month, 90, drift: true), complete: true);

        (await Run(world)).Raised.ShouldBeEmpty();

        (await world.AsSystem(db => db.Set<WindowComputation>().Select(w => w.Verdict).Distinct().SingleAsync(Stop))).ShouldBe("insufficient");
        (await world.AsSystem(db => db.Set<Evidence>().CountAsync(evidence => evidence.Kind == "computed", Stop))).ShouldBe(0);
    }

    [Fact]
    public async Task A_new_policy_judges_what_is_stored_and_a_signal_it_raises_says_so_once()
    {
        await using var world = await Monitored();
        await NewPolicy(world, "loose", ("limits.psi.warn", ""), ("limits.psi.alert", ""), ("limits.wasserstein_norm.warn", ""), ("limits.wasserstein_norm.alert", ""), ("limits.unit_change_ratio.alert_above", ""),
            ("limits.out_of_range_share.warn", ""), ("limits.out_of_range_share.alert", ""));
        await Append(world, Rows(2025, 10, 700, drift: true), complete: true);
        await Append(world, Rows(2025, 11, 700, drift: true), complete: true);
        (await Run(world)).Raised.ShouldBeEmpty("the policy sets no limit that this breaks");
        world.Clock.Advance(TimeSpan.FromDays(1));
        var draft = await Draft(world, "strict");
        var forecast = await world.As(Role.Auditor).Do((PolicyPreview preview, Actor _) => preview.Of(draft.Ref, 1, Stop));
        forecast.Items.Single().ShouldSatisfyAllConditions(
            one => one.Windows.ShouldBe(2), one => one.MustBeMeasured.ShouldBeEmpty(), one => one.WindowsChanged.ShouldBe(2),
            one => one.Changes.ShouldContain(change => change.Subject == "income" && change.Kind == MeasureKind.Drift && change.Before == Verdict.Ok && change.After == Verdict.Alert && change.Limit != null));
        await Approve(world, draft);
        world.Clock.Advance(TimeSpan.FromHours(1));
        var run = await Run(world);

        (run.Computed, run.Judged, run.Unchanged).ShouldBe((0, 2, 0));
        run.Raised.Count.ShouldBe(forecast.Items.Single().Raised.Count, "the preview told what the run would do");
        var signal = (await Signals(world)).Single(s => s is { Subject: "income", Kind: SignalKind.Drift });
        (signal.Since, signal.Window, signal.Severity).ShouldBe(("2025-10", "2025-11", SignalSeverity.Alert));
        var detail = await world.As(Role.Auditor).See((SignalViews views) => views.Detail(signal.Ref, Stop));
        detail.Links.Single(link => link.Relation == "policy").ShouldSatisfyAllConditions(link => link.Ref.ShouldBe(draft.Ref), link => link.Note.ShouldBe("because of policy strict: by policy loose the same figures were within the limit"));
        detail.Timeline[0].Detail.ShouldContain("because of policy strict");
        var evidence = await world.AsSystem(db => db.Set<Evidence>().Where(known => known.Title.StartsWith(signal.Ref)).Select(known => known.Content).SingleAsync(Stop));
        evidence.ShouldContain("\"policy\": \"strict\"");
        evidence.ShouldContain(draft.Ref);
        var windows = await world.AsSystem(db => db.Set<WindowComputation>().OrderBy(w => w.ComputedAt).ToListAsync(Stop));
        windows.Count(w => w.IsNewest).ShouldBe(2);
        windows.Where(w => w.IsNewest).Select(w => WindowMeasurement.FromJson(w.Measures).JudgedBy!.FiguresOf).ShouldBe([windows[0].ComputedAt, windows[1].ComputedAt], "history keeps both judgements of one measurement");

        var again = await Run(world);
        (again.Computed, again.Judged, again.Unchanged, again.Raised.Count).ShouldBe((0, 0, 2, 0));

        // What only gets milder is told too, and is what the next run does.
        var milder = await Draft(world, "milder", ("limits.psi.alert", ""), ("limits.wasserstein_norm.alert", ""));
        var preview = (await world.As(Role.Auditor).Do((PolicyPreview previews, Actor _) => previews.Of(milder.Ref, 1, Stop))).Items.Single();
        preview.Raised.ShouldBeEmpty();
        preview.ChangedInSeverity.Single(one => one is { Kind: SignalKind.Drift, Subject: "income" }).ShouldSatisfyAllConditions(
            one => one.Signal.ShouldBe(signal.Ref), one => (one.SeverityBefore, one.Severity).ShouldBe((SignalSeverity.Alert, SignalSeverity.Warn)));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await Approve(world, milder);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await Run(world);
        (await Signals(world)).Where(s => s.Severity == SignalSeverity.Warn).Select(s => s.Ref).ShouldBe(preview.ChangedInSeverity.Select(one => one.Signal!), ignoreOrder: true);
    }

    [Fact]
    public async Task A_false_alarm_that_a_person_closed_is_not_raised_again_because_the_policy_changed_elsewhere()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 10, 700, drift: true), complete: true);
        await Run(world);
        foreach (var signal in await Signals(world)) await Close(world, Role.Auditor, signal.Ref, reason: CloseReason.FalseAlarm);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await NewPolicy(world, "other days", ("nonconformity_due_days.alert", "20"));
        world.Clock.Advance(TimeSpan.FromHours(1));

        var run = await Run(world);

        (run.Judged, run.Raised.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_limit_taken_away_for_one_system_proposes_closing_what_it_raised()
    {
        await using var world = await Monitored();
        await Append(world, Rows(2025, 10, 700, drift: true), complete: true);
        await Run(world);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var draft = await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Draft("SYS-01",
            "version: sys-01/1\nlimits:\n  psi: {warn: none, alert: none}\n  wasserstein_norm: {warn: none, alert: none}\npersistence: {clear: 1 window}\n", "income is known to move", null, actor, Stop));
        await Approve(world, draft);
        world.Clock.Advance(TimeSpan.FromHours(1));

        var run = await Run(world);

        run.Judged.ShouldBe(1);
        run.ProposedForClosure.ShouldContain((await Signals(world)).Single(s => s is { Subject: "income", Kind: SignalKind.Drift }).Ref);
        var judged = await world.AsSystem(db => db.Set<WindowComputation>().Where(w => w.IsNewest).Select(w => w.Measures).SingleAsync(Stop));
        WindowMeasurement.FromJson(judged).JudgedBy!.ShouldSatisfyAllConditions(by => by.Policy.ShouldBe("2026-11 + sys-01/1"), by => by.Revisions.ShouldBe(["POL-0001", draft.Ref]));
    }

    [Fact]
    public async Task A_month_that_lacks_rows_says_so_once_it_is_over_and_another_policy_takes_it_back_without_reading_a_row()
    {
        await using var world = await Monitored();
        foreach (var month in new[] { 7, 8, 9, 10 }) await Append(world, Rows(2025, month, 700));
        await Append(world, Rows(2025, 11, 100));
        (await Run(world)).Raised.ShouldBeEmpty("more rows may come");

        await Append(world, Rows(2025, 11, 99), complete: true); // Known rows: they only say that no more will come.
        var run = await Run(world);

        (run.Computed, run.Judged, run.Unchanged).ShouldBe((0, 0, 5));
        var signal = (await Signals(world)).ShouldHaveSingleItem();
        (signal.Kind, signal.Subject, signal.Measure, signal.Window, signal.Severity).ShouldBe((SignalKind.Quality, QualityMeasurement.WholeLog, "volumeRatio", "2025-11", SignalSeverity.Alert));
        var detail = await world.As(Role.Auditor).See((SignalViews views) => views.Detail(signal.Ref, Stop));
        detail.Timeline[0].Detail.ShouldContain("the log has 14 % of its usual rows since 2025-11-01");
        (await world.AsSystem(db => db.Set<JournalEntry>().CountAsync(entry => entry.Act == "window.completed", Stop))).ShouldBe(1);
        (await Run(world)).Unchanged.ShouldBe(5);

        world.Clock.Advance(TimeSpan.FromDays(1));
        var draft = await Draft(world, "any volume", ("limits.volume_change.warn", ""), ("limits.volume_change.alert", ""), ("persistence.clear", "1")); // October was clean before the breach, so it does not count.
        var forecast = (await world.As(Role.Auditor).Do((PolicyPreview preview, Actor _) => preview.Of(draft.Ref, 1, Stop))).Items.Single();
        forecast.MustBeMeasured.ShouldBeEmpty();
        forecast.Changes.ShouldHaveSingleItem().ShouldSatisfyAllConditions(change => change.Subject.ShouldBe(QualityMeasurement.WholeLog), change => (change.Before, change.After).ShouldBe((Verdict.Alert, Verdict.Ok)));
        forecast.ProposedForClosing.ShouldHaveSingleItem().Signal.ShouldBe(signal.Ref);
        await Approve(world, draft);
        world.Clock.Advance(TimeSpan.FromHours(1));
        run = await Run(world);

        (run.Computed, run.Judged, run.Unchanged).ShouldBe((0, 5, 0));
        run.ProposedForClosure.ShouldBe([signal.Ref]);
    }

    [Fact]
    public async Task A_log_that_stops_raises_a_signal_by_the_clock_and_two_windows_with_rows_after_it_propose_closing()
    {
        await using var world = await Monitored(graceHours: 24);
        world.Clock.SetUtcNow(At(3, 20));
        foreach (var month in new[] { 1, 2, 3 }) await Append(world, Rows(2026, month, 700));
        (await Run(world)).Raised.ShouldBeEmpty();
        world.Clock.SetUtcNow(At(5, 1)); // April is over, its grace is not.
        await Run(world);
        (await Silence(world)).ShouldBeNull();
        world.Clock.SetUtcNow(At(5, 3));
        (await Run(world)).Raised.ShouldBeEmpty("one month is a warning, and one warning raises nothing");
        (await Silence(world)).ShouldNotBeNull().Says.ShouldBe("No row since 6 March 2026; 1 whole window has passed.");

        world.Clock.SetUtcNow(At(6, 3));
        var raised = (await Run(world)).Raised.ShouldHaveSingleItem();
        var signal = (await Signals(world)).ShouldHaveSingleItem();
        (signal.Kind, signal.Subject, signal.Metric, signal.Severity).ShouldBe((SignalKind.Quality, QualityMeasurement.WholeLog, Metric.DataFreshness, SignalSeverity.Alert));
        (signal.Measure, signal.Value, signal.Limit, signal.Since, signal.Window).ShouldBe((QualityCheck.StillSilent, 2, 2, "2026-04", "2026-05"));
        (await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Act == "signal.raised").Select(entry => entry.Detail).SingleAsync(Stop)))
            .ShouldBe("SYS-01: the log has no row in 2 windows since 2026-04-01; in 2026-05 windows since the last row 2 (limit 2, n 0), alert");
        (await world.AsSystem(db => db.Set<Evidence>().Where(e => e.Result == EvidenceResult.Failing).Select(e => e.Content).SingleAsync(Stop))).ShouldContain("\"newestWindowWithRows\": \"2026-03\"");
        (await Standing(world)).ShouldBe(StandingWord.Alert);
        (await Run(world)).ShouldSatisfyAllConditions(again => again.Raised.ShouldBeEmpty(), again => again.Followed.ShouldBeEmpty());

        world.Clock.SetUtcNow(At(7, 3));
        (await Run(world)).Followed.ShouldBe([raised]);
        world.Clock.SetUtcNow(At(9, 3));
        foreach (var month in new[] { 7, 8 }) await Append(world, Rows(2026, month, 700));
        (await Run(world)).ShouldSatisfyAllConditions(run => run.Raised.ShouldBeEmpty(), run => run.ProposedForClosure.ShouldBeEmpty("July tells the silence before it, August alone is clean"));
        (await Silence(world)).ShouldBeNull();
        world.Clock.SetUtcNow(At(10, 3));
        await Append(world, Rows(2026, 9, 700));
        (await Run(world)).ProposedForClosure.ShouldBe([raised]);
    }

    [Fact]
    public async Task A_silence_is_over_when_the_rows_that_were_missing_are_handed_in()
    {
        await using var world = await Monitored(graceHours: 24);
        world.Clock.SetUtcNow(At(3, 20));
        foreach (var month in new[] { 1, 2, 3 }) await Append(world, Rows(2026, month, 700));
        world.Clock.SetUtcNow(At(6, 3));
        var raised = (await Run(world)).Raised.ShouldHaveSingleItem();

        foreach (var month in new[] { 4, 5 }) await Append(world, Rows(2026, month, 700));
        (await Run(world)).ProposedForClosure.ShouldBe([raised]);
    }

    /// <summary>A monitor that was begun in March 2026 is told the year before, and by and by the version it watches is retired.</summary>
    [Fact]
    public async Task The_silence_of_a_log_that_nobody_awaits_is_shown_and_raises_nothing()
    {
        await using var world = await Monitored(graceHours: 24);
        foreach (var month in new[] { 9, 10, 11, 12 }) await Append(world, Rows(2025, month, 700));
        world.Clock.SetUtcNow(At(12, 3));
        (await Run(world)).Raised.ShouldBeEmpty();
        (await Silence(world)).ShouldNotBeNull().Says.ShouldBe("No row since 6 December 2025; 11 whole windows have passed. More rows are not awaited, so that raises nothing.");

        await Append(world, Rows(2026, 10, 700));
        (await Silence(world)).ShouldNotBeNull().IsAwaited.ShouldBeTrue();
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.RetireVersion("MODEL-01:1.0", 0, new DateOnly(2026, 12, 3), actor, Stop));
        (await Silence(world)).ShouldNotBeNull().IsAwaited.ShouldBeFalse();
    }

    private static DateTimeOffset At(int month, int day) => new(2026, month, day, 1, 0, 0, TimeSpan.Zero);

    private static async Task<LogSilence?> Silence(World world) => (await world.As(Role.Auditor).See((MonitoringViews views) => views.Detail("MON-0001", Stop))).Silence;

    private static async Task<PolicyRevision> Draft(World world, string label, params (string Path, string Value)[] changes)
    {
        var given = MonitoringPolicy.Read().Values.ToDictionary(StringComparer.Ordinal);
        foreach (var (path, value) in changes) given[path] = value;
        return await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Draft("", PolicyText.FromFields(label, given, whole: true), "for the walk", null, actor, Stop));
    }

    private static async Task Approve(World world, PolicyRevision draft)
    {
        var proposed = await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Propose(draft.Ref, draft.Version, actor, Stop));
        await world.As(Role.AimsManager).Do((PolicyRegister register, Actor actor) => register.Approve(draft.Ref, proposed.Version, actor, Stop));
    }

    private static async Task NewPolicy(World world, string label, params (string Path, string Value)[] changes) => await Approve(world, await Draft(world, label, changes));

    private static Task<TResult> AsProduct<TService, TResult>(World world, Func<TService, Task<TResult>> ask) where TService : notnull =>
        world.WithoutActor(async (IServiceProvider services) =>
        {
            await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(services);
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Concord.Storage.ConcordDb>(scope.ServiceProvider).SeeAs(Actor.System);
            return await ask(Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<TService>(scope.ServiceProvider));
        });

    /// <summary>A system with a monitored model, an accepted risk that drift indicates, and a proven control that monitoring backs.</summary>
    private async Task<World> Monitored(int graceHours = 24 * 366)
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
        await world.As(Role.AimsManager).Do(async (ControlRegister controls, Actor actor) =>
        {
            await controls.Apply(new(unit, "Monitoring", owner, ControlStatus.Applied, ["SYS-01"], ["ISO42001:A.3.3"], [], [Metric.PsiFeature], "AC-01"), actor, Stop);
            // Not in effect yet: no signal makes it fail, and no nonconformity is opened for it.
            await controls.Apply(new(unit, "Planned", owner, ControlStatus.Planned, ["SYS-01"], ["ISO42001:A.2.2"], [], [Metric.PsiFeature], "AC-02"), actor, Stop);
            await controls.Attach(new(unit, "record", "Acceptance", world.Today, EvidenceResult.Effective, "accepted", "accepted", ["AC-01"]), actor, Stop);
        });
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, Stop);
            db.Add(new Risk("RISK-01", unit, "Drift", "SYS-01", "AIR-03", owner, RiskSource.Assessment, new(4, 4), new(2, 3), new(2, 3), RiskState.Accepted, ""));
            work.Note("risk.opened", "RISK-01", "for the walk");
            await work.Commit(Stop);
        });
        var reference = await File(world, Rows(2025, 8, 3000, name: "reference"));
        await world.As(Role.AimsManager).Do(async (MonitorRegister monitors, Actor actor) => await monitors.Define("MODEL-01", new(Definition, [reference], GraceHours: graceHours), actor, Stop));
        (await State(world)).ShouldBe(RequirementResult.Conforming);
        return world;
    }

    private static async Task<LogReceipt> Append(World world, string rows, Role role = Role.SystemOwner, bool complete = false, bool keepGoodRows = false)
    {
        var file = await File(world, rows);
        return await world.As(role).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file], KeepGoodRows: keepGoodRows, Complete: complete), actor, Stop));
    }

    private static Task<RunResult> Run(World world) => world.As(Role.SystemOwner).Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, Stop));

    private static async Task<IReadOnlyList<SignalRow>> Signals(World world) => await world.As(Role.Auditor).See((SignalViews views) => views.AllOpen(Stop));

    private static Task Close(World world, Role role, string signal, Via via = Via.Page, CloseReason reason = CloseReason.Recovered) => world.As(role, via).Do(async (SignalRegister register, Actor actor) =>
    {
        var version = await world.AsSystem(db => db.Set<Signal>().Where(s => s.Ref == signal).Select(s => s.Version).SingleAsync(Stop));
        await register.Close(signal, version, reason, "two clean months", actor, Stop);
    });

    private static Task Correct(World world) => world.As(Role.SystemOwner).Do(async (NonconformityRegister register, Actor actor) =>
        await register.Correct("NC-0001", await NonconformityVersion(world), "The channel was taken into the model", actor, Stop));

    private static Task Verify(World world, Role role) => world.As(role).Do(async (SignalRegister register, Actor actor) =>
        await register.Verify("NC-0001", await NonconformityVersion(world), effective: true, "two clean months", actor, Stop));

    private static Task<int> NonconformityVersion(World world) => world.AsSystem(db => db.Set<Nonconformity>().Select(nc => nc.Version).SingleAsync(Stop));

    private static Task<RequirementResult> State(World world) =>
        world.AsSystem(db => db.Set<RequirementState>().Where(state => state.Ref == "ISO42001:A.3.3").Select(state => state.Derived).SingleAsync(Stop));

    private static async Task<string> File(World world, string rows)
    {
        var file = Path.Combine(world.Folder, $"{Guid.CreateVersion7():N}.csv");
        await System.IO.File.WriteAllTextAsync(file, rows, Stop);
        return file;
    }

    /// <summary>A month of rows that always come out the same: row i of a month is one prediction, whoever sends it.</summary>
    private static string Rows(int year, int month, int count, bool drift = false, int from = 0, int? to = null, string? name = null)
    {
        var text = new StringBuilder("prediction_id,timestamp,income,channel,sex,score,decision,label\n");
        for (var i = from; i < (to ?? count); i++)
        {
            var even = (i * 0.61803398875) % 1; // Evenly spread and without any chance.
            var other = (i * 0.41421356237) % 1;
            var income = (30_000 + (40_000 * even)) * (drift ? 1.6 : 1);
            var at = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 12);
            text.Append(CultureInfo.InvariantCulture, $"{name ?? $"{year}-{month}"}-{i},{at:yyyy-MM-dd'T'HH:mm:ss'Z'},{income:0.##},{(other < 0.3 ? "web" : "branch")},{(i % 2 == 0 ? "f" : "m")},{other:0.####},{(other >= 0.5 ? 1 : 0)},{(even < other ? 1 : 0)}\n");
        }
        return text.ToString();
    }
}

public sealed class WalkOnSqlite() : WalkContract(Backend.Sqlite);

public sealed class WalkOnPostgres() : WalkContract(Backend.Postgres);
