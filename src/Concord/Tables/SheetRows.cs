using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Concord.Logs;

namespace Concord.Tables;

/// <summary>One sheet, read once from top to bottom: its rows, and which cells are shown as one.</summary>
internal sealed class SheetRows
{
    private readonly WorkbookParts book;
    private readonly TableRows rows;
    private readonly List<CellRange> computed = [];
    private readonly List<TableCell> cells = [];
    private int number;

    private SheetRows(SheetPart sheet, WorkbookParts book) => (this.book, rows) = (book, new TableRows(sheet.Name));

    public static TableSheet Read(ZipArchive package, SheetPart sheet, WorkbookParts book)
    {
        var reading = new SheetRows(sheet, book);
        using var xml = WorkbookReader.Open(package.GetEntry(sheet.Part)!);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "row" }) reading.Begin(xml);
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" }) reading.Cell(xml);
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "sheetData" }) break;
        }
        reading.End();
        return new(sheet.Name, reading.rows.Rows) { Merges = Merges(xml, sheet) };
    }

    /// <summary>They stand behind the rows.</summary>
    private static List<CellRange> Merges(XmlReader xml, SheetPart sheet)
    {
        List<CellRange> merges = [];
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "mergeCells" }) break;
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "mergeCell" } || CellRange.Of(PackagePart.Attribute(xml, "ref")) is not { } merge) continue;
            if (merges.Count == TableLimits.Merges) throw new TableFileException("too-many-merges", FormattableString.Invariant($"The sheet {VisibleText.Quoted(sheet.Name)} merges cells in more than {TableLimits.Merges:N0} places. Part them, or keep the sheet that matters."));
            merges.Add(merge);
        }
        return merges;
    }

    private void Begin(XmlReader xml)
    {
        End();
        number = int.TryParse(PackagePart.Attribute(xml, "r"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said > number ? said : number + 1;
    }

    private void End()
    {
        if (cells.Count > 0) rows.Add(number, [.. cells]);
        cells.Clear();
    }

    private void Cell(XmlReader xml)
    {
        var (kind, style) = (PackagePart.Attribute(xml, "t"), PackagePart.Attribute(xml, "s"));
        var column = CellRange.ColumnOf(PackagePart.Attribute(xml, "r")) ?? cells.Count;
        if (column >= TableLimits.Columns * 64 || column < cells.Count)
            throw new TableFileException("damaged", FormattableString.Invariant($"The cells of row {number} do not stand in order. Save the workbook anew from a spreadsheet program."));
        var (text, isFormula) = ("", computed.Exists(range => range.Holds(column, number)));
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "f")
                {
                    isFormula = true;
                    Remember(PackagePart.Attribute(xml, "t"), PackagePart.Attribute(xml, "ref"));
                }
                else if (xml.LocalName is "v" or "is") text = WorkbookParts.TextOf(xml);
            }
        }
        if (text.Length == 0 && !isFormula) return;
        if (column >= TableLimits.Columns) throw new TableFileException("too-many-columns", FormattableString.Invariant($"Row {number} reaches to column {column + 1:N0}; {TableLimits.Columns} are read. Keep the columns that matter."));
        while (cells.Count < column) cells.Add(TableCell.Empty);
        var read = Value(kind, style, text);
        cells.Add(isFormula && read.Kind != TableCellKind.Fault ? read with { Kind = TableCellKind.Formula } : read);
    }

    /// <summary>One formula may fill many cells, and only the first says so.</summary>
    private void Remember(string? kind, string? range)
    {
        if (kind is "array" or "dataTable" && CellRange.Of(range) is { } filled && computed.Count < 1000) computed.Add(filled);
    }

    private TableCell Value(string? kind, string? style, string text) => kind switch
    {
        "s" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < book.Texts.Count ? new(book.Texts[place])
            : throw new TableFileException("damaged", FormattableString.Invariant($"Row {number} names a text the workbook does not hold. Save it anew from a spreadsheet program.")),
        "inlineStr" or "str" => new(text),
        "b" => new(text is "1" or "true" ? "yes" : "no", TableCellKind.YesNo),
        "e" => new(text, TableCellKind.Fault),
        "d" => new(text.Split('T')[0], TableCellKind.Day),
        _ => Number(style, text),
    };

    private TableCell Number(string? style, string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return new(text);
        var format = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < book.Formats.Count ? book.Formats[place] : default;
        return new(format.Show(value, book.Since1904), format.IsDay ? TableCellKind.Day : TableCellKind.Number);
    }
}
