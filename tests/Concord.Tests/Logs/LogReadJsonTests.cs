using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>The reading process reads its request and writes its answer by hand; the parent has both from the serializer. They must mean the same.</summary>
public sealed class LogReadJsonTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 30, 15, 120, TimeSpan.FromHours(2));

    private static readonly LogReadRequest Full = new(
        [new("0", "one.csv"), new("1", "zwei \"ä\".parquet")],
        new LogColumns
        {
            Numeric = ["age", "in\ncome"],
            Categorical = ["sex", "region"],
            Protected = ["sex"],
            Timestamp = new("when", true),
            Score = new("p", true),
            Decision = new("granted", true),
            Label = new("bad", true),
            LabelTimestamp = new("bad since", true),
            PredictionId = new("id", true),
            ModelVersion = new("version", true),
            ExpectedModelId = "credit",
            ExpectedVersion = "2.1",
            PositiveLabel = "good",
            Threshold = 0.1 + 0.2,
        },
        LogPurpose.Labels, true, Now, new LogLimits { Bytes = long.MaxValue, Rows = 7, Columns = 8, MemoryBytes = 9, IdsAtOnce = 10, Time = TimeSpan.FromMilliseconds(1), Findings = 11 }, false);

    private static readonly LogReadRequest Bare = new([], new LogColumns(), LogPurpose.Measure, false, default, new LogLimits());

    [Fact]
    public void A_request_arrives_as_it_was_sent()
    {
        Assert.All(new[] { Full, Bare }, request => Assert.Equal(Sent(request), Sent(LogReadJson.Read(new MemoryStream(Bytes(request))))));
        Assert.All(Enum.GetValues<LogPurpose>(), purpose => Assert.Equal(purpose, LogReadJson.Read(new MemoryStream(Bytes(Bare with { Purpose = purpose }))).Purpose));
    }

    /// <summary>A value that this request leaves at its default could be forgotten by the reader and nobody would see it.</summary>
    [Fact]
    public void The_full_request_holds_another_value_than_the_default_everywhere()
    {
        Dictionary<string, string> defaults = Leaves(JsonNode.Parse(Bytes(Bare))!);
        Assert.All(Leaves(JsonNode.Parse(Bytes(Full))!), leaf => Assert.NotEqual(defaults.GetValueOrDefault(leaf.Key), leaf.Value));
        Assert.Equal(typeof(LogColumns).GetProperties().Length + typeof(LogLimits).GetProperties().Length, JsonNode.Parse(Bytes(Full))!["columns"]!.AsObject().Count + JsonNode.Parse(Bytes(Full))!["limits"]!.AsObject().Count);
    }

    [Fact]
    public void An_answer_arrives_as_it_was_written()
    {
        LogReadAnswer full = new(
            new LogSchema(3, [.. Enum.GetValues<LogColumnKind>().Select(kind => new LogColumn($"n{kind}", "\u0000<é>", kind))]), 1, 2, 3, Now, Now.AddTicks(1),
            [Finding.Error("row 3", "bad", "Not \"good\"."), Finding.Error("row 4", "worse", "Line\nbreak.") with { Row = 4 }, Finding.Warning("the batch", "odd", "Odd.")],
            [new(Now, 4), new(Now.AddHours(1), 5)]);
        Assert.All(new[] { full, LogReadAnswer.Refused([]) }, answer =>
        {
            using MemoryStream written = new();
            LogReadJson.Write(written, answer);
            Assert.Equal(JsonSerializer.Serialize(answer, LogJson.Default.LogReadAnswer), JsonSerializer.Serialize(JsonSerializer.Deserialize(written.ToArray(), LogJson.Default.LogReadAnswer)!, LogJson.Default.LogReadAnswer));
        });
    }

    private static byte[] Bytes(LogReadRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, LogJson.Default.LogReadRequest);

    private static string Sent(LogReadRequest request) => JsonSerializer.Serialize(request, LogJson.Default.LogReadRequest);

    private static Dictionary<string, string> Leaves(JsonNode node, string path = "") => node switch
    {
        JsonObject o => o.SelectMany(p => Leaves(p.Value!, $"{path}.{p.Key}")).ToDictionary(),
        JsonArray { Count: > 0 } a => a.SelectMany((item, i) => Leaves(item!, $"{path}[{i}]")).ToDictionary(),
        _ => new() { [path] = node.ToJsonString() },
    };
}
