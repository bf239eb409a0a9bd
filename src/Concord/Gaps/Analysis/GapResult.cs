using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Gaps.Analysis;

/// <summary>From where a reason comes: what the record's evidence proves, and the three parts of the analysis.</summary>
internal enum GapPart
{
    Record,
    Inventory,
    Interviews,
    Policies,
}

/// <summary>How far a requirement is. Not assessed is no pass.</summary>
internal enum GapState
{
    NotAssessed,
    Gap,
    Partly,
    Met,
    NotApplicable,
}

/// <summary>What one part says of a requirement, and why.</summary>
internal sealed record GapReason(GapPart Part, GapState State, string Why);

/// <param name="Reasons">What each part says; a part that knows nothing of the requirement is not among them.</param>
/// <param name="Because">How the state follows from the reasons.</param>
internal sealed record GapFinding(string Requirement, GapState State, string Because, IReadOnlyList<GapReason> Reasons);

/// <summary>How ready a clause, a group of controls or the whole standard is, in percent: met counts 1, partly a half, a gap 0.</summary>
/// <param name="Low">What is not assessed counted as a gap.</param>
/// <param name="High">What is not assessed counted as met.</param>
internal sealed record GapReadiness(string Key, string Title, int Requirements, int Assessed, double? Low, double? High)
{
    /// <summary>"41 %", "41 to 55 %" while something is not assessed, or that nothing is known.</summary>
    public string Range() => (Low, High) switch
    {
        ({ } low, { } high) when high - low < 0.05 => $"{Percent(low)} %",
        ({ } low, { } high) => $"{Percent(low)} to {Percent(high)} %",
        _ => Requirements == 0 ? "nothing applies" : "not assessed",
    };

    private static string Percent(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}

/// <summary>One step of the plan.</summary>
/// <param name="EffortDays">Days of one person, as the library estimates them for a requirement not begun; half where it is partly met.</param>
/// <param name="After">Requirements of the plan that come first.</param>
/// <param name="Why">What put it at its place.</param>
internal sealed record GapStep(int Number, string Requirement, string Title, double EffortDays, IReadOnlyList<string> After, int Urgency, string Why);

/// <param name="Definition">Version of the rule by which states follow from reasons.</param>
/// <param name="NotReviewed">Requirements whose policies nobody has looked at yet: the state rests on a suggestion.</param>
internal sealed record GapResult(
    string Definition, DateOnly AsOf, GapReadiness Overall, IReadOnlyList<GapReadiness> Groups, IReadOnlyList<GapFinding> Findings, IReadOnlyList<GapStep> Plan, int NotReviewed)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public int Count(GapState state) => Findings.Count(finding => finding.State == state);

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public static GapResult FromJson(string json) => JsonSerializer.Deserialize<GapResult>(json, Format) ?? throw new InvalidOperationException("A frozen result that holds nothing.");
}

/// <summary>A requirement that stands otherwise than in the analysis before.</summary>
/// <param name="Before">Null: the analysis before did not look at it.</param>
internal sealed record GapChange(string Requirement, GapState? Before, GapState After);

/// <summary>What became of the organisation since the analysis before.</summary>
internal sealed record GapComparison(string Previous, DateOnly PreviousAsOf, GapReadiness Before, GapReadiness After, IReadOnlyList<GapChange> Better, IReadOnlyList<GapChange> Worse, IReadOnlyList<GapChange> Otherwise)
{
    public static GapComparison Of(string previous, GapResult before, GapResult after)
    {
        var known = before.Findings.ToDictionary(finding => finding.Requirement, finding => finding.State, StringComparer.Ordinal);
        List<GapChange> changes = [.. after.Findings
            .Select(finding => new GapChange(finding.Requirement, known.TryGetValue(finding.Requirement, out var state) ? state : null, finding.State))
            .Where(change => change.Before != change.After)];
        return new(previous, before.AsOf, before.Overall, after.Overall, [.. changes.Where(change => Direction(change) > 0)], [.. changes.Where(change => Direction(change) < 0)],
            [.. changes.Where(change => Direction(change) == 0)]);
    }

    /// <summary>Assessed for the first time, or left out of the statement, is neither better nor worse.</summary>
    private static int Direction(GapChange change) => Height(change.Before) is { } before && Height(change.After) is { } after ? after.CompareTo(before) : 0;

    private static int? Height(GapState? state) => state switch
    {
        GapState.Gap => 0,
        GapState.Partly => 1,
        GapState.Met => 2,
        _ => null,
    };
}
