using System.Globalization;
using System.Text;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>What is noted while a log is read says no more than the log does.</summary>
public sealed class ColumnSightsTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public void Ids_that_all_differ_are_known_to_differ_and_one_repeated_is_never_missed(int count)
    {
        var hashes = new IdHashes();
        for (var i = 0; i < count; i++) hashes.Add(Id(i));
        hashes.AllDiffer.ShouldBeTrue();
        hashes.Add(Id(count / 2));
        hashes.AllDiffer.ShouldBeFalse();
    }

    [Fact]
    public void Rows_whose_ids_are_not_seen_leave_nothing_certain()
    {
        var hashes = new IdHashes();
        hashes.Add("a"u8);
        hashes.GiveUp();
        hashes.Add("b"u8);
        hashes.AllDiffer.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"doubled \"\" quote\"")]
    public async Task A_log_of_plain_rows_is_told_the_same_oddities_as_one_with_a_row_read_as_text(string city)
    {
        using LogFolder folder = new();
        var text = new StringBuilder("prediction_id,x,city\n");
        for (var row = 0; row < 300; row++) text.AppendLine(CultureInfo.InvariantCulture, $"p{row % 299},{(row == 7 ? -1 : row)},{(row == 9 ? "=1+1" : row == 11 ? city : "Bern")}");
        Finding[] findings = [.. (await folder.Stage(folder.Write("log.csv", text.ToString()), new LogColumns { Numeric = ["x"], Categorical = ["city"] }, LogPurpose.Reference, keepGoodRows: true)).Findings];
        findings.Select(finding => finding.Code).ShouldBe(["lone-negative", "formula-text", "conflicting-prediction"], ignoreOrder: true);
    }

    private static byte[] Id(int number) => Encoding.UTF8.GetBytes($"prediction-{number}");
}
