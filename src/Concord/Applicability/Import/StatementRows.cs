using Concord.Controls;
using Concord.Foundation;
using Concord.Logs;
using Concord.Standards;
using Concord.Tables;

namespace Concord.Applicability.Import;

/// <summary>Reads the rows of a foreign statement under a mapping. Everything that is wrong is found at once, with sheet, row and column.</summary>
internal sealed class StatementRows
{
    private readonly StandardsLibrary library;
    private readonly StatementMapping mapping;
    private readonly DateOnly today;
    private readonly List<Finding> findings;
    private readonly DayReader days;
    private readonly StatementCells cells;
    private readonly ControlNumbers? numbers;
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<(StatementField Field, string Word), (int Count, string Place, int Row)> unknown = [];
    private readonly List<StatementRow> rows = [];

    private StatementRows(StandardsLibrary library, StatementMapping mapping, string? standard, DateOnly today, List<Finding> findings)
    {
        (this.library, this.mapping, this.today, this.findings) = (library, mapping, today, findings);
        days = new(mapping.Table.Rows.Select(row => Text(row, StatementField.EvidenceDate)), mapping.Days);
        cells = new(mapping, findings);
        if (mapping.Has(StatementField.Control))
            numbers = ControlNumbers.Of(library, [.. mapping.Table.Rows.Select(row => Text(row, StatementField.Control)).Where(text => text.Length > 0)], standard, (code, message) => findings.Add(Finding.Error(Where(StatementField.Control), code, message)));
    }

    public static (IReadOnlyList<StatementRow> Rows, IReadOnlyList<StatementStranger> Strangers) Read(StandardsLibrary library, StatementMapping mapping, string? standard, DateOnly today, List<Finding> findings)
    {
        var reading = new StatementRows(library, mapping, standard, today, findings);
        if (!reading.HasWhatIsNeeded()) return ([], []);
        foreach (var row in mapping.Table.Rows) reading.Read(row);
        reading.SayUnknownWords();
        reading.cells.Finish();
        if (reading.rows.Count == 0 && findings.TrueForAll(finding => finding.Severity == Severity.Warning))
            findings.Add(Finding.Error(reading.Where(StatementField.Control), "no-rows", "No row below the header names a requirement. Check the sheet and the column: --sheet, --map control=\"…\"."));
        return (reading.rows, [.. reading.unknown.Keys.Select(pair => new StatementStranger(pair.Field, pair.Word))]);
    }

    private bool HasWhatIsNeeded()
    {
        var names = string.Join(", ", mapping.Table.Columns.Where(name => name.Length > 0).Select(name => VisibleText.Quoted(name)));
        var place = $"{mapping.Table.Sheet.Place(0, mapping.Table.HeaderRow)}";
        if (numbers is null)
            findings.Add(Finding.Error(place, "no-control-column", $"No column is known to hold the numbers of controls. Say which does, on the page or with --map control=\"…\". Taken for the header, row {mapping.Table.HeaderRow}: {names}."));
        if (!mapping.Has(StatementField.Applicable) && !mapping.Has(StatementField.Status))
            findings.Add(Finding.Error(place, "no-status-column", $"No column is known to say whether a control applies or where it stands. Say which does, on the page or with --map applicable=\"…\", --map status=\"…\". Taken for the header, row {mapping.Table.HeaderRow}: {names}."));
        return numbers is not null && (mapping.Has(StatementField.Applicable) || mapping.Has(StatementField.Status));
    }

    /// <summary>The key of a control: most rows of a statement are about one.</summary>
    private string Example => library.Reuse.SelectMany(claim => claim.SourceKeys).First(key => library.FindRequirement(key) is { Kind: RequirementKind.Control });

