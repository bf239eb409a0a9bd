using Concord.Foundation;

namespace Concord.Committee;

internal readonly record struct CommitteeDecisionId(Guid Value) : IId<CommitteeDecisionId>
{
    public static CommitteeDecisionId From(Guid value) => new(value);
}

/// <summary>What the committee is asked; the list is grouped by it, in this order.</summary>
internal enum CommitteeQuestion
{
    SeriousIncident,
    Restriction,
    LiftRestriction,
    Signal,
    Acceptance,
    ImpactAssessment,
    Nonconformity,
}

internal enum CommitteeOutcome
{
    Agreed,
    Declined,
    Noted,
}

/// <summary>
/// What a committee decided about one thing on its list. The list itself is derived from the record; only what was decided is kept, as it was decided. A later
/// decision on the same thing stands beside it.
/// </summary>
internal sealed class CommitteeDecision : IRecord, IScoped
{
    private CommitteeDecision()
    {
    }

    /// <param name="until">The day on which it is to be on the list again, if it still holds; null: not for the same reason.</param>
    public CommitteeDecision(string reference, CommitteeItem item, CommitteeOutcome outcome, string text, DateOnly? until, PersonId by, DateTimeOffset at)
    {
        if (item.IsProposal != (outcome != CommitteeOutcome.Noted))
            throw new RuleViolation("COMMITTEE-OUTCOME", item.IsProposal ? "This is a proposal: agree to it or decline it." : "Nothing is proposed here: take note of it, and say what is to be done.");
        if (until <= DateOnly.FromDateTime(at.UtcDateTime)) throw new RuleViolation("COMMITTEE-UNTIL", "It is looked at again on a day that is still to come. Choose one, or leave it empty.");
        Id = Foundation.Id.New<CommitteeDecisionId>();
        (Ref, UnitId, Question, Source, SystemRef, What, Since) = (reference, item.UnitId, item.Question, item.Source, item.SystemRef, item.What, item.Since);
        (Outcome, Text, LookAgainOn, By, At) = (outcome, Written.Demand(text, "COMMITTEE-REASON", "Say what was decided and why: it is what others will find."), until, by, at);
        if (Text.Length > LongestText) throw new RuleViolation("COMMITTEE-REASON", $"A decision has at most {LongestText:N0} characters. Put the minutes into a document and name it.");
    }

    private const int LongestText = 4000;

    public CommitteeDecisionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public CommitteeQuestion Question { get; private set; }

    /// <summary>Reference of the record it is about.</summary>
    public string Source { get; private set; } = "";

    public string SystemRef { get; private set; } = "";

    /// <summary>The thing as it stood on the list.</summary>
    public string What { get; private set; } = "";

    public DateTimeOffset Since { get; private set; }

    public CommitteeOutcome Outcome { get; private set; }

    public string Text { get; private set; } = "";

    public DateOnly? LookAgainOn { get; private set; }

    public PersonId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>Whether it answers the question as it stands on a day: not one that came up since, and not after the day on which it is to be looked at again.</summary>
    public bool Answers(CommitteeItem item, DateOnly today) => Question == item.Question && Source == item.Source && At >= item.Since && (LookAgainOn is null || today < LookAgainOn);
}
