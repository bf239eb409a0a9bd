using Concord.Foundation;
using Concord.Standards;

namespace Concord.Gaps;

internal readonly record struct ReuseJudgementId(Guid Value) : IId<ReuseJudgementId>
{
    public static ReuseJudgementId From(Guid value) => new(value);
}

/// <summary>
/// What one person thinks of a claim of re-use: the second rating beside the library's. A person has one judgement of a claim; where it is an
/// override, the figure of this organisation uses it instead of the library's.
/// </summary>
internal sealed class ReuseJudgement : IRecord
{
    private ReuseJudgement()
    {
    }

    public ReuseJudgement(string reference, string requirement, string sourceStandard, PersonId by)
    {
        Id = Foundation.Id.New<ReuseJudgementId>();
        (Ref, Requirement, SourceStandard, By) = (reference, requirement, sourceStandard, by);
    }

    public ReuseJudgementId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    /// <summary>Key of the requirement of the target.</summary>
    public string Requirement { get; private set; } = "";

    /// <summary>The prefix of the standard held.</summary>
    public string SourceStandard { get; private set; } = "";

    public PersonId By { get; private set; }

    public ReuseStrength Strength { get; private set; }

    /// <summary>The requirements of the standard held that the person thinks are re-used.</summary>
    public List<string> SourceKeys { get; private set; } = [];

    public string Reason { get; private set; } = "";

    public DateOnly On { get; private set; }

    /// <summary>Whether the organisation's figure uses it instead of the library's claim. Of one claim at most one judgement does.</summary>
    public bool IsOverride { get; private set; }

    public void Say(ReuseStrength strength, IReadOnlyList<string> sources, string reason, bool isOverride, DateOnly on)
    {
        if (Written.SaysNothing(reason)) throw new RuleViolation("REUSE-REASON", "Say why: what an auditor would see in the existing artefact.");
        if (strength != ReuseStrength.None && sources.Count == 0)
            throw new RuleViolation("REUSE-SOURCES", $"Name the requirements of {SourceStandard} that are re-used, or judge none.");
        (Strength, SourceKeys, Reason, IsOverride, On) = (strength, [.. sources], reason.Trim(), isOverride, on);
    }

    /// <summary>Another judgement of the same claim is the override now.</summary>
    public void GiveWay() => IsOverride = false;
}