    private void Read(TableRow row)
    {
        if (!cells.AreValues(row)) return;
        var named = Text(row, StatementField.Control);
        if (named.Length == 0)
        {
            if (Text(row, StatementField.Applicable).Length + Text(row, StatementField.Status).Length > 0)
                Fault(row, StatementField.Control, "no-control", "The row names no control. Fill the cell.");
            return;
        }
        if (numbers!.Find(named) is not { } requirement)
        {
            if (Text(row, StatementField.Applicable).Length + Text(row, StatementField.Status).Length == 0) return; // A heading, or a note below the table.
            Fault(row, StatementField.Control, "unknown-control", $"No standard here has {VisibleText.Spelled(named)}. Write its number as {Example}; numbers of older editions must be brought to the present one first.");
            return;
        }
        if (!requirement.IsRequirement)
        {
            // The heading of a group, which says nothing; where it does, it may be meant for a control of the same number.
            if (Text(row, StatementField.Applicable).Length + Text(row, StatementField.Status).Length > 0)
                Warn(row, StatementField.Control, "heading-answered", $"{VisibleText.Quoted(named)} is the heading {VisibleText.Quoted(requirement.Title)}, and nothing of this row is read. If a control of that number is meant, write the letter of its annex before it.");
            return;
        }
        if (ControlNumbers.NamesSeveral(named))
        {
            Fault(row, StatementField.Control, "several-controls", $"The cell {VisibleText.Quoted(named)} names several controls. Write a row for each of them.");
            return;
        }
        if (numbers.CouldAlsoBe(named) is { } other)
            cells.Share(row, StatementField.Control, Severity.Warning, "clause-or-control", $"{VisibleText.Quoted(named)} is read as {requirement.Key} {VisibleText.Quoted(requirement.Title)}, by the other numbers of the column; it could be {other.Key} {VisibleText.Quoted(other.Title)} as well. If that is meant, write {(other.Kind == RequirementKind.Clause ? $"Clause {other.Number}" : other.Number)}.");
        // In a text file a cell too many is a text that was cut in two; in a workbook it may be a note beside the table.
        if (mapping.Table.Sheet.IsTextFile && row.Cells.Skip(mapping.Table.Columns.Count).FirstOrDefault(cell => cell.Text.Length > 0) is { } beyond)
            Fault(row, StatementField.Control, "too-many-cells", $"The row has {row.Cells.Count} cells and the header {mapping.Table.Columns.Count}; {VisibleText.Quoted(beyond.Text)} stands in none of its columns. Put a text that holds the separator in quotes.");
        if (!seen.TryAdd(requirement.Key, row.Number))
        {
            Fault(row, StatementField.Control, "duplicate-control", $"{requirement.Key} already stands in row {seen[requirement.Key]}. Keep one of the two rows. A spreadsheet may have turned a number that ends in 10 into one that ends in 1: format the column as text.");
            return;
        }
        Read(row, requirement);
    }

    private void Read(TableRow row, Requirement requirement)
    {
        var status = Word(row, StatementField.Status, mapping.Status);
        var decision = Text(row, StatementField.Decision);
        var applies = Word(row, StatementField.Applicable, mapping.Answer);
        var isExcluded = applies == false || (applies is null && status == StatementStatus.Excluded);
        if ((applies == false && status is not (null or StatementStatus.Excluded)) || (applies == true && status == StatementStatus.Excluded))
            Warn(row, StatementField.Status, "contradiction", "Applicability and status contradict each other; applicability decides.");
        if (isExcluded && requirement.Kind == RequirementKind.Clause)
            Fault(row, mapping.Has(StatementField.Applicable) ? StatementField.Applicable : StatementField.Status, "clause-excluded", $"{requirement.Key} is a clause, and only controls can be excluded. Correct the row.");
        var (reason, reasonIn) = Reason(row, requirement, isExcluded);
        if (reason.Length > RequirementState.LongestJustification) Fault(row, reasonIn, "long-justification", FormattableString.Invariant($"A justification has at most {RequirementState.LongestJustification:N0} characters; this one has {reason.Length:N0}. Keep the details in a document and name it."));
        var decides = decision switch
        {
            "" => applies is not null || status is not null,
            "person" => true,
            // In our own files such a row has no words and, of what nobody decided, no answer: whoever typed some has decided.
            _ => isExcluded || reason.Length > 0 || (decision == StatementCsv.NotDecided && applies is not null),
        };
        rows.Add(new(row.Number, requirement, isExcluded, status is StatementStatus.Excluded ? null : status, decides, reason, reasonIn,
            Documents(row), Day(row, status), Kind(row), Text(row, StatementField.Owner), Text(row, StatementField.Title), References(row), IsExport: decision.Length > 0));
    }

