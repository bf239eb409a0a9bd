using System.Text.RegularExpressions;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Applicability.Import;

/// <summary>
/// Finds requirements by the many spellings of their numbers: with the standard's name or without, with the letter of the annex or without, with a
/// dot between or a blank, with the title behind.
/// </summary>
internal sealed partial class ControlNumbers
{
    private readonly StandardsLibrary library;
    private readonly Edition? unnamed;
    private readonly bool bareAreControls;
    private readonly HashSet<string> lettered;

    private ControlNumbers(StandardsLibrary library, Edition? unnamed, bool bareAreControls, HashSet<string> lettered) =>
        (this.library, this.unnamed, this.bareAreControls, this.lettered) = (library, unnamed, bareAreControls, lettered);

    /// <param name="IsClause">The word in front says so, or that it is a control; null: there is none.</param>
    private sealed record Written(Edition? Edition, string Letter, string Number, bool? IsClause)
    {
        public string Lettered => $"{Letter}.{Number}";
    }

    /// <summary>All numbers of a file together say which standard they are of, and whether those without a letter are controls or clauses.</summary>
    /// <param name="standard">As people name it; null: the one that knows most of them.</param>
    public static ControlNumbers Of(StandardsLibrary library, IReadOnlyList<string> cells, string? standard, Action<string, string> fault)
    {
        var written = cells.Where(cell => library.FindRequirement(cell) is null).Select(cell => Read(library, cell)).OfType<Written>().ToArray();
        var open = written.Where(one => one.Edition is null).ToArray();
        var edition = standard is { Length: > 0 } ? Named(library, standard) : Best(library, open, fault);
        var target = edition ?? written.Select(one => one.Edition).FirstOrDefault();
        var bare = written.Where(one => one.Letter.Length == 0).ToArray();
        var areControls = target is not null && bare.Any(one => Clause(library, one.Edition ?? target, one) is null && Control(library, one.Edition ?? target, one) is not null);
        return new(library, edition, areControls, written.Where(one => one.Letter.Length > 0 && (one.Edition ?? target) is not null).Select(one => $"{(one.Edition ?? target)!.Prefix}:{one.Lettered}").ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Null for what no standard has; a heading is found as well.</summary>
    public Requirement? Find(string cell)
    {
        if (library.FindRequirement(cell) is { } exact) return exact;
        if (Read(library, cell) is not { } written || (written.Edition ?? unnamed) is not { } edition) return null;
        if (written.Letter.Length > 0) return library.FindRequirement($"{edition.Prefix}:{written.Lettered}");
        var (clause, control) = (Clause(library, edition, written), Control(library, edition, written));
        return AreControls(written, control) ? control ?? clause : clause ?? control;
    }

    /// <summary>What a number that says neither could be instead: "5.1" is a clause and a control of one standard. Null: only one of them is there, or the control stands in the file with its letter.</summary>
    public Requirement? CouldAlsoBe(string cell)
    {
        if (library.FindRequirement(cell) is not null || Read(library, cell) is not { Letter.Length: 0, IsClause: null } written || (written.Edition ?? unnamed) is not { } edition) return null;
        return Clause(library, edition, written) is { IsRequirement: true } clause && Control(library, edition, written) is { IsRequirement: true } control && !lettered.Contains(control.Key) ? AreControls(written, control) ? clause : control : null;
    }

    /// <summary>A control that stands in the file with its letter is not meant again by the number alone.</summary>
    private bool AreControls(Written written, Requirement? control) => written.IsClause is { } isClause ? !isClause : bareAreControls && !(control is not null && lettered.Contains(control.Key));

    /// <summary>Whether the cell lists numbers, as "A.5.31 and A.5.32" or "A.5.33-A.5.35"; a number inside a title does not.</summary>
    public static bool NamesSeveral(string cell) => Several().IsMatch(cell);

    public static Edition Named(StandardsLibrary library, string word) =>
        library.Editions.FirstOrDefault(edition => new[] { edition.Key, edition.Key.Split(':')[0], edition.Prefix, edition.Designation, Digits(edition) }.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase))
            ?? throw new RuleViolation("STATEMENT-STANDARD", $"There is no standard '{word}' here. Known: {string.Join(", ", library.Editions.Select(edition => edition.Key.Split(':')[0]))}.");

    private static Edition? Best(StandardsLibrary library, Written[] open, Action<string, string> fault)
    {
        if (open.Length == 0) return null;
        var counted = library.Editions.Select(edition => (edition, Known: open.Count(one => one.Letter.Length > 0 ? library.FindRequirement($"{edition.Prefix}:{one.Lettered}") is not null : (Clause(library, edition, one) ?? Control(library, edition, one)) is not null)))
            .OrderByDescending(pair => pair.Known).ToArray();
        if (counted[0].Known == 0) return counted[0].edition;
        var best = counted.TakeWhile(pair => pair.Known == counted[0].Known).Select(pair => pair.edition).ToArray();
        if (best.Length == 1) return best[0];
        fault("which-standard", $"The numbers are known in {string.Join(" and ", best.Select(edition => edition.Designation))}. Say which is meant: --standard {best[0].Key.Split(':')[0]}.");
        return best[0];
    }

    private static Requirement? Clause(StandardsLibrary library, Edition edition, Written one) => library.FindRequirement($"{edition.Prefix}:{one.Number}");

    private static Requirement? Control(StandardsLibrary library, Edition edition, Written one) =>
        library.Assessable(edition.Key).FirstOrDefault(requirement => requirement.Kind == RequirementKind.Control) is { } any
            ? library.FindRequirement($"{edition.Prefix}:{any.Number.Split('.')[0]}.{one.Number}") : null;

    private static Written? Read(StandardsLibrary library, string cell)
    {
        var text = cell.Trim();
        var edition = library.Editions.FirstOrDefault(edition => Digits(edition) is { Length: > 3 } digits && text.Contains(digits, StringComparison.Ordinal));
        if (edition is not null) text = StandardName().Replace(text, " ");
        var number = Number().Match(text);
        return number.Success ? new(edition, number.Groups["letter"].Value.ToUpperInvariant(), string.Join('.', number.Groups["number"].Value.Split('.').Select(part => part.TrimStart('0') is { Length: > 0 } plain ? plain : "0")), KindOf(number.Groups["kind"].Value)) : null;
    }

    private static bool? KindOf(string word) => word.Length == 0 ? null : word.StartsWith("cl", StringComparison.OrdinalIgnoreCase);

    private static string Digits(Edition edition) => string.Concat(edition.Prefix.Where(char.IsAsciiDigit));

    /// <summary>The name of a standard with its year and the word for an annex.</summary>
    [GeneratedRegex(@"(ISO(\s*/?\s*IEC)?\s*)?\d{4,5}\s*([:-]\s*\d{4})?\s*[:/,-]?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StandardName();

    [GeneratedRegex(@"[0-9]\.[0-9]{1,2}\s*([,;/&+\n–-]|\b(and|to|or|und|bis|oder)\b)+\s*(ISO[^A-Z]*)?[A-Za-z]?[.\s-]?[0-9]{1,2}\.[0-9]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Several();

    [GeneratedRegex(@"^\s*(annex(?=\s+[a-z]\b)|(?<kind>clause|control|cl\.?))?\s*(?<letter>[A-Za-z](?=[.\s-]?\s*[0-9]))?[.\s-]*(?<number>[0-9]{1,2}(\.[0-9]{1,2}){0,3})(?![0-9.]*[0-9])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
