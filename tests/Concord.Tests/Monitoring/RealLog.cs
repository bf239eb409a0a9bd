using System.Collections.Concurrent;
using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>A real log measured once through the product's own path: reader, engine, measures, verdicts.</summary>
internal sealed record RealLog(MonitorDefinition Definition, MonitoringPolicy Policy, ReferenceSample Reference, ReferenceMeasurement ReferenceMeasures, IReadOnlyList<LogPart> Production, IReadOnlyList<MeasuredWindow> Windows, IReadOnlyList<RepeatedHour>? Repeats)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<RealLog>>> Measured = new(StringComparer.Ordinal);

    /// <summary>As the report of a measurement writes it, which leaves out what verdicts rest on.</summary>
    public static string AsReported<T>(T part)
    {
        using var text = new MemoryStream();
        MeasurementFormat.Write(part, text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "logs");

    /// <summary>Beside the tests, so that a clean build removes what a killed run left.</summary>
    private static string Staging { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "staged", Guid.CreateVersion7().ToString("N"))).FullName;

    public static MonitorDefinition DefinitionOf(string log) => MonitorDefinition.Parse(File.ReadAllText(Path.Combine(Folder, $"{log}.definition.json")));

    /// <param name="window">Null: as the log's definition says.</param>
    public static Task<RealLog> Of(string log, WindowLength? window = null, string production = "production.parquet") =>
        Measured.GetOrAdd($"{log} {window} {production}", _ => new(() => Measure(log, window, production))).Value;

    public WindowMeasurement Window(string label) => Windows.Single(window => string.Equals(window.Measures.Window, label, StringComparison.Ordinal)).Measures;

    /// <summary>Some windows of the same log once more.</summary>
    public async Task<IReadOnlyList<MeasuredWindow>> Again(IReadOnlyList<Window> only, MonitoringPolicy? policy = null)
    {
        using var reading = new DuckDbProfileEngine().Open(Production);
        return await new Measurement(new DuckDbProfileEngine()).Measure(Definition, policy ?? Policy, Reference, reading, new(Definition.Window, only), new((await reading.Windows(Definition.Window, default)).Select(row => new ArrivedRows(row.Window, row.Rows, row.Last)), complete: null, Repeats), default);
    }

    private static async Task<RealLog> Measure(string log, WindowLength? window, string production)
    {
        var definition = DefinitionOf(log);
        definition = definition with { Window = window ?? definition.Window };
        var policy = MonitoringPolicy.Read();
        var measurement = new Measurement(new DuckDbProfileEngine());
        var before = await Stage($"{log}_reference.parquet", definition, LogPurpose.Reference);
        var now = await Stage($"{log}_{production}", definition, LogPurpose.Measure);
        var reference = await measurement.Freeze(definition, [new(before.Path, before.Schema)], long.MaxValue, default);
        var described = Measurement.Describe(reference, before.Sha256, definition, policy);
        LogPart[] parts = [new(now.Path, now.Schema)];
        return new(definition, policy, reference, described, parts, await measurement.Measure(definition, policy, reference, parts, now.RepeatedAt, default), now.RepeatedAt);
    }

    private static Task<StagedLog> Stage(string file, MonitorDefinition definition, LogPurpose purpose) =>
        new LogIntake(TimeProvider.System).Stage(new([Path.Combine(Folder, file)], definition.ToColumns(), purpose, Path.Combine(Staging, Guid.CreateVersion7().ToString("N"))));
}