    /// <summary>Why it is in must not become why it is out: only a column for both, or one for exclusions, says why something is excluded.</summary>
    private (string Reason, StatementField In) Reason(TableRow row, Requirement requirement, bool isExcluded)
    {
        var forIn = Text(row, StatementField.Inclusion).Length > 0 ? StatementField.Inclusion : StatementField.Justification;
        var isOne = mapping.Has(StatementField.Exclusion) && mapping.Has(forIn) && mapping.Columns[StatementField.Exclusion] == mapping.Columns[forIn];
        var (inclusion, exclusion) = (Text(row, forIn), Text(row, StatementField.Exclusion));
        if (!isExcluded)
        {
            if (exclusion.Length > 0 && !isOne)
                cells.Share(row, StatementField.Exclusion, Severity.Warning, "reason-not-taken-in", $"The row does not exclude {requirement.Key} and yet says why it is excluded: {VisibleText.Quoted(exclusion)}. That is not taken in. If it is excluded, say so under {Named(StatementField.Applicable, StatementField.Status)}.");
            return (inclusion, forIn);
        }
        if (exclusion.Length > 0)
        {
            if (inclusion.Length > 0 && !isOne)
                cells.Share(row, forIn, Severity.Warning, "reason-not-taken-in", $"{requirement.Key} is excluded, so why it would apply is not taken in: {VisibleText.Quoted(inclusion)}.");
            return (exclusion, StatementField.Exclusion);
        }
        if (forIn == StatementField.Justification && !mapping.Has(StatementField.Exclusion) && inclusion.Length > 0) return (inclusion, forIn);
        if (inclusion.Length > 0)
        {
            Fault(row, forIn, "reason-for-inclusion", $"{requirement.Key} is excluded, and the only reason of the row, {VisibleText.Quoted(inclusion)}, says why it applies: nothing is excluded for that. Write why it is excluded{(mapping.Has(StatementField.Exclusion) ? $" under {Named(StatementField.Exclusion)}" : "")}, or correct whether it applies. If the column holds reasons of both kinds, say so: --map exclusion=\"{mapping.Table.Columns[mapping.Columns[forIn]]}\", or the same column twice on the page.");
            return ("", forIn);
        }
        Fault(row, mapping.Has(StatementField.Exclusion) ? StatementField.Exclusion : forIn == StatementField.Justification ? forIn : StatementField.Control, "exclusion-without-reason", $"{requirement.Key} is excluded and nothing says why. Write the reason: an exclusion without a justification is none.");
        return ("", StatementField.Exclusion);
    }

    private List<string> Documents(TableRow row)
    {
        var text = Text(row, StatementField.Evidence);
        if (PlainWord.Of(text) is "" or "none" or "na") return [];
        var parts = Parts(text, ';', '\n');
        // A comma may stand inside a title; between references it separates.
        List<string> named = [.. parts.SelectMany(part => Parts(part, ',') is var finer && finer.TrueForAll(IsReference) ? finer : [part]).Distinct(StringComparer.Ordinal)];
        cells.Check(row, named);
        return named;
    }

    private DateOnly? Day(TableRow row, StatementStatus? status)
    {
        var text = Text(row, StatementField.EvidenceDate);
        var hasDocuments = Text(row, StatementField.Evidence).Length > 0;
        if (hasDocuments && status is StatementStatus.NotImplemented)
            cells.Share(row, StatementField.Evidence, Severity.Warning, "evidence-not-taken-in", "The control is not implemented, so there is nothing its evidence could prove; it is not taken in.");
        if (text.Length == 0)
        {
            if (hasDocuments && mapping.Has(StatementField.Evidence)) cells.Share(row, StatementField.Evidence, Severity.Warning, "undated-evidence", "The evidence has no date, so it does not count and is not taken in. Write the date of its newest document.");
            return null;
        }
        var read = days.Read(text, isNumber: mapping.Cell(row, StatementField.EvidenceDate).Kind == TableCellKind.Number);
        if (read.IsAmbiguous) cells.Share(row, StatementField.EvidenceDate, Severity.Error, read.Code, read.Fault);
        else if (read.Day is not { } day) Fault(row, StatementField.EvidenceDate, read.Code, read.Fault);
        else if (day > today) Fault(row, StatementField.EvidenceDate, "future-date", FormattableString.Invariant($"{day:yyyy-MM-dd} lies in the future. Evidence has the date on which it was true."));
        else
        {
            if (!hasDocuments) cells.Share(row, StatementField.EvidenceDate, Severity.Warning, "unnamed-evidence", "There is a date and no evidence, so nothing counts. Name the documents.");
            return day;
        }
        return null;
    }

