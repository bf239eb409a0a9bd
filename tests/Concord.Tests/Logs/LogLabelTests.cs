using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

public sealed class LogLabelTests
{
    [Theory]
    [InlineData("1", "1,0,,true,0.0", "1,0,,1,0")]
    [InlineData("0", "1,0,,true,0.0", "0,1,,0,1")]
    [InlineData("good", "good,bad,,good,bad", "1,0,,1,0")]
    [InlineData("bad", "good,bad,,good,bad", "0,1,,0,1")]
    [InlineData("2", "1,2,,2.0,1", "0,1,,1,0")]
    [InlineData("good", ",,", ",,")]
    public async Task Labels_become_one_and_zero_by_the_positive_one(string positive, string labels, string expected)
    {
        using LogFolder folder = new();
        foreach (bool lasts in (bool[])[true, false])
        {
            StagedLog staged = await folder.Stage(Log(folder, labels.Split(',')), LogFolder.Credit with { PositiveLabel = positive }, lasts: lasts);
            string.Join(',', staged.Values("y")).ShouldBe(expected);
            staged.Rows("typeof(y)")[0][0].ShouldBe("TINYINT");
        }
    }

    [Fact]
    public async Task A_third_word_is_refused_in_its_row()
    {
        using LogFolder folder = new();
        string log = Log(folder, ["good", "bad", "bad", "unclear"]);
        LogColumns columns = LogFolder.Credit with { PositiveLabel = "good" };
        Finding finding = (await folder.Refused(log, columns)).Single();
        (finding.Code, finding.Row).ShouldBe(("label-unknown", 5L));
        StagedLog kept = await folder.Stage(log, columns, keepGoodRows: true);
        kept.Values("y").ShouldBe(["1", "0", "0"]);
        (await File.ReadAllTextAsync(kept.RefusedPath!, TestContext.Current.CancellationToken)).ShouldContain("unclear");
    }

    [Fact]
    public async Task A_positive_word_is_refused_where_labels_are_already_zero_and_one()
    {
        using LogFolder folder = new();
        (await folder.Refused(Log(folder, ["1", "0"]), LogFolder.Credit with { PositiveLabel = "good" }))[0].Code.ShouldBe("positive-label-absent");
    }

    [Fact]
    public async Task A_log_of_one_negative_word_is_kept_and_pointed_out()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(Log(folder, ["bad", "bad"]), LogFolder.Credit with { PositiveLabel = "good" });
        staged.Values("y").ShouldBe(["0", "0"]);
        staged.Findings.Single().Code.ShouldBe("positive-label-absent");
    }

    private static string Log(LogFolder folder, string[] labels) =>
        folder.Write("log.csv", "prediction_id,timestamp,age,income,sex,label\n" + string.Concat(labels.Select((label, i) => $"p{i},2025-03-01T10:00:{i:00},1,2,F,{label}\n")));
}
