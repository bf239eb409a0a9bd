using Concord.Foundation;

namespace Concord.Tables;

/// <summary>A sheet of which it is known in which row its columns are named: titles may stand above.</summary>
/// <param name="Columns">As they are named, by their place; empty where a column has no name.</param>
/// <param name="Rows">Those below the header.</param>
internal sealed record HeadedTable(TableSheet Sheet, int HeaderRow, IReadOnlyList<string> Columns, IReadOnlyList<TableRow> Rows)
{
    /// <summary>So many rows may stand above the header.</summary>
    private const int MostTitles = 30;

    /// <param name="score">How much a row of names looks like the header that is wanted; 0 for not at all.</param>
    /// <param name="sheet">The name of the sheet; null: the one whose header scores best.</param>
    /// <exception cref="RuleViolation">There is no such sheet.</exception>
    public static HeadedTable Find(TableContent content, string? sheet, Func<IReadOnlyList<string>, int> score)
    {
        var sheets = string.IsNullOrWhiteSpace(sheet) ? content.Sheets : [.. content.Sheets.Where(known => string.Equals(known.Name, sheet.Trim(), StringComparison.OrdinalIgnoreCase))];
        if (sheets.Count == 0)
            throw new RuleViolation("TABLE-SHEET", $"{content.File} has no sheet '{sheet}' with rows. It has: {string.Join(", ", content.Sheets.Select(known => known.Name.Length > 0 ? known.Name : "one without a name"))}.");
        return sheets.Select(known => Headed(known, score)).MaxBy(found => found.Score).Table;
    }

    /// <summary>Where a finding about a cell is, as people name it: sheet, column letter and row, then the column's name.</summary>
    public string Place(int column, TableRow row) => $"{Sheet.Place(column, row.Number)} ({Logs.VisibleText.Bare(Columns[column], 40)})";

    /// <summary>Columns with something in them whose name is merged with that of the column before: nothing is taken from them.</summary>
    public IEnumerable<Finding> NamesLost() =>
        from merge in Sheet.Merges
        where !merge.IsInOneColumn && merge.Top <= HeaderRow && merge.Bottom >= HeaderRow
        from column in Enumerable.Range(merge.Left + 1, Math.Max(0, Math.Min(merge.Right, TableLimits.Columns) - merge.Left))
        where Rows.Any(row => row[column].Text.Length > 0)
        select Finding.Warning(Sheet.Place(column, HeaderRow), "merged-name", $"The name of this column is merged with that of column {TableSheet.Letters(merge.Left)}, so the column has none and nothing is taken from it. Part the cells and name each column.");

    private static (HeadedTable Table, int Score) Headed(TableSheet sheet, Func<IReadOnlyList<string>, int> score)
    {
        var candidates = sheet.Rows.Take(MostTitles).Select((row, i) => (Row: row, Place: i, Names: Names(row), Score: 0)).ToArray();
        for (var i = 0; i < candidates.Length; i++) candidates[i].Score = score(candidates[i].Names);
        var best = candidates.MaxBy(candidate => (candidate.Score, candidate.Score == 0 ? Math.Min(candidate.Names.Count(name => name.Length > 0), 3) : 0, -candidate.Place));
        return (new(sheet, best.Row.Number, best.Names, MergedCells.Shown(sheet.Merges, [.. sheet.Rows.Skip(best.Place + 1)], best.Names.Count)), best.Score);
    }

    private static IReadOnlyList<string> Names(TableRow row) => [.. row.Cells.Select(cell => cell.Kind == TableCellKind.Formula ? "" : cell.Text.Replace('\n', ' ').Trim())];
}
