namespace Concord.Standards;

/// <summary>
/// How the impact of an AI system on people is assessed: sections with their questions, screening, scales, the rule that scores an effect, what the fundamental
/// rights impact assessment asks. Data of the library; the room Impacts works with it.
/// </summary>
/// <param name="Sha256">Of the files it was read from.</param>
/// <param name="RequiredFor">Words of the inventory's risk class: such a system is approved and operated only with an assessment in force.</param>
internal sealed record ImpactMethod(
    string Version, string Title, string Sha256, IReadOnlyList<ImpactTrigger> Triggers, IReadOnlyList<ScreeningQuestion> Screening, IReadOnlyList<ImpactSection> Sections, IReadOnlyList<FriaItem> FriaItems,
    FriaRule Fria, IReadOnlyList<CharterRight> Rights, IReadOnlyList<ImpactDimension> Dimensions, IReadOnlyList<ScaleStep> Severity, IReadOnlyList<ScaleStep> People, IReadOnlyList<ScaleStep> Reversibility,
    ImpactScoreRule Score, IReadOnlyList<string> RequiredFor, ReviewCadence Cadence)
{
    public ImpactSection? FindSection(string id) => Sections.FirstOrDefault(section => section.Id == id);

    public ImpactDimension? FindDimension(string id) => Dimensions.FirstOrDefault(dimension => dimension.Id == id);

    /// <summary>Whom a dimension is about: individuals, groups or society.</summary>
    public string LevelOf(string dimension) => FindDimension(dimension)?.Level ?? "individuals";

    public CharterRight? FindRight(string id) => Rights.FirstOrDefault(right => right.Id == id);

    public bool Requires(string riskClass) => RequiredFor.Contains(riskClass, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a step of a scale; the id itself where a later method no longer has it.</summary>
    public static string NameOf(IReadOnlyList<ScaleStep> scale, string id) => scale.FirstOrDefault(step => step.Id == id)?.Name ?? id;
}

/// <summary>Why an assessment is made.</summary>
internal sealed record ImpactTrigger(string Id, string Title, string Help);

internal sealed record ScreeningQuestion(string Id, string Question, string Help);

/// <param name="Citation">Where guidance speaks of it.</param>
/// <param name="Light">Whether a light assessment has it.</param>
/// <param name="Fria">The items of the fundamental rights impact assessment it fills.</param>
internal sealed record ImpactSection(string Id, string Title, string Lead, string Citation, bool Light, IReadOnlyList<string> Fria, IReadOnlyList<string> Requirements, IReadOnlyList<ImpactField> Fields);

/// <summary>What fills a field: a text, or a part of the assessment that has its own form.</summary>
internal enum ImpactFieldKind
{
    Text,
    Trigger,
    Groups,
    Consultations,
    Benefits,
    Harms,
    Measures,
    Verdict,
    Residual,
    Review,

    /// <summary>The record itself says it: system and version, authors, approver, risks.</summary>
    Derived,
}

/// <summary>What the record may already know of a field.</summary>
internal enum ImpactSource
{
    None,
    System,
    Purpose,
    IntendedUse,
    AffectedGroups,
    Role,
    Technique,
    Models,
    DecisionsPerYear,
    DataColumns,
    Class,
    Authors,
    Approver,
    Risks,
}

/// <param name="Fria">Items this field alone fills; empty: those of its section.</param>
internal sealed record ImpactField(string Id, ImpactFieldKind Kind, bool Required, string Question, string Help, ImpactSource From, IReadOnlyList<string> Fria);

/// <summary>What a deployer tells the authority.</summary>
internal sealed record FriaItem(string Id, string Letter, string Item, string Citation);

/// <param name="Flag">The flag of the rule pack that says it is owed.</param>
/// <param name="Lines">What a notification says beside the items, line by line; blanks stay blank.</param>
internal sealed record FriaRule(string Flag, string Title, string Citation, string Lead, IReadOnlyList<string> Lines);

internal sealed record CharterRight(string Id, string Article, string Right, string Title);

/// <param name="Level">individuals, groups or society: the dimension of the risk a harm becomes.</param>
internal sealed record ImpactDimension(string Id, string Name, string Level, IReadOnlyList<string> Rights);

/// <param name="Level">1, 2, … from the least.</param>
internal sealed record ScaleStep(string Id, int Level, string Name, string Help);

/// <summary>Severity, and what raises it; never above the cap. From <paramref name="CandidateFrom"/> on a harm is a candidate for the risk register.</summary>
internal sealed record ImpactScoreRule(int Cap, int CandidateFrom, IReadOnlyList<ScoreRise> Rises, string Text);

/// <param name="Scale">reversibility or people.</param>
/// <param name="Steps">Ids of that scale.</param>
internal sealed record ScoreRise(string Scale, IReadOnlyList<string> Steps, int Points, string Because)
{
    public const string OfReversibility = "reversibility";
    public const string OfPeople = "people";
}

/// <param name="Months">For a risk class by its word; <paramref name="Otherwise"/> for every other.</param>
internal sealed record ReviewCadence(IReadOnlyDictionary<string, int> Months, int Otherwise)
{
    public int For(string riskClass) => Months.FirstOrDefault(pair => string.Equals(pair.Key, riskClass, StringComparison.OrdinalIgnoreCase)) is { Key: not null } found ? found.Value : Otherwise;
}
