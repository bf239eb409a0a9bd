using System.Globalization;

namespace Concord.Tables;

internal enum TableCellKind
{
    Text,
    Number,
    Day,
    YesNo,
    Formula,
    Fault,

    /// <summary>Shown as one with cells of other columns: what they say stands in the first of them.</summary>
    Merged,
}

/// <param name="Text">As a person reads it in a spreadsheet; days as 2026-10-14. Of a formula what the file says it gave, which nobody has checked.</param>
internal sealed record TableCell(string Text, TableCellKind Kind = TableCellKind.Text)
{
    public static readonly TableCell Empty = new("");
}

/// <param name="Number">The row of the sheet, or the line of the text file, counted from 1.</param>
internal sealed record TableRow(int Number, IReadOnlyList<TableCell> Cells)
{
    public TableCell this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : TableCell.Empty;

    public bool IsEmpty => Cells.All(cell => cell.Text.Length == 0 && cell.Kind != TableCellKind.Formula);
}

/// <param name="Name">Empty for a text file, which is one sheet.</param>
internal sealed record TableSheet(string Name, IReadOnlyList<TableRow> Rows)
{
    public bool IsTextFile => Name.Length == 0;

    /// <summary>Cells that are shown as one.</summary>
    public IReadOnlyList<CellRange> Merges { get; init; } = [];

    /// <summary><c>C14</c>, with its sheet where there are several.</summary>
    public string Place(int column, int row) =>
        $"{(Name.Length > 0 ? $"{Logs.VisibleText.Bare(Name)}!" : "")}{Letters(column)}{row.ToString(CultureInfo.InvariantCulture)}";

    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters;
    }
}

/// <summary>A table file as it was read: cells as text, nothing computed, nothing resolved.</summary>
/// <param name="Sha256">Of the bytes of the file.</param>
/// <param name="Notes">What was guessed while reading it.</param>
internal sealed record TableContent(string File, string Sha256, IReadOnlyList<TableSheet> Sheets, IReadOnlyList<Foundation.Finding> Notes);

/// <summary>A file that is not read; the message says what to change.</summary>
internal sealed class TableFileException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
