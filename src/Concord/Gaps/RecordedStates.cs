using Concord.Controls;
using Concord.Standards;

namespace Concord.Gaps;

/// <summary>
/// The states of source requirements as the record proves them, by the same derivation that requirement pages show. Evidence past its validity
/// proves nothing there and counts in part here: what was proven once is re-used more easily than what never was.
/// </summary>
internal static class RecordedStates
{
    public static SourceStates Of(StandardsLibrary library, IReadOnlyList<Edition> sources, DerivationFacts facts, DateOnly asOf)
    {
        var states = new Dictionary<string, SourceState>(StringComparer.Ordinal);
        foreach (var requirement in sources.SelectMany(source => library.Assessable(source.Key)))
        {
            var own = facts.Of(requirement);
            if (own.Controls.Count > 0 || own.Override is not null) states[requirement.Key] = Of(own, asOf, library.ReuseDefinition);
        }
        return new(states, library.Assessable(library.ReuseDefinition.Target)
            .Where(requirement => facts.StateOf(requirement.Key)?.Override == RequirementResult.NotApplicable)
            .Select(requirement => requirement.Key).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>
    /// The better of two: what evidence in date proves, and the part that counts of what all evidence would prove if none ran out. A requirement
    /// with one control proven and one whose evidence ran out is done in part, as on its own page.
    /// </summary>
    public static SourceState Of(RequirementFacts facts, DateOnly asOf, ReuseDefinition definition)
    {
        if (facts.Override == RequirementResult.NotApplicable) return new(definition.States[ReuseDefinition.Excluded], $"excluded: {facts.OverrideReason}");
        var dated = facts.Controls.SelectMany(control => control.Evidence).Where(evidence => evidence.Date <= asOf).ToList();
        if (dated.Count == 0) return new(0, "no evidence");

        var today = Derivation.Of(facts, asOf);
        var lasting = Derivation.Of(Lasting(facts), asOf);
        // A person's override says how far the requirement is done; whether that is proven, evidence alone says.
        var now = dated.Exists(evidence => evidence.CountsOn(asOf)) ? Value(today.Shown, definition) : 0;
        var once = Value(lasting.Shown, definition) * definition.OutOfDate;
        return now >= once
            ? new(now, today.Because, Newest(dated.Where(evidence => evidence.CountsOn(asOf))))
            : new(once, $"{lasting.Because}, with evidence that is out of date", Newest(dated));
    }

    private static RequirementFacts Lasting(RequirementFacts facts) => facts with
    {
        Controls = [.. facts.Controls.Select(control => control with { Evidence = [.. control.Evidence.Select(evidence => evidence with { ValidUntil = DateOnly.MaxValue })] })],
    };

    private static double Value(RequirementResult result, ReuseDefinition definition) => result switch
    {
        RequirementResult.Conforming => definition.States[ReuseDefinition.Implemented],
        RequirementResult.Partial => definition.States[ReuseDefinition.InPart],
        _ => 0,
    };

    private static DateOnly? Newest(IEnumerable<EvidenceFact> evidence) => evidence.Select(piece => (DateOnly?)piece.Date).Max();
}
