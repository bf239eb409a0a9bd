using Concord.Logs;
using Concord.Monitoring;
using DuckDB.NET.Data;

namespace Concord.Tests.Monitoring;

/// <summary>Counts that are kept of a window, and what can be measured from them alone.</summary>
public sealed class KeptProfileTests : IDisposable
{
    private static readonly MonitorDefinition Definition = MonitorDefinition.Parse("""{ "modelId": "credit", "numeric": ["income"], "categorical": ["region"], "protected": ["sex"], "window": "month" }""");

    private static readonly LogColumn[] Features = [new("n0", "income", LogColumnKind.Numeric), new("c0", "region", LogColumnKind.Categorical), new("c1", "sex", LogColumnKind.Categorical)];

    private readonly string folder = Directory.CreateTempSubdirectory("concord-kept-").FullName;
    private readonly Measurement measurement = new(new DuckDbProfileEngine());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_is_kept_of_a_window_does_not_depend_on_what_other_batches_of_the_log_carry()
    {
        var reference = await measurement.Freeze(Definition, [Rows("reference", "2024-01-01", scored: false)], default);
        var with = Rows("with", "2025-01-01", scored: true);
        var without = Rows("without", "2025-02-01", scored: false);
        var alone = (await measurement.Measure(Definition, MonitoringPolicy.Read(), reference, [without], repeats: null, default)).Single();
        var among = (await measurement.Measure(Definition, MonitoringPolicy.Read(), reference, [with, without], repeats: null, default)).Single(window => window.Measures.Window == "2025-02");
        among.Profile.Sha256().ShouldBe(alone.Profile.Sha256());
        among.Measures.ToJson().ShouldBe(alone.Measures.ToJson());
    }

    private LogPart Rows(string name, string from, bool scored, int rows = 2_000, double shift = 0)
    {
        var path = Path.Combine(folder, $"{name}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"""
            COPY (SELECT TIMESTAMP '{from}' + to_minutes(i % 40000) AS t, {(scored ? "u AS s, (u > .5)::TINYINT AS d, (v < u)::TINYINT AS y," : "")}
                    sqrt(-2 * ln(1 - u)) * cos(6.283185307179586 * w) + {shift} AS n0, 'r' || (hash(i, 4) % 5) AS c0, CASE WHEN hash(i, 5) % 2 = 0 THEN 'f' ELSE 'm' END AS c1
                FROM (SELECT i, (hash(i, '{name}1') >> 11) / 9007199254740992.0 AS u, (hash(i, '{name}2') >> 11) / 9007199254740992.0 AS v, (hash(i, '{name}3') >> 11) / 9007199254740992.0 AS w FROM range({rows}) r(i)))
            TO '{path}' (FORMAT parquet)
            """);
        command.ExecuteNonQuery();
        LogColumn[] roles = scored ? [new("s", "score", LogColumnKind.Score), new("d", "decision", LogColumnKind.Decision), new("y", "label", LogColumnKind.Label)] : [];
        return new(path, new(LogSchema.CurrentVersion, [new("t", "timestamp", LogColumnKind.Timestamp), .. roles, .. Features]));
    }
}
