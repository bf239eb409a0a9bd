using System.Text.Json;
using Concord.Foundation;

namespace Concord.Gaps.Analysis;

internal readonly record struct PolicyFindingId(Guid Value) : IId<PolicyFindingId>
{
    public static PolicyFindingId From(Guid value) => new(value);
}

/// <summary>
/// What the policies of an analysis carry of one requirement: what was suggested from their texts, and beside it what a reviewer says. Both are
/// kept. Texts read later may change the suggestion; a review then says of which suggestion it spoke.
/// </summary>
internal sealed class PolicyFinding : IRecord, IScoped
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private PolicyFinding()
    {
    }

    public PolicyFinding(GapAnalysis analysis, string requirement)
    {
        Id = Foundation.Id.New<PolicyFindingId>();
        (Ref, UnitId, Analysis, Requirement) = ($"{analysis.Ref}/{requirement}", analysis.UnitId, analysis.Ref, requirement);
    }

    public PolicyFindingId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Analysis { get; private set; } = "";

    public string Requirement { get; private set; } = "";

    public PolicyLevel Suggested { get; private set; }

    /// <summary>JSON of passages and general places.</summary>
    public string Quoted { get; private set; } = "";

    public PolicyLevel? Reviewed { get; private set; }

    /// <summary>The suggestion the reviewer saw.</summary>
    public PolicyLevel? ReviewedFrom { get; private set; }

    public string ReviewReason { get; private set; } = "";

    public PersonId? ReviewedBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>What counts: the reviewer's word while it is about these texts, else the suggestion.</summary>
    public PolicyLevel Level => IsOutdated ? Suggested : Reviewed ?? Suggested;

    /// <summary>The texts say something else since a person looked.</summary>
    public bool IsOutdated => Reviewed is not null && ReviewedFrom != Suggested;

    /// <summary>A person looked at what these texts suggest.</summary>
    public bool IsReviewed => Reviewed is not null && !IsOutdated;

    public void Suggest(AssessedRequirement assessed)
    {
        var quoted = JsonSerializer.Serialize(assessed, Format);
        if (Suggested != assessed.Level) Suggested = assessed.Level;
        if (Quoted != quoted) Quoted = quoted;
    }

    public AssessedRequirement Read() => JsonSerializer.Deserialize<AssessedRequirement>(Quoted, Format) ?? throw new InvalidOperationException("A finding without what was found.");

    /// <summary>As one of several, for one reason: only what is suggested as absent, and what nobody has judged otherwise.</summary>
    public void ConfirmAbsent(string reason, PersonId by, DateTimeOffset at)
    {
        if (Suggested != PolicyLevel.Absent) throw new RuleViolation("POLICY-NOT-ABSENT", $"Of {Requirement} the texts suggest {Words.Of(Suggested)}. Review it by itself.");
        if (IsReviewed) throw new RuleViolation("POLICY-REVIEWED", $"Of {Requirement} somebody has said {Words.Of(Reviewed!.Value)} already. Change that on its own page.");
        if (Written.SaysNothing(reason)) throw new RuleViolation("POLICY-ABSENT-REASON", "Say why nothing is written of all of them: what was read, and whom you asked.");
        Review(PolicyLevel.Absent, reason, by, at);
    }

    /// <param name="reason">Needed where the reviewer disagrees.</param>
    public void Review(PolicyLevel level, string reason, PersonId by, DateTimeOffset at)
    {
        if (level != Suggested && Written.SaysNothing(reason))
            throw new RuleViolation("POLICY-REVIEW-REASON", $"The texts suggest {Words.Of(Suggested)}. Say why it is {Words.Of(level)}.");
        (Reviewed, ReviewedFrom, ReviewReason, ReviewedBy, ReviewedAt) = (level, Suggested, reason.Trim(), by, at);
    }
}
