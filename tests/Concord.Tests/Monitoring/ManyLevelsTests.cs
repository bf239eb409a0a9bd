using Concord.Logs;
using Concord.Measures;
using Concord.Monitoring;
using DuckDB.NET.Data;

namespace Concord.Tests.Monitoring;

/// <summary>Columns with more levels than counts keep by name: exact figures compare them all, figures from counts do not pretend to.</summary>
public sealed class ManyLevelsTests : IDisposable
{
    private static readonly MonitorDefinition Definition = MonitorDefinition.Parse("""{ "modelId": "m", "categorical": ["c"], "window": "all" }""");

    private static readonly MonitoringPolicy FromCounts = MonitoringPolicy.Read().With("counts", "", new Dictionary<string, string> { ["sample_rules.max_rows_exact"] = "1" });

    private readonly string folder = Directory.CreateTempSubdirectory("concord-levels-").FullName;
    private readonly Measurement measurement = new(new DuckDbProfileEngine());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("'z' || (hash(i) % 1500)", 2000, "'z' || (hash(i + 1000000) % 1500)", 2000)]
    [InlineData("'l' || (i % 1001)", 2002, "'n' || (i % 1001)", 2002)]
    [InlineData("'abc'[1 + (i % 3)]", 600, "'v' || i", 2000)]
    [InlineData("CASE WHEN i % 9 > 0 THEN 'l' || (i % 3000) END", 20_000, "CASE WHEN i % 7 > 0 THEN 'l' || (i % 2900) END", 20_000)]
    public async Task Exact_figures_are_those_of_all_levels(string reference, int referenceRows, string window, int windowRows)
    {
        var (before, now) = (Log("reference", reference, referenceRows), Log("window", window, windowRows));
        var measured = await Measure(before, now, MonitoringPolicy.Read());
        var expected = ColumnFacts.Categorical("c", CategoryCounts.FromRows(Levels(before)), CategoryCounts.FromRows(Levels(now)));
        MeasurementFormat.Write(measured.Drift.Single()).ShouldBe(MeasurementFormat.Write(DriftVerdicts.Judge([expected], MonitoringPolicy.Read()).Single()));
        (measured.Drift[0].NewCategories!.Count + (measured.Drift[0].FurtherNewCategories ?? 0)).ShouldBe(Levels(now).Except(Levels(before)).Count());
        measured.Quality.Single(check => check.Check == QualityMeasurement.ConstantCheck).Value!.Value.ShouldBe(
            (double)Levels(now).OfType<string>().CountBy(level => level).Max(level => level.Value) / Levels(now).OfType<string>().Count(), 1e-12);
    }

    [Fact]
    public async Task Levels_that_only_chance_kept_apart_are_no_drift()
    {
        var measured = await Measure(Log("reference", "'z' || (hash(i) % 1500)", 2000), Log("window", "'z' || (hash(i + 1000000) % 1500)", 2000), MonitoringPolicy.Read());
        measured.Drift.Single().ShouldSatisfyAllConditions(drift => drift.Drifted.ShouldBeFalse(), drift => drift.Verdict.ShouldBe(Verdict.Ok), drift => drift.NewCategories!.Count.ShouldBeInRange(150, 400));
    }

    [Theory]
    [InlineData(100, 600)]
    [InlineData(300, 1500)]
    [InlineData(999, 3000)]
    public async Task Levels_that_are_all_new_are_an_alert_however_rare_each_is(int levels, int rows)
    {
        var measured = await Measure(Log("reference", $"'l' || (i % {levels})", rows), Log("window", $"'n' || (i % {levels})", rows), MonitoringPolicy.Read());
        measured.Drift.Single().Verdict.ShouldBe(Verdict.Alert);
        measured.Quality.Single(check => check.Check == QualityMeasurement.NewCategoryCheck).Verdict.ShouldBe(Verdict.Alert);
    }

    [Fact]
    public async Task From_counts_a_reference_of_too_many_levels_has_no_verdict_and_says_why()
    {
        var measured = await Measure(Log("reference", "'z' || (hash(i) % 1500)", 2000), Log("window", "'z' || (hash(i + 1000000) % 1500)", 2000), FromCounts);
        var drift = measured.Drift.Single();
        drift.Verdict.ShouldBe(Verdict.NotComputable);
        drift.NotComputed!["pAdjusted"].ShouldMatch("^the reference has 1[0-9]{3} levels, of which counts keep 1000 by name$");
        drift.NewCategories.ShouldBeEmpty();
        measured.Quality.Single(check => check.Check == QualityMeasurement.NewCategoryCheck).Verdict.ShouldBe(Verdict.NotComputable);
    }

    [Fact]
    public async Task From_counts_levels_that_only_the_window_has_are_new_though_not_all_are_named()
    {
        var measured = await Measure(Log("reference", "'abc'[1 + (i % 3)]", 600), Log("window", "'v' || i", 2000), FromCounts);
        var drift = measured.Drift.Single();
        drift.Verdict.ShouldBe(Verdict.Alert);
        drift.NewCategories!.ShouldAllBe(level => level.StartsWith('v'));
        (drift.NewCategories!.Count + drift.FurtherNewCategories).ShouldBe(2000);
        measured.Quality.Single(check => check.Check == QualityMeasurement.ConstantCheck).ShouldSatisfyAllConditions(check => check.Value.ShouldBe(1 / 2000.0), check => check.Verdict.ShouldBe(Verdict.Ok));
    }

    [Theory]
    [InlineData("__missing__", "\"__missing__\"", true)]
    [InlineData("__missing__", "\"__missing__\"", false)]
    [InlineData("__rest__", "__rest__", true)]
    [InlineData("__rest__", "__rest__", false)]
    public async Task A_level_that_reads_like_a_name_of_ours_is_a_level(string level, string name, bool exact)
    {
        var (without, with) = ("CASE WHEN i % 10 > 0 THEN 'l' || (i % 3) END", $"CASE WHEN i % 10 > 4 THEN 'l' || (i % 3) WHEN i % 10 > 0 THEN '{level}' END");
        var policy = exact ? MonitoringPolicy.Read() : FromCounts;
        var measured = await Measure(Log("reference", without, 2000), Log("window", with, 2000), policy);
        measured.Drift.Single().ShouldSatisfyAllConditions(drift => drift.Verdict.ShouldBe(Verdict.Alert), drift => drift.NewCategories.ShouldBe([name]));
        measured.Quality.Single(check => check.Check == QualityMeasurement.MissingCheck).ShouldSatisfyAllConditions(check => check.Value.ShouldBe(0.1), check => check.Verdict.ShouldBe(Verdict.Ok));
        measured.Quality.Single(check => check.Check == QualityMeasurement.NewCategoryCheck).Verdict.ShouldBe(Verdict.Alert);
        var lost = await Measure(Log("reference", with, 2000), Log("window", without, 2000), policy);
        lost.Quality.Single(check => check.Check == QualityMeasurement.LostCategoryCheck).Value!.Value.ShouldBe(4.0 / 9, 1e-12);
    }

    private async Task<WindowMeasurement> Measure(LogPart reference, LogPart window, MonitoringPolicy policy) =>
        (await measurement.Measure(Definition, policy, await measurement.Freeze(Definition, [reference], long.MaxValue, default), [window], repeats: null, default)).Single().Measures;

    private LogPart Log(string name, string level, int rows)
    {
        var path = Path.Combine(folder, $"{name}.parquet");
        Ask(FormattableString.Invariant($"COPY (SELECT {level} AS c0 FROM range({rows}) r(i)) TO '{path}' (FORMAT parquet)"));
        return new(path, new(LogSchema.CurrentVersion, [new("c0", "c", LogColumnKind.Categorical)]));
    }

    private static List<string?> Levels(LogPart log) => Ask($"SELECT c0 FROM '{log.Path}'");

    private static List<string?> Ask(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        List<string?> found = [];
        while (rows.Read()) found.Add(rows.IsDBNull(0) ? null : rows.GetValue(0) as string);
        return found;
    }
}
