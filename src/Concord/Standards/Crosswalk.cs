namespace Concord.Standards;

/// <summary>How much of an existing artefact an auditor would accept for another standard's requirement.</summary>
internal enum ReuseStrength { None, Partial, Full }

/// <summary>One claim: evidence for these requirements of a standard already held counts this much for that requirement.</summary>
/// <param name="SourceKeys">Requirements of the source standard; with strength none they are only related.</param>
/// <param name="Delta">What has to be added for AI.</param>
internal sealed record ReuseClaim(
    string RequirementKey,
    string SourceStandard,
    IReadOnlyList<string> SourceKeys,
    ReuseStrength Strength,
    string Rationale,
    string Delta,
    string JudgedBy,
    string JudgedOn);

/// <summary>A law, or a body of guidance, outside the management system standards.</summary>
/// <param name="Item">What one of its items is called; empty where their number says it.</param>
internal sealed record Framework(string Id, string Name, string Item);

/// <summary>An article, subcategory or guidance standard.</summary>
internal sealed record FrameworkItem(string Key, Framework Framework, string Number, string Title)
{
    public string Called => Framework.Item.Length == 0 ? Number : $"{Framework.Item} {Number}";
}

/// <summary>One claim: this requirement relates to that item of another framework. It helps and never proves conformity there.</summary>
internal sealed record ExternalClaim(
    string RequirementKey,
    string Framework,
    string TargetKey,
    string Relation,
    string Note,
    string JudgedBy,
    string JudgedOn);
