using System.Globalization;
using Concord.Controls;
using Concord.Foundation;
using Concord.Logs;
using Concord.Tables;

namespace Concord.Applicability.Import;

/// <summary>What is wrong with cells whatever they mean: formulas, errors, signs nobody sees, texts too long. What many cells of a column share is said once, with all their places.</summary>
internal sealed class StatementCells(StatementMapping mapping, List<Finding> findings)
{
    private const int MostPlaces = 40;
    private const int LongestWord = Written.LongestTitle;
    private const int LongestList = 20_000;
    private const int MostDocuments = 50;

    private readonly Dictionary<(StatementField Field, string Code), (Finding First, List<int> Others)> shared = [];
    private readonly Dictionary<string, (string Name, TableRow Row)> documents = new(StringComparer.Ordinal);

    /// <summary>Whether the row can be read.</summary>
    public bool AreValues(TableRow row)
    {
        var before = findings.Count(finding => finding.Severity == Severity.Error);
        foreach (var (field, column) in mapping.Columns) Check(row, field, row[column]);
        return findings.Count(finding => finding.Severity == Severity.Error) == before;
    }

    /// <summary>The documents of a row: how many, how long their names, and whether two names look alike.</summary>
    public void Check(TableRow row, IReadOnlyList<string> named)
    {
        if (named.Count > MostDocuments)
            Fault(row, StatementField.Evidence, "many-documents", FormattableString.Invariant($"The cell names {named.Count:N0} documents; {MostDocuments} are read. Name those that prove it."));
        foreach (var name in named)
        {
            if (name.Length > Written.LongestTitle)
                Fault(row, StatementField.Evidence, "long-title", FormattableString.Invariant($"{VisibleText.Quoted(name)} is the name of a document and has {name.Length:N0} characters; at most {Written.LongestTitle} are kept. Name the document and leave out what it says."));
            var skeleton = LookAlikes.Skeleton(name);
            if (!documents.TryAdd(skeleton, (name, row)) && documents[skeleton] is var other && !string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                findings.Add(Finding.Warning(mapping.Place(row, StatementField.Evidence), "look-alike",
                    $"{VisibleText.Spelled(name)} looks like {VisibleText.Spelled(other.Name)} of row {other.Row.Number.ToString(CultureInfo.InvariantCulture)} and counts as another document. Write both alike if they are one.", row.Number));
            }
        }
    }

    /// <summary>Kept until all rows are read, to be said once for the whole column.</summary>
    public void Share(TableRow row, StatementField field, Severity severity, string code, string message)
    {
        if (shared.TryGetValue((field, code), out var known)) known.Others.Add(row.Number);
        else shared[(field, code)] = (new(severity, mapping.Place(row, field), code, message, row.Number), []);
    }

    /// <summary>Says what columns share, each with all its places.</summary>
    public void Finish()
    {
        foreach (var ((field, _), (first, others)) in shared)
            findings.Add(others.Count == 0 ? first : first with { Message = $"{first.Message} The same in {Places(field, others)}." });
    }

    private void Check(TableRow row, StatementField field, TableCell cell)
    {
        foreach (var fault in CellCheck.Of(cell, mapping.Table.Sheet.IsTextFile, IsProse(field)))
        {
            if (fault.Severity == Severity.Warning) Share(row, field, fault.Severity, fault.Code, fault.Message);
            else Fault(row, field, fault.Code, fault.Message);
        }
        var longest = field switch
        {
            StatementField.Justification or StatementField.Inclusion or StatementField.Exclusion => RequirementState.LongestJustification,
            StatementField.Evidence => MostDocuments * (Written.LongestTitle + 2),
            StatementField.Reference => LongestList,
            _ => LongestWord,
        };
        if (cell.Text.Length > longest && longest != RequirementState.LongestJustification) // A justification is looked at when it is known which one counts.
            Fault(row, field, "long-text", FormattableString.Invariant($"The cell has {cell.Text.Length:N0} characters; as {Words.Of(field)} at most {longest:N0} are read. Keep the details in a document and name it."));
    }

    private static bool IsProse(StatementField field) => field is StatementField.Justification or StatementField.Inclusion or StatementField.Exclusion;

    private string Places(StatementField field, List<int> rows) =>
        string.Join(", ", rows.Take(MostPlaces).Select(row => mapping.Table.Sheet.Place(mapping.Columns[field], row))) + (rows.Count > MostPlaces ? FormattableString.Invariant($" and {rows.Count - MostPlaces} more cells") : "");

    private void Fault(TableRow row, StatementField field, string code, string message) => findings.Add(Finding.Error(mapping.Place(row, field), code, message, row.Number));
}
