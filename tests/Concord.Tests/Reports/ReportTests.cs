using System.IO.Compression;
using System.Text;
using Concord.Foundation;
using Concord.Reports;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using SheetNames = Concord.Reports.SheetNames;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Concord.Tests.Reports;

/// <summary>One content, three formats: each is valid, says everything, is the same bytes each time, and no text breaks it.</summary>
public sealed class ReportTests
{
    private static readonly DateTimeOffset Written = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Texts strangers have written into fields.</summary>
    public static TheoryData<string> Hostile { get; } =
    [
        "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\u0000\u0001\u0008\u000B\u001F", "]]><script>alert(1)</script><!--", "<b>&amp;\"'", "\uD800 alone \uDC00",
        "a\u202Eb\u2066c", "line\r\nline\rline\nline", "_x0041_ and _x000D_", new string('x', 100_000), string.Concat(Enumerable.Repeat("😀", 20_000)), "\uFFFE\uFFFF", " ", "'quoted'", "History", "[a]:b*c?d/e\\f",
    ];

    private static Report Example(string text = "All of it") => new("Statement of Applicability", "Global Finance Corp", [new("As of", "2026-03-04"), new("Scope", text)],
    [
        new("Summary", 1, [new ReportParagraph(text), new ReportList(["first", text]), new ReportList(["one", "two"]) { IsNumbered = true }, new ReportQuote("What they wrote: " + text, "AI policy, section 3")]),
        new("Controls", 2,
        [
            new ReportTable("Controls", [new("Control", Share: 0.3), new("Credit", ReportCellKind.Percent, Decimals: 1), new("Rows", ReportCellKind.Number), new("Reviewed", ReportCellKind.Date), new("State", Share: 0.2)],
            [
                [text, ReportCell.Of(0.4), ReportCell.Of(12345), ReportCell.Of(new DateOnly(2026, 1, 31)), ReportCell.Of("effective", ReportTone.Good)],
                ["A.2", ReportCell.Of((double?)null, "not computable: no evidence"), ReportCell.Of(-3), ReportCell.Of((DateOnly?)null, "never"), ReportCell.Of("failing", ReportTone.Bad)],
            ]),
            new ReportTable("controls", [new("Nothing")], []) { WhenEmpty = "No control is excluded." },
        ]),
        new("Last", 3, []),
    ]) { Written = Written };

