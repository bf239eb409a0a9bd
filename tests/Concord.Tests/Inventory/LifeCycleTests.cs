using Concord.Foundation;
using Concord.Inventory;
using CsCheck;

namespace Concord.Tests.Inventory;

public sealed class LifeCycleTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    /// <summary>The moves as the architecture draws them: the entity's table is compared with this drawing, not with itself.</summary>
    private static readonly Dictionary<LifeCycle, LifeCycle[]> Drawn = new()
    {
        [LifeCycle.Proposed] = [LifeCycle.Screening, LifeCycle.Rejected],
        [LifeCycle.Screening] = [LifeCycle.Development, LifeCycle.InProcurement, LifeCycle.Rejected],
        [LifeCycle.InProcurement] = [LifeCycle.Validation, LifeCycle.Rejected],
        [LifeCycle.Development] = [LifeCycle.Validation, LifeCycle.Rejected],
        [LifeCycle.Validation] = [LifeCycle.Approved, LifeCycle.Development, LifeCycle.Rejected],
        [LifeCycle.Approved] = [LifeCycle.InOperation, LifeCycle.Rejected],
        [LifeCycle.InOperation] = [LifeCycle.Restricted, LifeCycle.Suspended, LifeCycle.Retired],
        [LifeCycle.Restricted] = [LifeCycle.InOperation, LifeCycle.Suspended, LifeCycle.Retired],
        [LifeCycle.Suspended] = [LifeCycle.InOperation, LifeCycle.Restricted, LifeCycle.Retired],
        [LifeCycle.Retired] = [],
        [LifeCycle.Rejected] = [],
    };

    [Fact]
    public void Only_the_drawn_moves_are_allowed_and_every_other_is_refused_with_the_code()
    {
        foreach (var from in Enum.GetValues<LifeCycle>())
        {
            foreach (var to in Enum.GetValues<LifeCycle>()) Try(from, to);
        }
    }

    private static void Try(LifeCycle from, LifeCycle to)
    {
        var system = System(from);
        if (Drawn[from].Contains(to))
        {
            system.Move(to, Day.AddDays(1), "A test.");
            (system.State, system.StateSince).ShouldBe((to, Day.AddDays(1)));
        }
        else
        {
            var refusal = Should.Throw<RuleViolation>(() => system.Move(to, Day.AddDays(1)));
            refusal.Code.ShouldBe("SYSTEM-LIFE-CYCLE");
            refusal.Message.ShouldContain(Drawn[from].Length == 0 ? "final" : Words.Of(Drawn[from][0]));
            (system.State, system.StateSince).ShouldBe((from, Day));
        }
    }

    [Fact]
    public void A_prohibited_practice_is_neither_approved_nor_put_into_operation()
    {
        foreach (var (from, to) in new[] { (LifeCycle.Validation, LifeCycle.Approved), (LifeCycle.Approved, LifeCycle.InOperation), (LifeCycle.Suspended, LifeCycle.InOperation) })
        {
            var system = System(from);
            system.Classify(RiskClass.Prohibited, "CLS-0001");
            Should.Throw<RuleViolation>(() => system.Move(to, Day, "A test.")).Code.ShouldBe("SYSTEM-PROHIBITED");
        }
    }

    [Fact]
    public void A_random_walk_only_ever_stands_where_a_drawn_move_leads()
    {
        Gen.Enum<LifeCycle>().Array[1, 40].Sample(steps =>
        {
            var system = System(LifeCycle.Proposed);
            foreach (var to in steps)
            {
                var from = system.State;
                try
                {
                    system.Move(to, Day, "A test.");
                    Drawn[from].ShouldContain(to);
                }
                catch (RuleViolation refused)
                {
                    refused.Code.ShouldBe("SYSTEM-LIFE-CYCLE");
                    system.State.ShouldBe(from);
                    Drawn[from].ShouldNotContain(to);
                }
            }
        }, iter: 2000);
    }

    [Fact]
    public void A_system_without_a_risk_class_is_not_approved()
    {
        var system = System(LifeCycle.Validation, RiskClass.NotClassified);
        Should.Throw<RuleViolation>(() => system.Move(LifeCycle.Approved, Day)).Code.ShouldBe("SYSTEM-UNCLASSIFIED");
        system.State.ShouldBe(LifeCycle.Validation);
    }

    [Theory]
    [InlineData(LifeCycle.InOperation, LifeCycle.Retired)]
    [InlineData(LifeCycle.Proposed, LifeCycle.Rejected)]
    internal void A_system_ends_only_with_a_reason(LifeCycle from, LifeCycle end)
    {
        var system = System(from);
        foreach (var none in new[] { "", "  " })
            Should.Throw<RuleViolation>(() => system.Move(end, Day, none)).Code.ShouldBe("SYSTEM-END-REASON");
        system.State.ShouldBe(from);
        system.Move(end, Day, "Nobody uses it.");
        system.State.ShouldBe(end);
    }

    [Fact]
    public void A_prohibited_practice_does_not_go_into_operation()
    {
        Should.Throw<RuleViolation>(() => System(LifeCycle.Approved, RiskClass.Prohibited).Move(LifeCycle.InOperation, Day)).Code.ShouldBe("SYSTEM-PROHIBITED");
    }

    [Fact]
    public void Going_into_operation_sets_the_day_it_went_live_once()
    {
        var system = System(LifeCycle.Approved);
        system.Move(LifeCycle.InOperation, Day);
        system.Move(LifeCycle.Suspended, Day.AddDays(10));
        system.Move(LifeCycle.InOperation, Day.AddDays(20));
        (system.LiveSince, system.StateSince).ShouldBe((Day, Day.AddDays(20)));
    }

    [Theory]
    [InlineData("", "Purpose", true, "SYSTEM-NAME")]
    [InlineData("Name", " ", true, "SYSTEM-PURPOSE")]
    [InlineData("Name", "Purpose", false, "SYSTEM-ROLE")]
    public void A_description_that_says_too_little_is_refused(string name, string purpose, bool isProvider, string code)
    {
        Should.Throw<RuleViolation>(() => new AiSystem("SYS-01", Id.New<OrganisationUnitId>(),
            Description(RiskClass.High) with { Name = name, Purpose = purpose, IsProvider = isProvider }, LifeCycle.Proposed, Day))
            .Code.ShouldBe(code);
    }

    [Fact]
    public void A_version_is_retired_once_and_not_before_it_went_live()
    {
        var model = new Model("MODEL-0001", Id.New<OrganisationUnitId>(), Id.New<AiSystemId>(), "Scorecard", "", "");
        var version = model.AddVersion("1.0.0", Day, "", null);
        Should.Throw<RuleViolation>(() => model.AddVersion(" 1.0.0 ", Day, "", null)).Code.ShouldBe("VERSION-KNOWN");
        Should.Throw<RuleViolation>(() => version.Retire(Day.AddDays(-1), null)).Code.ShouldBe("VERSION-RETIRE-DATE");
        version.Retire(Day, null);
        Should.Throw<RuleViolation>(() => version.Retire(Day, null)).Code.ShouldBe("VERSION-RETIRED");
    }

    private static AiSystem System(LifeCycle state, RiskClass tier = RiskClass.High) =>
        new("SYS-01", Id.New<OrganisationUnitId>(), Description(tier), state, Day);

    private static SystemDescription Description(RiskClass tier) =>
        new("Credit scoring", "Scores applicants", "", [], SystemOrigin.InHouse, IsProvider: true, IsDeployer: false, Id.New<PersonId>(), null, tier);
}
