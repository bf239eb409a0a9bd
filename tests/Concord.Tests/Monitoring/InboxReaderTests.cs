using System.Text;
using Concord.Foundation;
using Concord.Logs;
using Concord.Logs.Inbox;

namespace Concord.Tests.Monitoring;

/// <summary>A small batch is judged in this process exactly as the reading process judges it.</summary>
public sealed class InboxReaderTests
{
    private static readonly LogColumns Columns = new() { Numeric = ["age"], Categorical = ["region", "sex"], Protected = ["sex"], ExpectedModelId = "m", ExpectedVersion = "1.0.0" };

    private const string Good = """{"prediction_id":"a","timestamp":"2025-10-01T10:00:00Z","age":40,"region":"north","sex":"f","score":0.5,"decision":1,"label":0}""";

    public static TheoryData<string> Bad => new(
        Good.Replace("40", "\"forty\"", StringComparison.Ordinal),
        Good.Replace("2025-10-01T10:00:00Z", "1.10.2025", StringComparison.Ordinal),
        Good.Replace("2025-10-01T10:00:00Z", "2099-10-01T10:00:00Z", StringComparison.Ordinal),
        Good.Replace("2025-10-01T10:00:00Z", "1759312800", StringComparison.Ordinal),
        Good.Replace("0.5", "1.5", StringComparison.Ordinal),
        Good.Replace("\"decision\":1", "\"decision\":2", StringComparison.Ordinal),
        Good.Replace("\"region\":\"north\",", "", StringComparison.Ordinal),
        Good.Replace("\"age\":40", "\"age\":40,\"age\":41", StringComparison.Ordinal),
        Good.Replace("\"age\":40", "\"model_id\":\"other\",\"age\":40", StringComparison.Ordinal),
        Good.Replace("\"age\":40", "\"model_version\":\"2.0\",\"age\":40", StringComparison.Ordinal),
        Good.Replace("\"timestamp\":\"2025-10-01T10:00:00Z\",", "\"timestamp\":null,", StringComparison.Ordinal),
        Good + "\n" + Good.Replace("40", "41", StringComparison.Ordinal),
        Good + "\n" + Good.Replace("\"label\":0", "\"label\":1", StringComparison.Ordinal),
        Good + "\n" + Good,
        Good + " {}", "[" + Good, "[" + Good + "," + Good.Replace("\"a\"", "\"b\"", StringComparison.Ordinal) + "] x", "[]", "{}", "[1]", "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]",
        Good.Replace("40", "1e300", StringComparison.Ordinal), Good.Replace("40", "NaN", StringComparison.Ordinal), Good.Replace("\"sex\"", "\"Sex\"", StringComparison.Ordinal),
        Good.Replace("40", "{\"a\":[1]}", StringComparison.Ordinal), Good.Replace("10:00:00Z", "10:00:00+02:00", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_wrong_is_told_in_the_words_of_the_reading_process(string body)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "body.json");
        await File.WriteAllTextAsync(file, body, TestContext.Current.CancellationToken);
        foreach (var keep in new[] { false, true })
        {
            var (expected, rows) = await Findings(async () => (await new LogIntake(TimeProvider.System).Stage(new([file], Columns, LogPurpose.Append, folder.Path, keep))) is var staged ? (staged.Findings, staged.Rows) : default);
            var (found, here) = await Findings(() => Task.FromResult(new InboxReader(Columns, new LogLimits()).Read(Encoding.UTF8.GetBytes(body), "body.json", keep, TimeProvider.System.GetUtcNow()) is var content ? (content!.Findings, (long)content.Rows.Count) : default));
            // Oddities of whole columns are looked for in files only.
            string[] oddities = ["label-missing", "score-missing", "decision-missing", "formula-text", "lone-negative", "decision-threshold", "several-versions"];
            found.ShouldBe(expected.Where(finding => !oddities.Contains(finding.Code)), keep ? "keeping good rows" : "refusing");
            here.ShouldBe(rows);
        }
    }

    [Theory]
    [InlineData("\"age\":40", "\"age\":\"40\"")]
    [InlineData("\"north\"", "\"n\\u00f6rd\"")]
    [InlineData("\"north\"", "7.0")]
    [InlineData("0.5", "5e-1")]
    [InlineData("\"label\":0", "\"label\":\"false\"")]
    [InlineData("\"sex\":\"f\"", "\"extra\":true,\"sex\":\"\"")]
    public void The_quick_way_and_the_way_by_text_make_the_same_bytes(string old, string now)
    {
        var quick = Read(Good.Replace(old, now, StringComparison.Ordinal));
        var slow = Read(Good.Replace(old, now, StringComparison.Ordinal).Replace("\"prediction_id\":\"a\"", "\"prediction_id\":\"\\u0061\"", StringComparison.Ordinal)); // An escape is not plain.
        slow.Rows.Bytes.ToArray().ShouldBe(quick.Rows.Bytes.ToArray());
        slow.Rows.Predictions.ShouldBe(quick.Rows.Predictions);
        (slow.Rows.First, slow.Rows.Last).ShouldBe((quick.Rows.First, quick.Rows.Last));
    }

    [Fact]
    public void What_does_not_begin_like_JSON_is_left_to_the_reading_process() =>
        new InboxReader(Columns, new LogLimits()).Read("nonsense"u8.ToArray(), "body.json", false, TimeProvider.System.GetUtcNow()).ShouldBeNull();

    [Fact]
    public void Labels_in_words_are_left_to_the_reading_process()
    {
        var reader = new InboxReader(Columns with { PositiveLabel = "yes" }, new LogLimits());
        reader.Read(Encoding.UTF8.GetBytes(Good.Replace("\"label\":0", "\"label\":\"no\"", StringComparison.Ordinal)), "body.json", false, TimeProvider.System.GetUtcNow()).ShouldBeNull();
        reader.Read(Encoding.UTF8.GetBytes(Good.Replace(",\"label\":0", "", StringComparison.Ordinal)), "body.json", false, TimeProvider.System.GetUtcNow()).ShouldNotBeNull();
    }

    private static InboxContent Read(string body) => new InboxReader(Columns, new LogLimits()).Read(Encoding.UTF8.GetBytes(body), "body.json", false, TimeProvider.System.GetUtcNow())!;

    private static async Task<(IReadOnlyList<Finding> Findings, long Rows)> Findings(Func<Task<(IReadOnlyList<Finding>, long)>> read)
    {
        try
        {
            return await read();
        }
        catch (FindingsException refused)
        {
            return (refused.Findings, -1);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("concord-inbox-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
