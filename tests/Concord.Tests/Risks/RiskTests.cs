using Concord.Foundation;
using Concord.Risks;
using CsCheck;

namespace Concord.Tests.Risks;

public sealed class RiskTests
{
    private static readonly PersonId Owner = Id.New<PersonId>();
    private static readonly PersonId Other = Id.New<PersonId>();
    private static readonly RiskLevel Inherent = new(4, 4);

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
    public void Every_illegal_decision_is_refused_with_a_code_and_changes_nothing()
    {
        foreach (var from in Enum.GetValues<RiskState>())
        {
            foreach (var to in Enum.GetValues<RiskState>().Where(to => to != from && !Risks.Allowed(from).Contains(to)))
            {
                var risk = Risk(from, new(2, 2));
                Should.Throw<RuleViolation>(() => risk.Decide(Other, to, new(1, 1), "Because.")).Code
                    .ShouldBe(to == RiskState.Reopened ? "RISK-REOPEN" : "RISK-STATE", $"{from} → {to}");
                (risk.State, risk.Current).ShouldBe((from, new RiskLevel(2, 2)));
            }
        }
    }

    [Fact]
    public void Accepting_needs_a_reason_and_somebody_other_than_the_owner()
    {
        Should.Throw<RuleViolation>(() => Risk(RiskState.Open, new(2, 2)).Decide(Other, RiskState.Accepted, new(2, 2), " ")).Code
            .ShouldBe("RISK-ACCEPT-REASON");
        Should.Throw<RuleViolation>(() => Risk(RiskState.Open, new(2, 2)).Decide(Owner, RiskState.Accepted, new(2, 2), "It is small.")).Code
            .ShouldBe("RISK-ACCEPT-OWN");
        Risk(RiskState.Open, new(2, 2)).Decide(Owner, RiskState.Treating, new(2, 2), "");
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 6)]
    public void A_level_outside_the_matrix_is_refused(int likelihood, int consequence)
    {
        Should.Throw<RuleViolation>(() => Risk(RiskState.Open, new(2, 2)).Decide(Other, RiskState.Treating, new(likelihood, consequence), "")).Code
            .ShouldBe("RISK-LEVEL");
    }

    [Fact]
    public void No_random_workflow_lets_an_owner_accept_or_loses_what_was_before_a_reopening()
    {
        var step = Gen.Select(Gen.Enum<RiskState>(), Gen.Bool, Gen.Bool, Gen.Int[1, 5], Gen.Int[1, 5]);
        step.Array[1, 25].Sample(steps =>
        {
            var risk = Risk(RiskState.Open, new(3, 3));
            foreach (var (to, asOwner, breach, likelihood, consequence) in steps)
            {
                var (state, level, remembered) = (risk.State, risk.Current, (risk.StateBefore, risk.Before));
                if (breach)
                {
                    if (risk.Reopen()) (risk.StateBefore, risk.Before, risk.Current).ShouldBe((state, level, Inherent));
                    else (risk.State, risk.Current, (risk.StateBefore, risk.Before)).ShouldBe((state, level, remembered));
                    risk.CanReopen.ShouldBeFalse();
                    continue;
                }
                try
                {
                    risk.Decide(asOwner ? Owner : Other, to, new(likelihood, consequence), "Because.");
                    (to == state || Risks.Allowed(state).Contains(to)).ShouldBeTrue();
                    (to == RiskState.Accepted && asOwner).ShouldBeFalse();
                    to.ShouldNotBe(RiskState.Reopened);
                    risk.Current.ShouldBe(new RiskLevel(likelihood, consequence));
                }
                catch (RuleViolation)
                {
                    (risk.State, risk.Current).ShouldBe((state, level));
                }
                (risk.StateBefore, risk.Before).ShouldBe(remembered);
            }
        }, iter: 10_000);
    }

    private static Risk Risk(RiskState state, RiskLevel current) =>
        new("RISK-0001", Id.New<OrganisationUnitId>(), "Drift", "SYS-01", "AIR-03", Owner, RiskSource.Assessment, Inherent, current, new(2, 2), state, "");

    /// <summary>The moves as the architecture names them, apart from the entity's own table.</summary>
    private static class Risks
    {
        public static RiskState[] Allowed(RiskState from) => from switch
        {
            RiskState.Open => [RiskState.Treating, RiskState.Accepted, RiskState.Closed],
            RiskState.Treating => [RiskState.Treated, RiskState.Accepted, RiskState.Closed],
            RiskState.Treated => [RiskState.Treating, RiskState.Accepted, RiskState.Closed],
            RiskState.Accepted => [RiskState.Treating, RiskState.Closed],
            RiskState.Reopened => [RiskState.Treating, RiskState.Accepted, RiskState.Closed],
            _ => [],
        };
    }
}
