using Concord.Actions;
using Concord.Foundation;
using CsCheck;

namespace Concord.Tests.Actions;

public sealed class NonconformityTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Due = new(2026, 4, 1);
    private static readonly PersonId[] People = [Id.New<PersonId>(), Id.New<PersonId>(), Id.New<PersonId>()];

    [Fact]
    public void Every_move_but_the_four_allowed_is_refused_with_the_code()
    {
        (NonconformityState From, NonconformityState To)[] allowed =
        [
            (NonconformityState.Open, NonconformityState.Corrected), (NonconformityState.Reopened, NonconformityState.Corrected),
            (NonconformityState.Corrected, NonconformityState.ClosedEffective), (NonconformityState.Corrected, NonconformityState.Reopened),
        ];
        foreach (var from in Enum.GetValues<NonconformityState>())
        {
            foreach (var to in Enum.GetValues<NonconformityState>())
            {
                if (allowed.Contains((from, to))) Nonconformity.Allowed.Demand(from, to);
                else Should.Throw<RuleViolation>(() => Nonconformity.Allowed.Demand(from, to)).Code.ShouldBe("NC-STATE");
            }
        }
    }

    [Fact]
    public void Who_corrected_cannot_verify_even_when_nobody_else_names_them_a_fixer()
    {
        var known = New();
        known.Correct(People[0], "Retrained.", Now);
        known.Correct(People[1], "And redeployed.", Now);
        foreach (var fixer in People[..2])
            Should.Throw<RuleViolation>(() => known.Verify(fixer, effective: true, "Looks fine.", new HashSet<PersonId>(), Now)).Code
                .ShouldBe("NC-VERIFIER-FIXED");
        Should.Throw<RuleViolation>(() => known.Verify(People[2], effective: true, "Looks fine.", new HashSet<PersonId> { People[2] }, Now)).Code
            .ShouldBe("NC-VERIFIER-FIXED");
        known.Verify(People[2], effective: true, "Two clean windows.", new HashSet<PersonId>(), Now);
        (known.State, known.IsOpen, known.VerifiedBy).ShouldBe((NonconformityState.ClosedEffective, false, People[2]));
    }

    [Fact]
    public void What_was_not_corrected_cannot_be_verified()
    {
        Should.Throw<RuleViolation>(() => New().Verify(People[2], effective: true, "Looks fine.", new HashSet<PersonId>(), Now)).Code.ShouldBe("NC-STATE");
    }

    [Fact]
    public void A_correction_and_a_verification_need_words()
    {
        var known = New();
        Should.Throw<RuleViolation>(() => known.Correct(People[0], " ", Now)).Code.ShouldBe("NC-CORRECTION-TEXT");
        known.Correct(People[0], "Retrained.", Now);
        Should.Throw<RuleViolation>(() => known.Verify(People[1], effective: true, "", new HashSet<PersonId>(), Now)).Code.ShouldBe("NC-VERIFY-REASON");
    }

    [Fact]
    public void A_breach_that_joins_brings_the_date_forward_and_the_grade_up_and_never_back()
    {
        var known = New();
        known.Join(Due.AddDays(10), NonconformityGrade.Minor);
        (known.DueOn, known.Grade).ShouldBe((Due, NonconformityGrade.Minor));
        known.Join(Due.AddDays(-10), NonconformityGrade.Major);
        known.Join(Due, NonconformityGrade.Minor);
        (known.DueOn, known.Grade).ShouldBe((Due.AddDays(-10), NonconformityGrade.Major));
    }

    [Fact]
    public void A_breach_that_joins_after_a_correction_opens_it_again()
    {
        var known = New();
        known.Correct(People[0], "Retrained.", Now);
        known.Join(Due, NonconformityGrade.Minor);
        known.State.ShouldBe(NonconformityState.Reopened);
    }

    [Fact]
    public void In_no_random_workflow_does_somebody_who_fixed_close_it()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 7]);
        step.Array[1, 20].Sample(steps =>
        {
            var known = New();
            var correctors = new HashSet<PersonId>();
            foreach (var (what, who, effective, others) in steps)
            {
                var fixers = People.Where((_, i) => (others & (1 << i)) != 0).ToHashSet();
                var before = known.State;
                try
                {
                    switch (what)
                    {
                        case 0:
                            known.Correct(People[who], "Did something.", Now);
                            correctors.Add(People[who]);
                            break;
                        case 1:
                            known.Verify(People[who], effective, "Looked at it.", fixers, Now);
                            (correctors.Contains(People[who]) || fixers.Contains(People[who])).ShouldBeFalse();
                            before.ShouldBe(NonconformityState.Corrected);
                            break;
                        default:
                            if (known.IsOpen) known.Join(Due, NonconformityGrade.Minor);
                            break;
                    }
                }
                catch (RuleViolation)
                {
                    known.State.ShouldBe(before);
                }
                if (known.State == NonconformityState.ClosedEffective) correctors.ShouldNotContain(known.VerifiedBy!.Value);
            }
        }, iter: 10_000);
    }

    private static Nonconformity New() =>
        new("NC-0001", Id.New<OrganisationUnitId>(), "Out of bounds", "SYS-01", "AC-01", People[0], NonconformityGrade.Minor, Now, Due);
}
