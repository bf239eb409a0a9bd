using Concord.Cli.Demo;
using Concord.Controls;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Demo;

/// <summary>The demonstration, built once as the command builds it.</summary>
public sealed class BuiltDemo : IAsyncLifetime
{
    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"concord-demo-{Guid.CreateVersion7():N}");

    internal IReadOnlyList<DemoSystem> Systems { get; private set; } = [];

    internal static async Task<IReadOnlyList<DemoSystem>> Build(string folder, GfcScenario scenario)
    {
        var demo = new DemoFolder(folder);
        await demo.Build(scenario, _ => { }, CancellationToken.None);
        return await demo.Report((await demo.AsOf(CancellationToken.None))!.Value, CancellationToken.None);
    }

    public async ValueTask InitializeAsync() => Systems = await Build(Folder, GfcScenario.Default);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class DemoStoryTests(BuiltDemo demo) : IClassFixture<BuiltDemo>
{
    [Fact]
    public void Exactly_the_two_drifting_systems_of_the_bank_raise_signals() => Loud(demo.Systems).ShouldBe(["SYS-01", "SYS-04"]);

    [Fact]
    public void The_systems_stand_as_the_story_says()
    {
        demo.Systems.Count.ShouldBe(14);
        Verdict("SYS-01").ShouldBe("alert");
        Verdict("SYS-04").ShouldBe("alert");
        Verdict("SYS-02").ShouldBe("ok");
        Verdict("SYS-05").ShouldBe("ok");
        Verdict("SYS-03").ShouldBe("notMonitored");
        Verdict("REAL-GERMAN").ShouldBe("insufficient");
        Signals("REAL-GERMAN").ShouldBeEmpty();
        demo.Systems.Where(system => !system.Generated).Select(system => system.System).ShouldBe(["REAL-ADULT", "REAL-GERMAN"]);
    }

    [Fact]
    public void Credit_scoring_drifts_and_is_unfair_since_June()
    {
        Signals("SYS-01").ShouldContain(signal => signal.Kind == "drift" && signal.Subject == "score");
        var fairness = Signals("SYS-01").Single(signal => signal.Kind == "fairness");
        (fairness.Subject, fairness.Measure, fairness.Since).ShouldBe(("group_age_band", "selectionRateRatio", "2026-06"));
        fairness.Value.ShouldBe(0.77, 0.02);
        fairness.Requirements.ShouldBe(["ISO42001:A.5.4", "ISO42001:A.7.4"]);
        fairness.Risk.ShouldBe("GFC-R-02");
        fairness.Nonconformity.ShouldNotBeNull();
        fairness.Evidence.ShouldNotBeNull();
    }

    [Fact]
    public void Alert_ranking_loses_precision_at_the_top()
    {
        var precision = Signals("SYS-04").Single(signal => signal.Subject == "precisionAtTop");
        (precision.Kind, precision.Severity, precision.Risk).ShouldBe(("performance", "alert", "GFC-R-04"));
        precision.Value.ShouldBe(0.13, 0.025);
    }

    [Fact]
    public void The_real_log_shows_its_known_faults_from_the_month_they_began()
    {
        var adult = Signals("REAL-ADULT");
        adult.Where(signal => signal.Kind is "drift" or "performance").Min(signal => signal.Since).ShouldBe("2025-08");
        var unit = adult.Single(signal => signal.Kind == "quality");
        (unit.Subject, unit.Since, unit.Measure).ShouldBe(("capital_gain", "2025-10", "unitChangeRatio"));
        var sex = adult.Single(signal => signal.Kind == "fairness" && signal.Subject == "sex");
        (sex.Window, sex.Since).ShouldBe(("reference", "reference"));
        sex.Value.ShouldBe(0.27, 0.01);
    }

    [Fact]
    public async Task Requirements_fall_as_far_as_their_controls_fail()
    {
        await using var services = new ServiceCollection().AddLogging().AddConcord(new DataLocation(demo.Folder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var states = await scope.ServiceProvider.GetRequiredService<ConcordDb>().Set<RequirementState>().ToDictionaryAsync(state => state.Ref, state => state.Derived, TestContext.Current.CancellationToken);

        states["ISO42001:A.6.2.6"].ShouldBe(RequirementResult.Partial);
        states["ISO42001:9.1"].ShouldBe(RequirementResult.Partial);
        states["ISO42001:A.5.4"].ShouldBe(RequirementResult.NotConforming);
        states["ISO42001:A.7.4"].ShouldBe(RequirementResult.NotConforming);
    }

    [Fact]
    public async Task The_statement_of_applicability_has_three_revisions_drafted_by_one_and_approved_by_another()
    {
        await using var services = new ServiceCollection().AddLogging().AddConcord(new DataLocation(demo.Folder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Foundation.Actor.System);
        var views = scope.ServiceProvider.GetRequiredService<Concord.Applicability.StatementViews>();
        var revisions = (await views.Revisions(new(Sort: "number"), TestContext.Current.CancellationToken)).Items;
        revisions.Select(line => (line.Number, line.State, $"{line.AsOf:yyyy-MM-dd}", line.Applicable, line.Excluded, line.NotDecided)).ShouldBe([
            (1, Concord.Applicability.StatementState.Superseded, "2026-05-11", 91, 2, 0), (2, Concord.Applicability.StatementState.Superseded, "2026-05-28", 129, 2, 0), (3, Concord.Applicability.StatementState.Approved, "2026-10-12", 129, 2, 0)]);
        revisions.ShouldAllBe(line => line.DraftedBy == "Hana Farouk" && line.ApprovedBy == "Marta Lindqvist");
        (await views.Difference(2, 3, TestContext.Current.CancellationToken)).ShouldContain(change => change.Kind == Concord.Applicability.StatementChangeKind.State);
        (await views.Difference(1, 2, TestContext.Current.CancellationToken)).Count(change => change.Kind == Concord.Applicability.StatementChangeKind.Added).ShouldBe(38);
    }

    [Fact]
    public async Task The_near_miss_ends_in_a_monitor_and_the_legal_assessment_of_October_starts_a_clock()
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new(2026, 10, 14, 8, 0, 0, TimeSpan.Zero)))
            .AddConcord(new DataLocation(demo.Folder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Foundation.Actor.System);
        var views = scope.ServiceProvider.GetRequiredService<Concord.Incidents.IncidentViews>();
        var nearMiss = await views.Detail("INC-01", TestContext.Current.CancellationToken);
        var bank = Concord.Cli.Demo.GfcReader.Read(Concord.Cli.Demo.GfcReader.DefaultFolder, Concord.Standards.StandardsLibrary.Load(Concord.Standards.StandardsLibrary.DefaultFolder));
        foreach (var told in bank.Incidents)
        {
            var detail = await views.Detail(told.Id, TestContext.Current.CancellationToken);
            (detail.Line.Date, detail.Line.Kind, detail.Line.SystemRef, detail.Line.Title, detail.Line.Summary, detail.Line.Affected, detail.ReportedBy!.Name).ShouldBe(
                (told.Date, told.Kind, told.SystemId, told.Title, told.Summary, told.Affected, bank.People.Single(person => person.Id == told.ReportedBy).Name));
            detail.Requirements.ShouldBe(told.RequirementKeys);
            detail.Links.Where(link => link.Relation == "document").Select(link => link.Ref).ShouldBe(told.DocumentId is { } document ? [document] : []);
        }
        var exempt = (await scope.ServiceProvider.GetRequiredService<Concord.Classification.ClassificationViews>().List(new(Filter: "system:SYS-08 state:approved"), TestContext.Current.CancellationToken)).Items.Single();
        (await scope.ServiceProvider.GetRequiredService<Concord.Classification.ClassificationViews>().Detail(exempt.Ref, TestContext.Current.CancellationToken)).Documents.ShouldBe(["DOC-52"]);
        (nearMiss.Line.State, nearMiss.Steps[^1].By!.Name).ShouldBe((Concord.Incidents.IncidentState.Closed, "David Lund"));
        nearMiss.Decisions.Select(decision => decision.Kind).ShouldBe([Concord.Incidents.DecisionKind.Monitor, Concord.Incidents.DecisionKind.Risk]);
        nearMiss.Steps.Single(step => step.Whys.Count > 0).Whys.Count.ShouldBe(5);
        (await views.Running(TestContext.Current.CancellationToken)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            running => (running.Incident.Ref, running.Clock.Clock).ShouldBe(("INC-04", "AIA-15")), running => running.Clock.LocalEnd.ShouldBe("21 Oct 2026, 00:00 (Europe/Brussels)"));
        var concern = await scope.ServiceProvider.GetRequiredService<Concord.Incidents.Concerns.ConcernViews>().Detail("CONC-0001", Foundation.Actor.System, TestContext.Current.CancellationToken);
        (concern.Line.IncidentRef, concern.Said.Count).ShouldBe(("INC-05", 2));
    }

    [Theory]
    [InlineData("equal", 40.0, 48.9)]
    [InlineData("effort", 28.9, 38.5)]
    [InlineData("balanced50", 41.4, 50.4)]
    public async Task The_bank_s_own_controls_realise_what_its_security_statement_says(string weights, double low, double high)
    {
        await using var services = new ServiceCollection().AddLogging().AddConcord(new DataLocation(demo.Folder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Foundation.Actor.System);
        var figure = await scope.ServiceProvider.GetRequiredService<Concord.Gaps.ReuseViews>().Ask([], null, weights, "2026-10-14", TestContext.Current.CancellationToken);

        (figure.RealisedLow, figure.RealisedHigh, figure.Realised).ShouldBe((low, high, high));
        figure.Holds.ShouldBe(["iso27001"]);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(42001, false)]
    public async Task Another_seed_finds_the_same_and_without_the_effects_the_bank_is_silent(ulong seed, bool effects)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"concord-demo-{Guid.CreateVersion7():N}");
        try
        {
            var systems = await BuiltDemo.Build(folder, new GfcScenario(seed, effects));
            Loud(systems).ShouldBe(effects ? ["SYS-01", "SYS-04"] : []);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Loud(IReadOnlyList<DemoSystem> systems) => systems.Where(system => system.Generated && system.Signals.Count > 0).Select(system => system.System);

    private string Verdict(string system) => demo.Systems.Single(known => known.System == system).Verdict;

    private IReadOnlyList<DemoSignal> Signals(string system) => demo.Systems.Single(known => known.System == system).Signals;
}
