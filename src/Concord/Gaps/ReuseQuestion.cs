using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Gaps;

/// <summary>What is asked: which standards are held, what a partial claim gives, how requirements are weighed, on which day evidence is looked at.</summary>
internal sealed record ReuseQuestion(IReadOnlyList<Edition> Held, double PartialCredit, ReuseWeights Weights, DateOnly AsOf)
{
    /// <summary>The standards for which the library has claims, in its order.</summary>
    public static IReadOnlyList<Edition> Sources(StandardsLibrary library)
    {
        var claimed = library.Reuse.Select(claim => claim.SourceStandard).ToHashSet(StringComparer.Ordinal);
        return [.. library.Editions.Where(edition => claimed.Contains(edition.Prefix) && edition.Key != library.ReuseDefinition.Target)];
    }

    /// <summary>The word by which people name a standard in options and addresses: the key of its edition without the year.</summary>
    public static string Word(Edition edition) => edition.Key.Split(':')[0];

    /// <summary>Reads what a person typed; an empty text is what the definition says.</summary>
    /// <param name="holds">Words of the standards held, each also a list separated by commas.</param>
    /// <param name="unlessTold">The standards where nothing is named.</param>
    /// <exception cref="FindingsException">With everything that cannot be read.</exception>
    public static ReuseQuestion Read(
        StandardsLibrary library, IEnumerable<string?> holds, string? partialCredit, string? weights, string? asOf, DateOnly today, IReadOnlyList<Edition> unlessTold)
    {
        var faults = new List<Finding>();
        var question = new ReuseQuestion(
            ReadHeld(library, holds, unlessTold, faults), ReadCredit(library.ReuseDefinition, partialCredit, faults), ReadWeights(weights, faults), ReadDay(asOf, today, faults));
        return faults.Count == 0 ? question : throw new FindingsException(faults);
    }

    private static IReadOnlyList<Edition> ReadHeld(StandardsLibrary library, IEnumerable<string?> holds, IReadOnlyList<Edition> unlessTold, List<Finding> faults)
    {
        var sources = Sources(library);
        var words = holds.SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var word in words.Where(word => !sources.Any(source => IsNamed(source, word))))
            faults.Add(Finding.Error("holds", "unknown-standard", $"There are no claims of re-use from a standard \"{word}\". Known are: {string.Join(", ", sources.Select(Word))}."));
        var held = sources.Where(source => words.Exists(word => IsNamed(source, word))).ToList();
        return words.Count == 0 ? unlessTold : held;
    }

    /// <summary>Its word, its prefix or its key.</summary>
    public static bool IsNamed(Edition edition, string word) =>
        string.Equals(Word(edition), word, StringComparison.OrdinalIgnoreCase) || string.Equals(edition.Key, word, StringComparison.OrdinalIgnoreCase);

    private static double ReadCredit(ReuseDefinition definition, string? text, List<Finding> faults)
    {
        if (string.IsNullOrWhiteSpace(text)) return definition.Partial;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var credit) && credit is >= 0 and <= 1)
            return credit;
        faults.Add(Finding.Error("p", "wrong-value", $"\"{text}\" is not a number from 0 to 1: the part of the work that a partial claim saves. Write it as 0.5."));
        return definition.Partial;
    }

    private static ReuseWeights ReadWeights(string? text, List<Finding> faults)
    {
        if (string.IsNullOrWhiteSpace(text)) return ReuseWeights.Equal;
        foreach (var known in Enum.GetValues<ReuseWeights>())
        {
            if (string.Equals(Words.Key(known), text.Trim(), StringComparison.OrdinalIgnoreCase)) return known;
        }
        faults.Add(Finding.Error("weights", "wrong-value", $"\"{text}\" is not one of {string.Join(", ", Enum.GetValues<ReuseWeights>().Select(Words.Key))}."));
        return ReuseWeights.Equal;
    }

    private static DateOnly ReadDay(string? text, DateOnly today, List<Finding> faults)
    {
        if (string.IsNullOrWhiteSpace(text)) return today;
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        faults.Add(Finding.Error("as-of", "wrong-value", $"\"{text}\" is not a day. Write it as 2026-10-14."));
        return today;
    }
}
