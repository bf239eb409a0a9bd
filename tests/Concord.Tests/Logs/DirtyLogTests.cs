using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>A log with 33 planted defects whose rows are known. What is impossible is refused; what is odd is kept and pointed out.</summary>
public sealed class DirtyLogTests
{
    private static readonly long[] OddButKept = [2, 85, 142, 175, 181, 190, 309, 321, 340, 355];
    private static readonly long[] TakenOnce = [402];

    [Fact]
    public async Task Every_defect_is_reported_with_its_row_and_nothing_else_is()
    {
        using LogFolder folder = new();
        IReadOnlyList<Finding> findings = await folder.Refused(LogFolder.Hostile("logs/dirty_dev.csv"), purpose: LogPurpose.Append);
        findings.Select(finding => finding.Row!.Value).Distinct().Order().ShouldBe(Defects().Select(defect => defect.Row).Order());
    }

    [Fact]
    public async Task Rows_without_a_defect_are_as_many_as_the_truth_says()
    {
        using LogFolder folder = new();
        IReadOnlyList<Finding> findings = await folder.Refused(LogFolder.Hostile("logs/dirty_dev.csv"), purpose: LogPurpose.Append);
        (405 - findings.Select(finding => finding.Row).Distinct().Count()).ShouldBe(Truth().GetProperty("clean_rows").GetInt32());
    }

    [Fact]
    public async Task Good_rows_are_kept_when_asked_and_the_receipt_counts_all_three_kinds()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/dirty_dev.csv"), purpose: LogPurpose.Append, keepGoodRows: true);
        (staged.Rows, staged.RefusedRows, staged.RepeatedRows).ShouldBe((372 + OddButKept.Length, 33 - OddButKept.Length - TakenOnce.Length, TakenOnce.Length));
        staged.Values("id").Distinct().Count().ShouldBe((int)staged.Rows);
    }

    [Fact]
    public async Task Errors_are_exactly_the_refused_rows()
    {
        using LogFolder folder = new();
        IReadOnlyList<Finding> findings = await folder.Refused(LogFolder.Hostile("logs/dirty_dev.csv"), purpose: LogPurpose.Append);
        long[] kept = [.. OddButKept, .. TakenOnce];
        findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Row!.Value).Distinct().Order()
            .ShouldBe(Defects().Select(defect => defect.Row).Except(kept).Order());
        findings.Where(finding => finding.Severity == Severity.Warning).Select(finding => finding.Row!.Value).Order().ShouldBe(kept.Order());
    }

    [Theory]
    [InlineData(2, "decision-threshold")]
    [InlineData(7, "epoch-timestamp")]
    [InlineData(32, "other-version")]
    [InlineData(75, "timestamp-missing")]
    [InlineData(76, "not-a-number")]
    [InlineData(85, "protected-missing")]
    [InlineData(109, "other-model")]
    [InlineData(118, "label-unknown")]
    [InlineData(139, "score-out-of-range")]
    [InlineData(142, "timestamp-shifted")]
    [InlineData(175, "formula-text")]
    [InlineData(181, "score-missing")]
    [InlineData(190, "look-alike-levels")]
    [InlineData(193, "epoch-timestamp")]
    [InlineData(197, "impossible-date")]
    [InlineData(227, "number-overflow")]
    [InlineData(237, "timestamp-unset")]
    [InlineData(244, "not-finite")]
    [InlineData(249, "ambiguous-date")]
    [InlineData(272, "decimal-comma")]
    [InlineData(287, "label-unknown")]
    [InlineData(309, "label-missing")]
    [InlineData(321, "lone-negative")]
    [InlineData(331, "timestamp-in-future")]
    [InlineData(338, "score-out-of-range")]
    [InlineData(340, "decision-missing")]
    [InlineData(343, "not-finite")]
    [InlineData(355, "label-before-prediction")]
    [InlineData(402, "repeated-row")]
    [InlineData(403, "conflicting-prediction")]
    [InlineData(404, "changed-label")]
    [InlineData(405, "short-row")]
    [InlineData(406, "long-row")]
    public async Task Each_defect_is_called_by_its_name(long row, string code)
    {
        (await Shared.Value).Where(finding => finding.Row == row).Select(finding => finding.Code).ShouldBe([code]);
    }

    [Fact]
    public async Task A_time_with_an_offset_falls_on_the_day_it_is_in_UTC()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/dirty_dev.csv"), purpose: LogPurpose.Append, keepGoodRows: true);
        staged.Rows("id", "strftime(t, '%Y-%m-%dT%H:%M:%S')").Single(row => row[0] == "p00140")[1].ShouldBe("2025-03-10T04:30:00");
    }

    [Fact]
    public async Task Measuring_reports_rows_of_another_model_or_from_the_future_and_does_not_refuse_them()
    {
        using LogFolder folder = new();
        IReadOnlyList<Finding> findings = await folder.Refused(LogFolder.Hostile("logs/dirty_dev.csv"));
        foreach (string code in new[] { "other-version", "other-model", "timestamp-in-future" })
            findings.Where(finding => finding.Code == code).ShouldHaveSingleItem().Severity.ShouldBe(Severity.Warning);
        foreach (long row in (long[])[32, 109])
            findings.ShouldNotContain(finding => finding.Row == row);
    }

    [Fact]
    public async Task A_score_that_is_no_number_is_not_advised_to_be_a_category()
    {
        using LogFolder folder = new();
        IReadOnlyList<Finding> findings = await folder.Refused(folder.Write("log.csv", "timestamp,age,income,sex,score\n2025-03-01,30,1,F,NA\n"));
        findings.ShouldHaveSingleItem().Message.ShouldBe("\"NA\" is no number. Leave the field empty if the value is missing; a score is a number from 0 to 1.");
    }

    [Fact]
    public async Task Refused_rows_are_written_beside_with_their_reason_and_no_formula()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.csv", "prediction_id,timestamp,age,income,sex,score\n=1+1,2025-03-01,abc,1,\"@SUM(1,1)\",0.5\np2,2025-03-01,30,1,F,0.5\n");
        StagedLog staged = await folder.Stage(log, keepGoodRows: true);
        staged.Rows.ShouldBe(1);
        File.ReadAllLines(staged.RefusedPath!).ShouldBe([
            "file,row,reason,prediction_id,timestamp,age,income,sex,score",
            "log.csv,2,\"age: \"\"abc\"\" is no number. Leave the field empty if the value is missing, or declare the column as categorical.\",'=1+1,2025-03-01,abc,1,\"'@SUM(1,1)\",0.5",
        ]);
    }

    private static readonly Lazy<Task<IReadOnlyList<Finding>>> Shared = new(async () =>
    {
        using LogFolder folder = new();
        return await folder.Refused(LogFolder.Hostile("logs/dirty_dev.csv"), purpose: LogPurpose.Append);
    });

    private static JsonElement Truth() => JsonDocument.Parse(File.ReadAllText(LogFolder.Hostile("logs/dirty_dev.truth.json"))).RootElement;

    private static IEnumerable<(long Row, string Defect)> Defects() =>
        Truth().GetProperty("defects").EnumerateArray().Select(defect => (defect.GetProperty("row").GetInt64(), defect.GetProperty("defect").GetString()!));
}
