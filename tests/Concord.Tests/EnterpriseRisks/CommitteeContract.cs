using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.EnterpriseRisks;

/// <summary>What the committee saw, what changed since, and the register as the chief risk officer looks at it.</summary>
public abstract class CommitteeContract(Backend backend)
{
    [Fact]
    public async Task What_changed_since_the_committee_met_is_computed_from_what_was_frozen()
    {
        await using var world = await World.Create(backend);
        await Lines(world, ("ENT-1", "RETAIL", "medium", "medium"), ("ENT-2", "MARKETS", "high", ""));
        foreach (var (risk, current) in new[] { ("AGAIN", new RiskLevel(2, 3)), ("STILL", new(4, 4)) }) await Linked(world, risk, "ENT-1", current);
        (await world.As(Role.Viewer).See((CommitteeMeetings committees) => committees.Changes(null, null, null, default))).ShouldBeNull("nobody met yet");
        await Mark(world, "2026-03-02", Role.Viewer).ShouldBeRefused(Refusal.AccessDenied);
        await Mark(world, "2026-03-03").ShouldBeRefused("COMMITTEE-DAY");
        await Mark(world, "2026-03-02");
        await Mark(world, "2026-03-02").ShouldBeRefused("COMMITTEE-ORDER");
        (await Told(world)).ShouldBeEmpty();

        world.Clock.Advance(TimeSpan.FromDays(30));
        await Linked(world, "FRESH", "ENT-2", new(3, 4));
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            (await db.Set<Risk>().SingleAsync(risk => risk.Ref == "AGAIN")).Reopen();
            var line = await db.Set<EnterpriseRisk>().SingleAsync(known => known.Ref == "ENT-1");
            line.Revise(line.UnitId, line.Facts with { Rating = "high", NextReview = new DateOnly(2026, 3, 20) });
            work.Note("test.moved", "ENT-1", "moved");
            await work.Commit(default);
        });
        (await Told(world)).ShouldBe(
        [
            "New FRESH: open at 12 high, part of ENT-2", "Up AGAIN: open at 6 medium → open at 16 critical", "Up ENT-1: rating medium → high", "Expired ENT-1: its review was due on 2026-03-20",
        ]);
        await Mark(world, "2026-04-01");
        (await Told(world)).ShouldBeEmpty("the picture of today is the one to compare with");
        (await Told(world, "MEET-0001", "MEET-0002")).Count.ShouldBe(4, "and the earlier difference is told again from what was frozen");
        var standing = await world.As(Role.Viewer).See((EnterpriseViews views) => views.Standing(default));
        var trend = await world.As(Role.Viewer).See((CommitteeMeetings committees) => committees.Trend(standing, default));
        trend.Select(point => (point.Meeting, point.AiRisks, point.Bands.Single(band => band.Band == "critical").Risks, point.RatedLower)).ShouldBe([("MEET-0001", 2, 1, 1), ("MEET-0002", 3, 2, 1), (null, 3, 2, 1)]);
    }

    [Fact]
    public async Task A_reader_of_one_unit_sees_its_part_of_the_register_and_of_what_was_frozen()
    {
        await using var world = await World.Create(backend);
        await Lines(world, ("ENT-1", "RETAIL", "medium", ""), ("ENT-2", "MARKETS", "high", ""));
        await Mark(world, "2026-03-02");
        await Linked(world, "R-RETAIL", "ENT-1", new(2, 2));
        await Linked(world, "R-MARKETS", "ENT-2", new(2, 2), "MARKETS");
        var retail = await world.Unit("RETAIL");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Rita", "rita@example.test", Unit: retail), new(Role.RiskOwner, retail), default));
        var rita = world.As("rita@example.test");
        (await rita.See((EnterpriseViews views) => views.List(new(), default))).Items.Select(line => line.Ref).ShouldBe(["ENT-1"]);
        (await rita.See((CommitteeMeetings committees) => committees.Changes(null, null, null, default)))!.Differences.Select(change => change.Ref).ShouldBe(["R-RETAIL"]);
        (await rita.See(async (CommitteeMeetings committees) => (await committees.Changes("MEET-0001", null, null, default))!.Differences)).ShouldNotContain(change => change.Kind == RegisterDifferenceKind.Gone, "what one may not see is not gone");
        await rita.See((EnterpriseViews views) => views.Line("ENT-2", default)).ShouldBeRefused(Refusal.NotFound);
        await rita.Do((CommitteeMeetings committees, Actor actor) => committees.Mark("C", world.Today, "", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        (await rita.See(async (EnterpriseViews views) => (await views.Standing(default)).By(EnterpriseGrouping.Unit))).Select(group => (group.Title, group.Lines, group.AiRisks)).ShouldBe([("Retail", 1, 1)]);
    }

    [Fact]
    public async Task A_line_shows_what_its_ai_risks_say_and_what_decided_it()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        await Lines(world, ("LOW", "RETAIL", "low", "medium"), ("HIGH", "RETAIL", "critical", "critical"), ("ODD", "RETAIL", "purple", "purple"), ("EMPTY", "MARKETS", "", "medium"));
        await Linked(world, "R1", "LOW", new(3, 4), system: "SYS-01");
        await Linked(world, "R2", "LOW", new(2, 2));
        await Linked(world, "R3", "HIGH", new(2, 2));
        await Linked(world, "R4", "ODD", new(2, 2));
        var standing = await world.As(Role.Viewer).See((EnterpriseViews views) => views.Standing(default));
        standing.Lines.Select(line => (line.Ref, line.Rating, line.Appetite, line.AppetiteBecause)).ShouldBe(
        [
            ("EMPTY", RatingStanding.NotComparable, AppetiteStanding.Unknown, "neither the line nor an AI risk of it has a level"),
            ("HIGH", RatingStanding.Agrees, AppetiteStanding.Within, "rated critical, the appetite ends at critical"),
            ("LOW", RatingStanding.LowerThanItsRisks, AppetiteStanding.Above, "R1 is high, the appetite ends at medium"),
            ("ODD", RatingStanding.NotComparable, AppetiteStanding.Unknown, "the appetite \"purple\" is no rating of the scale Five levels, as the criteria"),
        ]);
        var low = standing.Lines.Single(line => line.Ref == "LOW");
        (low.AiRisks, low.HighestCurrent!.Ref, low.HighestResidual!.Level.Score, string.Join(' ', low.Bands.Select(band => band.Risks))).ShouldBe((2, "R1", 6, "1 0 1 0"));
        standing.By(EnterpriseGrouping.System).Select(group => (group.Key, group.Lines, group.AiRisks, group.Above)).ShouldBe([("", 3, 3, 1), ("SYS-01", 1, 1, 1)]);
        var matrix = standing.Matrix(standing.Scales.InForce);
        (matrix.Cells.Single(cell => (cell.Likelihood, cell.Impact) == ("2", "2")).AiRisks, matrix.Cells.Sum(cell => cell.AiRisks), matrix.LinesOutside).ShouldBe((3, 4, 4));
        EnterpriseViews.List(standing, new(Filter: "appetite:above")).Items.Select(line => line.Ref).ShouldBe(["LOW"]);
        EnterpriseViews.List(standing, new(Sort: "-rating")).Items[0].Ref.ShouldBe("HIGH");
        Should.Throw<RuleViolation>(() => EnterpriseViews.List(standing, new(Filter: "colour:red"))).Code.ShouldBe("LIST-FILTER");
        Should.Throw<RuleViolation>(() => EnterpriseViews.List(standing, new(Sort: "colour"))).Code.ShouldBe("LIST-SORT");
    }

    private static async Task Lines(World world, params (string Ref, string Unit, string Rating, string Appetite)[] lines) => await world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        foreach (var line in lines)
        {
            var unit = (await db.Set<OrganisationUnit>().SingleAsync(known => known.Ref == line.Unit)).Id;
            await new EnterpriseRegister(db).Add(work, line.Ref, unit, EnterpriseRiskFacts.Plain($"Line {line.Ref}", null, line.Rating) with { Appetite = line.Appetite }, default);
        }
        await work.Commit(default);
    });

    private static async Task Linked(World world, string risk, string line, RiskLevel current, string unit = "RETAIL", string? system = null)
    {
        await world.Risk(risk, system, current: current, unit: unit);
        await world.As(Role.AimsManager).Do((RiskRegister risks, Actor actor) => risks.LinkToEnterprise(risk, 0, line, actor, default));
    }

    private static Task<CommitteeMeeting> Mark(World world, string day, Role role = Role.RiskOwner) =>
        world.As(role).Do((CommitteeMeetings committees, Actor actor) => committees.Mark("Risk committee", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), "", actor, default));

    private static async Task<IReadOnlyList<string>> Told(World world, string? since = null, string? until = null) =>
        [.. (await world.As(Role.Viewer).See((CommitteeMeetings committees) => committees.Changes(since, until, null, default)))!.Differences.Select(change => $"{change.Kind} {change.Ref}: {change.Text}")];
}

public sealed class CommitteeOnSqlite() : CommitteeContract(Backend.Sqlite);

public sealed class CommitteeOnPostgres() : CommitteeContract(Backend.Postgres);