    private string Kind(TableRow row)
    {
        var kind = Text(row, StatementField.EvidenceKind);
        if (kind.Length == 0) return library.ReuseDefinition.KindUnlessTold;
        var known = library.EvidenceValidity.Days.Keys.FirstOrDefault(name => PlainWord.Of(name) == PlainWord.Of(kind));
        if (known is null) Fault(row, StatementField.EvidenceKind, "unknown-kind", $"{VisibleText.Quoted(kind)} is no kind of evidence. Known: {string.Join(", ", library.EvidenceValidity.Days.Keys.Order(StringComparer.Ordinal))}.");
        return known ?? library.ReuseDefinition.KindUnlessTold;
    }

    /// <summary>A control may be followed by its title; a cell of nothing but words names no control.</summary>
    private List<string> References(TableRow row) =>
        [.. Parts(Text(row, StatementField.Reference), ';', '\n').Select(part => part.Split(' ')[0].TrimEnd(',', ':')).Where(IsReference).Distinct(StringComparer.Ordinal)];

    private T? Word<T>(TableRow row, StatementField field, Func<string, T?> meaning) where T : struct
    {
        var text = Text(row, field);
        if (text.Length == 0) return null;
        var known = meaning(text);
        if (known is null)
        {
            var (count, place, first) = unknown.GetValueOrDefault((field, text), (0, mapping.Place(row, field), row.Number));
            unknown[(field, text)] = (count + 1, place, first);
        }
        return known;
    }

    private void SayUnknownWords()
    {
        foreach (var ((field, word), (count, place, first)) in unknown)
        {
            var (code, remedy) = field == StatementField.Status
                ? ("unknown-status", $"--status \"{word}=implemented\"; known: {string.Join(", ", Enum.GetValues<StatementStatus>().Select(Words.Of))}")
                : ("unknown-answer", $"--applicable \"{word}=yes\"");
            findings.Add(Finding.Error(place, code, $"{VisibleText.Spelled(word)} {(count == 1 ? "" : FormattableString.Invariant($"(and in {count - 1} more rows) "))}is no {(field == StatementField.Status ? "status" : "answer")} known here. Say what it means, on the page or with {remedy}.", first));
        }
    }

    private string Text(TableRow row, StatementField field) => mapping.Text(row, field);

    private string Named(params StatementField[] fields) => string.Join(" or ", fields.Where(mapping.Has).Select(field => VisibleText.Quoted(mapping.Table.Columns[mapping.Columns[field]])));

    private string Where(StatementField field) => mapping.Has(field) ? $"{mapping.Table.Sheet.Place(mapping.Columns[field], mapping.Table.HeaderRow)}" : mapping.Table.Sheet.Name;

    private void Fault(TableRow row, StatementField field, string code, string message) => findings.Add(Finding.Error(PlaceOf(row, field), code, message, row.Number));

    private void Warn(TableRow row, StatementField field, string code, string message) => findings.Add(Finding.Warning(PlaceOf(row, field), code, message, row.Number));

    private string PlaceOf(TableRow row, StatementField field) => mapping.Place(row, mapping.Nearest(field));

    private static bool IsReference(string part) => part.Length <= 60 && part.Any(char.IsAsciiDigit) && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && char.IsAsciiLetterOrDigit(part[0]);

    private static List<string> Parts(string text, params char[] separators) => [.. text.Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
