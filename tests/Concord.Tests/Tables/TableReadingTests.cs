using System.IO.Compression;
using System.Text;
using Concord.Foundation;
using Concord.Tables;
using Concord.Tests.House;

namespace Concord.Tests.Tables;

/// <summary>Tables of strangers: text and workbooks, honest and hostile.</summary>
public sealed class TableReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-tables-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a,b\n1;2,3\n", ',')]
    [InlineData("\uFEFFTitle, of it\n\na;b;c\n1;2,5;3\n\"x;y\";2;3\n", ';')]
    [InlineData("a\tb\n1,2\t3;4\n", '\t')]
    [InlineData("a,b\n1,2\nx,A;B;C;D;E;F;G;H;I\n", ',')]
    public async Task The_delimiter_is_the_one_that_makes_rows_alike(string text, char delimiter)
    {
        var sheet = (await Read("t.csv", Encoding.UTF8.GetBytes(text))).Sheets.ShouldHaveSingleItem();

        sheet.Rows[^1].Cells.Count.ShouldBeGreaterThan(1);
        sheet.Rows[^1].Cells.ShouldAllBe(cell => !cell.Text.Contains(delimiter) || text.Contains('"', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_that_begins_like_a_formula_is_text_in_every_row()
    {
        var hostile = await Read("formula_injection_dev.csv", await Hostile("formula_injection_dev.csv"));
        hostile.Sheets[0].Rows.Select(row => row[1].Text).ShouldContain("@SUM(1,1)");

        var book = await Read("formula_text.xlsx", await Hostile("formula_text.xlsx"));
        book.Sheets[0].Rows.SelectMany(row => row.Cells).ShouldAllBe(cell => cell.Kind == TableCellKind.Text || cell.Kind == TableCellKind.Number);
        book.Sheets[0].Rows[1][1].Text.ShouldBe("=1+1");
    }

    [Fact]
    public async Task Titles_may_stand_above_the_header()
    {
        var content = await Read("title_rows_mixed_scale.xlsx", await Hostile("title_rows_mixed_scale.xlsx"));

        var table = HeadedTable.Find(content, null, names => names.Count(name => name is "Ref" or "Risk"));

        table.HeaderRow.ShouldBe(3);
        table.Columns.ShouldBe(["Ref", "Risk", "Likelihood (1-5)", "Impact (1-5)"]);
        table.Rows[0].Cells.Select(cell => cell.Text).ShouldBe(["R-0", "risk 0", "1", "High"]);
        table.Place(3, table.Rows[0]).ShouldBe("Sheet!D4 (Impact (1-5))".Replace("Sheet", content.Sheets[0].Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("xxe_sheet.xlsx", "document-type")]
    [InlineData("renamed_csv.xlsx", "wrong-type")]
    public async Task What_is_built_to_harm_is_refused_with_what_to_do(string name, string code)
    {
        var refused = await Refused(name, await Hostile(name));

        refused.Code.ShouldBe(code);
        refused.Message.ShouldNotContain("hostname");
    }

    [Theory]
    [InlineData("e.docx", "word/document.xml", "a Word document")]
    [InlineData("e.csv", "word/document.xml", "a Word document")]
    [InlineData("e.xlsx", "ppt/presentation.xml", "a PowerPoint presentation")]
    [InlineData("e.zip", "readme.txt", "a packed file (ZIP)")]
    public async Task A_package_of_another_kind_is_named_for_what_it_is(string name, string part, string kind)
    {
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true)) await using (var text = zip.CreateEntry(part).Open()) await text.WriteAsync("<x/>"u8.ToArray(), TestContext.Current.CancellationToken);

        var refused = await Refused(name, package.ToArray());

        (refused.Place, refused.Code).ShouldBe((name, "wrong-type"));
        refused.Message.ShouldBe($"This is {kind}. Tables are read as .csv or .xlsx: save the table as one of these.");
    }

    [Theory]
    [InlineData("%PDF-1.7 and so on", "a PDF document")]
    [InlineData("\uFEFF<!DOCTYPE HTML><html>", "a web page (HTML)")]
    [InlineData("<?xml version=\"1.0\"?><a/>", "an XML file")]
    [InlineData("[{ \"a\": 1 }]", "a JSON file")]
    public async Task Text_of_another_kind_is_named_for_what_it_is(string text, string kind) => (await Refused("soa.csv", Encoding.UTF8.GetBytes(text))).Message.ShouldStartWith($"This is {kind}.");

    [Fact]
    public async Task A_bracket_at_the_start_makes_no_other_kind() => (await Read("t.csv", "[Control],[Status]\nA.5.1,yes\n"u8.ToArray())).Sheets[0].Rows.Count.ShouldBe(2);

    [Fact]
    public async Task A_part_that_would_lead_out_of_the_folder_is_not_even_opened()
    {
        (await Read("zip_slip_entry.xlsx", await Hostile("zip_slip_entry.xlsx"))).Sheets.ShouldHaveSingleItem();

        File.Exists(Path.Combine(folder, "..", "evil.txt")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_unpacks_to_more_than_a_table_is_refused()
    {
        using var package = new MemoryStream();
        await package.WriteAsync(Books.Of(("S", [["a"]])), TestContext.Current.CancellationToken);
        using (var zip = new ZipArchive(package, ZipArchiveMode.Update, leaveOpen: true))
        {
            var part = zip.Entries.First(entry => entry.FullName.Contains("sheet", StringComparison.Ordinal) && entry.FullName.EndsWith(".xml", StringComparison.Ordinal) && entry.FullName.Contains("worksheets", StringComparison.Ordinal));
            var name = part.FullName;
            part.Delete();
            await using var bomb = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            await bomb.WriteAsync("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row><c t=\"inlineStr\"><is><t>"u8.ToArray(), TestContext.Current.CancellationToken);
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 120; i++) await bomb.WriteAsync(block, TestContext.Current.CancellationToken);
        }

        (await Refused("bomb.xlsx", package.ToArray())).Code.ShouldBeOneOf("too-large-unpacked", "memory-limit");
    }

    [Theory]
    [InlineData("old.xls", "wrong-type")]
    [InlineData("macros.xlsm", "wrong-type")]
    [InlineData("empty.csv", "empty")]
    [InlineData("damaged.xlsx", "damaged")]
    [InlineData("zeros.csv", "wrong-type")]
    [InlineData("quotes.csv", "broken-quotes")]
    [InlineData("many.csv", "too-many-rows")]
    [InlineData("wide.csv", "too-many-columns")]
    [InlineData("long.csv", "cell-too-long")]
    public async Task What_cannot_be_read_says_what_to_change(string name, string code)
    {
        var text = name switch
        {
            "empty.csv" => "",
            "damaged.xlsx" => "PK\u0003\u0004 and then nothing",
            "zeros.csv" => "a,b\n1,\0\n",
            "quotes.csv" => "a,b\n1,\"x\n",
            "many.csv" => string.Concat(Enumerable.Repeat("a,b\n", 20_001)),
            "wide.csv" => new string(',', 300) + "x",
            "long.csv" => "a," + new string('x', 40_000),
            _ => "x",
        };

        (await Refused(name, Encoding.UTF8.GetBytes(text))).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("noise.xlsx")]
    [InlineData("noise.csv")]
    public async Task Bytes_of_neither_text_nor_workbook_are_called_so(string name)
    {
        byte[] bytes = [.. Enumerable.Range(0, 4000).Select(i => (byte)((((i * 7919) + (i / 256 * 31)) % 255) + 1))];
        var refused = await Refused(name, bytes);
        (refused.Place, refused.Code).ShouldBe((name, "wrong-type"));
        refused.Message.ShouldBe("The file holds bytes that neither a text nor a workbook has. Tables are read as .csv or .xlsx: save the table anew as one of these.");
    }

    [Fact]
    public async Task Formulas_days_numbers_and_answers_are_told_apart()
    {
        var report = new Concord.Reports.Report("t", null, [], [new("s", 1, [new Concord.Reports.ReportTable("Data", [new("Day", Concord.Reports.ReportCellKind.Date), new("Number", Concord.Reports.ReportCellKind.Number, Decimals: 2), new("Text")],
            [[Concord.Reports.ReportCell.Of(new DateOnly(2026, 2, 28)), Concord.Reports.ReportCell.Of(5.1), "_x0041_ \u0007"]])])]) { Written = World.Beginning };
        var written = await Read("r.xlsx", Concord.Reports.ReportFile.Of(report, Concord.Reports.ReportFormat.Xlsx).Bytes);
        var sheet = written.Sheets.Single(known => known.Name == "Data");
        sheet.Rows[1].Cells.Select(cell => cell.Text).ShouldBe(["2026-02-28", "5.10", "_x0041_ \uFFFD"]);
        sheet.Rows[1].Cells.Select(cell => cell.Kind).ShouldBe([TableCellKind.Day, TableCellKind.Number, TableCellKind.Text]);

        var formulas = await Read("f.xlsx", Books.Of(("S", [["a", "=1+1|2"]])));
        formulas.Sheets[0].Rows[0][1].ShouldBe(new TableCell("2", TableCellKind.Formula));
        formulas.Sheets[0].Place(27, 3).ShouldBe("S!AB3");
    }

    private async Task<TableContent> Read(string name, byte[] bytes)
    {
        var file = Path.Combine(folder, "in");
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        return await TableIntake.Read(file, name, TestContext.Current.CancellationToken);
    }

    private async Task<Finding> Refused(string name, byte[] bytes) => (await Should.ThrowAsync<FindingsException>(() => Read(name, bytes))).Findings.ShouldHaveSingleItem();

    private static Task<byte[]> Hostile(string name) => File.ReadAllBytesAsync(Repository.PathTo("tests", "Concord.Tests", "Tables", "hostile", name), TestContext.Current.CancellationToken);
}
