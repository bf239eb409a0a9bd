using Concord.EnterpriseRisks;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Risks;

public abstract class RiskContract(Backend backend)
{
    [Fact]
    public async Task A_risk_shows_its_levels_with_the_band_and_the_approver_of_the_criteria()
    {
        await using var world = await World.Create(backend);
        var system = await world.System("SYS-01");
        var risk = await world.Risk("GFC-R-01", system.Ref);
        var detail = await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default));
        detail.Line.Inherent.ShouldBe(new(4, 4, "critical", "stop or do not start until treated", "chief risk officer", null));
        detail.Line.Current!.Band.ShouldBe("medium");
        (detail.Line.SystemName, detail.Line.CatalogueTitle, detail.Line.Owner!.Name, detail.Line.Before)
            .ShouldBe(("Credit scoring", "Input data drift makes the model unfit", "RiskOwner Person", null));
        detail.Indicators.ShouldBe(["psi_feature", "psi_score"]);
        detail.NextStates.ShouldNotContain(RiskState.Reopened);
    }

    [Fact]
    public async Task Reopening_by_evidence_is_told_with_before_and_after_and_stays_on_the_page()
    {
        await using var world = await World.Create(backend);
        var risk = await Accepted(world);
        var reopening = await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            var known = await db.Set<Risk>().SingleAsync(known => known.Ref == risk);
            var done = new RiskRegister(db, StandardsLibrary.Load(StandardsLibrary.DefaultFolder)).Reopen(work, known, "SIG-0001");
            await work.Commit(default);
            return done;
        });
        (reopening.Changed, reopening.StateBefore, reopening.LevelBefore, reopening.State, reopening.Level)
            .ShouldBe((true, RiskState.Accepted, new RiskLevel(2, 3), RiskState.Reopened, new RiskLevel(4, 4)));
        var line = (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk, default))).Line;
        (line.State, line.StateBefore, line.Before!.Band, line.Current!.Band).ShouldBe((RiskState.Reopened, RiskState.Accepted, "medium", "critical"));
        (await world.AsSystem(db => db.Set<JournalEntry>().OrderBy(entry => entry.Sequence).LastAsync())).Detail
            .ShouldBe("by SIG-0001: was accepted at 6 medium; now reopened at 16 critical");
    }

    [Fact]
    public async Task Accepting_is_a_duty_of_another_person_than_the_owner()
    {
        await using var world = await World.Create(backend);
        var risk = await world.Risk();
        Task<Risk> Accept(Role role, Via via = Via.Page) =>
            world.As(role, via).Do((RiskRegister risks, Actor actor) => risks
                .Decide(risk.Ref, 0, RiskState.Accepted, new(2, 3), "The committee agreed.", actor, default));
        await Accept(Role.AimsManager, Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        await Accept(Role.RiskOwner).ShouldBeRefused("RISK-ACCEPT-OWN");
        await Accept(Role.Auditor).ShouldBeRefused(Refusal.AccessDenied);
        (await Accept(Role.AimsManager, Via.Api)).State.ShouldBe(RiskState.Accepted);
        await Accept(Role.AimsManager).ShouldBeRefused(Refusal.Stale);
    }

    [Fact]
    public async Task A_risk_of_a_prohibited_practice_is_critical_and_cannot_be_accepted()
    {
        await using var world = await World.Create(backend);
        var registration = new SystemRegistration(await world.Unit("RETAIL"), await world.Description() with { RiskClass = RiskClass.Prohibited },
            LifeCycle.Development, Reference: "SYS-99");
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Register(registration, actor, default));
        var risk = await world.Risk(system: "SYS-99");
        var line = (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Line;
        (line.Current!.Score, line.Current.Band).ShouldBe((9, "critical"));
        line.Current.Rule!.ShouldContain("prohibited");
        await world.As(Role.AimsManager).Do((RiskRegister risks, Actor actor) => risks
            .Decide(risk.Ref, 0, RiskState.Accepted, new(1, 1), "We want to.", actor, default)).ShouldBeRefused("RISK-NOT-ACCEPTABLE");
        (await Refs(world, "band:critical")).ShouldBe([risk.Ref]);
        (await Refs(world, "band:medium")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_opens_a_risk_but_does_not_decide_it_in_the_same_breath()
    {
        await using var world = await World.Create(backend);
        var opening = new RiskOpening(await world.Unit("RETAIL"), "Something", null, "", await world.PersonId(Role.RiskOwner), RiskSource.Assessment, null,
            null, null, State: RiskState.Accepted);
        Task<Risk> Open(RiskOpening how) => world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.Open(how, actor, default));
        await Open(opening).ShouldBeRefused("RISK-OPEN-STATE");
        await Open(opening with { State = RiskState.Open, CatalogueId = "AIR-999" }).ShouldBeRefused(Refusal.NotFound);
        await Open(opening with { State = RiskState.Open, SystemRef = "SYS-404" }).ShouldBeRefused(Refusal.NotFound);
        await Open(opening with { State = RiskState.Open, EnterpriseRiskRef = "ENT-404" }).ShouldBeRefused(Refusal.NotFound);
        var risk = await Open(opening with { State = RiskState.Open });
        var line = (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Line;
        (line.Current, line.Inherent).ShouldBe((null, null));

        await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.Assess(risk.Ref, 0, new(4, 3), new(3, 3), new(2, 2), actor, default));
        (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Line.Inherent!.Score.ShouldBe(12);
    }

    [Fact]
    public async Task A_risk_is_part_of_a_line_of_the_enterprise_register()
    {
        await using var world = await World.Create(backend);
        var unit = await world.Unit("RETAIL");
        var owner = await world.PersonId(Role.RiskOwner);
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            await new EnterpriseRegister(db).Add(work, "ENT-07", unit, EnterpriseRiskFacts.Plain("Credit and conduct risk", owner, "high"), default);
            await work.Commit(default);
        });
        var risk = await world.Risk();
        await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.LinkToEnterprise(risk.Ref, 0, "ENT-07", actor, default));
        (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Enterprise.ShouldBe(
            new("ENT-07", "Credit and conduct risk", (await world.As(Role.Viewer)
                .See((EnterpriseViews views) => views.List(new(), default))).Items[0].Owner, "high"));
        (await Refs(world, "enterprise:ENT-07")).ShouldBe([risk.Ref]);
    }

    [Fact]
    public async Task The_list_is_worst_first_and_filtered_by_band_in_the_database()
    {
        await using var world = await World.Create(backend);
        await world.Risk("R-LOW", current: new(2, 2));
        await world.Risk("R-HIGH", current: new(4, 3));
        await world.Risk("R-MEDIUM", current: new(1, 5));
        await world.Risk("R-EDGE", current: new(2, 5));
        var unassessed = new RiskOpening(await world.Unit("RETAIL"), "New", null, "", await world.PersonId(Role.RiskOwner), RiskSource.Monitor, null, null,
            null, Reference: "R-NONE");
        await world.As(Role.AimsManager).Do((RiskRegister risks, Actor actor) => risks.Open(unassessed, actor, default));

        (await Refs(world, null)).ShouldBe(["R-HIGH", "R-EDGE", "R-MEDIUM", "R-LOW", "R-NONE"]);
        (await Refs(world, "band:low")).ShouldBe(["R-LOW"]);
        (await Refs(world, "band:medium")).ShouldBe(["R-MEDIUM"]);
        (await Refs(world, "band:high")).ShouldBe(["R-HIGH", "R-EDGE"]);
        (await Refs(world, "source:monitor")).ShouldBe(["R-NONE"]);
        (await Refs(world, "likelihood:2,consequence:5")).ShouldBe(["R-EDGE"]);
        (await Refs(world, "band:frightful").Refused()).Message.ShouldContain("low, medium, high, critical");

        var matrix = await world.As(Role.Viewer).See((RiskViews views) => views.Matrix(RiskMoment.Current, default));
        (matrix.Cells.Count, matrix.Cells.Sum(cell => cell.Risks), matrix.WithoutLevel).ShouldBe((25, 4, 1));
        matrix.Cells.Single(cell => cell is { Likelihood: 4, Consequence: 3 }).ShouldBe(new(4, 3, "high", 1));
        (await world.As(Role.Viewer).See((RiskViews views) => views.Matrix(RiskMoment.Inherent, default))).Cells
            .Single(cell => cell is { Likelihood: 4, Consequence: 4 }).Risks.ShouldBe(4);
    }

    private static async Task<string> Accepted(World world)
    {
        var risk = await world.Risk();
        await world.As(Role.AimsManager).Do((RiskRegister risks, Actor actor) => risks
            .Decide(risk.Ref, 0, RiskState.Accepted, new(2, 3), "Small enough.", actor, default));
        return risk.Ref;
    }

    private static async Task<List<string>> Refs(World world, string? filter) =>
        [.. (await world.As(Role.Viewer).See((RiskViews views) => views.List(new(Filter: filter), default))).Items.Select(line => line.Ref)];
}

public sealed class RisksOnSqlite() : RiskContract(Backend.Sqlite);

public sealed class RisksOnPostgres() : RiskContract(Backend.Postgres);
