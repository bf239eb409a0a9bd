using Concord.Foundation;

namespace Concord.Standards;

/// <summary>One edition of one standard, read-only. A new edition is a new folder, never an edit of this one.</summary>
/// <param name="Key">Short key, for example <c>iso42001:2023</c>; the folder has the same name with a dash.</param>
/// <param name="Prefix">What the requirement keys of this edition begin with, for example <c>ISO42001</c>.</param>
/// <param name="Clauses">How many clauses are requirements; the loader counts.</param>
/// <param name="Controls">How many controls it has; the loader counts.</param>
internal sealed record Edition(
    string Key,
    string Prefix,
    string Designation,
    string Title,
    string Packager,
    string Packaged,
    string Copyright,
    string PdcaNote,
    int Clauses,
    int Controls);

/// <summary>An objective or a risk source that an edition lists for reference; risks of the catalogue name them.</summary>
internal sealed record AnnexItem(string Key, string Edition, string Number, string Title, string Kind, string Gist);

/// <summary>Editions as people name them in addresses, filters and options.</summary>
internal static class EditionNames
{
    public const string All = "all";

    /// <summary>The key without its year: iso42001.</summary>
    public static string Word(this Edition edition) => edition.Key.Split(':')[0];

    /// <summary>By word, key or prefix, several with a comma; "all" for every edition. The one whose work others save comes first.</summary>
    public static IReadOnlyList<Edition> Named(this StandardsLibrary library, string words)
    {
        var wanted = words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(wanted, word => !IsAll(word) && !library.Editions.Any(edition => IsNamed(edition, word))) is { } unknown)
            throw new RuleViolation("REQUIREMENT-STANDARD", $"'{unknown}' is no standard of the library. Known: {string.Join(", ", library.Editions.Select(Word))}, {All}.");
        return [.. library.Editions.Where(edition => Array.Exists(wanted, word => IsAll(word) || IsNamed(edition, word))).OrderBy(edition => edition.Key != library.ReuseDefinition.Target)];
    }

    private static bool IsAll(string word) => string.Equals(word, All, StringComparison.OrdinalIgnoreCase);

    private static bool IsNamed(Edition edition, string word) => new[] { edition.Key, edition.Word(), edition.Prefix }.Contains(word, StringComparer.OrdinalIgnoreCase);
}
