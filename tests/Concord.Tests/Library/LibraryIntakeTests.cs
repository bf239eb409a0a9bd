using Concord.Foundation;
using Concord.Library;

namespace Concord.Tests.Library;

/// <summary>A folder somebody built to harm, or only wrongly: all that is wrong with it is said, and the process that asks lives on.</summary>
public sealed class LibraryIntakeTests : IDisposable
{
    private readonly LibraryCopy copy = new();

    public void Dispose() => copy.Dispose();

    [Fact]
    public async Task A_library_without_a_fault_passes() => await LibraryIntake.Check(copy.WithNewEdition().Content, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Every_fault_of_every_file_is_said_at_once()
    {
        copy.Delete("risk/taxonomy.csv").Correct("crosswalks/reuse.csv", "ISO42001:4.1,ISO27001,ISO27001:4.1,partial,", "ISO42001:4.1,ISO27001,ISO27001:4.1,somewhat,")
            .Write("statement/words.csv", "kind,means\n").Correct("iso27001-2022/controls.csv", "ISO27001:A.5.7,A.5.7,", "ISO27001:A.5.7,");

        var findings = (await Should.ThrowAsync<FindingsException>(LibraryIntake.Check(copy.Content, TestContext.Current.CancellationToken))).Findings;

        findings.Select(finding => finding.Code).ShouldBeSubsetOf(["missing-file", "wrong-value", "missing-column", "ragged-row"]);
        findings.Select(finding => finding.Place.Split(',')[0]).Distinct().ShouldBe(["crosswalks/reuse.csv", "iso27001-2022/controls.csv", "risk/taxonomy.csv", "statement/words.csv"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_document_of_brackets_ends_nothing()
    {
        copy.Write("evidence/validity.yaml", "days: " + new string('[', 200_000));

        var findings = (await Should.ThrowAsync<FindingsException>(LibraryIntake.Check(copy.Content, TestContext.Current.CancellationToken))).Findings;

        findings.ShouldHaveSingleItem().Message.ShouldContain("deep in each other");
    }
}
