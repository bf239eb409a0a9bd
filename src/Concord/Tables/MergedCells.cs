namespace Concord.Tables;

/// <summary>
/// Cells that a workbook shows as one: the file keeps what they say in the first of them alone. Within one column a person reads it in every row, and
/// so is it read here; over several columns nobody can tell of which it holds, and the cells say that something is lost.
/// </summary>
internal static class MergedCells
{
    /// <param name="rows">Those below the header: what reaches down from it belongs to it.</param>
    /// <param name="width">So many columns have a place in the header.</param>
    public static IReadOnlyList<TableRow> Shown(IReadOnlyList<CellRange> merges, IReadOnlyList<TableRow> rows, int width)
    {
        if (merges.Count == 0 || rows.Count == 0) return rows;
        var shown = rows.ToArray();
        var places = rows.Select((row, place) => (row.Number, place)).ToDictionary(pair => pair.Number, pair => pair.place);
        foreach (var merge in merges)
        {
            if (!places.TryGetValue(merge.Top, out var top) || rows[top][merge.Left] is not { } first || (first.Text.Length == 0 && first.Kind != TableCellKind.Formula)) continue;
            for (var place = top; place < shown.Length && shown[place].Number <= merge.Bottom; place++)
                shown[place] = merge.IsInOneColumn ? With(shown[place], merge.Left, merge.Left, first) : Lost(shown[place], merge, width);
        }
        return shown;
    }

    /// <summary>A row of nothing but one text across is a heading, and nothing of it is lost.</summary>
    private static TableRow Lost(TableRow row, CellRange merge, int width)
    {
        var isFirst = row.Number == merge.Top;
        if (isFirst && row.Cells.Count(cell => cell.Text.Length > 0) == 1) return row;
        return With(row, isFirst ? merge.Left + 1 : merge.Left, Math.Min(merge.Right, width - 1), new("", TableCellKind.Merged));
    }

    private static TableRow With(TableRow row, int from, int to, TableCell cell)
    {
        List<TableCell> cells = [.. row.Cells];
        while (cells.Count <= to) cells.Add(TableCell.Empty);
        for (var column = from; column <= to; column++) cells[column] = cell;
        return row with { Cells = cells };
    }
}
