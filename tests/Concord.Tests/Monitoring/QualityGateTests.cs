using Concord.Bench;
using Concord.Cli.Demo;
using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>How often drift and checks of the data speak where nothing has changed, also under laws that rules are seldom tried on.</summary>
public sealed class QualityGateTests(ITestOutputHelper output)
{
    private const int Reference = 500;

    private static readonly MonitoringPolicy Policy = MonitoringPolicy.Read();

    private static readonly GateLaw[] Laws = [.. GateLaw.Quiet, .. GateLaw.Exotic];

    [Theory]
    [InlineData(500, 400)]
    [InlineData(2_000, 200)]
    [InlineData(20_000, 40)]
    public void Where_nothing_changed_hardly_a_window_of_thirteen_columns_has_a_finding(int rows, int windows)
    {
        var found = Enumerable.Range(0, windows).AsParallel().SelectMany(window =>
        {
            var columns = Columns(Laws, rows, window);
            return QualityOf.Columns(columns, Policy).Where(check => check.DecidedBy.IsBreach).Select(check => (window, check.Column, check.Check));
        }).ToList();
        foreach (var finding in found) output.WriteLine($"{finding}");

        // The rule is 1 % of windows for the checks with a p-value of their own; missing values and new categories follow drift. Four standard errors for few windows.
        found.Select(finding => finding.window).Distinct().Count().ShouldBeLessThanOrEqualTo((int)Math.Ceiling((windows * 0.01) + (4 * Math.Sqrt(windows * 0.01 * 0.99))), $"{rows} rows, seed {Draws.Seed}");
    }

    [Theory]
    [InlineData(200, 800)]
    [InlineData(500, 800)]
    [InlineData(2_000, 400)]
    [InlineData(50_000, 60)]
    public void Under_exotic_laws_a_test_alarms_no_more_often_than_it_says(int rows, int draws)
    {
        foreach (var (law, place) in GateLaw.Exotic.Select((law, place) => (law, place)))
        {
            var alarms = Enumerable.Range(0, draws).AsParallel().Count(draw => Column(law, rows, place, draw).PValue.ValueOrNull <= 0.05);
            output.WriteLine($"{law.Name}, {rows} rows: {100.0 * alarms / draws:0.0} %");
            ((double)alarms / draws).ShouldBeLessThanOrEqualTo(Math.Max(0.075, 0.05 + (4 * Math.Sqrt(0.05 * 0.95 / draws))), $"{law.Name}, {rows} rows, seed {Draws.Seed}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public void A_handful_of_rows_is_measured_and_never_judged(int rows)
    {
        var columns = Columns(Laws, rows, window: 1);
        DriftVerdicts.Judge(columns, Policy).ShouldAllBe(column => column.Verdict == Verdict.Insufficient);
        QualityOf.Columns(columns, Policy).ShouldAllBe(check => check.Verdict == Verdict.Insufficient);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(50_000)]
    public void The_volume_of_a_steady_log_is_never_out_of_bounds(int usual)
    {
        var random = new SeededRandom(Draws.Seed, 77, (ulong)usual);
        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var windows = Enumerable.Range(0, 400).Select(month => Window.Of(WindowLength.Month, start.AddMonths(month)))
            .Select(window => new ArrivedRows(window, (long)Math.Round(usual + (Math.Sqrt(usual) * random.Normal())), window.End.AddHours(-1 - (48 * random.Uniform())))).ToList();
        var arrivals = new Arrivals(windows);
        windows.SelectMany(window => QualityOf.Log(arrivals, window.Window, new MonitorDefinition { ModelId = "m" }, Policy)).Count(check => check.DecidedBy.IsBreach).ShouldBe(0);
    }

    private static ColumnFacts[] Columns(GateLaw[] laws, int rows, int window) => [.. laws.Select((law, place) => Column(law, rows, place, window))];

    private static ColumnFacts Column(GateLaw law, int rows, int place, int draw)
    {
        var random = new SeededRandom(Draws.Seed, 9, (ulong)place, (ulong)rows, (ulong)draw);
        var (reference, now) = (law.Sample(Reference, random), law.Sample(rows, random));
        return law.Compare(reference, now);
    }
}
