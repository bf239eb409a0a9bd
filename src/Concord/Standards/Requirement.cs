namespace Concord.Standards;

internal enum PdcaPhase { Plan, Do, Check, Act }

internal enum RequirementKind { Clause, Control }

/// <summary>What a standard asks for: a clause, or a control of its reference list; also the headings that hold them together.</summary>
/// <param name="Key">The key others refer to, the edition's prefix and the number.</param>
/// <param name="Edition">Key of the edition, for example <c>iso42001:2023</c>.</param>
/// <param name="Gist">In our own words; empty for a heading and for editions packaged without a gist.</param>
/// <param name="ParentKey">The heading above; null at the top.</param>
/// <param name="IsRequirement">False for headings, which group and are never assessed.</param>
/// <param name="DocumentedInformation">Whether the standard wants something in writing; <paramref name="DocumentedWhat"/> says what.</param>
/// <param name="DocumentedWhat">The documents a clause wants; null where it names none.</param>
/// <param name="TypicalEvidence">What one usually finds where a control works; null for clauses.</param>
/// <param name="Origin">Where a clause comes from: the common structure of all management systems, AI, or both; null where not packaged.</param>
/// <param name="LifeCycleStage">Where in the life of a system a control acts; null for clauses.</param>
/// <param name="Effort">Our own estimate in points; null where not packaged.</param>
internal sealed record Requirement(
    string Key,
    string Edition,
    RequirementKind Kind,
    string Number,
    string Title,
    string Gist,
    PdcaPhase Phase,
    string? ParentKey,
    bool IsRequirement,
    bool DocumentedInformation,
    string? DocumentedWhat,
    string? TypicalEvidence,
    string? Origin,
    string? LifeCycleStage,
    int? Effort)
{
    /// <summary>The other accepted spelling of the key: edition, slash, number.</summary>
    public string EditionKey => $"{Edition}/{Number}";
}
