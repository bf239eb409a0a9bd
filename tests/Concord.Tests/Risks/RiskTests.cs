using Concord.Foundation;
using Concord.Inventory;
using Concord.Risks;
using Concord.Standards;
using Concord.Tests.Monitoring;
using CsCheck;

namespace Concord.Tests.Risks;

public sealed class RiskTests
{
    private static readonly PersonId Owner = Id.New<PersonId>();
    private static readonly PersonId Author = Id.New<PersonId>();
    private static readonly PersonId Other = Id.New<PersonId>();
    private static readonly RiskLevel Inherent = new(4, 4);

    private static readonly RiskCriteria Criteria = StandardsLibrary.Load(StandardsLibrary.DefaultFolder).Criteria;

    [Theory]
    [InlineData(RiskState.Accepted)]
    [InlineData(RiskState.Treated)]
    [InlineData(RiskState.Closed)]
    internal void Reopening_goes_to_the_inherent_level_and_keeps_what_was_before(RiskState state)
    {
        var risk = Risk(state, new(2, 3));
        risk.Reopen().ShouldBeTrue();
        (risk.State, risk.Current).ShouldBe((RiskState.Reopened, Inherent));
        (risk.StateBefore, risk.Before).ShouldBe((state, new RiskLevel(2, 3)));
    }

    [Theory]
    [InlineData(RiskState.Open)]
    [InlineData(RiskState.Treating)]
    [InlineData(RiskState.Reopened)]
    internal void A_risk_that_is_already_open_stays_in_its_state_and_only_its_level_rises(RiskState state)
    {
        var risk = Risk(state, new(3, 3));
        risk.Reopen().ShouldBeTrue();
        (risk.State, risk.Current, risk.StateBefore, risk.Before).ShouldBe((state, Inherent, state, new RiskLevel(3, 3)));
        risk.Reopen().ShouldBeFalse();
        risk.Before.ShouldBe(new RiskLevel(3, 3)); // A second breach does not overwrite what was before the first.
    }

    [Fact]
    public void The_gravest_dimension_decides_whatever_the_order_and_all_that_are_as_grave_are_kept()
    {
        var dimensions = Criteria.Dimensions.ToArray();
        var draw = from likelihood in Gen.Int[1, 5]
                   from levels in Gen.Int[0, 5].Array[dimensions.Length]
                   from order in Gen.Shuffle(Enumerable.Range(0, dimensions.Length).ToArray())
                   select (likelihood, levels, order);
        draw.Where(drawn => drawn.levels.Any(level => level > 0)).Sample(drawn =>
        {
            var pairs = dimensions.Select((dimension, at) => KeyValuePair.Create(dimension, drawn.levels[at])).Where(pair => pair.Value > 0).ToList();
            var straight = new RatedLevel(Criteria, "L", drawn.likelihood, pairs);
            var shuffled = new RatedLevel(Criteria, "L", drawn.likelihood, drawn.order.Select(at => KeyValuePair.Create(dimensions[at], drawn.levels[at])).Where(pair => pair.Value > 0));
            (shuffled.Level, shuffled.Dimensions).ShouldBe((straight.Level, straight.Dimensions));
            straight.Level.Consequence.ShouldBe(drawn.levels.Max());
            straight.Leading.ShouldBe(pairs.Where(pair => pair.Value == drawn.levels.Max()).Select(pair => pair.Key), ignoreOrder: true);
            RatedLevel.Of(straight.Likelihood, straight.Dimensions)!.Dimensions.ShouldBe(straight.Dimensions);
        }, iter: 10_000);
    }

