using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Concord.Tests;

/// <summary>Workbooks as strangers send them. A cell that begins with = is a formula; behind a bar stands what it gave last.</summary>
internal static class Books
{
    public static byte[] Of(params (string Name, string[][] Rows)[] sheets)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook(new Sheets());
            foreach (var (name, rows) in sheets)
            {
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select((row, i) => new Row(row.Select(Cell)) { RowIndex = (uint)i + 1 })));
                book.Workbook.Sheets!.Append(new Sheet { Name = name, SheetId = (uint)book.Workbook.Sheets.ChildElements.Count + 1, Id = book.GetIdOfPart(part) });
            }
        }
        return package.ToArray();
    }

    private static Cell Cell(string text) => text.StartsWith('=')
        ? new Cell { CellFormula = new(text.Split('|')[0][1..]), CellValue = new(text.Split('|')[^1]), DataType = CellValues.String }
        : new Cell { InlineString = new(new Text(text)), DataType = CellValues.InlineString };
}
