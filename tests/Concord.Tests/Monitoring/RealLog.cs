using System.Collections.Concurrent;
using Concord.Logs;
using Concord.Monitoring;
using DuckDB.NET.Data;

namespace Concord.Tests.Monitoring;

/// <summary>A real log measured once through the product's own path: reader, engine, measures, verdicts.</summary>
internal sealed record RealLog(MonitorDefinition Definition, MonitoringPolicy Policy, ReferenceSample Reference, ReferenceMeasurement ReferenceMeasures, IReadOnlyList<MeasuredWindow> Windows)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<RealLog>>> Measured = new(StringComparer.Ordinal);

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "logs");

    public static MonitorDefinition DefinitionOf(string log) => MonitorDefinition.Parse(File.ReadAllText(Path.Combine(Folder, $"{log}.definition.json")));

    /// <param name="window">Null: as the log's definition says.</param>
    public static Task<RealLog> Of(string log, WindowLength? window = null, string production = "production.parquet") =>
        Measured.GetOrAdd($"{log} {window} {production}", _ => new(() => Measure(log, window, production))).Value;

    public WindowMeasurement Window(string label) => Windows.Single(window => string.Equals(window.Measures.Window, label, StringComparison.Ordinal)).Measures;

    private static async Task<RealLog> Measure(string log, WindowLength? window, string production)
    {
        var definition = DefinitionOf(log);
        definition = definition with { Window = window ?? definition.Window };
        var policy = MonitoringPolicy.Read();
        var measurement = new Measurement(new DuckDbProfileEngine());
        var before = Stage(log, "reference.parquet", definition);
        var now = Stage(log, production, definition);
        var reference = await measurement.Freeze(definition, [before], default);
        var described = Measurement.Describe(reference, "", definition, policy);
        return new(definition, policy, reference, described, await measurement.Measure(definition, policy, reference, [now], null, default));
    }

    private static LogPart Stage(string log, string file, MonitorDefinition definition)
    {
        var source = Path.Combine(Folder, $"{log}_{file}");
        var target = Path.Combine(Path.GetTempPath(), $"concord-stage-{Guid.CreateVersion7()}.parquet");
        var columns = definition.ToColumns();
        var list = new List<LogColumn>
        {
            new("t", "timestamp", LogColumnKind.Timestamp), new("id", "prediction_id", LogColumnKind.PredictionId), new("s", "score", LogColumnKind.Score),
            new("d", "decision", LogColumnKind.Decision), new("y", "label", LogColumnKind.Label),
        };
        list.AddRange(columns.Numeric.Select((name, i) => new LogColumn($"n{i}", name, LogColumnKind.Numeric)));
        list.AddRange(columns.Categorical.Select((name, i) => new LogColumn($"c{i}", name, LogColumnKind.Categorical)));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var select = string.Join(", ", list.Select(column => $"CAST(\"{column.Source}\" AS {column.Kind switch { LogColumnKind.Timestamp => "TIMESTAMP", LogColumnKind.Score or LogColumnKind.Numeric => "DOUBLE", LogColumnKind.Decision or LogColumnKind.Label => "TINYINT", _ => "VARCHAR" }}) AS {column.Name}"));
        command.CommandText = $"SET TimeZone='UTC'; COPY (SELECT {select} FROM '{source}' ORDER BY 1) TO '{target}' (FORMAT parquet, COMPRESSION zstd)";
        command.ExecuteNonQuery();
        return new(target, new LogSchema(1, list));
    }
}
