using System.Text;
using Concord.Applicability.Import;
using Concord.Foundation;
using Concord.Standards;
using Concord.Tables;
using Concord.Tests.Gaps;

namespace Concord.Tests.Applicability;

/// <summary>What the rows of a statement are read as, before anything is compared with a record.</summary>
public sealed class StatementReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-statements-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_a_cell_merged_over_several_rows_says_counts_for_each_of_them()
    {
        var read = await Read(Books.Merged("SoA",
        [
            ["Statement of the company", "", "", ""],
            ["Control", "Applicable", "Status", "Justification"],
            ["A.5 Organizational controls", "", "", ""],
            ["A.5.1", "yes", "implemented", "Law"], ["A.5.2", "yes", "", ""], ["A.5.3", "", "", "Contract"], ["A.5.4", "no", "", "None here"],
        ], "A1:D1", "A3:D3", "C4:C6", "D4:D5", "B5:B6"));

        read.Findings.ShouldBeEmpty();
        read.Rows.Select(row => $"{row.Row} {row.Status} {row.Reason}").ShouldBe(["4 Implemented Law", "5 Implemented Law", "6 Implemented Contract", "7  None here"]);
        read.Rows.Select(row => row.IsExcluded).ShouldBe([false, false, false, true]);
    }

    [Fact]
    public async Task What_is_lost_by_merging_over_columns_is_named_with_its_cell()
    {
        var read = await Read(Books.Merged("SoA",
        [
            ["Control", "Applicable", "Status", "Justification", "Evidence", ""],
            ["A.5.1", "n/a", "", "None here", "", "more"], ["A.5.2", "yes", "implemented", "Law", "", ""], ["A.5.3", "yes", "implemented", "", "", ""],
        ], "B2:C2", "D3:E4", "E1:F1"));

        read.Findings.Select(finding => $"{finding.Severity} {finding.Place} {finding.Code}").ShouldBe(
            ["Warning SoA!F1 merged-name", "Warning SoA!C2 (Status) merged-cell", "Warning SoA!D4 (Justification) merged-cell", "Warning SoA!E3 (Evidence) merged-cell"], ignoreOrder: true);
        read.Findings.Single(finding => finding.Place.StartsWith("SoA!E3", StringComparison.Ordinal)).Message.ShouldEndWith("The same in SoA!E4.");
        read.Rows.Select(row => row.Reason).ShouldBe(["None here", "Law", ""]);
    }

    [Fact]
    public async Task A_control_merged_over_several_rows_stands_in_each_and_counts_once()
    {
        var read = await Read(Books.Merged("SoA", [["Control", "Status", "Evidence"], ["A.5.1", "implemented", "DOC-1"], ["", "", "DOC-2"]], "A2:A3", "B2:B3"));

        read.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(["SoA!A3 (Control) duplicate-control"]);
    }

    [Fact]
    public async Task A_word_nobody_knows_is_counted_once_for_each_row()
    {
        var rows = string.Concat(Enumerable.Range(1, 7).Select(number => $"A.5.{number},yes,so-so,DOC-{number},2026-10-01\n"));

        var read = await Read(Encoding.UTF8.GetBytes($"Control,Applicable,Status,Evidence,Evidence date\n{rows}"), "soa.csv");

        var unknown = read.Findings.ShouldHaveSingleItem();
        (unknown.Place, unknown.Code).ShouldBe(("C2 (Status)", "unknown-status"));
        unknown.Message.ShouldContain("(and in 6 more rows)");
    }

    [Fact]
    public async Task A_number_nobody_knows_and_an_answered_heading_are_told_with_what_to_write()
    {
        var read = await Read("Control,Applicable,Status\nA.12.4.1,yes,implemented\nA.5,yes,implemented\nA.6,,\nA.5.1,yes,implemented\n"u8.ToArray(), "soa.csv");

        read.Findings.Select(finding => $"{finding.Severity} {finding.Place} {finding.Code}").ShouldBe(["Error A2 (Control) unknown-control", "Warning A3 (Control) heading-answered"], ignoreOrder: true);
        read.Findings.Single(finding => finding.Code == "unknown-control").Message.ShouldContain("Write its number as ISO27001:A.");
        read.Rows.Select(row => row.Row).ShouldBe([5]);
    }

    [Fact]
    public async Task A_statement_in_German_is_read_without_being_told_its_words()
    {
        var read = await Read(Encoding.UTF8.GetBytes(
            "Maßnahme;Anwendbar;Begründung;Status;Nachweis;Verantwortlich\nA.5.1;ja;Gesetz;umgesetzt;Richtlinie;M. Muster\nA.5.2;Ja;;teilweise umgesetzt;;\nA.5.3;ja;;geplant;;\nA.5.4;ja;;nicht umgesetzt;;\n"
            + "A.7.6;nein;Keine solchen Bereiche;entfällt;;\nA.7.7;nein;Keine Schreibtische;nicht anwendbar;;\nA.7.8;;Keine Geräte;entfällt / nicht anwendbar;;\n"), "erklaerung.csv");

        read.Findings.Where(finding => finding.Severity == Severity.Error).ShouldBeEmpty();
        read.Rows.Select(row => row.Status).ShouldBe([StatementStatus.Implemented, StatementStatus.Partially, StatementStatus.Planned, StatementStatus.NotImplemented, null, null, null]);
        read.Rows.Select(row => row.IsExcluded).ShouldBe([false, false, false, false, true, true, true]);
        (read.Rows[0].Reason, read.Rows[0].Documents.Single(), read.Rows[0].Owner).ShouldBe(("Gesetz", "Richtlinie", "M. Muster"));
        read.Rows[^1].Reason.ShouldBe("Keine Geräte");
    }

    private Task<(IReadOnlyList<StatementRow> Rows, IReadOnlyList<Finding> Findings)> Read(byte[] book) => Read(book, "soa.xlsx");

    private async Task<(IReadOnlyList<StatementRow> Rows, IReadOnlyList<Finding> Findings)> Read(byte[] bytes, string name)
    {
        var file = Path.Combine(folder, name);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        List<Finding> findings = [];
        var mapping = StatementMapping.Of(await TableIntake.Read(file, name, TestContext.Current.CancellationToken), new(), StatementWords.Read(StandardsLibrary.DefaultFolder), findings);
        var rows = StatementRows.Read(ExpectedReuse.Library, mapping, "iso27001", new DateOnly(2026, 11, 2), findings).Rows;
        return (rows, findings);
    }
}
