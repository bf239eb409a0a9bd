using System.IO.Compression;
using System.Text;
using System.Xml;
using Concord.Logs;

namespace Concord.Tables;

/// <summary>
/// A workbook as tables: names, shared texts, formats of numbers and the sheets themselves. Nothing is computed; no formula, link, macro or outside
/// address is followed; bytes are counted as they are unpacked.
/// </summary>
internal static class WorkbookReader
{
    public static IReadOnlyList<TableSheet> Read(byte[] bytes)
    {
        try
        {
            using var package = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (package.Entries.Count > TableLimits.Parts) throw new TableFileException("too-many-parts", FormattableString.Invariant($"The package holds {package.Entries.Count:N0} parts; a workbook has some dozens. Save it anew from a spreadsheet program."));
            if (package.Entries.Any(part => part.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
                throw new TableFileException("macros", "The workbook holds macros. Save it as .xlsx without macros.");
            if (package.GetEntry("xl/workbook.xml") is null)
                throw new TableFileException("wrong-type", "The package holds no workbook (xl/workbook.xml is missing). Save the table as .xlsx or .csv from a spreadsheet program.");
            var book = WorkbookParts.Read(package);
            var sheets = book.Sheets.Where(sheet => package.GetEntry(sheet.Part) is not null).Take(TableLimits.Sheets)
                .Select(sheet => SheetRows.Read(package, sheet, book)).Where(sheet => sheet.Rows.Count > 0).ToArray();
            return sheets.Length > 0 ? sheets : throw new TableFileException("empty", "No visible sheet of the workbook holds any rows. Hand in the table itself.");
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or DecoderFallbackException or NotSupportedException)
        {
            throw broken is XmlException && broken.Message.Contains("DTD", StringComparison.Ordinal)
                ? new TableFileException("document-type", "The workbook declares a document type or entities, which no spreadsheet program writes and which could reach other files. Save it anew from a spreadsheet program.")
                : new TableFileException("damaged", "The workbook is damaged: it is not a package a spreadsheet program can have written. Open it in one and save it anew.");
        }
    }

    public static XmlReader Open(ZipArchiveEntry part) => PackagePart.Open(part, TableLimits.UnpackedBytes, most =>
        new TableFileException("too-large-unpacked", FormattableString.Invariant($"A part of the workbook unpacks to more than {most >> 20} MiB. Keep the sheet that matters.")));
}
