using Concord.Actions;
using Concord.Foundation;
using Concord.Standards;
using Concord.Tests.Gaps;

namespace Concord.Tests.Actions;

public sealed class ActionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Due = new(2026, 4, 1);
    private static readonly PersonId Anna = Id.New<PersonId>();

    internal static StandardsLibrary Library => ExpectedReuse.Library;

    [Fact]
    public void A_proposal_cannot_be_done_before_somebody_answers_for_it()
    {
        var action = Proposal();
        Refused(() => action.Finish(Anna, "Done.", Now), "ACTION-STATE");
        action.Drop(Anna, "Not needed.", Now);
        Refused(() => action.Agree(Anna, Due, null), "ACTION-ENDED");
        Refused(() => action.Drop(Anna, "Again.", Now), "ACTION-STATE");
        action.Reopen("Needed after all.");
        action.State.ShouldBe(ActionState.Proposed);
        Refused(() => action.Reopen("Again."), "ACTION-NOT-ENDED");
    }

    [Fact]
    public void What_ends_it_says_what_was_done_and_reopening_says_why()
    {
        var action = Proposal();
        action.Agree(Anna, Due, 1);
        Refused(() => action.Finish(Anna, " ", Now), "ACTION-OUTCOME");
        (action.IsOverdue(Due), action.IsOverdue(Due.AddDays(1))).ShouldBe((false, true));
        action.Finish(Anna, "Written.", Now);
        action.IsOverdue(Due.AddDays(1)).ShouldBeFalse();
        Refused(() => action.Reopen(""), "ACTION-REASON");
        action.Reopen("A gap.");
        (action.State, action.Outcome, action.EndedAt).ShouldBe((ActionState.Open, "", null));
    }

    [Theory, InlineData(-1.0), InlineData(10_001.0), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Effort_is_days_or_unknown(double days)
    {
        Refused(() => Proposal(days), "ACTION-EFFORT");
        Proposal(null).EffortDays.ShouldBeNull();
    }

    [Fact]
    public void An_action_says_what_is_to_be_done() => Refused(() => _ = new PlannedAction("ACT-0001", new(default, " ", "", "", "", [], null, null, null), Anna, Now), "ACTION-TITLE");

    private static PlannedAction Proposal(double? days = null) => new("ACT-0001", new(default, "Write it", "", "GAP-0001", "5.2", [], null, null, days), Anna, Now);

    private static void Refused(Action act, string code) => Should.Throw<RuleViolation>(act).Code.ShouldBe(code);
}
