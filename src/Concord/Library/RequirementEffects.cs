using Concord.Controls;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Library;

/// <summary>Requirements that are new, gone, or derived to another result, and what people had said of those that are gone.</summary>
internal static class RequirementEffects
{
    public static async Task<IReadOnlyList<LibraryEffect>> Of(ConcordDb db, LibraryPair pair, CancellationToken stop)
    {
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var (before, after) = (Assessable(pair.Before), Assessable(pair.After));
        return
        [
            .. before.Values.Where(requirement => !after.ContainsKey(requirement.Key))
                .Select(requirement => new LibraryEffect(EffectArea.Requirement, requirement.Key, requirement.Title, Gone(facts, requirement, db.Today))),
            .. New(pair, before, after),
            .. after.Values.Where(requirement => before.ContainsKey(requirement.Key))
                .Select(requirement => (Requirement: requirement, Says: Changed(facts, before[requirement.Key], requirement, db.Today))).Where(one => one.Says is not null)
                .Select(one => new LibraryEffect(EffectArea.Requirement, one.Requirement.Key, one.Requirement.Title, one.Says!)),
        ];
    }

    /// <summary>What the crosswalks say otherwise of a requirement, as its page shows it.</summary>
    public static IReadOnlyList<LibraryEffect> Crosswalks(LibraryPair pair) =>
    [
        .. Assessable(pair.After).Values.Where(requirement => pair.Before.FindRequirement(requirement.Key) is { IsRequirement: true })
            .Select(requirement => (Requirement: requirement, Before: Counterparts(pair.Before, requirement.Key), After: Counterparts(pair.After, requirement.Key)))
            .Select(one => (one.Requirement, Says: Differently(one.Before, one.After))).Where(one => one.Says.Length > 0)
            .Select(one => new LibraryEffect(EffectArea.Crosswalk, one.Requirement.Key, one.Requirement.Title, one.Says)),
    ];

    private static Dictionary<string, Requirement> Assessable(StandardsLibrary library) =>
        library.Requirements.Where(requirement => requirement.IsRequirement).ToDictionary(requirement => requirement.Key, StringComparer.Ordinal);

    /// <summary>Of a whole edition that is new, one line: nobody reads a hundred that say the same.</summary>
    private static IEnumerable<LibraryEffect> New(LibraryPair pair, Dictionary<string, Requirement> before, Dictionary<string, Requirement> after)
    {
        foreach (var edition in after.Values.Where(requirement => !before.ContainsKey(requirement.Key)).GroupBy(requirement => requirement.Edition))
        {
            var known = pair.After.Editions.First(one => one.Key == edition.Key);
            if (pair.Before.Editions.All(one => one.Key != edition.Key))
            {
                yield return new(EffectArea.Requirement, edition.Key, known.Designation, FormattableString.Invariant($"a new edition: {edition.Count()} requirements, all of them not assessed until a control answers them"));
                continue;
            }
            foreach (var requirement in edition)
                yield return new(EffectArea.Requirement, requirement.Key, requirement.Title, $"new in {known.Designation}: not assessed until a control answers it");
        }
    }

    private static string Gone(DerivationFacts facts, Requirement requirement, DateOnly today)
    {
        var own = facts.Of(requirement);
        var derived = Derivation.Of(own, today);
        var state = facts.StateOf(requirement.Key);
        string?[] parts =
        [
            $"gone; it stood at {Words.Of(derived.Shown)} ({derived.Because})",
            state switch
            {
                { IsExcluded: true } => "its exclusion and the reason for it count no more",
                { Override: not null } => "a person's override counts no more",
                { Justification: not null } => "the decision that it applies counts no more",
                _ => null,
            },
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string? Changed(DerivationFacts facts, Requirement before, Requirement after, DateOnly today)
    {
        var (was, now) = (Derivation.Of(facts.Of(before), today), Derivation.Of(facts.Of(after), today));
        if (was.Shown != now.Shown) return $"{Words.Of(was.Shown)} → {Words.Of(now.Shown)}: {now.Because}";
        if (was.Derived != now.Derived) return $"derived {Words.Of(was.Derived)} → {Words.Of(now.Derived)}; a person's override, {Words.Of(now.Shown)}, still stands before it";
        return was.Because == now.Because ? null : $"still {Words.Of(now.Shown)}, for another reason: {now.Because}";
    }

    private static Dictionary<string, string> Counterparts(StandardsLibrary library, string key)
    {
        var requirement = library.FindRequirement(key)!;
        return library.CounterpartsOf(requirement, _ => RequirementResult.NotAssessed).Select(other => (other.Key, Word: Words.Of(other.Strength)))
            .Concat(library.SupportedBy(requirement).Select(item => ($"{item.Framework} {item.Called}", Word: item.Relation)))
            .GroupBy(pair => pair.Item1, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(pair => pair.Word).Distinct(StringComparer.Ordinal)), StringComparer.Ordinal);
    }

    private static string Differently(Dictionary<string, string> before, Dictionary<string, string> after) => string.Join("; ", before.Keys.Union(after.Keys, StringComparer.Ordinal)
        .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
        .Select(key => $"{key} {before.GetValueOrDefault(key, "unrelated")} → {after.GetValueOrDefault(key, "unrelated")}"));
}