    [Fact]
    public void Rules_above_the_matrix_hold_for_every_level()
    {
        foreach (var tier in Enum.GetValues<RiskClass>())
        {
            for (var likelihood = 1; likelihood <= 5; likelihood++)
                for (var individuals = 1; individuals <= 5; individuals++)
                    for (var money = 1; money <= 5; money++)
                    {
                        var rated = Rated(likelihood, individuals, money);
                        var banded = RiskBands.Of(Criteria, rated.Level, tier, rated)!;
                        var matrix = Criteria.Band(likelihood, Math.Max(individuals, money)).Name;
                        var expected = tier == RiskClass.Prohibited ? "critical" : individuals == 5 && matrix is "low" or "medium" && individuals == 5 ? "high" : matrix;
                        banded.Band.ShouldBe(expected, $"{tier} {likelihood} × individuals {individuals}, money {money}");
                        (banded.Rule is null).ShouldBe(expected == matrix);
                    }
        }
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_level_is_said_at_once_with_its_place()
    {
        var wrong = Should.Throw<FindingsException>(() => new RatedLevel(Criteria, "current", 6, [new("individuals", 0), new("money", 3), new("groups", 3), new("groups", 3)])).Findings;
        wrong.Select(finding => finding.Place).ShouldBe(["current, likelihood", "current, individuals", "current, money", "current, groups"]);
        Should.Throw<FindingsException>(() => new RatedLevel(Criteria, "target", 3, [])).Findings.Single().Message.ShouldContain("at least one dimension");
        Should.Throw<FindingsException>(() => new RatedLevels(Rated(2, 2, 2), Rated(3, 2, 2), Rated(4, 4, 4)).Check()).Findings.Select(finding => finding.Place).ShouldBe(["current", "residual"]);
    }

    [Fact]
    public void A_level_without_control_behind_it_is_accepted_by_whoever_could_accept_the_inherent_one()
    {
        var risk = Risk(RiskState.Open, new(2, 2));
        var terms = RiskAuthority.Terms(Criteria, risk, RiskClass.Limited, isBacked: false);
        (terms.Band.Name, terms.Approver).ShouldBe(("low", "chief risk officer"));
        terms.Because.ShouldContain("no effective control");
        RiskAuthority.Terms(Criteria, risk, RiskClass.Limited, isBacked: true).Approver.ShouldBe("system owner");
        RiskAuthority.Terms(Criteria, Risk(RiskState.Open, new(3, 4)), RiskClass.High, isBacked: true).Approver.ShouldBe("AI governance committee");
        RiskAuthority.Terms(Criteria, risk, RiskClass.Prohibited, isBacked: true).Forbidden.ShouldNotBeNull();
    }

    [Fact]
    public void Every_role_of_the_criteria_is_a_role_people_can_hold() =>
        RiskCriteriaReader.Roles.Select(RiskAuthority.RoleOf).ShouldBe(Enum.GetNames<Concord.Organisation.Role>(), ignoreOrder: true);

    [Fact]
    public void An_acceptance_ends_by_itself_and_only_then()
    {
        var risk = Assessed(RiskState.Open, Rated(2, 2, 3));
        var terms = RiskAuthority.Terms(Criteria, risk, null, isBacked: true);
        RuleOf(() => risk.Accept(terms, terms.Rank, "", [], Other, World.Beginning.AddMonths(13).Day(), "Small.", World.Beginning)).ShouldBe("RISK-ACCEPT-UNTIL");
        RuleOf(() => risk.Accept(terms, terms.Rank, "", [], Other, World.Beginning.AddDays(-1).Day(), "Small.", World.Beginning)).ShouldBe("RISK-ACCEPT-UNTIL");
        RuleOf(() => risk.Accept(terms, terms.Rank, "", [], Other, null, "\u200B", World.Beginning)).ShouldBe("RISK-ACCEPT-REASON");
        RuleOf(() => risk.Accept(terms, terms.Rank, "", ["it was due"], Other, null, "Small.", World.Beginning)).ShouldBe("RISK-ACCEPT-STALE");
        RuleOf(() => risk.Accept(terms with { PlannedBy = Other }, terms.Rank, "", [], Other, null, "Small.", World.Beginning)).ShouldBe("RISK-ACCEPT-PLANNER");
        RuleOf(() => risk.Lapse(World.Beginning.Day())).ShouldBe("RISK-NOT-LAPSED");
        var until = risk.Accept(terms, terms.Rank, "risk owner", [], Other, null, "Small.", World.Beginning).Until;
        until.ShouldBe(World.Beginning.AddMonths(12).Day());
        RuleOf(() => risk.Lapse(until)).ShouldBe("RISK-NOT-LAPSED");
        risk.Lapse(until.AddDays(1));
        (risk.State, risk.StateBefore, risk.Current, risk.AcceptedUntil).ShouldBe((RiskState.Reopened, RiskState.Accepted, new RiskLevel(2, 3), null));
    }

    [Fact]
    public void A_higher_assessment_opens_what_was_accepted_at_less()
    {
        var risk = Assessed(RiskState.Accepted, Rated(2, 2, 3));
        risk.Assess(new(Rated(4, 4, 4), Rated(2, 2, 3)), Basis, World.Beginning.Day(), "As before.", Author, World.Beginning);
        risk.State.ShouldBe(RiskState.Accepted);
        risk.Assess(new(Rated(4, 4, 4), Rated(3, 2, 3)), Basis, World.Beginning.Day(), "More often.", Author, World.Beginning);
        (risk.State, risk.StateBefore, risk.Assessments).ShouldBe((RiskState.Reopened, RiskState.Accepted, 3));
    }

    [Fact]
    public void In_ten_thousand_random_workflows_nobody_accepts_or_closes_what_is_their_own_and_no_move_is_illegal()
    {
        var draws = new Draws(Draws.Seed);
        PersonId[] people = [Owner, Author, Other, Id.New<PersonId>()];
        var (accepted, closed, refused, acts) = (0, 0, 0, 0);
        for (var workflow = 0; workflow < 10_000; workflow++)
        {
            var tier = (RiskClass)Pick(draws, Enum.GetValues<RiskClass>().Length);
            var risk = new Risk($"RISK-{workflow}", Id.New<OrganisationUnitId>(), "T", "SYS-01", "", Owner, RiskSource.Assessment, null, null, null, RiskState.Open, "");
            var (state, author, hasPlan) = (RiskState.Open, (PersonId?)null, false);
            for (var step = 0; step < 12; step++, acts++)
            {
                var (act, by, rank, proof) = (Pick(draws, 7), people[Pick(draws, 4)], Pick(draws, 5) - 1, draws.Uniform() < 0.5);
                var level = Rated(1 + Pick(draws, 5), 1 + Pick(draws, 5), 1 + Pick(draws, 5));
                var before = risk.Current;
                var terms = RiskAuthority.Terms(Criteria, risk, tier, isBacked: proof);
                var assessed = author is not null;
                var may = act switch
                {
                    0 => true,
                    1 => assessed && state != RiskState.Closed && level.Level.Score <= risk.Inherent!.Value.Score,
                    2 => state == RiskState.Treating && hasPlan && proof,
                    3 => assessed && state != RiskState.Closed && by != Owner && by != author && tier != RiskClass.Prohibited && rank >= terms.Rank,
                    4 => state != RiskState.Closed && by != Owner && by != author && tier != RiskClass.Prohibited && (before is null || rank >= terms.Rank),
                    5 => true,
                    _ => state == RiskState.Accepted,
                };
                var done = RuleOf(() => Do(risk, act, by, rank, proof, level, terms)) is null;
                done.ShouldBe(may, $"act {act} by {Array.IndexOf(people, by)} in {state} of workflow {workflow}, step {step}");
                if (!may)
                {
                    refused++;
                    (risk.State, risk.Current).ShouldBe((state, before), "a refusal changes nothing");
                    continue;
                }
                if (act == 0) author = by;
                hasPlan |= act == 1;
                var grown = level.Level.Score > (before?.Score ?? 0);
                state = act switch
                {
                    0 => state == RiskState.Closed || (state is RiskState.Accepted or RiskState.Treated && grown) ? RiskState.Reopened : state,
                    1 => RiskState.Treating,
                    2 => RiskState.Treated,
                    3 => RiskState.Accepted,
                    4 => RiskState.Closed,
                    _ => state is RiskState.Accepted or RiskState.Treated or RiskState.Closed ? RiskState.Reopened : state,
                };
                risk.State.ShouldBe(state, $"act {act} of workflow {workflow}, step {step}");
                (risk.AcceptedUntil is not null).ShouldBe(state == RiskState.Accepted, "a last day stands where somebody carries it");
                if (act == 3) accepted++;
                if (act == 4) closed++;
            }
        }
        accepted.ShouldBeGreaterThan(1_000);
        closed.ShouldBeGreaterThan(1_000);
        refused.ShouldBeGreaterThan(acts / 4);
    }

    private static void Do(Risk risk, int act, PersonId by, int rank, bool proof, RatedLevel level, AcceptanceTerms terms)
    {
        switch (act)
        {
            case 0: risk.Assess(new(Rated(5, 5, 5), level), Basis, World.Beginning.Day(), "T", by, World.Beginning); break;
            case 1: risk.Treat(new(TreatmentOption.Modify, "T", [], level), by, World.Beginning); break;
            case 2: risk.FinishTreatment(proof ? ["done"] : [], proof ? [] : ["open"], "T"); break;
            case 3: risk.Accept(terms, rank, "", [], by, null, "T", World.Beginning); break;
            case 4: risk.Close(terms, rank, by, isOver: false, "T"); break;
            case 5: risk.Reopen(); break;
            default: risk.Lapse(DateOnly.MaxValue); break;
        }
    }

    private static AssessmentBasis Basis => new("2026-11", [], RiskGrounds.None);

    private static RatedLevel Rated(int likelihood, int individuals, int money) => new(Criteria, "L", likelihood, [new("individuals", individuals), new("organization_financial", money)]);

    private static Risk Assessed(RiskState state, RatedLevel current)
    {
        var risk = Risk(state, current.Level);
        risk.Assess(new(Rated(4, 4, 4), current), Basis, World.Beginning.Day(), "T", Author, World.Beginning);
        return risk;
    }

    private static Risk Risk(RiskState state, RiskLevel current) =>
        new("RISK-0001", Id.New<OrganisationUnitId>(), "Drift", "SYS-01", "AIR-03", Owner, RiskSource.Assessment, Inherent, current, new(2, 2), state, "");

    private static string? RuleOf(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (RuleViolation refusal)
        {
            return refusal.Code;
        }
    }

    private static int Pick(Draws draws, int count) => (int)(draws.Uniform() * count);
}

internal static class Days
{
    public static DateOnly Day(this DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
