using Concord.Foundation;

namespace Concord.Controls;

internal enum RequirementResult
{
    NotAssessed,
    Conforming,
    Partial,
    NotConforming,
    NotApplicable,
}

internal enum WorkStatus
{
    NotStarted,
    InProgress,
    Done,
}

/// <summary>
/// What is kept of a requirement: the last derived result (so that a change of it can be told), and what a person says beside it.
/// The result that is shown is derived anew each time.
/// </summary>
internal sealed class RequirementState : IRecord
{
    internal const int LongestJustification = 4_000;

    private RequirementState()
    {
    }

    public RequirementState(string key) => Ref = key;

    /// <summary>The requirement's key, for example <c>STANDARD:number</c>.</summary>
    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    /// <summary>A person says something of it for the first time. Version 0 is that nobody did: who saw that must not overwrite what was said meanwhile.</summary>
    public void BeginSaying() => Version = 1;

    public RequirementResult Derived { get; private set; }

    public DateTimeOffset? DerivedAt { get; private set; }

    public WorkStatus WorkStatus { get; private set; }

    /// <summary>Who sees to it that the requirement is met.</summary>
    public PersonId? OwnerId { get; private set; }

    /// <summary>A person's result instead of the derived one; shown as an override.</summary>
    public RequirementResult? Override { get; private set; }

    public string OverrideReason { get; private set; } = "";

    /// <summary>
    /// Why a control that a person decided to apply is in; empty: no words beside the decision. Null while nobody decided that it is, and for an excluded
    /// control: its justification is the reason of the override.
    /// </summary>
    public string? Justification { get; private set; }

    public bool IsExcluded => Override == RequirementResult.NotApplicable;

    /// <returns>Whether the result changed.</returns>
    public bool Derive(RequirementResult result, DateTimeOffset at)
    {
        if (result == Derived && DerivedAt is not null) return false;
        (Derived, DerivedAt) = (result, at);
        return true;
    }

    public void Set(WorkStatus status, PersonId? owner) => (WorkStatus, OwnerId) = (status, owner);

    public void Overrule(RequirementResult? result, string reason)
    {
        if (result is not null && Written.SaysNothing(reason))
            throw new RuleViolation("REQUIREMENT-OVERRIDE-REASON", "Say why the derived result does not hold.");
        (Override, OverrideReason) = (result, result is null ? "" : reason.Trim());
        if (IsExcluded) Justification = null; // It is out: what spoke for it no longer holds.
    }

    /// <summary>
    /// A control is in, or it is excluded. Excluding is the override that says "not applicable", the one place that derivation, re-use and the statement of
    /// applicability read; taking it in lifts that override and leaves every other one.
    /// </summary>
    public void Decide(bool applicable, string justification)
    {
        if (justification.Length > LongestJustification)
            throw new RuleViolation("CONTROL-JUSTIFICATION-LONG", $"A justification has at most {LongestJustification} characters; this one has {justification.Length}. Keep the details in a document and name it here.");
        if (!applicable)
        {
            if (Written.SaysNothing(justification))
                throw new RuleViolation("CONTROL-EXCLUSION-REASON", $"Say why {Ref} does not apply: an exclusion without a justification is none.");
            Overrule(RequirementResult.NotApplicable, justification);
            return;
        }
        if (IsExcluded) Overrule(null, "");
        Justification = Written.SaysNothing(justification) ? "" : justification.Trim();
    }
}
