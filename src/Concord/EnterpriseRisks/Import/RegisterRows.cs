using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Logs;
using Concord.Risks;
using Concord.Tables;

namespace Concord.EnterpriseRisks.Import;

/// <summary>One row of a register, read and without meaning yet.</summary>
/// <param name="Kind">Null: the file does not say.</param>
/// <param name="Texts">What its cells say, those of mapped columns.</param>
/// <param name="Review">Null: none, or an empty cell.</param>
/// <param name="IsSound">False: something is wrong with it already; the rest of it is looked at, and nothing is planned.</param>
internal sealed record RegisterRow(int Number, RegisterLineKind? Kind, string Id, string SourceId, IReadOnlyDictionary<RegisterField, string> Texts, DateOnly? Review, bool IsSound)
{
    public string Text(RegisterField field) => Texts.GetValueOrDefault(field, "");
}

/// <summary>A word of which nobody knows which level it is.</summary>
internal sealed record RegisterStranger(ScaleAxisKind Axis, string Word);

/// <summary>Reads the rows of a foreign register under a mapping. Everything that is wrong is found at once, with sheet, row and column.</summary>
internal sealed class RegisterRows(RegisterMapping mapping, List<Finding> findings)
{
    private const int MostPlaces = 40;

    private readonly Dictionary<(RegisterField Field, string Code), (Finding First, List<int> Others)> shared = [];
    private readonly DayReader days = new(mapping.Table.Rows.Select(row => mapping.Text(row, RegisterField.NextReview)), mapping.Days);
    private int errors;

    public IReadOnlyList<RegisterRow> Read()
    {
        if (!mapping.Has(RegisterField.Title))
        {
            var names = string.Join(", ", mapping.Table.Columns.Where(name => name.Length > 0).Select(name => VisibleText.Quoted(name)));
            findings.Add(Finding.Error(mapping.Table.Sheet.Place(0, mapping.Table.HeaderRow), "no-title-column", $"No column is known to hold what the risks are called. Say which does, under \"Which column holds what\" on the page or with --map title=\"…\". The header has: {names}."));
            return [];
        }
        List<RegisterRow> rows = [.. mapping.Table.Rows.Where(row => !row.IsEmpty).Select(Row)];
        foreach (var ((field, _), (first, others)) in shared)
            findings.Add(others.Count == 0 ? first : first with { Message = $"{first.Message} The same in {Places(field, others)}." });
        if (!mapping.Has(RegisterField.Id) && !mapping.Has(RegisterField.SourceId))
            findings.Add(Finding.Warning(mapping.Table.Sheet.Name.Length > 0 ? mapping.Table.Sheet.Name : "file", "no-id-column", "No column holds what the lines are called there, so a line is known by its title alone: a changed title would be a new line. Say which column it is, on the page or with --map id=\"…\"."));
        if (!mapping.Has(RegisterField.Rating))
            findings.Add(Finding.Warning(mapping.Table.Sheet.Name.Length > 0 ? mapping.Table.Sheet.Name : "file", "no-rating-column", "No column holds a rating, and none is made up from likelihood and impact: the rating stays unknown until the register says it. If a column does, say which, on the page or with --map rating=\"…\"."));
        return rows;
    }

    private RegisterRow Row(TableRow row)
    {
        var before = errors;
        foreach (var (field, column) in mapping.Columns) Check(row, field, row[column]);
        // In a text file a cell too many is a text that was cut in two; in a workbook it may be a note beside the table.
        if (mapping.Table.Sheet.IsTextFile && row.Cells.Skip(mapping.Table.Columns.Count).FirstOrDefault(cell => cell.Text.Length > 0) is { } beyond)
            Fault(row, RegisterField.Title, "too-many-cells", $"The row has {row.Cells.Count} cells and the header {mapping.Table.Columns.Count}; {VisibleText.Quoted(beyond.Text)} stands in none of its columns. Put a text that holds the separator in quotes.");
        var texts = mapping.Columns.Keys.ToDictionary(field => field, field => mapping.Text(row, field));
        if (Written.SaysNothing(texts.GetValueOrDefault(RegisterField.Title))) Fault(row, RegisterField.Title, "no-title", "The row does not say what the risk is called. Write its title, or take the row out.");
        RegisterLineKind? kind = null;
        if (texts.GetValueOrDefault(RegisterField.Kind) is { Length: > 0 } word && (kind = mapping.Kind(word)) is null)
            Fault(row, RegisterField.Kind, "unknown-kind", $"{VisibleText.Quoted(word)} is no kind of line. Write \"enterprise\" or \"ai risk\".");
        var review = Day(row);
        return new(row.Number, kind, texts.GetValueOrDefault(RegisterField.Id, ""), texts.GetValueOrDefault(RegisterField.SourceId, ""), texts, review, errors == before);
    }

    private void Check(TableRow row, RegisterField field, TableCell cell)
    {
        foreach (var fault in CellCheck.Of(cell, mapping.Table.Sheet.IsTextFile, isProse: false))
        {
            if (fault.Severity == Severity.Warning) Share(row, field, fault.Severity, fault.Code, fault.Message);
            else Fault(row, field, fault.Code, fault.Message);
        }
        var longest = field == RegisterField.Title ? Written.LongestTitle : EnterpriseRisk.LongestWord;
        if (cell.Text.Length > longest)
            Fault(row, field, "long-text", FormattableString.Invariant($"The cell has {cell.Text.Length:N0} characters; as {Words.Of(field)} at most {longest:N0} are kept. Keep the details where they are, and shorten the cell."));
        if (cell.Text.AsSpan().ContainsAny('\n', '\r', '\t')) Fault(row, field, "several-lines", $"The cell holds several lines. Write {Words.Of(field)} in one.");
    }

    private DateOnly? Day(TableRow row)
    {
        var text = mapping.Text(row, RegisterField.NextReview);
        if (text.Length == 0) return null;
        var read = days.Read(text, isNumber: mapping.Cell(row, RegisterField.NextReview).Kind == TableCellKind.Number);
        if (read.IsAmbiguous) Share(row, RegisterField.NextReview, Severity.Error, read.Code, read.Fault);
        else if (read.Day is null) Fault(row, RegisterField.NextReview, read.Code, read.Fault);
        return read.Day;
    }

    private void Share(TableRow row, RegisterField field, Severity severity, string code, string message)
    {
        if (severity == Severity.Error) errors++;
        if (shared.TryGetValue((field, code), out var known)) known.Others.Add(row.Number);
        else shared[(field, code)] = (new(severity, mapping.Place(row, field), code, message), []);
    }

    private string Places(RegisterField field, List<int> rows) =>
        string.Join(", ", rows.Take(MostPlaces).Select(row => mapping.Table.Sheet.Place(mapping.Columns[field], row))) + (rows.Count > MostPlaces ? FormattableString.Invariant($" and {rows.Count - MostPlaces} more cells") : "");

    private void Fault(TableRow row, RegisterField field, string code, string message)
    {
        errors++;
        findings.Add(Finding.Error(mapping.Place(row, field), code, message));
    }
}
