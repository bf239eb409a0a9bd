using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Overview;
using Concord.Risks;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Loop;

/// <summary>A system without a log of its own: its figures come from elsewhere and move the record like ours.</summary>
public abstract class SeriesContract(Backend backend)
{
    private const string Metric = "grounded_answer_rate";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_figure_out_of_bounds_raises_a_signal_with_its_source_in_the_evidence()
    {
        await using var world = await Followed();
        (await Standing(world)).ShouldBe(StandingWord.Insufficient);

        var receipt = await Push(world, new(Metric, "", "2026-02", null, 400, 340, Source: "https://vendor.example/report-2", SourceSha256: new string('a', 64)));

        (receipt.Stored, receipt.Verdict, receipt.Raised.Count).ShouldBe((1, Verdict.Alert, 1));
        receipt.Measurements[0].Measurement.Value.ShouldBe(0.85);
        var signal = (await Signals(world)).Single();
        (signal.Kind, signal.SeriesRef, signal.MonitorRef, signal.Severity, signal.Window, signal.Value, signal.Limit, signal.Sample).ShouldBe((SignalKind.Performance, "SER-0001", null, SignalSeverity.Alert, "2026-02", 0.85, 0.90, 400));
        var detail = await world.As(Role.Auditor).See((SignalViews views) => views.Detail(signal.Ref, Stop));
        detail.Links.Select(link => link.Relation).Distinct().ShouldBe(["control", "evidence", "nonconformity", "requirement", "risk"], ignoreOrder: true);
        var evidence = await world.AsSystem(db => db.Set<Evidence>().SingleAsync(e => e.Result == EvidenceResult.Failing, Stop));
        evidence.Content.ShouldContain("https://vendor.example/report-2");
        evidence.Content.ShouldContain(new string('a', 64));
        (await Standing(world)).ShouldBe(StandingWord.Alert);
        (await world.AsSystem(db => db.Set<Nonconformity>().CountAsync(Stop))).ShouldBe(1);
    }

    [Fact]
    public async Task A_control_that_names_no_system_is_reached_from_the_systems_of_its_unit_and_below()
    {
        await using var world = await Followed("RETAIL");
        foreach (var unit in new[] { "ORG", "RETAIL", "MARKETS" })
        {
            var application = new ControlApplication(await world.Unit(unit), "Sampling everywhere", await world.PersonId(Role.SystemOwner), ControlStatus.Applied, [], ["ISO42001:A.3.3"], [], [Metric], $"AC-{unit}");
            await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls.Apply(application, actor, Stop));
        }

        await Push(world, new(Metric, "", "2026-02", 0.85, 400, 340));

