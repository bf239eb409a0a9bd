using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>The gates before a release: how often drift is called where there is none, and that none of the usual kinds is missed.</summary>
public sealed class DriftGatesTests(ITestOutputHelper output)
{
    private const int ReferenceRows = 500;

    private static readonly MonitoringPolicy Policy = MonitoringPolicy.Read();

    private static readonly double[] FiveLevels = [0.4, 0.25, 0.2, 0.1, 0.05];

    private static readonly Func<Draws, int, int, ColumnFacts>[] Laws =
    [
        (draws, reference, window) => Numeric(reference, window, draws.Normal),
        (draws, reference, window) => Numeric(reference, window, () => Math.Exp(draws.Normal())),
        (draws, reference, window) => Numeric(reference, window, () => Math.Round(draws.Normal() * 2)),
        (draws, reference, window) => Levels(reference, window, () => draws.Level(FiveLevels)),
        (draws, reference, window) => Levels(reference, window, draws.ZipfLevel),
        (draws, reference, window) => Numeric(reference, window, draws.ZeroHeavy),
    ];

    [Theory]
    [InlineData(200, 2000)]
    [InlineData(500, 2000)]
    [InlineData(2_000, 1000)]
    [InlineData(50_000, 300)]
    public void Without_drift_a_test_alarms_about_as_often_as_it_says(int rows, int times)
    {
        for (var law = 0; law < Laws.Length; law++)
        {
            var draws = new Draws(Draws.Seed + (ulong)((law * 100_000) + rows));
            var alarms = Enumerable.Range(0, times).Count(_ => Laws[law](draws, ReferenceRows, rows).PValue.ValueOrNull <= 0.05);
            output.WriteLine($"law {law}, {rows} rows: {100.0 * alarms / times:0.0} % of {times}");
            ((double)alarms / times).ShouldBeLessThanOrEqualTo(1.5 * 0.05, $"law {law} with {rows} rows, seed {Draws.Seed}");
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    [InlineData(2_000)]
    [InlineData(50_000)]
    public void Without_drift_hardly_any_of_twenty_runs_of_twenty_columns_calls_one_drifted(int rows)
    {
        var draws = new Draws(Draws.Seed + 7_000_000 + (ulong)rows);
        var runs = Enumerable.Range(0, 20).Count(_ =>
            DriftVerdicts.Judge([.. Enumerable.Range(0, 20).Select(column => Laws[column % Laws.Length](draws, ReferenceRows, rows))], Policy).Any(drift => drift.Drifted));
        output.WriteLine($"{rows} rows: {runs} of 20 runs");
        runs.ShouldBeLessThanOrEqualTo(3, $"{rows} rows, seed {Draws.Seed}");
    }

    [Fact]
    public void Every_usual_kind_of_drift_is_found_at_100_000_rows_and_nothing_else()
    {
        const int rows = 100_000;
        var falseColumns = 0;
        for (var run = 0; run < 20; run++)
        {
            var draws = new Draws(Draws.Seed + 9_000_000 + (ulong)run);
            (string Name, ColumnFacts Column)[] drifting = [.. KnownDrifts(draws, rows)];
            ColumnFacts[] still = [.. Laws.Select(law => law(draws, rows, rows))];
            var drift = DriftVerdicts.Judge([.. drifting.Select(each => each.Column), .. still], Policy);
            for (var i = 0; i < drifting.Length; i++) drift[i].Drifted.ShouldBeTrue($"{drifting[i].Name}, run {run}, seed {Draws.Seed}");
            falseColumns += drift.Skip(drifting.Length).Count(column => column.Drifted);
        }
        falseColumns.ShouldBeLessThanOrEqualTo(1);
    }

    private static IEnumerable<(string Name, ColumnFacts Column)> KnownDrifts(Draws draws, int rows)
    {
        var normal = Draws.Values(rows, draws.Normal);
        yield return ("mean moved by 0.1 standard deviations", Numeric(normal, Draws.Values(rows, () => draws.Normal() + 0.1)));
        yield return ("standard deviation 1.2 times", Numeric(normal, Draws.Values(rows, () => draws.Normal() * 1.2)));
        yield return ("heavier tail", Numeric(normal, Draws.Values(rows, () => draws.Normal() is var z && z > 1.645 ? z * 1.5 : z)));
        yield return ("rate of counts up by a tenth", Numeric(Draws.Values(rows, () => draws.Poisson(5)), Draws.Values(rows, () => draws.Poisson(5.5))));
        yield return ("4 points of mass moved among 5 levels", Levels(rows, () => draws.Level(FiveLevels), () => draws.Level([0.36, 0.25, 0.2, 0.14, 0.05])));
        yield return ("a new level with 2 percent", Levels(rows, () => draws.Level(FiveLevels), () => draws.Uniform() < 0.02 ? 9 : draws.Level(FiveLevels)));
        yield return ("a level gone", Levels(rows, () => draws.Level(FiveLevels), () => draws.Level([0.42, 0.26, 0.21, 0.11])));
        yield return ("50 to 53 percent", Levels(rows, () => draws.Uniform() < 0.50 ? 1 : 0, () => draws.Uniform() < 0.53 ? 1 : 0));
        yield return ("missing values from 0 to 5 percent", Numeric(normal, Draws.Values(rows, () => draws.Uniform() < 0.05 ? double.NaN : draws.Normal())));
        yield return ("another unit with the same ranks", Numeric(Draws.Values(rows, () => Math.Exp(draws.Normal())), Draws.Values(rows, () => Math.Exp(draws.Normal()) / 100)));
    }

    private static ColumnFacts Numeric(int reference, int window, Func<double> draw) => Numeric(Draws.Values(reference, draw), Draws.Values(window, draw));

    private static ColumnFacts Numeric(EmpiricalDistribution reference, EmpiricalDistribution window) => ColumnFacts.Numeric("x", DriftKind.Numeric, reference, QuantileBins.FromReference(reference), window);

    private static ColumnFacts Levels(int reference, int window, Func<int> draw) => ColumnFacts.Categorical("c", Draws.Levels(reference, draw), Draws.Levels(window, draw));

    private static ColumnFacts Levels(int rows, Func<int> before, Func<int> now) => ColumnFacts.Categorical("c", Draws.Levels(rows, before), Draws.Levels(rows, now));
}
