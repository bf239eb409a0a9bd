using Concord.Tables;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Concord.Tests;

/// <summary>Workbooks as strangers send them. A cell that begins with = is a formula; behind a bar stands what it gave last.</summary>
internal static class Books
{
    public static byte[] Of(params (string Name, string[][] Rows)[] sheets) => Write(sheets, []);

    /// <summary>With cells shown as one, such as C2:C4.</summary>
    public static byte[] Merged(string name, string[][] rows, params string[] ranges) => Write([(name, rows)], ranges);

    private static byte[] Write((string Name, string[][] Rows)[] sheets, string[] merges)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook(new Sheets());
            foreach (var (name, rows) in sheets)
            {
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select((row, i) => new Row(row.Select((text, column) => Cell(text, $"{TableSheet.Letters(column)}{i + 1}"))) { RowIndex = (uint)i + 1 })));
                if (merges.Length > 0) part.Worksheet.Append(new MergeCells(merges.Select(range => new MergeCell { Reference = range })));
                book.Workbook.Sheets!.Append(new Sheet { Name = name, SheetId = (uint)book.Workbook.Sheets.ChildElements.Count + 1, Id = book.GetIdOfPart(part) });
            }
        }
        return package.ToArray();
    }

    private static Cell Cell(string text, string place) => text.StartsWith('=')
        ? new Cell { CellReference = place, CellFormula = new(text.Split('|')[0][1..]), CellValue = new(text.Split('|')[^1]), DataType = CellValues.String }
        : new Cell { CellReference = place, InlineString = new(new Text(text)), DataType = CellValues.InlineString };
}
