using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Concord.Reports;

/// <summary>
/// A report as a workbook: what it says in words on the first sheet, each table on one of its own with its header in the first row, frozen and filtered.
/// Numbers and dates are values; a text is never a formula.
/// </summary>
internal static class WorkbookReport
{
    private const int MostRows = 1_048_575;
    private const double Narrowest = 9, Widest = 60;

    public static byte[] Write(Report report)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            document.ChangeIdOfPart(book, "rId1");
            OfficeProperties.Write(document.AddCoreFilePropertiesPart(), report);
            document.ChangeIdOfPart(document.CoreFilePropertiesPart!, "rId2");
            var (styles, names, sheets) = (new WorkbookStyles(), new SheetNames(), new Sheets());
            Add(names.Next("About"), About(report, styles));
            foreach (var table in report.Tables) Add(names.Next(table.Name), Sheet(table, styles));
            book.AddNewPart<WorkbookStylesPart>("rStyles").Stylesheet = styles.Sheet();
            book.Workbook = new Workbook(sheets);

            void Add(string name, Worksheet sheet)
            {
                var number = (uint)sheets.ChildElements.Count + 1;
                var id = string.Create(CultureInfo.InvariantCulture, $"rId{number}");
                book.AddNewPart<WorksheetPart>(id).Worksheet = sheet;
                sheets.Append(new Sheet { Name = name, SheetId = number, Id = id });
            }
        }
        return ReportFile.Settled(package);
    }

    private static Worksheet About(Report report, WorkbookStyles styles)
    {
        var data = new SheetData();
        Say(report.Title, report.Subtitle, isHead: true);
        foreach (var fact in report.Facts) Say(fact.Term, fact.Text);
        foreach (var section in report.Sections)
        {
            Say(section.Title, null, isHead: true);
            foreach (var block in section.Blocks)
            {
                if (block is ReportParagraph paragraph) Say("", paragraph.Text);
                else if (block is ReportQuote quote) Say(quote.Source, quote.Text);
                else if (block is ReportList list) foreach (var (item, i) in list.Items.Select((item, i) => (item, i))) Say(list.IsNumbered ? FormattableString.Invariant($"{i + 1}.") : "•", item);
                else if (block is ReportTable { Rows.Count: 0 } table) Say(table.Name, table.WhenEmpty);
            }
        }
        return new(new Columns(Column(1, 28), Column(2, 100)), data);

        void Say(string term, string? text, bool isHead = false)
        {
            var row = new Row { RowIndex = (uint)data.ChildElements.Count + 1 };
            row.Append(CellText.Of(CellText.Place(0, row.RowIndex), ReportText.Line(term), styles, isHead: true));
            row.Append(CellText.Of(CellText.Place(1, row.RowIndex), text ?? "", styles, isHead: isHead));
            data.Append(row);
        }
    }

    private static Worksheet Sheet(ReportTable table, WorkbookStyles styles)
    {
        if (table.Rows.Count > MostRows) throw new Foundation.RuleViolation("REPORT-ROWS", FormattableString.Invariant($"{table.Name} has {table.Rows.Count:N0} rows; a sheet holds {MostRows:N0}. Filter it, or export it as CSV."));
        var data = new SheetData(new Row(table.Columns.Select((column, i) => CellText.Of(CellText.Place(i, 1), ReportText.Line(column.Header), styles, isHead: true))) { RowIndex = 1 });
        var number = 1u;
        foreach (var row in table.Rows)
        {
            number++;
            data.Append(new Row(table.Columns.Select((column, i) => Cell(CellText.Place(i, number), column, row.ElementAtOrDefault(i) ?? ReportCell.Empty, styles))) { RowIndex = number });
        }
        var pane = new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen };
        return new(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(pane, new Selection { Pane = PaneValues.BottomLeft }) { WorkbookViewId = 0 }),
            new Columns(table.Columns.Select((column, i) => Column(i + 1, Width(table, i)))),
            data,
            new AutoFilter { Reference = $"A1:{CellText.Place(table.Columns.Count - 1, number)}" },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
    }

    private static Cell Cell(string place, ReportColumn column, ReportCell cell, WorkbookStyles styles)
    {
        if (cell.Number is { } number)
            return new() { CellReference = place, StyleIndex = styles.Of(column, cell.Tone), CellValue = new(number.ToString("R", CultureInfo.InvariantCulture)) };
        if (cell.Date is { } date && Serial(date) is { } serial)
            return new() { CellReference = place, StyleIndex = styles.Of(column with { Kind = ReportCellKind.Date }, cell.Tone), CellValue = new(serial.ToString(CultureInfo.InvariantCulture)) };
        return CellText.Of(place, cell.Shown(column), styles, cell.Tone);
    }

    /// <summary>Days as spreadsheets count them. They take 1900 for a leap year, so earlier days are left as text.</summary>
    private static int? Serial(DateOnly date) => date < new DateOnly(1900, 3, 1) ? null : date.DayNumber - new DateOnly(1899, 12, 30).DayNumber;

    private static Column Column(int place, double width) => new() { Min = (uint)place, Max = (uint)place, Width = width, CustomWidth = true };

    private static double Width(ReportTable table, int i)
    {
        var column = table.Columns[i];
        var longest = table.Rows.Take(500).Select(row => row.ElementAtOrDefault(i)?.Shown(column) ?? "").Append(column.Header + "   ").Max(text => text.AsSpan().IndexOf('\n') is > 0 and var end ? end : text.Length);
        return Math.Clamp(longest + 2, Narrowest, Widest);
    }
}