    [Fact]
    public void Every_format_says_everything()
    {
        string[] said = ["Statement of Applicability", "Global Finance Corp", "As of", "Summary", "All of it", "AI policy, section 3", "Credit", "not computable: no evidence", "No control is excluded.", "effective", "two"];
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            var text = TextOf(ReportFile.Of(Example(), format), format);
            foreach (var each in said) text.ShouldContain(each, customMessage: format.ToString());
        }
    }

    [Fact]
    public void A_document_reads_figures_as_people_write_them()
    {
        var text = TextOf(ReportFile.Of(Example(), ReportFormat.Docx), ReportFormat.Docx);

        foreach (var each in new[] { "40.0 %", "12,345", "2026-01-31", "never" }) text.ShouldContain(each);
    }

    [Fact]
    public void A_workbook_holds_numbers_and_dates_as_values_in_their_formats()
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(ReportFile.Of(Example(), ReportFormat.Xlsx).Bytes), isEditable: false);
        var sheet = SheetOf(book, "Controls");
        var formats = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;

        Cell("B2").CellValue!.Text.ShouldBe("0.4");
        FormatOf("B2").ShouldBe("0.0%");
        Cell("C2").CellValue!.Text.ShouldBe("12345");
        FormatOf("C2").ShouldBe("#,##0");
        Cell("D2").CellValue!.Text.ShouldBe("46053", "the day in the spreadsheet's count");
        FormatOf("D2").ShouldBe("yyyy\\-mm\\-dd");
        Cell("B3").InnerText.ShouldBe("not computable: no evidence");
        sheet.Descendants<Pane>().Single().TopLeftCell!.Value.ShouldBe("A2");
        sheet.Descendants<AutoFilter>().Single().Reference!.Value.ShouldBe("A1:E3");
        sheet.Descendants<Column>().ShouldAllBe(column => column.Width! >= 9 && column.Width! <= 60);

        Cell Cell(string place) => sheet.Descendants<Cell>().Single(cell => cell.CellReference == place);
        string FormatOf(string place)
        {
            var id = formats.CellFormats!.Elements<CellFormat>().ElementAt((int)Cell(place).StyleIndex!.Value).NumberFormatId!.Value;
            return formats.NumberingFormats!.Elements<NumberingFormat>().Single(format => format.NumberFormatId! == id).FormatCode!;
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_breaks_a_file(string text)
    {
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            var file = ReportFile.Of(Example(text), format);
            Faults(file, format).ShouldBeEmpty(format.ToString());
            file.Bytes.ShouldBe(ReportFile.Of(Example(text), format).Bytes, "the same report is the same bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_is_a_formula_in_a_workbook(string text)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(ReportFile.Of(Example(text), ReportFormat.Xlsx).Bytes), isEditable: false);
        var cell = SheetOf(book, "Controls").Descendants<Cell>().Single(cell => cell.CellReference == "A2");
        var style = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value);

        book.WorkbookPart.WorksheetParts.SelectMany(part => part.Worksheet!.Descendants<CellFormula>()).ShouldBeEmpty();
        cell.DataType!.Value.ShouldBe(CellValues.InlineString);
        cell.InnerText.Length.ShouldBeLessThanOrEqualTo(32_767);
        (style.QuotePrefix?.Value ?? false).ShouldBe(CsvWriter.StartsFormula(ReportText.Of(text)));
    }

    [Fact]
    public void What_a_cell_cannot_hold_is_cut_visibly()
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(ReportFile.Of(Example(new string('x', 100_000)), ReportFormat.Xlsx).Bytes), isEditable: false);

        SheetOf(book, "Controls").Descendants<Cell>().Single(cell => cell.CellReference == "A2").InnerText.ShouldEndWith("… [cut here: the text has 100,000 characters]");
    }

    [Fact]
    public void What_cannot_be_written_shows_that_something_stood_there() =>
        ReportText.Of("a\u0007b\uD800c\u202Ed").ShouldBe("a\uFFFDb\uFFFDc\uFFFDd");

    [Fact]
    public void Names_of_sheets_are_short_allowed_and_different()
    {
        var names = new SheetNames();

        string[] given = [.. new[] { "History", "Controls", "CONTROLS", "'a'", "[]:*?/\\", "", new string('n', 40), new string('n', 40), string.Concat(Enumerable.Repeat("😀", 20)) }.Select(names.Next)];

        given[..3].ShouldBe(["History (2)", "Controls", "CONTROLS (2)"]);
        given[3..6].ShouldBe(["a", "-------", "Table"]);
        given.ShouldAllBe(name => name.Length <= 31);
        given.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(given.Length);
    }

    [Fact]
    public void A_page_loads_nothing_and_runs_nothing()
    {
        var html = Encoding.UTF8.GetString(ReportFile.Of(Example(), ReportFormat.Html).Bytes);

        html.ShouldContain("default-src 'none'; style-src 'sha256-");
        foreach (var each in new[] { "<script", "<link", "<img", "src=", "http:", "https:", "url(", "style=" }) html.ShouldNotContain(each);
    }

    [Fact]
    public void A_document_has_an_outline_repeats_its_table_heads_and_lies_on_its_side_when_it_must()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(ReportFile.Of(Example(), ReportFormat.Docx).Bytes), isEditable: false);
        var body = document.MainDocumentPart!.Document!.Body!;

        string[] used = [.. body.Descendants<W.ParagraphStyleId>().Select(style => style.Val!.Value!).Distinct(StringComparer.Ordinal)];
        var known = document.MainDocumentPart.StyleDefinitionsPart!.Styles!.Elements<W.Style>().Select(style => style.StyleId!.Value!).ToHashSet(StringComparer.Ordinal);

        used.ShouldAllBe(style => known.Contains(style));
        foreach (var each in new[] { "Title", "Heading1", "Heading2", "Heading3" }) used.ShouldContain(each);
        body.Descendants<W.TableRow>().First().TableRowProperties!.Elements<W.TableHeader>().ShouldHaveSingleItem();
        body.Descendants<W.PageSize>().Single().Width!.Value.ShouldBe(11906u);
        var wide = Example() with { Sections = [new("Wide", 1, [new ReportTable("Wide", [.. Enumerable.Range(1, 9).Select(i => new ReportColumn($"c{i}"))], [["x"]])])] };
        using var wider = WordprocessingDocument.Open(new MemoryStream(ReportFile.Of(wide, ReportFormat.Docx).Bytes), isEditable: false);
        wider.MainDocumentPart!.Document!.Body!.Descendants<W.PageSize>().Single().Orient!.Value.ShouldBe(W.PageOrientationValues.Landscape);
    }

    [Theory]
    [InlineData("docx", ReportFormat.Docx)]
    [InlineData(".XLSX", ReportFormat.Xlsx)]
    [InlineData("html", ReportFormat.Html)]
    public void A_format_is_told_by_its_word(string word, object format) => ReportFile.FormatOf(word).ShouldBe((ReportFormat)format);

    [Theory]
    [InlineData("pdf")]
    [InlineData("1")]
    [InlineData("")]
    public void Other_formats_are_refused(string word) => Should.Throw<RuleViolation>(() => ReportFile.FormatOf(word)).Code.ShouldBe("REPORT-FORMAT");

    private static Worksheet SheetOf(SpreadsheetDocument book, string name)
    {
        var id = book.WorkbookPart!.Workbook!.Descendants<Sheet>().Single(sheet => sheet.Name == name).Id!.Value!;
        return ((WorksheetPart)book.WorkbookPart.GetPartById(id)).Worksheet!;
    }

    private static IEnumerable<string> Faults(ReportFile file, ReportFormat format)
    {
        if (format == ReportFormat.Html)
        {
            // Its tags are closed and its text is encoded, so that but for the tags without end it is XML as well.
            var html = Encoding.UTF8.GetString(file.Bytes).Replace("<!doctype html>", "", StringComparison.Ordinal);
            System.Xml.Linq.XDocument.Parse(System.Text.RegularExpressions.Regex.Replace(html, "<(?<tag>(meta|col)(\\s[^>]*)?)>", "<${tag}/>", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)));
            return [];
        }
        using OpenXmlPackage package = format == ReportFormat.Docx ? WordprocessingDocument.Open(new MemoryStream(file.Bytes), false) : SpreadsheetDocument.Open(new MemoryStream(file.Bytes), false);
        return [.. new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(package).Select(fault => $"{fault.Path?.XPath}: {fault.Description}")];
    }

    private static string TextOf(ReportFile file, ReportFormat format)
    {
        if (format == ReportFormat.Html) return Encoding.UTF8.GetString(file.Bytes);
        using var package = new ZipArchive(new MemoryStream(file.Bytes));
        var text = new StringBuilder();
        foreach (var part in package.Entries.Where(part => part.FullName.EndsWith(".xml", StringComparison.Ordinal) && part.FullName is not "word/styles.xml"))
        {
            using var stream = part.Open();
            text.Append(System.Xml.Linq.XDocument.Load(stream).Root!.Value).Append('\n');
        }
        return text.ToString();
    }
}
