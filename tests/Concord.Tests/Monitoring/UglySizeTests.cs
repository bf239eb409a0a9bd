using System.Diagnostics;
using System.Globalization;
using Concord.Logs;
using Concord.Monitoring;
using DuckDB.NET.Data;

namespace Concord.Tests.Monitoring;

/// <summary>Logs of shapes nobody thinks of, at a size that takes seconds: they are measured, and the work does not explode.</summary>
public sealed class UglySizeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-ugly-").FullName;
    private readonly Measurement measurement = new(new DuckDbProfileEngine());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(5_000_000)]
    [InlineData(1)]
    public async Task A_column_in_which_every_row_has_its_own_value_is_measured_as_a_number_and_as_a_category(long exactRows)
    {
        const int rows = 100_000; // More than are kept apart by name.
        var definition = Definition(["number"], ["text"]);
        LogPart Log(string name, int from) => Write(name, definition, $"SELECT TIMESTAMP '2025-01-01' + to_seconds(i) AS t, i + {from} + 0.25 AS n0, 'value number ' || (i + {from}) AS c0 FROM range({rows}) r(i)");
        var reference = await measurement.Freeze(definition, [Log("reference", 0)], long.MaxValue, default);
        var window = (await measurement.Measure(definition, Policy(exactRows), reference, [Log("window", rows / 2)], repeats: null, default)).Single();
        window.Measures.Drift[0].Psi.ShouldNotBeNull().ShouldBeGreaterThan(1);
        (window.Measures.Drift[0].Ks!.Value).ShouldBe(0.5, 0.01);
        var text = window.Profile.Categorical.Single();
        (text.Levels.Count, text.Levels.Values.Sum() + text.RestRows).ShouldBe((CategoricalProfile.MaximumLevels, rows));
        window.Measures.Drift[1].Verdict.ShouldBe(exactRows > rows ? Verdict.Ok : Verdict.NotComputable, "of rows that all differ nothing drifts; counts do not tell which of the rest came and went");
        window.Profile.ToBytes().Length.ShouldBeLessThan(60_000);
    }

    [Fact]
    public async Task Identifiers_that_have_no_value_in_common_with_the_reference_are_no_pass()
    {
        var definition = Definition([], ["id"]);
        LogPart Log(string name, int from) => Write(name, definition, $"SELECT TIMESTAMP '2025-01-01' + to_seconds(i) AS t, 'customer ' || (i + {from}) AS c0 FROM range(20_000) r(i)");
        var reference = await measurement.Freeze(definition, [Log("reference", 0)], long.MaxValue, default);
        var drift = (await measurement.Measure(definition, Policy(5_000_000), reference, [Log("window", 20_000)], repeats: null, default)).Single().Measures.Drift.Single();
        (drift.Psi, drift.Drifted, drift.Verdict).ShouldBe((0, false, Verdict.NotComputable));
        drift.DecidedBy.Reason.ShouldBe("hardly any level occurs twice");
    }

    /// <summary>The index of one or two people says what they are, as their share would.</summary>
    [Theory]
    [InlineData(29, true, 5_000_000)]
    [InlineData(29, true, 1)]
    [InlineData(30, true, 5_000_000)]
    [InlineData(29, false, 5_000_000)]
    public async Task A_protected_column_has_no_figure_in_a_window_of_so_few_rows_that_it_would_tell_of_people(int rows, bool isProtected, long exactRows)
    {
        var definition = Definition(["age"], ["sex"]) with { Protected = isProtected ? ["sex", "age"] : [] };
        LogPart Log(string name, int count) => Write(name, definition, $"SELECT TIMESTAMP '2025-01-01' + to_seconds(i) AS t, (20 + i)::DOUBLE AS n0, CASE WHEN i % 7 > 4 THEN NULL WHEN i % 7 > 2 THEN '{name}' ELSE 'f' END AS c0 FROM range({count}) r(i)");
        var reference = await measurement.Freeze(definition, [Log("m", 700)], long.MaxValue, default);
        var window = (await measurement.Measure(definition, Policy(exactRows), reference, [Log("new", rows)], repeats: null, default)).Single().Measures;

        var hidden = rows < 30 && isProtected;
        var (drift, age) = (window.Drift.Single(one => one.Column == "sex"), window.Drift.Single(one => one.Column == "age" && one.Kind == DriftKind.Numeric));
        double?[] figures = [drift.Psi, drift.Js, drift.Chi2, drift.Chi2P, drift.CramersV, drift.TotalVariation, drift.PAdjusted, age.Psi, age.Js, age.Ks, age.KsP, age.Wasserstein, age.WassersteinNormalised, age.PAdjusted,
            .. window.Quality.Where(check => check.Column == "sex").Select(check => check.Value)];
        figures.Length.ShouldBeGreaterThan(17);
        figures.ShouldAllBe(figure => figure == null == hidden);
        drift.NewCategories.ShouldBe(hidden ? [] : ["new"]);
        (drift.Verdict, age.Verdict).ShouldBe((Verdict.Insufficient, Verdict.Insufficient));
        if (hidden) drift.NotComputed!["psi"].ShouldBe("n below 30");
    }

    [Fact]
    public async Task Two_thousand_columns_are_measured_each_by_itself()
    {
        string[] names = [.. Enumerable.Range(0, 2_000).Select(column => $"c{column}")];
        var definition = Definition(names, []);
        var columns = string.Join(", ", names.Select((_, column) => $"(hash(i, {column}) % 1000)::DOUBLE AS n{column}"));
        LogPart Log(string name, string from, int shift) => Write(name, definition, $"SELECT TIMESTAMP '{from}' + to_minutes(i) AS t, {columns.Replace("(hash(i, 7) % 1000)::DOUBLE", $"(hash(i, 7) % 1000)::DOUBLE + {shift}", StringComparison.Ordinal)} FROM range(600) r(i)");
        var reference = await measurement.Freeze(definition, [Log("reference", "2024-01-01", 0)], long.MaxValue, default);
        foreach (var policy in new[] { Policy(5_000_000), Policy(1) })
        {
            var window = (await measurement.Measure(definition, policy, reference, [Log("window", "2025-01-01", 800)], repeats: null, default)).Single();
            window.Measures.Drift.Count.ShouldBe(2_000);
            window.Measures.Drift.Where(drift => drift.Drifted).Select(drift => drift.Column).ShouldBe(["c7"]);
            window.Measures.Joint.ShouldBeNull("co-moments of so many columns would take longer than all else");
        }
    }

    [Theory]
    [InlineData(5_000_000)]
    [InlineData(1)]
    public async Task Empty_and_constant_columns_say_why_they_have_no_figure(long exactRows)
    {
        var definition = Definition(["empty", "constant", "emptied", "came"], ["nothing", "one"]);
        LogPart Log(string name, string from, bool later) => Write(name, definition, $"""
            SELECT TIMESTAMP '{from}' + to_minutes(i) AS t, NULL::DOUBLE AS n0, 7::DOUBLE AS n1, {(later ? "NULL::DOUBLE" : "i::DOUBLE")} AS n2, {(later ? "i::DOUBLE" : "NULL::DOUBLE")} AS n3, NULL::VARCHAR AS c0, 'one' AS c1 FROM range(700) r(i)
            """);
        var reference = await measurement.Freeze(definition, [Log("reference", "2024-01-01", later: false)], long.MaxValue, default);
        var drift = (await measurement.Measure(definition, Policy(exactRows), reference, [Log("window", "2025-01-01", later: true)], repeats: null, default)).Single().Measures.Drift.ToDictionary(one => one.Column, StringComparer.Ordinal);
        drift["empty"].NotComputed!["ks"].ShouldContain("no value");
        (drift["constant"].Ks, drift["constant"].Verdict).ShouldBe((0, Verdict.Ok));
        drift["constant"].NotComputed!["wassersteinNormalised"].ShouldContain("all values of the reference are equal");
        (drift["emptied"].Verdict, drift["emptied"].DecidedBy.Measure).ShouldBe((Verdict.Alert, "psi"));
        drift["came"].NotComputed!["ks"].ShouldContain("the reference has no value");
        foreach (var column in (string[])["empty", "nothing"])
            (drift[column].Verdict, drift[column].DecidedBy.Reason).ShouldBe((Verdict.NotComputable, "neither the reference nor the window has a value"));
        drift["one"].Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public async Task Windows_by_hour_over_months_are_measured_some_at_a_time()
    {
        var definition = Definition(["a", "b"], ["c"], "hour");
        var reference = await measurement.Freeze(definition, [Write("reference", definition, "SELECT TIMESTAMP '2020-01-01' AS t, i::DOUBLE AS n0, i % 7 AS n1, 'x' AS c0 FROM range(1000) r(i)")], long.MaxValue, default);
        var log = Write("window", definition, "SELECT TIMESTAMP '2022-01-01' + to_minutes(i * 20) AS t, i % 1000 AS n0, i % 7 AS n1, 'x' AS c0 FROM range(3 * 24 * 180) r(i)");
        var watch = Stopwatch.StartNew();
        var windows = await measurement.Measure(definition, Policy(5_000_000), reference, [log], repeats: null, default);
        windows.Count.ShouldBe(24 * 180);
        windows.ShouldAllBe(window => window.Measures.Rows == 3);
        windows.Select(window => window.Window.Start).ShouldBeInOrder();
        windows[1000].Profile.ToBytes().Length.ShouldBeLessThan(1_500);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s");
    }

    [Theory]
    [InlineData("i", "≤ 99.9", "99.9–199.8", "≤ 199.8")]
    [InlineData("i * 1e-9", "≤ 9.99E-8", "9.99E-8–1.998E-7", "≤ 1.998E-7")]
    [InlineData("i / 1000", "≤ 0.0999", "0.0999–0.1998", "≤ 0.1998")]
    [InlineData("1e15 + i", "≤ 1.0000000000001E+15", "1.0000000000001E+15–1.0000000000002E+15", "≤ 1.0000000000002E+15")]
    [InlineData("100000 + i / 1000", "≤ 100,000.1", "100,000.1–100,000.2", "≤ 100,000.2")]
    public async Task Bins_of_any_scale_are_told_apart_by_name(string value, string first, string second, string below)
    {
        var definition = Definition(["value"], []);
        LogPart Log(string name) => Write(name, definition, $"SELECT TIMESTAMP '2025-01-01' AS t, ({value})::DOUBLE AS n0 FROM range(1000) r(i)");
        var reference = await measurement.Freeze(definition, [Log("reference")], long.MaxValue, default);
        var window = (await measurement.Measure(definition, Policy(5_000_000), reference, [Log("window")], repeats: null, default)).Single();
        var bins = ColumnSpread.Of(definition, reference.Profile, window.Profile, "value")!.Bins;
        bins.Select(bin => bin.Label).Distinct().Count().ShouldBe(10);
        (bins[0].Label, bins[1].Label, bins[1].Short, bins[^1].Short).ShouldBe((first, second, below, null));
    }

    /// <summary>The bins of the index are two here, zero and more; in them a change of unit is invisible.</summary>
    [Fact]
    public async Task A_change_of_unit_is_seen_in_the_bars_of_a_column_of_zeros_and_some_amounts()
    {
        var definition = Definition(["value"], []);
        LogPart Log(string name, int unit) => Write(name, definition, $"SELECT TIMESTAMP '2025-01-01' AS t, CASE WHEN i % 20 > 0 THEN 0 ELSE (1000 + i) / {unit} END::DOUBLE AS n0 FROM range(10000) r(i)");
        var reference = await measurement.Freeze(definition, [Log("reference", 1)], long.MaxValue, default);
        var window = (await measurement.Measure(definition, Policy(5_000_000), reference, [Log("window", 100)], repeats: null, default)).Single();

        reference.Profile.Numeric["value"].Bins.Length.ShouldBe(1);
        var bins = ColumnSpread.Of(definition, reference.Profile, window.Profile, "value")!.Bins;

        (bins[0].Label, bins[0].Reference, bins[0].Current).ShouldBe(("≤ 0", 9500, 9500));
        bins.Skip(1).Sum(bin => bin.Reference).ShouldBe(500);
        bins.Skip(1).ShouldAllBe(bin => bin.Reference > 0 && bin.Reference <= 125);
        bins.Skip(1).Select(bin => bin.Current).ShouldBe([500, .. Enumerable.Repeat<long?>(0, bins.Count - 2)]);
    }

    [Fact]
    public async Task A_column_of_one_value_has_the_bars_of_its_index()
    {
        var definition = Definition(["value"], []);
        LogPart Log(string name, int value) => Write(name, definition, $"SELECT TIMESTAMP '2025-01-01' AS t, {value}::DOUBLE AS n0 FROM range(1000) r(i)");
        var reference = await measurement.Freeze(definition, [Log("reference", 7)], long.MaxValue, default);
        var window = (await measurement.Measure(definition, Policy(5_000_000), reference, [Log("window", 8)], repeats: null, default)).Single();
        var spread = ColumnSpread.Of(definition, reference.Profile, window.Profile, "value")!;
        spread.Bins.Count.ShouldBe(reference.Profile.Numeric["value"].Bins.Length + 1);
        (spread.Bins.Sum(bin => bin.Reference), spread.Bins.Sum(bin => bin.Current)).ShouldBe((1000, 1000));
    }

    private static MonitoringPolicy Policy(long exactRows) => MonitoringPolicy.Read().With("limited", "", new Dictionary<string, string> { ["sample_rules.max_rows_exact"] = exactRows.ToString(CultureInfo.InvariantCulture) });

    private static MonitorDefinition Definition(string[] numeric, string[] categorical, string window = "all") => new() { ModelId = "ugly", Numeric = numeric, Categorical = categorical, Window = Enum.Parse<WindowLength>(window, ignoreCase: true) };

    private LogPart Write(string name, MonitorDefinition definition, string rows)
    {
        var path = Path.Combine(folder, $"{name}-{Guid.CreateVersion7():N}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({rows}) TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return new(path, new(LogSchema.CurrentVersion,
        [
            new("t", "timestamp", LogColumnKind.Timestamp), .. definition.Numeric.Select((column, k) => new LogColumn($"n{k}", column, LogColumnKind.Numeric)),
            .. definition.Categorical.Select((column, k) => new LogColumn($"c{k}", column, LogColumnKind.Categorical)),
        ]));
    }
}
