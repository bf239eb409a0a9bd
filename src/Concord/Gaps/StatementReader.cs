using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Gaps;

/// <summary>What a statement of applicability says of the requirements of standards held.</summary>
/// <param name="Warnings">What was read and is odd; everything wrong is refused.</param>
internal sealed record Statement(SourceStates States, IReadOnlyList<Finding> Warnings);

/// <summary>
/// Reads statements of applicability, CSV files with a row for each requirement. Cells are text: what a spreadsheet would run as a formula is a
/// value that is not known, like any other.
/// </summary>
internal sealed class StatementReader(StandardsLibrary library, DateOnly asOf)
{
    private const long LargestFile = 16 * 1024 * 1024;
    private static readonly string[] Required = ["requirement_id", "applicable", "status", "evidence_doc_ids", "evidence_date"];
    // The last ones are of the statement that Concord writes; they say why, and decide nothing here.
    private static readonly string[] Optional =
    [
        "exclusion_reason", "evidence_kind", "decision", "title", "justification", "derived_justification", "state", "state_because", "applied_controls", "risks", "obligations", "evidence_valid_until", "evidence_age_days", "evidence_title",
    ];

    private const string NotDecided = "not decided";

    private readonly List<Finding> faults = [];
    private readonly List<Finding> warnings = [];
    private readonly Dictionary<string, SourceState> states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> places = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> strangers = new(StringComparer.Ordinal);
    private readonly HashSet<string> excluded = new(StringComparer.Ordinal);

    /// <param name="held">What a row of another standard does not count for.</param>
    /// <exception cref="FindingsException">With everything wrong in all files.</exception>
    public Statement Read(IReadOnlyList<string> files, IReadOnlyList<Edition> held)
    {
        foreach (var file in files) Read(file, [.. held.Select(edition => edition.Key), library.ReuseDefinition.Target]);
        if (files.Count > 0) SayClausesNotStated(string.Join(", ", files.Select(Path.GetFileName)), held);
        return faults.Count == 0 ? new(new(states, excluded), warnings) : throw new FindingsException(faults);
    }

    private void Read(string file, IReadOnlyList<string> editions)
    {
        if (Table(file) is not { } table) return;
        if (table is { IsWhole: true, Rows.Count: 0 }) faults.Add(Finding.Error(table.File, "no-rows", "The file has a header and no rows. Write a row for each requirement."));
        foreach (var row in table.Rows) Read(row, editions);
        foreach (var (prefix, count) in strangers)
        {
            warnings.Add(Finding.Warning(table.File, "standard-not-held",
                Invariant($"{count} {(count == 1 ? "row is" : "rows are")} about {prefix}, which was not named as held, so they do not count.")));
        }
        strangers.Clear();
    }

    /// <summary>A statement of applicability has controls only, and re-use rests on clauses as well.</summary>
    private void SayClausesNotStated(string named, IReadOnlyList<Edition> held)
    {
        foreach (var edition in held.Where(edition => edition.Controls > 0))
        {
            var stated = library.Assessable(edition.Key).Where(requirement => places.ContainsKey(requirement.Key)).ToList();
            if (stated.Count == 0 || stated.Exists(requirement => requirement.Kind == RequirementKind.Clause)) continue;
            var missing = library.Reuse.SelectMany(claim => claim.SourceKeys).Distinct(StringComparer.Ordinal).Count(key => library.FindRequirement(key) is { Kind: RequirementKind.Clause } clause && clause.Edition == edition.Key);
            if (missing == 0) continue;
            warnings.Add(Finding.Warning(named, "clauses-not-stated",
                Invariant($"Only controls of {edition.Designation} are stated. The {missing} clauses of it on which re-use rests count as not done, so less is realised than may be true. Add a row for each clause that is done, or look at the page Re-use, which asks the record.")));
        }
    }

    private LibraryTable? Table(string file)
    {
        try
        {
            var full = Path.GetFullPath(file);
            if (Directory.Exists(full)) faults.Add(Finding.Error(file, "unreadable-file", "This is a folder. Name the file of the statement of applicability."));
            else if (!File.Exists(full)) faults.Add(Finding.Error(file, "missing-file", "There is no such file. Name the statement of applicability as a CSV file."));
            else if (new FileInfo(full).Length > LargestFile) faults.Add(Finding.Error(file, "large-file", "The file is larger than 16 MB. A statement of applicability has a row for each requirement and nothing else."));
            else return LibraryTable.Read(Path.GetDirectoryName(full)!, Path.GetFileName(full), Required, Optional, faults);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add(Finding.Error(file, "unreadable-file", $"This file cannot be read: {failed.Message}"));
        }
        return null;
    }

