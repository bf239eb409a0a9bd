using Concord.Standards;

namespace Concord.Classification;

/// <summary>What a rule pack makes of facts. Where the tier is not decided it is null, with what to ask; nothing is guessed.</summary>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Citations">What the outcome rests on: the deciding rule, the points that count, the flags.</param>
/// <param name="RulePack">Name and version.</param>
/// <param name="Explanation">Every rule that was looked at, in order, the deciding one marked.</param>
/// <param name="Possible">The tiers that are still possible; one where it is decided.</param>
/// <param name="Questions">What is still open and matters, the next one first.</param>
/// <param name="Contradictions">Facts that cannot stand together; they count as unknown.</param>
/// <param name="Assumed">Facts nobody gave, which took the default of the pack.</param>
internal sealed record ClassificationOutcome(
    string? Tier, string? Rule, IReadOnlyList<string> Flags, IReadOnlyList<string> Citations, DateOnly AsOf, string RulePack, IReadOnlyList<OutcomeStep> Explanation, string? TierName, string? Meaning,
    string Law, DateOnly? AppliesFrom, IReadOnlyList<string> Possible, IReadOnlyList<OutcomeDuty> Duties, IReadOnlyList<OpenQuestion> Questions, IReadOnlyList<Contradiction> Contradictions,
    IReadOnlyList<string> Assumed, IReadOnlyDictionary<string, string> NotComputed, string Note)
{
    /// <summary>What a breach of the duties may cost: what duties name, then what counts for all. Empty in outcomes from before fines were told.</summary>
    public IReadOnlyList<Fine> Fines { get; init; } = [];

    /// <summary>What to look at where it is on the market before the duties bind, unless it is known that it is not; null: nothing.</summary>
    public string? OnMarketBefore { get; init; }

    /// <summary>Nothing is left to ask, and nothing contradicts.</summary>
    public bool IsComplete => Tier is not null && Questions.Count == 0 && Contradictions.Count == 0;

    [System.Text.Json.Serialization.JsonIgnore]
    public OutcomeStep? Decisive => Explanation.FirstOrDefault(step => step.Decisive);
}

/// <param name="Rule">Id of the rule, or of the option that dropped out.</param>
/// <param name="Holds">Yes, no, or unknown.</param>
/// <param name="Citation">"Article 6(2)".</param>
/// <param name="Facts">The facts it looked at, with their answers.</param>
internal sealed record OutcomeStep(string Rule, Truth Holds, string Citation, string Text, IReadOnlyList<string> Facts, bool Decisive);

/// <param name="Id">Of the obligation in the pack.</param>
/// <param name="Fine">Id of what a breach may cost; null: the law names no figure for it.</param>
/// <param name="From">When it binds as the law stood; null where that law does not foresee it, or it is not known.</param>
/// <param name="Because">The tier or flag it follows from.</param>
internal sealed record OutcomeDuty(string Id, string Text, string Role, string Article, DateOnly? From, string Because, string Condition, string Note, IReadOnlyList<string> Requirements, string? Fine = null);

/// <param name="Why">The rule that needs it.</param>
/// <param name="Step">The step of the guided form that asks it.</param>
internal sealed record OpenQuestion(string Fact, QuestionKind Kind, string Question, string Help, string Citation, string Why, string Step = "");

internal sealed record Contradiction(string Id, string Question, IReadOnlyList<string> Facts);
