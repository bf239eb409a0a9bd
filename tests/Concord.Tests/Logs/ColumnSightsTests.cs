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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50_000)]
    public void Ids_that_do_not_rise_are_compared_with_all_before(int risen)
    {
        int[] numbers = [.. Enumerable.Range(0, risen), .. Enumerable.Range(risen, 20_000).OrderBy(number => number * 7_919 % 20_011)];
        var hashes = new IdHashes();
        foreach (var number in numbers) hashes.Add(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        hashes.AllDiffer.ShouldBeTrue();
        hashes.Add(Encoding.UTF8.GetBytes(numbers[0].ToString(CultureInfo.InvariantCulture)));
        hashes.AllDiffer.ShouldBeFalse();
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("9", "10", "10")]
    [InlineData("10", "9", "10")]
    [InlineData("b", "a", "c", "b")]
    [InlineData("", "1", "")]
    public void One_repeated_id_is_enough(params string[] ids)
    {
        var hashes = new IdHashes();
        foreach (var id in ids) hashes.Add(Encoding.UTF8.GetBytes(id));
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
