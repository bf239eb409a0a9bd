using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Gaps.Analysis;

/// <summary>From where a reason comes: what the record's evidence proves, the three parts of the analysis, and what the counterparts in other standards that are held carry of it.</summary>
internal enum GapPart
{
    Record,
    Inventory,
    Interviews,
    Policies,
    Counterparts,
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
/// <param name="State">Not assessed: what the part found is no evidence in either direction, but a reader wants to see it.</param>
/// <param name="IsFull">Below met, the part has seen all that it can show and nothing is missing: it does not contradict another part that shows more.</param>
internal sealed record GapReason(GapPart Part, GapState State, string Why, bool IsFull = false)
{
    [JsonIgnore]
    public bool Speaks => State != GapState.NotAssessed;

    /// <summary>Says nothing of what is done for AI: it is silent, comes from another standard, or tells only that no text is there.</summary>
    public static bool LeavesOpen(GapReason reason) => !reason.Speaks || reason.Part == GapPart.Counterparts || reason is { Part: GapPart.Policies, State: GapState.Gap };

    /// <summary>Sees something missing.</summary>
    [JsonIgnore]
    public bool Contradicts => Speaks && State != GapState.Met && !IsFull;
}

/// <param name="Reasons">What each part says; a part that knows nothing of the requirement is not among them.</param>
/// <param name="Because">How the state follows from the reasons.</param>
internal sealed record GapFinding(string Requirement, GapState State, string Because, IReadOnlyList<GapReason> Reasons);

/// <summary>How ready a clause, a group of controls or the whole standard is, in percent: met counts 1, partly a half, a gap 0.</summary>
/// <param name="Assessed">Of which more is known than what is done for other standards.</param>
/// <param name="Low">What is not assessed counted as a gap; what only counterparts carry by the share of the work they save, at most a half.</param>
/// <param name="High">Both counted as met.</param>
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
/// <param name="EffortDays">Days of one person, as the library estimates them for a requirement not begun; less what is done of it: half where it is partly met.</param>
/// <param name="After">Requirements of the plan that come first.</param>
/// <param name="Why">What put it at its place.</param>
internal sealed record GapStep(int Number, string Requirement, string Title, double EffortDays, IReadOnlyList<string> After, int Urgency, string Why);

/// <param name="Definition">Version of the rule by which states follow from reasons.</param>
/// <param name="NotReviewed">Requirements for which nobody has looked at what is suggested from policies: a claim counts as written, an absence counts as nothing.</param>
internal sealed record GapResult(
    string Definition, DateOnly AsOf, GapReadiness Overall, IReadOnlyList<GapReadiness> Groups, IReadOnlyList<GapFinding> Findings, IReadOnlyList<GapStep> Plan, int NotReviewed)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Why the plan has no step: that nothing is known is not that nothing is to be done.</summary>
    [JsonIgnore]
    public string WhyNoStep => Count(GapState.NotAssessed) switch
    {
        0 => "Every requirement that applies is met.",
        var unknown when unknown == Findings.Count => "Nothing is known yet, so nothing can be planned. Read in the statement of applicability of a standard you hold, hold interviews, hand in the policies you have and register your AI systems: what they speak of gets a state, and what is open a step.",
        var unknown => $"No gap is known: what was assessed is met. {(unknown == 1 ? "One requirement is" : $"{unknown} requirements are")} not assessed, and nothing is planned of what nobody has looked at.",
    };

    /// <summary>Partly met requirements of which nothing speaks but what is done for other standards.</summary>
    [JsonIgnore]
    public int CarriedOnly => Findings.Count(finding => finding.State == GapState.Partly && finding.Reasons.All(GapReason.LeavesOpen));

    public int Count(GapState state) => Findings.Count(finding => finding.State == state);

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public static GapResult FromJson(string json) => JsonSerializer.Deserialize<GapResult>(json, Format) ?? throw new InvalidOperationException("A frozen result that holds nothing.");
}
