using Concord.Logs;
using Concord.Monitoring;
using Concord.Web.Charts;

namespace Concord.Web.Pages.Monitoring;

/// <summary>Turns the figures of a series into what its page draws: every window of the span, those without a figure as gaps.</summary>
internal static class SeriesChart
{
    /// <returns>Null while there is no value to draw.</returns>
    public static PerformanceHistoryData? Of(SeriesDetail series, IReadOnlyList<MeasurementLine> history)
    {
        if (history.All(line => line.Value is null)) return null;
        var windows = Windows(series.Line.Window, history);
        var figures = history.ToDictionary(line => line.Window, StringComparer.Ordinal);
        var name = series.Line.Unit.Length == 0 ? series.Line.Label : $"{series.Line.Label}, {series.Line.Unit}";
        var limits = series.InForce.Figures;
        return new(name, windows, [new(series.Line.VersionLabel, [.. windows.Select(window => Point(window, figures.GetValueOrDefault(window)))], limits.Warn is null && limits.Alert is null ? null : new(limits.Warn, limits.Alert))],
            [.. history.Where(line => line.Correction.Length > 0).Select(line => new ChartMark(line.Window, "corrected"))])
        {
            HigherIsBetter = series.Line.HigherIsBetter,
            Format = Format(history),
        };
    }

    /// <summary>Figures of hundreds need no thousandths. One of absurd size does not take the digits of the others.</summary>
    public static string Format(IReadOnlyList<MeasurementLine> history)
    {
        var values = history.Where(line => line.Value is not null).Select(line => line.Value!.Value).ToList();
        var range = PlotRange.Of(values, []);
        return Math.Max(Math.Abs(range.Low), Math.Abs(range.High)) switch { >= 1000 => "#,##0", >= 10 => "#,##0.0", _ => "0.000" };
    }

    private static PerformancePoint Point(string window, MeasurementLine? figure) => figure is null
        ? new(window, null, null, null, 0) { NotComputable = "no measurement" }
        : new(window, figure.Value, figure.Low, figure.High, figure.N)
        {
            Provisional = !figure.IsComplete,
            Judged = figure.Verdict,
            Insufficient = figure.Verdict == Verdict.Insufficient,
            NotComputable = figure.NotComputed?.GetValueOrDefault("value"),
        };

    /// <summary>Without gaps, the newest as many as a chart can show.</summary>
    private static List<string> Windows(WindowLength length, IReadOnlyList<MeasurementLine> history)
    {
        var windows = new List<string>();
        for (var window = Window.Of(length, history[^1].Start); window.Start >= history[0].Start && windows.Count < MonitoringViews.WindowsOnChart; window = Window.Of(length, window.Start.AddTicks(-1))) windows.Insert(0, window.Label);
        return windows;
    }
}
