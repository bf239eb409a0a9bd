using Concord.Standards;

namespace Concord.Classification;

/// <summary>
/// A step of the guided form as it stands. Which questions matter is the outcome's to say, so that a step asks what the interpreter asks and nothing else; the
/// steps only group it.
/// </summary>
/// <param name="Number">Counted from one.</param>
/// <param name="Open">Matters and was not answered, or its answer contradicts another.</param>
/// <param name="NotKnown">Matters, and somebody said that nobody knows.</param>
internal sealed record AskedStep(QuestionStep Step, int Number, IReadOnlyList<FactQuestion> Open, IReadOnlyList<FactQuestion> NotKnown, IReadOnlyList<FactQuestion> Answered)
{
    /// <summary>All of it that can be looked at or changed, in the order of the pack.</summary>
    public IReadOnlyList<FactQuestion> Questions(RulePack pack) => [.. pack.Facts.Where(fact => Open.Contains(fact) || NotKnown.Contains(fact) || Answered.Contains(fact))];

    public static IReadOnlyList<AskedStep> Of(RulePack pack, FactSheet facts, ClassificationOutcome outcome)
    {
        var matters = outcome.Questions.Select(question => question.Fact).Concat(outcome.Contradictions.SelectMany(conflict => conflict.Facts)).ToHashSet(StringComparer.Ordinal);
        return [.. pack.Steps.Select((step, at) =>
        {
            var own = pack.Facts.Where(fact => fact.Step == step.Id).ToList();
            return new AskedStep(step, at + 1, [.. own.Where(fact => matters.Contains(fact.Id) && !IsNotKnown(fact))], [.. own.Where(fact => matters.Contains(fact.Id) && IsNotKnown(fact))],
                [.. own.Where(fact => !matters.Contains(fact.Id) && facts.Knows(fact.Id))]);
        })];

        bool IsNotKnown(FactQuestion fact) => facts.Speaks(fact.Id) && !facts.Knows(fact.Id);
    }

    /// <summary>What to ask next: the first step with an open question. Null: everything that matters is answered, or nobody knows it.</summary>
    public static AskedStep? Next(IEnumerable<AskedStep> steps) => steps.FirstOrDefault(step => step.Open.Count > 0);
}