        (await world.AsSystem(db => db.Set<AppliedControl>().Where(control => control.FailingBecause.Count > 0).OrderBy(control => control.Ref).Select(control => control.Ref).ToListAsync(Stop))).ShouldBe(["AC-01", "AC-ORG", "AC-RETAIL"]);
        (await world.AsSystem(db => db.Set<Nonconformity>().OrderBy(known => known.ControlRef).Select(known => known.ControlRef).ToListAsync(Stop))).ShouldBe(["AC-01", "AC-ORG", "AC-RETAIL"]);
    }

    [Fact]
    public async Task The_same_figure_again_is_known_and_another_one_is_a_correction_that_keeps_both()
    {
        await using var world = await Followed();
        var first = new PushedMeasurement(Metric, "", "2026-02", 0.85, 400, 340);
        await Push(world, first);

        (await Push(world, first)).Known.ShouldBe(1);
        var changed = first with { Value = 0.97, Successes = 388 };
        (await Should.ThrowAsync<FindingsException>(() => Push(world, changed))).Findings.Single().Code.ShouldBe("measurement-changed");
        var corrected = await Push(world, changed with { Correction = "half of the answers had been rated twice" }, Role.AimsManager);

        (corrected.Corrected, corrected.Verdict).ShouldBe((1, Verdict.Ok));
        var kept = await world.AsSystem(db => db.Set<SeriesMeasurement>().OrderBy(m => m.Number).ToListAsync(Stop));
        kept.Select(m => (m.Number, m.Value, m.IsNewest, m.Correction.Length > 0)).ShouldBe([(1, 0.85, false, false), (2, 0.97, true, true)]);
        kept[1].ReceivedBy.ShouldBe(await world.PersonId(Role.AimsManager));
        (await world.As(Role.Viewer).See((SeriesViews views) => views.Measurements("MODEL-01", new PageRequest(Filter: "history:yes"), Stop))).Total.ShouldBe(2);
        // The signal keeps what raised it, and tells what its window says now.
        var signal = await world.As(Role.Viewer).See((SignalViews views) => views.Detail("SIG-0001", Stop));
        (signal.Signal.Value, signal.Signal.State).ShouldBe((0.85, SignalState.Open));
        signal.Windows.ShouldBe([new("2026-02", Verdict.Ok, Undecided: false, kept[1].Judgement().Measure, 0.97, 400)]);
    }

    [Fact]
    public async Task A_wrong_figure_refuses_the_whole_push_with_all_findings()
    {
        await using var world = await Followed();
        var refused = await Should.ThrowAsync<FindingsException>(() => PushAll(world,
            [new(Metric, "", "2026-02", 0.97, 400, Row: 1), new(Metric, "Greek", "2026-02", 0.97, 400, Row: 2), new("unheard_of", "", "2026-02", 1, 1, Row: 3), new(Metric, "", "2027-01", 0.97, 0, Row: 4)]));

        refused.Findings.Select(finding => (finding.Row, finding.Code)).ShouldBe([(2L, "measurement-subject"), (3L, "measurement-metric"), (4L, "window-future"), (4L, "measurement-n")]);
        (await world.AsSystem(db => db.Set<SeriesMeasurement>().CountAsync(Stop))).ShouldBe(0);
        (await Should.ThrowAsync<FindingsException>(() => PushAll(world, [new(Metric, "", "2026-02", 0.97, 400, Row: 1), new(Metric, "", "2026-02", 0.96, 400, Row: 2)]))).Findings.Single().Code.ShouldBe("measurement-repeated");

        // What is wrong with one line hides nothing of the others, whoever looks: the figure, the push, or what is stored.
        await Push(world, new(Metric, "", "2026-02", 0.97, 400));
        var all = await Should.ThrowAsync<FindingsException>(() => PushAll(world,
            [new(Metric, "", "2026-02", 0.9, 400, Row: 1), new(Metric, "Greek", "2026-02", 0.97, 400, Row: 2), new(Metric, "", "2026-01", 0.97, 400, Row: 3), new(Metric, "", "2026-01", 0.97, 400, Row: 4)]));
        all.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => (finding.Row, finding.Code)).ShouldBe([(1L, "measurement-changed"), (2L, "measurement-subject"), (4L, "measurement-repeated")]);
    }

    [Fact]
    public async Task A_share_in_percent_is_refused_where_the_series_counts_to_one()
    {
        await using var world = await Followed();
        var refused = await Should.ThrowAsync<FindingsException>(() => Push(world, new(Metric, "", "2026-02", 93, 400)));
        refused.Findings.Single().ShouldSatisfyAllConditions(
            finding => finding.Code.ShouldBe("measurement-share"),
            finding => finding.Message.ShouldBe("grounded_answer_rate is a part of a whole, here between 0 and 1; 93 is none. Write 0.93, or define the series with the unit %."));
        (await Should.ThrowAsync<FindingsException>(() => Limits(world, new(95, 90)))).Findings.Select(finding => (finding.Place, finding.Code)).ShouldBe([("warn", "limits-share"), ("alert", "limits-share")]);

        await world.As(Role.SystemOwner).Do(async (SeriesRegister series, Actor actor) => await series.Define("MODEL-01", new(Metric, new(95, 90), HigherIsBetter: true, "ragcheck", Subject: "Greek", Unit: "%"), actor, Stop));
        (await Push(world, new(Metric, "Greek", "2026-02", 93, 400))).Measurements.Single().Measurement.Verdict.ShouldBe(Verdict.Warn);
        (await Should.ThrowAsync<FindingsException>(() => Push(world, new(Metric, "Greek", "2026-01", 101, 400)))).Findings.Single().Code.ShouldBe("measurement-share");

        static Task Limits(World world, LimitFigures figures) => world.As(Role.SystemOwner).Do(async (SeriesRegister series, Actor actor) => await series.SetLimits("SER-0001", figures, actor, Stop));
    }

    [Fact]
    public async Task A_provisional_figure_raises_nothing_until_it_is_confirmed()
    {
        await using var world = await Followed();
        var early = new PushedMeasurement(Metric, "", "2026-03", 0.85, 400, 340);

        var provisional = await Push(world, early);
        (provisional.Verdict, provisional.Raised.Count, provisional.Findings.Single().Code).ShouldBe((Verdict.Alert, 0, "window-provisional"));

        world.Clock.SetUtcNow(new DateTimeOffset(2026, 4, 1, 8, 0, 0, TimeSpan.Zero));
        var confirmed = await Push(world, early);
        (confirmed.Known, confirmed.Raised.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Silence_raises_a_signal_once_grace_is_over_and_two_windows_with_figures_propose_closing()
    {
        await using var world = await Followed();
        await Push(world, new(Metric, "", "2026-02", 0.97, 400, 388));
        (await Look(world)).ShouldBe(0);

        world.Clock.SetUtcNow(new DateTimeOffset(2026, 4, 1, 23, 0, 0, TimeSpan.Zero));
        (await Look(world)).ShouldBe(0); // March ended, its grace did not.
        world.Clock.SetUtcNow(new DateTimeOffset(2026, 4, 2, 1, 0, 0, TimeSpan.Zero));
        (await Look(world)).ShouldBe(1);
        (await Look(world)).ShouldBe(0);

        var signal = (await Signals(world)).Single();
        (signal.Kind, signal.Measure, signal.Since, signal.Value).ShouldBe((SignalKind.Quality, SeriesMeasures.Missing, "2026-03", 1));
        (await Standing(world)).ShouldBe(StandingWord.Alert);
        var late = await Push(world, new(Metric, "", "2026-03", null, null, Reason: "the vendor's service was down"));
        late.ProposedForClosure.ShouldBeEmpty(); // A reason is no silence, but February was before the breach.
        world.Clock.SetUtcNow(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero));
        (await Push(world, new(Metric, "", "2026-04", 0.97, 400, 388))).ProposedForClosure.ShouldBe([signal.Ref]);
    }

    [Fact]
    public async Task Two_warnings_raise_and_whoever_pushed_the_clean_figures_cannot_close()
    {
        await using var world = await Followed();
        (await Push(world, new(Metric, "", "2025-09", 0.91, 400, 364))).Raised.ShouldBeEmpty();
        var signal = (await Push(world, new(Metric, "", "2025-10", 0.91, 400, 364))).Raised.Single();
        (await Signals(world)).Single().Severity.ShouldBe(SignalSeverity.Warn);

        var clean = await PushAll(world, [new(Metric, "", "2025-11", 0.97, 400, 388), new(Metric, "", "2025-12", 0.97, 400, 388)], Role.AimsManager);

        clean.ProposedForClosure.ShouldBe([signal]);
        await Close(world, Role.AimsManager, signal).ShouldBeRefused("SIGNAL-CLOSER-FIXED");
        await Close(world, Role.Auditor, signal);
        (await world.AsSystem(db => db.Set<Evidence>().CountAsync(e => e.Result == EvidenceResult.Effective && e.Kind == "computed", Stop))).ShouldBe(1);
    }

    [Fact]
    public async Task Figures_from_before_the_breach_and_across_a_gap_propose_no_closing()
    {
        await using var world = await Followed();
        await PushAll(world, [new(Metric, "", "2025-01", 0.97, 400, 388), new(Metric, "", "2025-10", 0.97, 5), new(Metric, "", "2025-11", null, null, Reason: "the vendor's service was down")]);
        var breached = new PushedMeasurement(Metric, "", "2025-12", 0.85, 400, 340);
        var signal = (await Push(world, breached)).Raised.Single();

        var corrected = await Push(world, breached with { Value = 0.97, Successes = 388, Correction = "half of the answers had been rated twice" });

        corrected.ProposedForClosure.ShouldBeEmpty();
        (await Push(world, new(Metric, "", "2026-02", 0.97, 400, 388))).ProposedForClosure.ShouldBeEmpty(); // Nothing is known of January.
        (await Push(world, new(Metric, "", "2026-01", 0.97, 400, 388))).ProposedForClosure.ShouldBe([signal]);
    }

    [Fact]
    public async Task A_figure_past_its_limit_by_no_more_than_chance_neither_breaks_nor_closes_nor_proves()
    {
        await using var world = await Followed();
        var signal = (await Push(world, new(Metric, "", "2025-09", 0.85, 400, 340))).Raised.Single();

        // A vendor that is not sure of its own figure turns nothing green.
        var wide = await PushAll(world, [new(Metric, "", "2025-10", 0.80, 400, Low: 0.55, High: 0.99), new(Metric, "", "2025-11", 0.80, 400, Low: 0.55, High: 0.99)]);

        (wide.Verdict, wide.Followed.Count, wide.ProposedForClosure.Count).ShouldBe((Verdict.Ok, 0, 0));
        (await world.As(Role.Viewer).See((SignalViews views) => views.Detail(signal, Stop))).Windows.Select(window => (window.Window, window.Undecided)).ShouldBe([("2025-09", false), ("2025-10", true), ("2025-11", true)]);
        (await world.AsSystem(db => db.Set<Evidence>().CountAsync(e => e.Result == EvidenceResult.Effective && e.Kind == "computed", Stop))).ShouldBe(0);
        (await PushAll(world, [new(Metric, "", "2025-12", 0.97, 400, 388), new(Metric, "", "2026-01", 0.97, 400, 388)])).ProposedForClosure.ShouldBe([signal]);
    }

    [Fact]
    public async Task A_figure_past_its_limit_by_no_more_than_chance_proves_no_control()
    {
        await using var world = await Followed();
        await Push(world, new(Metric, "", "2026-02", 0.80, 400, Low: 0.55, High: 0.99));
        (await Effective()).ShouldBe(0);

        await Push(world, new(Metric, "", "2026-01", 0.97, 400, 388));
        (await Effective()).ShouldBe(0); // February is the newest.
        await Push(world, new(Metric, "", "2026-02", 0.97, 400, 388, Correction: "all answers are in"));
        (await Effective()).ShouldBe(1);

        Task<int> Effective() => world.AsSystem(db => db.Set<Evidence>().CountAsync(e => e.Result == EvidenceResult.Effective && e.Kind == "computed", Stop));
    }

    [Fact]
    public async Task Looser_limits_wait_for_another_person_and_then_judge_what_is_stored()
    {
        await using var world = await Followed();
        await Push(world, new(Metric, "", "2026-02", 0.85, 400, 340));
        var limits = await world.As(Role.SystemOwner).Do((SeriesRuns runs, Actor actor) => runs.SetLimits("SER-0001", new(0.8, 0.7), actor, Stop));
        (limits.Limits.Ref, limits.Limits.State).ShouldBe(("SER-0001:L2", LimitsState.Proposed));
        (await Verdict1(world)).ShouldBe(Verdict.Alert);

        await Approve(world, Role.SystemOwner).ShouldBeRefused("LIMITS-OWN");
        await Approve(world, Role.Viewer).ShouldBeRefused(Refusal.AccessDenied);
        await Approve(world, Role.AimsManager, Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        await Approve(world, Role.AimsManager);

        (await Verdict1(world)).ShouldBe(Verdict.Ok);
        var tightened = await world.As(Role.SystemOwner).Do((SeriesRuns runs, Actor actor) => runs.SetLimits("SER-0001", new(0.95, 0.90), actor, Stop));
        (tightened.Limits.State, tightened.Judged.Single().After).ShouldBe((LimitsState.InForce, Verdict.Alert));
    }

    [Fact]
    public async Task Only_who_may_append_a_log_pushes_and_the_journal_covers_it()
    {
        await using var world = await Followed();
        (await Should.ThrowAsync<RuleViolation>(() => Push(world, new(Metric, "", "2026-02", 0.85, 400, 340), Role.Auditor))).Code.ShouldBe(Refusal.AccessDenied);
        await Push(world, new(Metric, "", "2026-02", 0.85, 400, 340));

        (await world.Tamper("UPDATE \"SeriesMeasurement\" SET \"N\" = 4000")).ShouldBe(1);

        var report = await world.AsSystem(db => new JournalVerification(db, world.Location).Run(Stop));
        report.Damages.ShouldContain(damage => damage.ToString().Contains("SeriesMeasurement", StringComparison.Ordinal));
    }

    private static Task<Verdict> Verdict1(World world) => world.AsSystem(db => db.Set<SeriesMeasurement>().Where(m => m.IsNewest).Select(m => m.Verdict).SingleAsync(Stop));

    private static Task Approve(World world, Role role, Via via = Via.Page) => world.As(role, via).Do((SeriesRuns runs, Actor actor) => runs.ApproveLimits("SER-0001:L2", 0, actor, Stop));

    private static Task Close(World world, Role role, string signal) => world.As(role).Do(async (SignalRegister register, Actor actor) =>
        await register.Close(signal, await world.AsSystem(db => db.Set<Signal>().Where(s => s.Ref == signal).Select(s => s.Version).SingleAsync(Stop)), CloseReason.Recovered, "two clean months", actor, Stop));

    private static async Task<int> Look(World world)
    {
        var raised = 0;
        await using var scope = world.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Concord.Storage.ConcordDb>().SeeAs(Actor.System);
        var runs = scope.ServiceProvider.GetRequiredService<SeriesRuns>();
        foreach (var series in await runs.Due(Stop)) raised += (await runs.Look(series, Stop))?.Raised.Count ?? 0;
        return raised;
    }

    private static Task<MeasurementReceipt> Push(World world, PushedMeasurement pushed, Role role = Role.SystemOwner) => PushAll(world, [pushed], role);

    private static Task<MeasurementReceipt> PushAll(World world, IReadOnlyList<PushedMeasurement> pushed, Role role = Role.SystemOwner) =>
        world.As(role).Do((SeriesRuns runs, Actor actor) => runs.Push("MODEL-01", null, pushed, [], actor, Stop));

    private static async Task<IReadOnlyList<SignalRow>> Signals(World world) => await world.As(Role.Auditor).See((SignalViews views) => views.AllOpen(Stop));

    private static async Task<StandingWord> Standing(World world) =>
        (await world.As(Role.AimsManager).Do((Standings standings, Actor _) => standings.Of(["SYS-01"], Stop))).Single().Standing;

    private async Task<World> Followed(string at = "ORG")
    {
        var world = await World.Create(backend);
        var (unit, owner) = (await world.Unit(at), await world.PersonId(Role.SystemOwner));
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Chat", "Answers customers", "", [], SystemOrigin.Vendor, false, true, owner, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, Stop);
            await registry.AddModel("SYS-01", new("Assistant", "", "", "MODEL-01"), actor, Stop);
            await registry.AddVersion("MODEL-01", new("1.0", new DateOnly(2025, 1, 1)), actor, Stop);
        });
        await world.As(Role.AimsManager).Do(async (ControlRegister controls, Actor actor) =>
            await controls.Apply(new(unit, "Sampling of answers", owner, ControlStatus.Applied, ["SYS-01"], ["ISO42001:A.3.3"], [], [Metric], "AC-01"), actor, Stop));
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, Stop);
            var entry = world.Services.GetRequiredService<Concord.Standards.StandardsLibrary>().RisksIndicatedBy(Metric).First();
            db.Add(new Risk("RISK-01", unit, "Wrong answers", "SYS-01", entry.Id, owner, RiskSource.Assessment, new(4, 4), new(2, 3), new(2, 3), RiskState.Accepted, ""));
            work.Note("risk.opened", "RISK-01", "for the test");
            await work.Commit(Stop);
        });
        await world.As(Role.SystemOwner).Do(async (SeriesRegister series, Actor actor) => await series.Define("MODEL-01", new(Metric, new(0.95, 0.90), HigherIsBetter: true, "ragcheck", "2.1"), actor, Stop));
        return world;
    }
}

public sealed class SeriesOnSqlite() : SeriesContract(Backend.Sqlite);

public sealed class SeriesOnPostgres() : SeriesContract(Backend.Postgres);
