using Concord.Foundation;
using Concord.Standards;

namespace Concord.Classification;

/// <summary>Facts of a file, or of a body: YAML or JSON, a map of facts, or a map that holds one under "facts".</summary>
internal static class FactReader
{
    private const int LongestText = 100_000;
    private const string Nested = "facts";

    /// <param name="name">What the text is called in findings.</param>
    /// <exception cref="FindingsException">With everything that cannot be read.</exception>
    public static (FactSheet Facts, IReadOnlySet<string> Unknown) Read(RulePack pack, string text, string name)
    {
        var faults = new List<Finding>();
        var read = Read(pack, text, name, faults);
        return faults.Count == 0 ? read : throw new FindingsException(faults);
    }

    /// <summary>One more, as <c>fact=value</c>; several values of a list are separated by commas, nothing behind the sign is none of them.</summary>
    public static (FactSheet Facts, IReadOnlySet<string> Unknown) Read(RulePack pack, IEnumerable<string> pairs, FactSheet before, IReadOnlySet<string> unknownBefore)
    {
        var faults = new List<Finding>();
        var (sheet, unknown) = (before, unknownBefore.ToHashSet(StringComparer.Ordinal));
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
            {
                faults.Add(Finding.Error(pair, "wrong-form", "Write a fact as name=value, for example profiling_of_natural_persons=true."));
                continue;
            }
            var (fact, value) = (pair[..at].Trim(), pair[(at + 1)..].Trim());
            if (!IsUnknown(value)) sheet = sheet.With(pack, fact, value.Split(','), fact, faults);
            else if (Known(pack, fact, fact, faults)) (sheet, _) = (sheet.Without(fact), unknown.Add(fact));
            if (!IsUnknown(value)) unknown.Remove(fact);
        }
        return faults.Count == 0 ? (sheet, unknown) : throw new FindingsException(faults);
    }

    private static (FactSheet, IReadOnlySet<string>) Read(RulePack pack, string text, string name, List<Finding> faults)
    {
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        if (text.Length > LongestText) faults.Add(Finding.Error(name, "too-long", $"Facts have at most {LongestText:N0} characters."));
        if (faults.Count > 0 || LibraryDocument.Parse(name, text, faults) is not { } document) return (FactSheet.Empty, unknown);
        if (document.Keys.Contains(Nested)) document = document.Map(Nested) ?? document;
        var sheet = FactSheet.Empty;
        foreach (var fact in document.Keys)
        {
            var place = $"{name}, {fact}";
            if (document.IsList(fact)) sheet = sheet.With(pack, fact, document.Texts(fact), place, faults);
            else if (document.Single(fact) is not { } value || IsUnknown(value))
            {
                if (Known(pack, fact, place, faults)) unknown.Add(fact);
            }
            else sheet = sheet.With(pack, fact, value.Split(';'), place, faults);
        }
        return (sheet, unknown);
    }

    private static bool Known(RulePack pack, string fact, string place, List<Finding> faults)
    {
        if (pack.FindFact(fact) is not null) return true;
        faults.Add(Finding.Error(place, "unknown-fact", $"There is no fact \"{fact}\". Known are: {string.Join(", ", pack.Facts.Select(each => each.Id))}."));
        return false;
    }

    private static bool IsUnknown(string value) => value is "unknown" or "null" or "~";
}
