using Concord.Foundation;
using Concord.Links;
using Concord.Standards;

namespace Concord.Impacts;

internal readonly record struct CandidateRiskId(Guid Value) : IId<CandidateRiskId>
{
    public static CandidateRiskId From(Guid value) => new(value);
}

/// <summary>
/// What a person decided of a harm that is grave enough for the risk register: the risk it is, opened from it or there before, or why it is none.
/// Decided once, after the assessment came into force; its text stays as it was approved, and the next revision takes over what it says of an unchanged harm. Invariant: exactly one of risk and reason against it is said.
/// </summary>
internal sealed class CandidateRisk
{
    private CandidateRisk()
    {
    }

    private CandidateRisk(ImpactAssessment assessment, int effect, string risk, string reason, PersonId by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<CandidateRiskId>();
        (AssessmentId, Effect, RiskRef, Reason, By, At) = (assessment.Id, effect, risk, reason, by, at);
    }

    public CandidateRiskId Id { get; private set; }

    public ImpactAssessmentId AssessmentId { get; private set; }

    /// <summary>Number of the harm.</summary>
    public int Effect { get; private set; }

    /// <summary>Empty: declined.</summary>
    public string RiskRef { get; private set; } = "";

    /// <summary>Why it is declined, or what was said to the link.</summary>
    public string Reason { get; private set; } = "";

    public PersonId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>What was decided of the same harm in the revision before, by whoever decided it.</summary>
    public CandidateRisk In(ImpactAssessment next) => new(next, Effect, RiskRef, Reason, By, At);

    /// <summary>It was decided before the revision came into force: the revision may decide otherwise.</summary>
    public bool IsTakenOver(ImpactAssessment assessment) => At < assessment.ApprovedAt;

    /// <summary>A harm and the risk it is are found from both sides; none where it is declined.</summary>
    public IReadOnlyList<Link> Links(ImpactAssessment assessment, ImpactEffect harm, ImpactMethod method, DateTimeOffset at)
    {
        if (RiskRef.Length == 0) return [];
        var note = $"harm {harm.Called}, score {harm.Score}, consequence for {method.LevelOf(harm.Dimension)}";
        return [new(assessment.Ref, Relation.Risk, RiskRef, note, at), new(RiskRef, Relation.Impact, assessment.Ref, note, at)];
    }

    public static CandidateRisk Accepted(ImpactAssessment assessment, ImpactEffect harm, string risk, string note, PersonId by, DateTimeOffset at) => new(assessment, harm.Number, risk, note.Trim(), by, at);

    /// <param name="author">Reference of who declines: whoever wrote the assessment does not say alone that its harms are none.</param>
    public static CandidateRisk Declined(ImpactAssessment assessment, ImpactEffect harm, string reason, PersonId by, string author, DateTimeOffset at) => assessment.Authors.Contains(author)
        ? throw new RuleViolation("IMPACT-DECLINE-OWN", $"You wrote a part of {assessment.Ref}. Another person must say that {harm.Called} does not belong into the risk register; or open it as a risk.")
        : new(assessment, harm.Number, "", Written.Demand(reason, "IMPACT-DECLINE", $"Say why {harm.Called} does not belong into the risk register."), by, at);
}
