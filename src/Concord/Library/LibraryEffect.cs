using Concord.Organisation;

namespace Concord.Library;

/// <summary>Where in the record a change of the library is felt.</summary>
internal enum EffectArea
{
    Requirement,
    Control,
    Document,
    Statement,
    Reuse,
    Crosswalk,
    GapAnalysis,
    Risk,
    Metric,
    Evidence,
    Action,
}

/// <summary>One thing that another library changes for this organisation.</summary>
/// <param name="Ref">The record, requirement or kind of evidence it is about.</param>
/// <param name="Says">What changes, with what was before and what is after.</param>
/// <param name="Who">The person who answers for it; null where nobody is named.</param>
internal sealed record LibraryEffect(EffectArea Area, string Ref, string Title, string Says, PersonName? Who = null);

/// <summary>A figure of re-use as one library gives it.</summary>
/// <param name="NotComputed">Why a figure is null, under its name.</param>
internal sealed record ReuseSummary(
    string Definition, IReadOnlyList<string> Holds, double? Potential, double? Low, double? High, double? Realised, int Full, int Partial, int None, IReadOnlyDictionary<string, string> NotComputed);

/// <summary>What the library in use, or one that is not installed yet, changes for the organisation: both computed from today's record, by the same functions.</summary>
/// <param name="ReuseBefore">Null where the library cannot be asked for it, for <paramref name="NotComputed"/>.</param>
/// <param name="Hidden">Effects on records of other parts of the organisation, which the reader may not see.</param>
/// <param name="NotComputed">Why effects are not told; empty when they are.</param>
internal sealed record LibraryEffects(ReuseSummary? ReuseBefore, ReuseSummary? ReuseAfter, IReadOnlyList<LibraryEffect> Effects, int Hidden, string NotComputed)
{
    public static LibraryEffects None { get; } = new(null, null, [], 0, "");

    public static LibraryEffects Unknown(string why) => None with { NotComputed = why };
}

/// <summary>Two libraries that can both be asked, and the record they are asked about.</summary>
/// <param name="Before">What was accepted last.</param>
internal sealed record LibraryPair(Standards.StandardsLibrary Before, Standards.StandardsLibrary After, Gaps.Analysis.GapLibrary GapsBefore, Gaps.Analysis.GapLibrary GapsAfter)
{
    /// <summary>Whether the key named a requirement and names none any more.</summary>
    public bool IsGone(string key) => Before.FindRequirement(key) is { IsRequirement: true } && After.FindRequirement(key) is not { IsRequirement: true };

    public string TitleOf(string key) => (After.FindRequirement(key) ?? Before.FindRequirement(key))?.Title ?? "";
}
