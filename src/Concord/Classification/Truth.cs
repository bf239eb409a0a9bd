using Concord.Standards;

namespace Concord.Classification;

/// <summary>Whether a condition holds. What is unknown stays unknown unless it cannot matter.</summary>
internal enum Truth { No, Unknown, Yes }

/// <summary>What conditions make of facts, in three values.</summary>
/// <param name="sheet">What is known.</param>
/// <param name="law">Which points exist; those a later law brought do not count yet.</param>
internal sealed class FactJudge(RulePack pack, FactSheet sheet, LawVersion law)
{
    /// <param name="tiers">The tiers that are still possible; null where none is asked for.</param>
    public Truth Of(RuleCondition condition, IReadOnlyCollection<string>? tiers = null) => condition switch
    {
        Always => Truth.Yes,
        AllOf all => all.Parts.Select(part => Of(part, tiers)).DefaultIfEmpty(Truth.Yes).Min(),
        AnyOf any => any.Parts.Select(part => Of(part, tiers)).DefaultIfEmpty(Truth.No).Max(),
        Not denied => Truth.Yes - (int)Of(denied.Part, tiers),
        TierIn asked => OfTiers(asked, tiers ?? []),
        FactIs fact => Of(fact),
        _ => throw new InvalidOperationException($"A condition of kind {condition.GetType().Name} is not known."),
    };

    /// <summary>
    /// The facts to ask now. Where all parts must hold, of the first open part, because what comes behind may not matter; where one is enough, of every open part.
    /// Empty where the condition is decided.
    /// </summary>
    public IEnumerable<string> Open(RuleCondition condition, IReadOnlyCollection<string>? tiers = null)
    {
        if (Of(condition, tiers) != Truth.Unknown) return [];
        return condition switch
        {
            AllOf all => First(all.Parts, tiers),
            AnyOf any => any.Parts.SelectMany(part => Open(part, tiers)),
            Not denied => Open(denied.Part, tiers),
            FactIs fact => Open(fact),
            _ => [],
        };
    }

    /// <summary>What of a list counts for sure, and what may count.</summary>
    public (IReadOnlyList<FactOption> Sure, IReadOnlyList<FactOption> Possible) ListOf(string id)
    {
        var derived = pack.FindDerived(id);
        var fact = pack.FindFact(derived?.Of ?? id)!;
        var chosen = sheet.List(fact.Id);
        var possible = fact.Options.Where(option => chosen is null || chosen.Contains(option.Value)).ToList();
        if (derived is null) return (chosen is null ? [] : possible, possible);
        possible = [.. possible.Where(option => Exists(option) && !(option.ExcludedBy is { } out_ && sheet.Flag(out_) == true))];
        return (chosen is null ? [] : [.. possible.Where(option => option.ExcludedBy is not { } by || sheet.Flag(by) == false)], possible);
    }

    /// <summary>Chosen, but it does not count: why.</summary>
    public IEnumerable<(FactOption Option, string Why)> Dropped(DerivedFact derived)
    {
        var fact = pack.FindFact(derived.Of)!;
        foreach (var option in fact.Options.Where(option => sheet.List(fact.Id)?.Contains(option.Value) == true))
        {
            if (!Exists(option)) yield return (option, $"not yet law on that day: {pack.Laws.First(known => known.Id == option.Law).Title} brought it");
            else if (option.ExcludedBy is { } by && sheet.Flag(by) == true) yield return (option, $"excluded, because the answer to \"{pack.FindFact(by)!.Question}\" is yes");
        }
    }

    private bool Exists(FactOption option) => option.Law is not { } since || pack.Laws.First(known => known.Id == since).InForce <= law.InForce;

    private IEnumerable<string> First(IReadOnlyList<RuleCondition> parts, IReadOnlyCollection<string>? tiers) =>
        parts.Select(part => Open(part, tiers)).FirstOrDefault(open => open.Any()) ?? [];

    private static Truth OfTiers(TierIn asked, IReadOnlyCollection<string> possible) =>
        possible.All(asked.Tiers.Contains) ? Truth.Yes : possible.Any(asked.Tiers.Contains) ? Truth.Unknown : Truth.No;

    private Truth Of(FactIs asked)
    {
        switch (asked.Test)
        {
            case FactTest.Equal or FactTest.NotEqual:
                return sheet.Word(asked.Fact) is not { } word ? Truth.Unknown : (word == asked.Values[0]) == (asked.Test == FactTest.Equal) ? Truth.Yes : Truth.No;
            default:
                var (sure, possible) = ListOf(asked.Fact);
                var has = sure.Any(Wanted) ? Truth.Yes : possible.Any(Wanted) ? Truth.Unknown : Truth.No;
                return asked is { Test: FactTest.NonEmpty, Values: ["false"] } ? Truth.Yes - (int)has : has;
        }

        bool Wanted(FactOption option) => IsWanted(asked, option);
    }

    private static bool IsWanted(FactIs asked, FactOption option) => asked.Test switch
    {
        FactTest.NonEmpty => true,
        FactTest.NotOnly => !asked.Values.Contains(option.Group),
        FactTest.Registered => option.Registration is { } where && asked.Values.Contains(where),
        _ => asked.Values.Contains(option.Value),
    };

    private IEnumerable<string> Open(FactIs asked)
    {
        var fact = pack.FindDerived(asked.Fact)?.Of ?? asked.Fact;
        if (!sheet.Knows(fact)) return [fact];
        var (sure, possible) = ListOf(asked.Fact);
        return possible.Except(sure).Where(option => IsWanted(asked, option)).Select(option => option.ExcludedBy).OfType<string>();
    }
}