    private void Read(LibraryRow row, IReadOnlyList<string> editions)
    {
        var requirement = Requirement(row);
        if (row.Optional("applicable") is null && row.Optional("decision") == NotDecided)
        {
            if (requirement is not null && editions.Contains(requirement.Edition, StringComparer.Ordinal) && requirement.Edition != library.ReuseDefinition.Target) states[requirement.Key] = new(0, NotDecided);
            return; // Neither in nor out: nothing counts, and nothing leaves the set.
        }
        var applicable = row.YesNo("applicable");
        var status = row.Choice("status", [.. library.ReuseDefinition.States.Keys.Select(state => (state, state))]);
        var day = row.Date("evidence_date");
        var kind = Kind(row);
        if (requirement is null) return;
        if (!editions.Contains(requirement.Edition, StringComparer.Ordinal))
        {
            var prefix = library.Editions.First(edition => edition.Key == requirement.Edition).Prefix;
            strangers[prefix] = strangers.GetValueOrDefault(prefix) + 1;
            return;
        }

        var isExcluded = !applicable || status == ReuseDefinition.Excluded;
        if (applicable == (status == ReuseDefinition.Excluded))
            Warn(row, "status", "contradiction", $"Applicable and status contradict each other; it counts as excluded. Write \"no\" and \"{ReuseDefinition.Excluded}\", or neither.");
        if (requirement.Edition == library.ReuseDefinition.Target) ReadTarget(row, requirement, isExcluded);
        else states[requirement.Key] = isExcluded
            ? new(library.ReuseDefinition.States[ReuseDefinition.Excluded], Joined(ReuseDefinition.Excluded, row.Optional("exclusion_reason")))
            : State(row, status, day, kind);
    }

    /// <summary>Of the target only exclusions matter: what is excluded leaves the set.</summary>
    private void ReadTarget(LibraryRow row, Requirement requirement, bool isExcluded)
    {
        if (!isExcluded) return;
        if (requirement.Kind == RequirementKind.Clause)
            row.Fault("status", "clause-excluded", $"{requirement.Key} is a clause, and only controls can be excluded. Correct the status.");
        excluded.Add(requirement.Key);
    }

    private Requirement? Requirement(LibraryRow row)
    {
        var key = row.Text("requirement_id");
        if (key.Length == 0) return null;
        if (library.FindRequirement(key) is not { } requirement)
        {
            row.Fault("requirement_id", "unknown-key", $"No standard here has the requirement \"{key}\". Write it as {Example()}.");
            return null;
        }
        if (!requirement.IsRequirement)
        {
            row.Fault("requirement_id", "heading", $"{requirement.Key} is a heading, not a requirement. Write a row for each requirement below it.");
            return null;
        }
        if (places.TryAdd(requirement.Key, row.Place)) return requirement;
        row.Fault("requirement_id", "duplicate-id", $"{requirement.Key} already stands in {places[requirement.Key]}. Keep one of the two rows.");
        return null;
    }

    private string Example() => library.Reuse.SelectMany(claim => claim.SourceKeys).First();

    private string Kind(LibraryRow row)
    {
        var kind = row.Optional("evidence_kind") ?? library.ReuseDefinition.KindUnlessTold;
        if (library.EvidenceValidity.For(kind) is not null) return kind;
        row.Fault("evidence_kind", "wrong-value", $"\"{kind}\" is not one of {string.Join(", ", library.EvidenceValidity.Days.Keys.Order(StringComparer.Ordinal))}.");
        return library.ReuseDefinition.KindUnlessTold;
    }

    private SourceState State(LibraryRow row, string status, DateOnly? day, string kind)
    {
        var definition = library.ReuseDefinition;
        var documents = string.Join(", ", row.List("evidence_doc_ids"));
        switch (day, documents)
        {
            case (null, ""):
                return new(0, $"{status}, without evidence");
            case (null, _):
                if (row.Optional("evidence_date") is null) Warn(row, "evidence_date", "undated-evidence", "The evidence has no date, so it does not count. Write the date of its newest document.");
                return new(0, $"{status}, evidence {documents} without a date");
            case (_, ""):
                Warn(row, "evidence_doc_ids", "unnamed-evidence", "There is a date and no evidence, so nothing counts. Name the documents.");
                return new(0, $"{status}, without evidence");
            case ({ } later, _) when later > asOf:
                return new(0, Invariant($"{status}, evidence {documents} is of {later:yyyy-MM-dd} and does not count yet"), later);
            case ({ } dated, _):
                var days = library.EvidenceValidity.For(kind)!.Value.Days;
                return asOf.DayNumber - dated.DayNumber <= days
                    ? new(definition.States[status], Invariant($"{status}, evidence {documents} of {dated:yyyy-MM-dd}"), dated)
                    : new(definition.States[status] * definition.OutOfDate, Invariant($"{status}, evidence {documents} of {dated:yyyy-MM-dd} counted until {dated.AddDays(days):yyyy-MM-dd} as {kind}"), dated);
        }
    }

    private void Warn(LibraryRow row, string column, string code, string message) => warnings.Add(Finding.Warning($"{row.Place}, column {column}", code, message, row.Line));

    private static string Joined(string state, string? reason) => reason is null ? state : $"{state}: {reason}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
