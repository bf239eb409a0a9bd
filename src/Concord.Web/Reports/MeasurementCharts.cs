using Concord.Monitoring;
using Concord.Web.Charts;
using Concord.Web.Pages.Inventory;

namespace Concord.Web.Reports;

/// <summary>Measured windows as the pictures people look at.</summary>
internal static class MeasurementCharts
{
    private const int HeatBytes = 90_000;
    private const int MostColumns = 40;

    /// <summary>As many columns as the room allows, those beyond a limit first, then the most drifted; in the log's order when all fit.</summary>
    public static DriftHeatData Drift(IReadOnlyList<WindowMeasurement> windows, MonitoringPolicy policy)
    {
        var gaps = ModelCharts.QuietCell * WindowGaps.Told([.. windows.Select(window => window.Window)]).Count;
        var columns = windows.SelectMany(window => window.Drift).GroupBy(drift => drift.Column, StringComparer.Ordinal)
            .Select(column => (Name: column.Key, Size: gaps + column.Sum(drift => ModelCharts.Size(drift, policy)), Height: column.Max(each => each.Verdict is Verdict.Warn or Verdict.Alert ? 1000 + (each.Psi ?? 0) : each.Psi ?? 0))).ToList();
        if (columns.Sum(column => column.Size) > HeatBytes || columns.Count > MostColumns)
        {
            var room = HeatBytes;
            columns = [.. columns.OrderByDescending(column => column.Height).ThenBy(column => column.Name, StringComparer.Ordinal).Take(MostColumns).TakeWhile(column => (room -= column.Size) > 0)];
        }
        var byColumn = windows.Select(window => window.Drift.ToDictionary(drift => drift.Column, StringComparer.Ordinal)).ToArray();
        return new(
            [.. windows.Select(window => window.Window)],
            [.. columns.Select(column => new DriftRow(MeasureWords.Name(column.Name), null, [.. byColumn.Select(window => window.TryGetValue(column.Name, out var drift) ? Cell(drift) : null)]))],
            policy.Limits.Psi.Warn ?? 0.10,
            policy.Limits.Psi.Alert ?? 0.25);
    }

    public static PerformanceHistoryData Auc(ReferenceMeasurement reference, IReadOnlyList<WindowMeasurement> windows, MonitoringPolicy policy, DateOnly today)
    {
        var realised = windows.Select(window => new PerformancePoint(window.Window, window.Performance.Auc, window.Performance.AucLow, window.Performance.AucHigh, window.Performance.N)
        {
            Judged = ModelCharts.VerdictOn(window, "auc"),
            Insufficient = ModelCharts.IsInsufficient(window, "auc"),
            NotComputable = window.Performance.NotComputed?.GetValueOrDefault("auc"),
            Labels = window.Labelled < window.Rows ? MeasureWords.LabelsIn(window, today) : null,
        });
        var estimated = windows.Select(window => EstimateChart.Point(PerformanceMetric.All[0], window));
        var limits = reference.Performance.Auc is { } before ? new ChartLimits(before - policy.Limits.AucDrop.Warn, before - policy.Limits.AucDrop.Alert) : null;
        return new("AUC", [.. windows.Select(window => window.Window)], [new("outcomes", [.. realised], limits), new(EstimateChart.Name, [.. estimated]) { IsEstimate = true }], []);
    }

    public static DistributionCompareData Spread(ColumnSpread spread) => new(
        MeasureWords.Name(spread.Column), spread.Window,
        [.. spread.Bins.Select(bin => new DistributionBin(MeasureWords.Name(bin.Label), Share(bin.Reference, spread.ReferenceRows), Share(bin.Current, spread.WindowRows), bin.Short))], spread.ReferenceRows, spread.WindowRows);

    private static double? Share(long? rows, long all) => rows is { } known && all > 0 ? (double)known / all : null;

    public static FairnessTrendData Fairness(string attribute, IReadOnlyList<WindowMeasurement> windows, MonitoringPolicy policy)
    {
        var measured = windows.Select(window => (window.Window, Fairness: window.Fairness.Single(each => string.Equals(each.Attribute, attribute, StringComparison.Ordinal)))).ToArray();
        return new(
            MeasureWords.Name(attribute),
            "Selection rate ratio",
            [.. measured.Select(each => FairnessCharts.Point(each.Window, each.Fairness))],
            new(policy.Limits.SelectionRateRatio.Warn, policy.Limits.SelectionRateRatio.Alert));
    }

    private static DriftCell Cell(DriftMeasurement drift) => new(drift.Psi, Foundation.Words.Key(drift.Verdict), drift.Drifted, drift.N) { Decisive = ModelCharts.Decisive(drift) };
}
