using System.Text.Json.Nodes;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Tests.Monitoring;
using DuckDB.NET.Data;

namespace Concord.Tests.Logs;

/// <summary>The same monitor gives the same figures on the engine that is built in and on a cluster of real servers.</summary>
public sealed class EngineComparisonTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-engines-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("adult")]
    [InlineData("german")]
    public async Task A_real_log_gives_the_same_figures_on_both_engines(string log)
    {
        using var cluster = ClickHouseCluster.Open();
        var known = await RealLog.Of(log);
        await Compare(cluster, known.Definition, known.Reference, [.. known.Production.Select(part => part.AsStored())]);
    }

    [Theory]
    [InlineData("month", 24_000)]
    [InlineData("week", 24_000)]
    [InlineData("hour", 2_000)]
    [InlineData("all", 24_000)]
    public async Task An_ugly_log_gives_the_same_figures_on_both_engines(string window, int rows)
    {
        using var cluster = ClickHouseCluster.Open();
        var definition = MonitorDefinition.Parse($$"""
            {"modelId": "ugly", "numeric": ["amount\"; DROP", "tiny", "huge", "far", "empty", "same"], "categorical": ["id like", "text"], "protected": ["sex", "région 'x'"],
             "intersections": [["sex", "région 'x'"]], "window": "{{window}}"}
            """);
        var reference = await new Measurement(new DuckDbProfileEngine()).Freeze(definition, [Ugly("reference", 0, 9_000, "2025-01-01")], long.MaxValue, default);
        // A fifth of the rows under another name map: an older definition knew fewer columns.
        LogPart[] log = [Ugly("first", 10_000, rows, "2025-01-28 23:59:59.999999").AsStored("SEG-1"), Ugly("second", 40_000, rows / 4, window == "hour" ? "2025-01-29 02:00:00" : "2025-02-27", swapped: true).AsStored("SEG-2")];
        await Compare(cluster, definition, reference, log);
    }

    [Fact]
    public async Task A_column_of_too_many_levels_is_counted_alike_on_both_engines()
    {
        using var cluster = ClickHouseCluster.Open();
        var schema = new LogSchema(LogSchema.CurrentVersion, [new("t", "t", LogColumnKind.Timestamp), new("c0", "customer", LogColumnKind.Categorical)]);
        var part = Write("many", "SELECT TIMESTAMP '2025-01-01' AS t, CASE WHEN i % 1000 <> 0 THEN 'customer ' || (i % 70000) END AS c0 FROM range(140000) r(i)", schema).AsStored();
        var question = new ProfileQuestion(new Dictionary<string, double[]>(StringComparer.Ordinal), [], new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal) { ["customer"] = ["customer 17", "gone"] }, []);
        using var embedded = new DuckDbProfileEngine().Open([part]);
        using var distributed = cluster.NewEngine().Open([part]);
        var one = (await embedded.Profiles(new(WindowLength.Month), question, rowsFollow: false, default)).Single().Profile.Categorical.Single();
        var other = (await distributed.Profiles(new(WindowLength.Month), question, rowsFollow: false, default)).Single().Profile.Categorical.Single();
        one.RestLevels.ShouldBeGreaterThan(60_000);
        (other.Missing, other.RestLevels, other.RestRows).ShouldBe((one.Missing, one.RestLevels, one.RestRows));
        other.Levels.ShouldBe(one.Levels);
    }

    [Fact]
    public async Task Products_that_64_bits_do_not_hold_add_up_alike_on_both_engines()
    {
        using var cluster = ClickHouseCluster.Open();
        var schema = new LogSchema(LogSchema.CurrentVersion, [new("n0", "a", LogColumnKind.Numeric), new("n1", "b", LogColumnKind.Numeric)]);
        var part = Write("far", "SELECT 500.0 + i % 7 AS n0, CASE WHEN i % 11 <> 0 THEN -500.0 - i % 5 END AS n1 FROM range(2600000) r(i)", schema).AsStored();
        var edges = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["a"] = [-0.5, 0, 0.5], ["b"] = [-0.5, 0, 0.5] };
        var question = new ProfileQuestion(edges, [], new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal), [], JointParts: 1);
        using var embedded = new DuckDbProfileEngine().Open([part]);
        using var distributed = cluster.NewEngine().Open([part]);
        var one = (await embedded.Profiles(new(WindowLength.All), question, rowsFollow: false, default)).Single().Profile;
        var other = (await distributed.Profiles(new(WindowLength.All), question, rowsFollow: false, default)).Single().Profile;
        one.Joint!.Parts.Single().Products.Max().ShouldBeGreaterThan(long.MaxValue);
        other.Joint!.Parts.Single().Products.ShouldBe(one.Joint.Parts.Single().Products);
        other.Sha256().ShouldBe(one.Sha256());
    }

    private static async Task Compare(ClickHouseCluster cluster, MonitorDefinition definition, ReferenceSample reference, IReadOnlyList<LogPart> log)
    {
        await Compare(MonitoringPolicy.Read(), cluster, definition, reference, log);
        await Compare(MonitoringPolicy.Read().With("binned", "", new Dictionary<string, string> { ["sample_rules.max_rows_exact"] = "1" }), cluster, definition, reference, log);
    }

    private static async Task Compare(MonitoringPolicy policy, ClickHouseCluster cluster, MonitorDefinition definition, ReferenceSample reference, IReadOnlyList<LogPart> log)
    {
        var embedded = await new Measurement(new DuckDbProfileEngine()).Measure(definition, policy, reference, log, repeats: null, TestContext.Current.CancellationToken);
        var engine = cluster.NewEngine();
        var distributed = await new Measurement(engine).Measure(definition, policy, reference, log, repeats: null, TestContext.Current.CancellationToken);
        embedded.Count.ShouldBeGreaterThan(0);
        distributed.Select(window => window.Measures.Window).ShouldBe(embedded.Select(window => window.Measures.Window));
        foreach (var (one, other) in embedded.Zip(distributed))
        {
            Same(JsonNode.Parse(one.Measures.ToJson()), JsonNode.Parse(other.Measures.ToJson()), one.Measures.Window);
            other.Parts.Select(part => (part.Path, part.Profile.Sha256())).ShouldBe(one.Parts.Select(part => (part.Path, part.Profile.Sha256())), one.Measures.Window); // Counts to the last digit.
        }
        engine.Describe().Name.ShouldStartWith("ClickHouse ");
        engine.Describe().Name.ShouldEndWith(" shards");
        using var reading = engine.Open(log);
        reading.Describe().ShouldBe(engine.Describe());

        // Labels that came late are in no cluster: what counts them says its own name, which then stands in the record.
        using var withLateLabels = engine.Open([log[0] with { LateLabels = ["/labels.parquet"] }, .. log.Skip(1)]);
        withLateLabels.Describe().Name.ShouldStartWith("DuckDB ");
    }

    /// <summary>Texts exactly, figures to 1e-9 of their size.</summary>
    private static void Same(JsonNode? one, JsonNode? other, string place)
    {
        switch (one)
        {
            case JsonObject members:
                other.ShouldBeOfType<JsonObject>(place).Select(member => member.Key).ShouldBe(members.Select(member => member.Key), place);
                foreach (var (key, value) in members) Same(value, other![key], $"{place} {key}");
                break;
            case JsonArray elements:
                other.ShouldBeOfType<JsonArray>(place).Count.ShouldBe(elements.Count, place);
                for (var i = 0; i < elements.Count; i++) Same(elements[i], other![i], $"{place} {i}");
                break;
            case JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                var (a, b) = (value.GetValue<double>(), other.ShouldNotBeNull(place).GetValue<double>());
                Math.Abs(a - b).ShouldBeLessThanOrEqualTo(1e-9 * Math.Max(Math.Abs(a), Math.Abs(b)), $"{place}: {a} and {b}");
                break;
            default:
                (other?.ToJsonString()).ShouldBe(one?.ToJsonString(), place);
                break;
        }
    }

    /// <summary>Missing values, quotes, backslashes, line ends, zero characters, many levels, ends of what a double holds, ends of months.</summary>
    private LogPart Ugly(string name, int from, int rows, string start, bool swapped = false)
    {
        var (amount, tiny) = swapped ? ("n1", "n0") : ("n0", "n1");
        List<LogColumn> columns =
        [
            new("t", "timestamp", LogColumnKind.Timestamp), new("id", "prediction_id", LogColumnKind.PredictionId), new("s", "score", LogColumnKind.Score), new("d", "decision", LogColumnKind.Decision), new("y", "label", LogColumnKind.Label),
            new(amount, "amount\"; DROP", LogColumnKind.Numeric), new(tiny, "tiny", LogColumnKind.Numeric), new("n2", "huge", LogColumnKind.Numeric), new("n3", "far", LogColumnKind.Numeric), new("n4", "empty", LogColumnKind.Numeric),
            new("c0", "id like", LogColumnKind.Categorical), new("c1", "text", LogColumnKind.Categorical), new("c2", "sex", LogColumnKind.Categorical), new("c3", "région 'x'", LogColumnKind.Categorical),
        ];
        columns.Add(swapped ? new("x0", "same", LogColumnKind.Other) : new("n5", "same", LogColumnKind.Numeric));
        return Write(name, $$"""
            SELECT TIMESTAMP '{{start}}' + to_microseconds(i::BIGINT * 37123456) AS t, 'p' || (i + {{from}}) AS id,
              CASE WHEN u(1) > .02 THEN round(u(2), 4) END AS s, CASE WHEN u(3) > .03 THEN (u(2) > .5)::TINYINT END AS d, CASE WHEN u(4) > .3 THEN (u(5) < u(2))::TINYINT END AS y,
              CASE WHEN u(6) > .1 THEN round(1000 * u(7), 2) - 200 END AS {{amount}}, CASE WHEN u(8) < .4 THEN -0.0 WHEN u(8) < .5 THEN 5e-324 ELSE u(9) * 1e-300 END AS {{tiny}},
              CASE WHEN i % 7 = 0 THEN 1e140 WHEN i % 7 = 1 THEN -1e140 ELSE 1e139 * u(10) END AS n2, 1e9 + u(11) AS n3, NULL::DOUBLE AS n4,
              'level ' || ((i + {{from}}) % 20000) AS c0,
              (['NaN', 'null', '', ' ', 'it''s', 'a\b', '\', '\N', 'tab' || chr(9), 'line' || chr(10) || 'end' || chr(13), 'zero' || chr(0) || 'rest', 'zürich', '東京', '😀', 'é', '"', '%', repeat('long ', 40), NULL])[1 + (u(12) * 19)::INT % 19] AS c1,
              (['f', 'm', 'f ', NULL])[1 + (u(13) * 3.2)::INT] AS c2, (['nord', 'süd', 'nord x süd', '__missing__', NULL])[1 + (u(14) * 4)::INT] AS c3, {{(swapped ? "(['7', ' 7', '7e0', 'seven', NULL, 'inf', 'nan'])[1 + i % 7] AS x0" : "7::DOUBLE AS n5")}}
            FROM range({{rows}}) r(i)
            """, new(LogSchema.CurrentVersion, columns), from);
    }

    private LogPart Write(string name, string select, LogSchema schema, int salt = 0)
    {
        var path = Path.Combine(folder, $"{name}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE MACRO draw(i, k) AS (hash(i * 31 + {salt}, k) >> 11) / 9007199254740992.0; COPY ({select.Replace("u(", "draw(i, ", StringComparison.Ordinal)}) TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return new(path, schema);
    }
}
