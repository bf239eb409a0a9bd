using System.Text;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>Predictions that stand in a log more than once are taken once, and told by the hour they came in.</summary>
public sealed class LogRepeatTests
{
    [Fact]
    public async Task Repeats_with_the_same_content_are_told_by_the_hour_of_their_time()
    {
        using LogFolder folder = new();
        StagedLog log = await folder.Stage(folder.Write("log.csv", Rows("a 10:05", "b 10:50", "c 11:10", "a 10:05", "a 10:05", "c 11:10")));
        (log.Rows, log.RepeatedRows).ShouldBe((3, 3));
        log.RepeatedAt.ShouldBe([new(At(10), 2), new(At(11), 1)]);
    }

    [Fact]
    public async Task A_log_in_which_nothing_repeats_says_so_and_one_without_ids_says_nothing()
    {
        using LogFolder folder = new();
        (await folder.Stage(folder.Write("log.csv", Rows("a 10:05", "b 10:50")))).RepeatedAt.ShouldBeEmpty();
        string rows = string.Join('\n', Rows("a 10:05", "a 10:05").Split('\n').Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        StagedLog without = await folder.Stage(folder.Write("without.csv", rows));
        (without.Rows, without.RepeatedAt).ShouldBe((2, null));
    }

    [Theory]
    [InlineData("log.csv")]
    [InlineData("log.json")]
    public async Task A_log_that_is_measured_once_is_read_without_columns_nobody_declared(string name)
    {
        using LogFolder folder = new();
        (string Id, string Note)[] rows = [("a", "one"), ("b", "two")];
        (await folder.Stage(folder.Write(name, Noted(name, rows)))).Schema.Columns.ShouldContain(column => column.Source == "note");
        StagedLog once = await folder.Stage(folder.Write(name, Noted(name, rows)), lasts: false);
        once.Schema.Columns.ShouldNotContain(column => column.Source == "note");
        once.Rows.ShouldBe(2);
        once.RepeatedAt.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_in_which_nothing_is_declared_still_has_rows()
    {
        using LogFolder folder = new();
        (await folder.Stage(folder.Write("log.csv", "a,b\n1,2\n3,4\n"), new(), LogPurpose.Reference, lasts: false)).Rows.ShouldBe(2);
    }

    [Theory]
    [InlineData("log.csv")]
    [InlineData("log.json")]
    public async Task Such_columns_still_decide_whether_two_rows_with_one_id_are_the_same(string name)
    {
        using LogFolder folder = new();
        (string Id, string Note)[] same = [("a", "one"), ("b", "two"), ("a", "one")], different = [("a", "one"), ("b", "two"), ("a", "other")];
        StagedLog log = await folder.Stage(folder.Write(name, Noted(name, same)), lasts: false);
        (log.Rows, log.RepeatedRows).ShouldBe((2, 1));
        log.RepeatedAt.ShouldBe([new(At(10), 1)]);
        log.Findings.Select(finding => finding.Code).ShouldBe(["repeated-row"]);
        (await Should.ThrowAsync<Foundation.FindingsException>(() => folder.Stage(folder.Write(name, Noted(name, different)), lasts: false))).Findings
            .Select(finding => finding.Code).ShouldBe(["conflicting-prediction"]);
    }

    /// <summary>Many ids are compared in parts: whichever part a repeated one falls into, it is found.</summary>
    [Fact]
    public async Task Ids_that_are_compared_some_at_a_time_are_found_in_every_part()
    {
        using LogFolder folder = new();
        LogLimits limits = new() { IdsAtOnce = 4 };
        string[] ids = [.. Enumerable.Range(10, 12).Select(id => $"id{id}")];
        foreach (string id in ids)
        {
            StagedLog log = await folder.Stage(folder.Write($"{id}.csv", Rows([.. ids.Select(one => $"{one} 10:05"), $"{id} 10:05"])), limits: limits);
            (log.Rows, log.RepeatedRows).ShouldBe((ids.Length, 1), id);
        }
    }

    private static string Noted(string name, params (string Id, string Note)[] rows) => name.EndsWith(".csv", StringComparison.Ordinal)
        ? "prediction_id,timestamp,age,income,sex,score,decision,label,note\n" + string.Join('\n', rows.Select(row => $"{row.Id},2025-03-01T10:00:00Z,41,2,f,0.7,1,0,{row.Note}"))
        : "[" + string.Join(',', rows.Select(row => $$"""{"prediction_id":"{{row.Id}}","timestamp":"2025-03-01T10:00:00Z","age":41,"income":2,"sex":"f","score":0.7,"decision":1,"label":0,"note":"{{row.Note}}"}""")) + "]";

    private static DateTimeOffset At(int hour) => new(2025, 3, 1, hour, 0, 0, TimeSpan.Zero);

    private static string Rows(params string[] rows)
    {
        StringBuilder text = new("prediction_id,timestamp,age,income,sex,score,decision,label\n");
        foreach (string[] row in rows.Select(row => row.Split(' ')))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row[0]},2025-03-01T{row[1]}:00Z,41,2,f,0.7,1,0\n");
        return text.ToString().TrimEnd('\n');
    }
}
