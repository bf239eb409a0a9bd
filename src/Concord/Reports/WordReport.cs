using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Concord.Reports;

/// <summary>A report as a Word document: A4, real styles, tables whose header row is repeated on each page, page numbers.</summary>
internal static class WordReport
{
    /// <summary>Twentieths of a point.</summary>
    private const int LongSide = 16838, ShortSide = 11906, Margin = 1077;

    public static byte[] Write(Report report)
    {
        using var package = new MemoryStream();
        using (var document = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "rId1");
            OfficeProperties.Write(document.AddCoreFilePropertiesPart(), report);
            document.ChangeIdOfPart(document.CoreFilePropertiesPart!, "rId2");
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = WordStyleSheet.Of(report.Language);
            main.AddNewPart<NumberingDefinitionsPart>("rId2").Numbering = WordStyleSheet.Numbering(report.Sections.SelectMany(section => section.Blocks).OfType<ReportList>().Count(list => list.IsNumbered));
            main.AddNewPart<FooterPart>("rId3").Footer = Footer(report);
            main.Document = new Document(Body(report));
        }
        return ReportFile.Settled(package);
    }

    private static Body Body(Report report)
    {
        var body = new Body(Paragraph("Title", report.Title));
        if (!string.IsNullOrWhiteSpace(report.Subtitle)) body.Append(Paragraph("Subtitle", report.Subtitle));
        foreach (var fact in report.Facts)
            body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Fact" }), new Run(new RunProperties(new Bold()), Shown($"{ReportText.Line(fact.Term)}: ")), new Run(Lines(fact.Text))));
        var (width, numbered) = (Width(report) - (2 * Margin), 0);
        foreach (var section in report.Sections)
        {
            body.Append(Paragraph($"Heading{Math.Clamp(section.Level, 1, 3)}", ReportText.Line(section.Title)));
            foreach (var block in section.Blocks)
            {
                if (block is ReportList { IsNumbered: true }) numbered++;
                body.Append(Blocks(block, width, numbered));
            }
        }
        body.Append(new SectionProperties(
            new FooterReference { Type = HeaderFooterValues.Default, Id = "rId3" },
            report.IsWide ? new PageSize { Width = LongSide, Height = ShortSide, Orient = PageOrientationValues.Landscape } : new PageSize { Width = ShortSide, Height = LongSide },
            new PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 567, Footer = 567, Gutter = 0 }));
        return body;
    }

    private static int Width(Report report) => report.IsWide ? LongSide : ShortSide;

    private static IEnumerable<OpenXmlElement> Blocks(ReportBlock block, int width, int numbered) => block switch
    {
        ReportParagraph paragraph => [Paragraph("Normal", paragraph.Text)],
        ReportQuote quote => [Paragraph("Quote", quote.Text), Paragraph("Source", quote.Source)],
        ReportList list => list.Items.Select(item => Item(list.IsNumbered, item, numbered)),
        ReportTable { Rows.Count: 0 } table => [Paragraph("Normal", $"{ReportText.Line(table.Name)}: {table.WhenEmpty}")],
        // Word joins tables that follow each other without a paragraph, and none may be the last thing in a document.
        ReportTable table => [Paragraph("Caption", ReportText.Line(table.Name)), Table(table, width), new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "AfterTable" }))],
        _ => [],
    };

    private static Paragraph Item(bool isNumbered, string text, int numbered) => isNumbered
        ? new(new ParagraphProperties(new ParagraphStyleId { Val = "ListNumber" }, new NumberingProperties(new NumberingLevelReference { Val = 0 }, new NumberingId { Val = numbered + 1 })), new Run(Lines(text)))
        : Paragraph("ListBullet", text);

    private static Table Table(ReportTable table, int width)
    {
        var widths = Widths(table, width);
        var written = new Table(
            new TableProperties(
                new TableStyle { Val = "ReportTable" }, new TableWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa }, new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { Val = "0020", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true }),
            new TableGrid(widths.Select(one => new GridColumn { Width = $"{one}" })));
        written.Append(new TableRow(
        [
            new TableRowProperties(new CantSplit(), new TableHeader()),
            .. table.Columns.Select((column, i) => Cell(column, column.Header, ReportTone.None, widths[i], isHead: true)),
        ]));
        foreach (var row in table.Rows)
        {
            written.Append(new TableRow(table.Columns.Select((column, i) =>
            {
                var cell = row.ElementAtOrDefault(i) ?? ReportCell.Empty;
                return Cell(column, cell.Shown(column), cell.Tone, widths[i], isHead: false);
            })));
        }
        return written;
    }

    private static TableCell Cell(ReportColumn column, string text, ReportTone tone, int width, bool isHead)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = isHead ? "TableHead" : "TableText" });
        if (column.IsNumeric) properties.Append(new Justification { Val = JustificationValues.Right });
        var run = new Run(Lines(text));
        if (ColourOf(tone) is { } colour) run.RunProperties = new RunProperties(new Bold(), new Color { Val = colour });
        return new(new TableCellProperties(new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa }), new Paragraph(properties, run));
    }

    private static string? ColourOf(ReportTone tone) => tone switch
    {
        ReportTone.Good => "176F3C",
        ReportTone.Attention => "855400",
        ReportTone.Bad => "B3261E",
        ReportTone.Unknown => "56616E",
        _ => null,
    };

    /// <summary>Shares as given; columns without one take equal parts of the rest, and none is too narrow to read.</summary>
    private static int[] Widths(ReportTable table, int width)
    {
        var given = table.Columns.Sum(column => column.Share ?? 0);
        var open = table.Columns.Count(column => column.Share is null);
        var rest = open == 0 ? 0 : Math.Max(1 - given, 0.08 * open) / open;
        double[] shares = [.. table.Columns.Select(column => Math.Max(column.Share ?? rest, 0.03))];
        return [.. shares.Select(share => (int)(share / shares.Sum() * width))];
    }

    private static Footer Footer(Report report) => new(new Paragraph(
        new ParagraphProperties(new ParagraphStyleId { Val = "Footer" }),
        new Run(Shown($"{ReportText.Line(report.Title)} · ")),
        new SimpleField(new Run(new Text("1"))) { Instruction = " PAGE " },
        new Run(Shown(" / ")),
        new SimpleField(new Run(new Text("1"))) { Instruction = " NUMPAGES " }));

    private static Paragraph Paragraph(string style, string text) => new(new ParagraphProperties(new ParagraphStyleId { Val = style }), new Run(Lines(text)));

    private static IEnumerable<OpenXmlElement> Lines(string text)
    {
        var isFirst = true;
        foreach (var line in ReportText.Of(text).Split('\n'))
        {
            if (!isFirst) yield return new Break();
            isFirst = false;
            yield return Shown(line.Replace('\t', ' '));
        }
    }

    private static Text Shown(string text) => new(text) { Space = SpaceProcessingModeValues.Preserve };
}
