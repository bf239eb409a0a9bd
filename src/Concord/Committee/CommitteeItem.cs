using Concord.Foundation;

namespace Concord.Committee;

/// <summary>Something that needs a decision, derived from the record it is about.</summary>
/// <param name="What">In a sentence.</param>
/// <param name="Note">What else whoever decides should know: that it recovered, what it waits for.</param>
/// <param name="Since">From when it needs one.</param>
/// <param name="Version">Of the record it is about, as it was seen.</param>
/// <param name="Answerable">Who answers for it and therefore does not decide on it; null: nobody in particular.</param>
internal sealed record CommitteeItem(
    CommitteeQuestion Question, string Source, int Version, OrganisationUnitId UnitId, string SystemRef, string What, string Note, DateTimeOffset Since, PersonId? Answerable)
{
    public bool IsProposal => Question is CommitteeQuestion.SeriousIncident or CommitteeQuestion.Restriction or CommitteeQuestion.LiftRestriction;
}
