using Concord.Actions;
using Concord.Foundation;
using Concord.Incidents;
using Concord.Organisation;
using Concord.Overview;
using Concord.Risks;
using Concord.Standards;
using Concord.Tests.Impacts;

namespace Concord.Tests.Controls;

/// <summary>Plan, do, check, act: every requirement stands in one phase, and what is late is named with how late it is.</summary>
public abstract class CycleContract(Backend backend)
{
    /// <summary>A requirement whose phase is do.</summary>
    private const string Done = "ISO42001:A.3.3";

    [Fact]
    public async Task Every_requirement_of_every_standard_is_counted_once_and_at_first_nothing_is_late()
    {
        await using var world = await World.Create(backend);
        var phases = await Show(world);
        phases.Select(phase => phase.Phase).ShouldBe([PdcaPhase.Plan, PdcaPhase.Do, PdcaPhase.Check, PdcaPhase.Act]);
        var standards = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
        foreach (var edition in standards.Editions)
        {
            foreach (var phase in phases)
            {
                var standing = phase.Editions.Single(one => one.Edition == edition.Key);
                (standing.Total, standing.Results.Values.Sum()).ShouldBe((standards.Assessable(edition.Key).Count(one => one.Phase == phase.Phase), standing.Total), edition.Key);
            }
        }
        phases.SelectMany(phase => phase.Late).ShouldBeEmpty();
        phases.SelectMany(phase => phase.Shortcomings).ShouldBeEmpty();
    }

    [Fact]
    public async Task Evidence_out_of_date_is_late_where_its_control_is_needed_from_the_day_after_it_counted()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Done]);
        await world.Evidence("AC-01", "computed");
        world.Clock.Advance(TimeSpan.FromDays(100));
        (await Show(world)).SelectMany(phase => phase.Late).ShouldBeEmpty();
        world.Clock.Advance(TimeSpan.FromDays(2));

        var phases = await Show(world);
        var late = phases.Single(phase => phase.Phase == PdcaPhase.Do).Late.ShouldHaveSingleItem();
        (late.Kind, late.Ref, late.Due, late.DaysLate).ShouldBe((LateKind.EvidenceOutOfDate, "AC-01", world.Today.AddDays(-2), 2));
        late.Owner.ShouldNotBeNull();
        phases.Where(phase => phase.Phase != PdcaPhase.Do).SelectMany(phase => phase.Late).ShouldBeEmpty();
        phases.Single(phase => phase.Phase == PdcaPhase.Do).Shortcomings.Select(line => line.Key).ShouldBe([Done]);

        await world.Evidence("AC-01", "computed");
        (await Show(world)).SelectMany(phase => phase.Late).ShouldBeEmpty("new evidence counts again");
    }

    [Fact]
    public async Task A_correction_that_is_overdue_is_late_in_act()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Done]);
        await world.Evidence("AC-01");
        var (unit, owner) = (await world.Unit("RETAIL"), await world.PersonId(Role.SystemOwner));
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            await new NonconformityRegister(db).OpenOrJoin(work, new(unit, "SYS-01", "AC-01", "Out of bounds", owner, NonconformityGrade.Minor, world.Today.AddDays(30), "SIG-0001"), default);
            await work.Commit(default);
            return 0;
        });
        world.Clock.Advance(TimeSpan.FromDays(30));
        (await Show(world)).SelectMany(phase => phase.Late).ShouldBeEmpty("it is in time until the end of that day");
        world.Clock.Advance(TimeSpan.FromDays(5));
        var late = (await Show(world)).Single(phase => phase.Phase == PdcaPhase.Act).Late.ShouldHaveSingleItem();
        (late.Kind, late.Title, late.DaysLate).ShouldBe((LateKind.CorrectionOverdue, "Out of bounds", 5));
    }

    [Fact]
    public async Task A_period_of_law_in_which_nobody_was_told_is_late_in_act()
    {
        await using var world = await World.Create(backend);
        var unit = await world.Unit("RETAIL");
        await world.As(Role.SystemOwner).Do(async (IncidentRegister register, Actor actor) => await register.Report(new(unit, new(world.Today, "incident", "", "Records were sent out", "By mistake.", 0, "EU"), [], [], Reference: "INC-1"), actor, default));
        await world.As(Role.AimsManager).Do((IncidentFile file, Actor actor) => file.Establish("INC-1", 0, "breach", world.Clock.GetUtcNow(), "", actor, default));
        (await Show(world)).SelectMany(phase => phase.Late).ShouldBeEmpty();
        world.Clock.Advance(TimeSpan.FromDays(5));

        var late = (await Show(world)).Single(phase => phase.Phase == PdcaPhase.Act).Late.ShouldHaveSingleItem();
        (late.Kind, late.Ref, late.DaysLate).ShouldBe((LateKind.NotificationMissed, "INC-1", 2));
    }

    [Fact]
    public async Task A_document_whose_review_is_overdue_is_late_in_check_before_there_is_an_action_for_it()
    {
        await using var world = await World.Create(backend);
        await world.Document("DOC-7", [], world.Today.AddMonths(-12), months: 12);
        (await Show(world)).SelectMany(phase => phase.Late).ShouldBeEmpty("it is in time until the end of that day");
        world.Clock.Advance(TimeSpan.FromDays(3));

        var late = (await Show(world)).SelectMany(phase => phase.Late.Select(one => (phase.Phase, one.Kind, one.Ref, one.DaysLate, one.Owner))).ShouldHaveSingleItem();
        (late.Phase, late.Kind, late.Ref, late.DaysLate).ShouldBe((PdcaPhase.Check, LateKind.DocumentReviewOverdue, "DOC-7", 3));
        late.Owner.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_risk_and_an_impact_assessment_that_were_to_be_looked_at_again_are_late_in_do()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        var impact = await world.InForce();
        var risk = await world.Risk("R-01");
        LevelEntry level = new(5, new Dictionary<string, int> { ["groups"] = 4 }); // The graver a risk, the sooner it is looked at again.
        risk = await world.As(Role.RiskOwner).Do((RiskAssessments assessments, Actor actor) => assessments.Assess("R-01", risk.Version, new(level, level, null, null, [], "As we see it."), actor, default));
        var (first, last) = (risk.ReassessDueOn!.Value, impact.DueOn!.Value);
        first.ShouldBeLessThan(last);

        world.Clock.Advance(TimeSpan.FromDays(first.DayNumber - world.Today.DayNumber));
        (await Late(world)).ShouldBeEmpty("it is in time until the end of that day");
        world.Clock.Advance(TimeSpan.FromDays(1 + last.DayNumber - world.Today.DayNumber));
        (await Late(world)).ShouldBe([(LateKind.RiskAssessmentOverdue, "R-01", 1 + last.DayNumber - first.DayNumber), (LateKind.ImpactAssessmentOverdue, impact.Ref, 1)]);

        static async Task<List<(LateKind, string, int)>> Late(World world) =>
            [.. (await Show(world)).Single(phase => phase.Phase == PdcaPhase.Do).Late.Where(one => one.Kind != LateKind.EvidenceOutOfDate).Select(one => (one.Kind, one.Ref, one.DaysLate))];
    }

    private static Task<IReadOnlyList<PhaseStanding>> Show(World world) => world.As(Role.AimsManager).See((CycleViews views) => views.Show(default));
}

public sealed class CycleOnSqlite() : CycleContract(Backend.Sqlite);

public sealed class CycleOnPostgres() : CycleContract(Backend.Postgres);
