namespace Concord.Tables;

/// <summary>What a table that people keep by hand has at most; what is larger is a data set or an attack.</summary>
internal static class TableLimits
{
    public const long Bytes = 16L << 20;

    public const string Remedy = "Keep the sheet that matters, without pictures.";

    /// <summary>Of one part, counted as it is unpacked.</summary>
    public const long UnpackedBytes = 96L << 20;

    public const int Parts = 2_000;
    public const int Sheets = 50;
    public const int Rows = 20_000;
    public const int Columns = 256;

    /// <summary>Places of a sheet in which cells are merged.</summary>
    public const int Merges = 10_000;

    /// <summary>What a cell of a spreadsheet holds at most.</summary>
    public const int CellLetters = 32_767;

    public const int Letters = 12_000_000;
    public const long Memory = 768L << 20;
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(30);
}

/// <summary>Collects the rows of one file within the limits.</summary>
internal sealed class TableRows(string sheet)
{
    private readonly List<TableRow> rows = [];
    private long letters;

    public IReadOnlyList<TableRow> Rows => rows;

    public void Add(int number, IReadOnlyList<TableCell> cells)
    {
        var row = new TableRow(number, cells);
        if (row.IsEmpty) return;
        letters += cells.Sum(cell => (long)cell.Text.Length);
        if (cells.FirstOrDefault(cell => cell.Text.Length > TableLimits.CellLetters) is { } long_)
            throw new TableFileException("cell-too-long", FormattableString.Invariant($"A cell of row {number} holds {long_.Text.Length:N0} characters; {TableLimits.CellLetters:N0} are read. Check for a quote that is never closed."));
        if (cells.Count > TableLimits.Columns)
            throw new TableFileException("too-many-columns", FormattableString.Invariant($"Row {number} reaches to column {cells.Count:N0}; {TableLimits.Columns} are read. Keep the columns that matter."));
        if (rows.Count >= TableLimits.Rows || letters > TableLimits.Letters)
            throw new TableFileException("too-many-rows", FormattableString.Invariant($"{(sheet.Length > 0 ? $"The sheet {Logs.VisibleText.Quoted(sheet)}" : "The file")} has more than {TableLimits.Rows:N0} rows or {TableLimits.Letters / 1_000_000} million characters. Keep the rows that matter."));
        rows.Add(row);
    }
}
