using Concord.Foundation;

namespace Concord.Actions;

internal readonly record struct PlannedActionId(Guid Value) : IId<PlannedActionId>
{
    public static PlannedActionId From(Guid value) => new(value);
}

internal enum ActionState
{
    Proposed,
    Open,
    Done,
    Dropped,
}

/// <summary>What is to be done, and from what it came.</summary>
/// <param name="What">The proposal or task in sentences; may be empty where the title says it.</param>
/// <param name="Source">Reference of the record it came from: a gap analysis, a document, a signal. Empty: a person thought of it.</param>
/// <param name="Cause">What in that record; with the source it names the action, so that the same cause plans it once.</param>
/// <param name="Requirements">Keys of the requirements it serves.</param>
/// <param name="EffortDays">Days of one person; null: nobody estimated it.</param>
internal sealed record ActionPlan(
    OrganisationUnitId Unit, string Title, string What, string Source, string Cause, IReadOnlyList<string> Requirements, PersonId? Owner, DateOnly? DueOn, double? EffortDays);

/// <summary>
/// Something somebody is to do until a day. A proposal has no owner that agreed; an open one has owner and day; a done one says what was done,
/// a dropped one why not. There is one list of them, whatever they came from; nonconformities are corrected and verified beside it.
/// </summary>
internal sealed class PlannedAction : IRecord, IScoped
{
    public static readonly Moves<ActionState> Allowed = new("An action", "ACTION-STATE",
        (ActionState.Proposed, ActionState.Open), (ActionState.Proposed, ActionState.Dropped),
        (ActionState.Open, ActionState.Done), (ActionState.Open, ActionState.Dropped));

    private PlannedAction()
    {
    }

    public PlannedAction(string reference, ActionPlan plan, PersonId? by, DateTimeOffset at)
    {
        DemandEffort(plan.EffortDays);
        Id = Foundation.Id.New<PlannedActionId>();
        (Ref, UnitId, Title, What, Source, Cause) = (reference, plan.Unit, Written.Title(plan.Title, "ACTION-TITLE", "Say what is to be done."), plan.What.Trim(), plan.Source, plan.Cause);
        (Requirements, OwnerId, DueOn, EffortDays) = ([.. plan.Requirements], plan.Owner, plan.DueOn, plan.EffortDays);
        (PlannedBy, PlannedAt) = (by, at);
    }

    public PlannedActionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    public string What { get; private set; } = "";

    public string Source { get; private set; } = "";

    public string Cause { get; private set; } = "";

    public List<string> Requirements { get; private set; } = [];

    public PersonId? OwnerId { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public double? EffortDays { get; private set; }

    public ActionState State { get; private set; }

    /// <summary>Null: the product itself.</summary>
    public PersonId? PlannedBy { get; private set; }

    public DateTimeOffset PlannedAt { get; private set; }

    /// <summary>What was done, or why it was dropped.</summary>
    public string Outcome { get; private set; } = "";

    public PersonId? EndedBy { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsOverdue(DateOnly today) => State == ActionState.Open && DueOn < today;

    /// <summary>A person answers for it until a day: a proposal becomes open, an open one changes hands or day.</summary>
    public void Agree(PersonId owner, DateOnly dueOn, double? effortDays)
    {
        DemandEffort(effortDays);
        if (State is ActionState.Done or ActionState.Dropped) throw new RuleViolation("ACTION-ENDED", $"{Ref} is {Words.Of(State)}. Reopen it first, and say why.");
        (State, OwnerId, DueOn, EffortDays) = (ActionState.Open, owner, dueOn, effortDays);
    }

    /// <param name="by">Null: the product, because evidence shows that it was done.</param>
    public void Finish(PersonId? by, string outcome, DateTimeOffset at) => End(ActionState.Done, by, outcome, "Say what was done.", at);

    public void Drop(PersonId? by, string reason, DateTimeOffset at) => End(ActionState.Dropped, by, reason, "Say why it will not be done.", at);

    /// <summary>What ended it was wrong or not enough.</summary>
    public void Reopen(string reason)
    {
        if (State is not (ActionState.Done or ActionState.Dropped)) throw new RuleViolation("ACTION-NOT-ENDED", $"{Ref} is {Words.Of(State)}; only what ended can be reopened.");
        if (Written.SaysNothing(reason)) throw new RuleViolation("ACTION-REASON", "Say why it is open again.");
        // Dropped before anybody answered for it: it waits for an owner and a day again.
        State = OwnerId is null || DueOn is null ? ActionState.Proposed : ActionState.Open;
        (Outcome, EndedBy, EndedAt) = ("", null, null);
    }

    private void End(ActionState end, PersonId? by, string text, string otherwise, DateTimeOffset at)
    {
        Allowed.Demand(State, end);
        if (Written.SaysNothing(text)) throw new RuleViolation("ACTION-OUTCOME", otherwise);
        (State, EndedBy, Outcome, EndedAt) = (end, by, text.Trim(), at);
    }

    private static void DemandEffort(double? days)
    {
        if (days is < 0 or > 10_000 or double.NaN) throw new RuleViolation("ACTION-EFFORT", "Effort is days of one person, from 0 to 10,000; leave it empty where nobody estimated it.");
    }
}
