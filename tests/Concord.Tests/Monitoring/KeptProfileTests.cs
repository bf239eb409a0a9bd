using System.Globalization;
using System.Text.Json;
using Concord.Logs;
using Concord.Measures;
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
        var reference = await measurement.Freeze(Definition, [Rows("reference", "2024-01-01", scored: false)], long.MaxValue, default);
        var with = Rows("with", "2025-01-01", scored: true);
        var without = Rows("without", "2025-02-01", scored: false);
        var alone = (await measurement.Measure(Definition, MonitoringPolicy.Read(), reference, [without], repeats: null, default)).Single();
        var among = (await measurement.Measure(Definition, MonitoringPolicy.Read(), reference, [with, without], repeats: null, default)).Single(window => window.Measures.Window == "2025-02");
        among.Profile.Sha256().ShouldBe(alone.Profile.Sha256());
        among.Measures.ToJson().ShouldBe(alone.Measures.ToJson());
    }

    [Theory]
    [InlineData("german")]
    [InlineData("adult")]
    [InlineData("acs_employment")]
    public async Task Beyond_the_limit_every_figure_is_the_exact_one_or_lies_between_its_ends(string name)
    {
        var log = await RealLog.Of(name);
        var binned = await log.Again(log.Windows.Select(window => window.Window).ToList(), BinnedPolicy);
        foreach (var (exact, now) in log.Windows.Zip(binned))
        {
            now.Profile.Sha256().ShouldBe(exact.Profile.Sha256());
            var place = $"{name} {exact.Measures.Window}";
            foreach (var (was, drift) in exact.Measures.Drift.Zip(now.Measures.Drift))
            {
                Same(was, drift, place);
                drift.Method.ShouldBe(drift.Kind == DriftKind.Categorical ? null : "binned", $"{place} {drift.Column}");
            }
            Same(exact.Measures.Performance, now.Measures.Performance, $"{place} performance");
            Same(exact.Measures.Estimated, now.Measures.Estimated, $"{place} estimated");
            foreach (var (was, check) in exact.Measures.Quality.Zip(now.Measures.Quality))
            {
                if (check.Bounds is { } ends && was.Value is { } value) value.ShouldBeInRange(ends.Low - 1e-9, ends.High + 1e-9, $"{place} {check.Column} {check.Check}");
                else check.Value.ShouldBe(was.Value, $"{place} {check.Column} {check.Check}");
            }
            MeasurementFormat.Write(now.Measures.Fairness).ShouldBe(MeasurementFormat.Write(exact.Measures.Fairness));
        }
    }

    [Fact]
    public async Task The_bounds_are_narrow_enough_to_be_of_use()
    {
        var reference = await measurement.Freeze(Definition, [Rows("reference", "2024-01-01", scored: true, rows: 40_000)], long.MaxValue, default);
        var window = (await measurement.Measure(Definition, BinnedPolicy, reference, [Rows("window", "2025-01-01", scored: true, rows: 40_000, shift: 0.1)], repeats: null, default)).Single().Measures;
        var income = window.Drift.Single(drift => drift.Column == "income");
        Width(income.Bounds!["ks"]).ShouldBeLessThan(0.008);
        Width(income.Bounds["wassersteinNormalised"]).ShouldBeLessThan(0.03);
        Width(window.Performance.Bounds!["auc"]).ShouldBeLessThan(0.01);
        Width(window.Performance.Bounds["precisionAtTop"]).ShouldBeLessThan(0.06);
        Width(window.Performance.Bounds["ece"]).ShouldBeLessThan(0.01);
        var unit = window.Quality.Single(check => check.Check == "unitChange").Bounds!.Value;
        Width(unit).ShouldBeLessThan(0.06, "a ratio of sizes, of a column of both signs: the limits are 0.2 and 5");
        MeasureWords.Bounded(income.Ks, income.Bounds, "ks").ShouldMatch("^0\\.0[34]. ± 0\\.00[1-4]$");
    }

    [Fact]
    public async Task A_verdict_on_a_figure_whose_bound_holds_the_limit_takes_the_worse_end_and_says_so()
    {
        var reference = await measurement.Freeze(Definition, [Rows("reference", "2024-01-01", scored: true, rows: 40_000)], long.MaxValue, default);
        var log = Rows("window", "2025-01-01", scored: true, rows: 40_000, shift: 0.1);
        var before = (await measurement.Measure(Definition, BinnedPolicy, reference, [log], repeats: null, default)).Single().Measures.Drift[0];
        var strict = BinnedPolicy.With("strict", "", new Dictionary<string, string> { ["limits.wasserstein_norm.warn"] = before.WassersteinNormalised!.Value.ToString("R", CultureInfo.InvariantCulture), ["limits.wasserstein_norm.alert"] = "10" });
        var judged = (await measurement.Measure(Definition, strict, reference, [log], repeats: null, default)).Single().Measures.Drift[0];
        (judged.Verdict, judged.DecidedBy.Measure, judged.DecidedBy.Value).ShouldBe((Verdict.Warn, "wassersteinNormalised", before.Bounds!["wassersteinNormalised"].High));
        judged.DecidedBy.Note.ShouldNotBeNull().ShouldContain("on both sides of a limit; judged by the worse end");
        WindowMeasurement.FromJson((await measurement.Measure(Definition, strict, reference, [log], repeats: null, default)).Single().Measures.ToJson()).Drift[0].DecidedBy.Note.ShouldBe(judged.DecidedBy.Note);
    }

    [Fact]
    public async Task A_window_added_up_from_files_equals_the_same_rows_counted_at_once()
    {
        var reference = await measurement.Freeze(Definition, [Rows("reference", "2024-01-01", scored: true)], long.MaxValue, default);
        LogPart[] parts = [Rows("a", "2025-01-01", scored: true, rows: 700), Rows("b", "2025-01-01", scored: true, rows: 900, shift: 1), Rows("c", "2025-01-01", scored: false, rows: 500)];
        var together = (await measurement.Measure(Definition, BinnedPolicy, reference, parts, repeats: null, default)).Single();
        var kept = new List<Profile>();
        foreach (var part in parts) kept.Add(Profile.FromBytes((await measurement.Measure(Definition, BinnedPolicy, reference, [part], repeats: null, default)).Single().Profile.ToBytes()));
        var added = Measurement.OfCounts(Definition, BinnedPolicy, reference with { Profile = ReferenceProfile.FromBytes(reference.Profile.ToBytes()) }, Profile.Sum(kept, reference.Profile.Question(Definition).Categorical), [], new([new(together.Window, together.Profile.Rows, together.Profile.Last)]));
        added.Profile.Sha256().ShouldBe(together.Profile.Sha256());
        added.Measures.ToJson().ShouldBe(together.Measures.ToJson());
    }

    [Theory]
    [InlineData(0.6, false)]
    [InlineData(0.0, true)]
    public async Task A_change_of_correlation_alone_is_found_by_the_joint_measure_and_by_no_column(double correlation, bool found)
    {
        var definition = MonitorDefinition.Parse("""{ "modelId": "joint", "numeric": ["a", "b", "c", "d"], "window": "all" }""");
        var reference = await measurement.Freeze(definition, [Correlated("reference", 0.6)], long.MaxValue, default);
        for (var seed = 0; seed < 5; seed++)
        {
            LogPart[] log = [Correlated($"window{seed}", correlation)];
            var window = (await measurement.Measure(definition, MonitoringPolicy.Read(), reference, log, repeats: null, default)).Single().Measures;
            window.Joint!.Drifted.ShouldBe(found, $"{window.Joint.Error} {window.Joint.Reference} {window.Joint.P}");
            window.Drift.ShouldAllBe(drift => !drift.Drifted);
            (await measurement.Measure(definition, BinnedPolicy, reference, log, repeats: null, default)).Single().Measures.Joint.ShouldBe(window.Joint, "it rests on counts alone");
        }
    }

    /// <summary>Hashes of neighbouring numbers are independent of each other; those of one number with different words are not.</summary>
    private static long Salt(string name) => name.Aggregate(17L, (salt, letter) => ((salt * 31) + letter) % 1_000_003) * 64_000_000;

    private LogPart Correlated(string name, double correlation)
    {
        var path = Path.Combine(folder, $"{name}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        string Normal(int k) => $"({string.Join(" + ", Enumerable.Range(0, 6).Select(part => $"(hash(i * 64 + {Salt(name) + (k * 6) + part}) >> 11) / 9007199254740992.0"))} - 3) * 1.4142135";
        command.CommandText = FormattableString.Invariant($"COPY (SELECT n0, {correlation} * n0 + sqrt(1 - {correlation} * {correlation}) * n AS n1, n2, n3 FROM (SELECT {Normal(0)} AS n0, {Normal(1)} AS n, {Normal(2)} AS n2, {Normal(3)} AS n3 FROM range(20000) r(i))) TO '{path}' (FORMAT parquet)");
        command.ExecuteNonQuery();
        return new(path, new(LogSchema.CurrentVersion, [.. new[] { "a", "b", "c", "d" }.Select((column, k) => new LogColumn($"n{k}", column, LogColumnKind.Numeric))]));
    }

    private static MonitoringPolicy BinnedPolicy { get; } = MonitoringPolicy.Read().With("binned", "", new Dictionary<string, string> { ["sample_rules.max_rows_exact"] = "1" });

    private static double Width(Bounds ends) => ends.High - ends.Low;

    /// <summary>Every number of the exact record is that of the binned one, or between its ends; p-values, which follow the worse end, aside.</summary>
    private static void Same<T>(T exact, T binned, string place)
    {
        var (was, now) = (JsonDocument.Parse(MeasurementFormat.Write(Window(exact))).RootElement, JsonDocument.Parse(MeasurementFormat.Write(Window(binned))).RootElement);
        var (before, after) = (Part<T>(was), Part<T>(now));
        foreach (var figure in before.EnumerateObject().Where(figure => figure.Value.ValueKind == JsonValueKind.Number && figure.Name is not ("ksP" or "pAdjusted" or "aucLow" or "aucHigh")))
        {
            var value = figure.Value.GetDouble();
            if (after.TryGetProperty("bounds", out var bounds) && bounds.TryGetProperty(figure.Name, out var ends))
            {
                value.ShouldBeInRange(ends.GetProperty("low").GetDouble() - 1e-9, ends.GetProperty("high").GetDouble() + 1e-9, $"{place} {figure.Name}");
                after.GetProperty(figure.Name).GetDouble().ShouldBeInRange(ends.GetProperty("low").GetDouble() - 1e-9, ends.GetProperty("high").GetDouble() + 1e-9, $"{place} {figure.Name}");
            }
            else
            {
                after.GetProperty(figure.Name).GetDouble().ShouldBe(value, 1e-9, $"{place} {figure.Name}");
            }
        }
    }

    private static WindowMeasurement Window<T>(T part) => new()
    {
        Window = "", Rows = 0, Labelled = 0, Verdict = Verdict.Ok,
        Drift = part is DriftMeasurement drift ? [drift] : [],
        Performance = part as PerformanceMeasurement ?? new() { N = 0, Auc = null, AucLow = null, AucHigh = null, Accuracy = null, Precision = null, Recall = null, F1 = null, Specificity = null, Brier = null, LogLoss = null, Ece = null, AveragePrecision = null, KsSeparation = null, PrecisionAtTop = null },
        Estimated = part as EstimatedMeasurement ?? new() { Accuracy = null, Auc = null },
    };

    private static JsonElement Part<T>(JsonElement window) =>
        typeof(T) == typeof(DriftMeasurement) ? window.GetProperty("drift")[0] : window.GetProperty(typeof(T) == typeof(PerformanceMeasurement) ? "performance" : "estimated");

    private LogPart Rows(string name, string from, bool scored, int rows = 2_000, double shift = 0)
    {
        var path = Path.Combine(folder, $"{name}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"""
            COPY (SELECT TIMESTAMP '{from}' + to_minutes(i % 40000) AS t, {(scored ? "u AS s, (u > .5)::TINYINT AS d, (v < u)::TINYINT AS y," : "")}
                    sqrt(-2 * ln(1 - u)) * cos(6.283185307179586 * w) + {shift} AS n0, 'r' || (hash(i, 4) % 5) AS c0, CASE WHEN hash(i, 5) % 2 = 0 THEN 'f' ELSE 'm' END AS c1
                FROM (SELECT i, (hash(i * 64 + {Salt(name)}) >> 11) / 9007199254740992.0 AS u, (hash(i * 64 + {Salt(name) + 1}) >> 11) / 9007199254740992.0 AS v, (hash(i * 64 + {Salt(name) + 2}) >> 11) / 9007199254740992.0 AS w FROM range({rows}) r(i)))
            TO '{path}' (FORMAT parquet)
            """);
        command.ExecuteNonQuery();
        LogColumn[] roles = scored ? [new("s", "score", LogColumnKind.Score), new("d", "decision", LogColumnKind.Decision), new("y", "label", LogColumnKind.Label)] : [];
        return new(path, new(LogSchema.CurrentVersion, [new("t", "timestamp", LogColumnKind.Timestamp), .. roles, .. Features]));
    }
}
