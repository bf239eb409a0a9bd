using Concord.Monitoring;

namespace Concord.Web.Charts;

/// <summary>Draws and words a performance history; <c>PerformanceHistoryChart.razor</c> puts it on a page.</summary>
internal sealed class PerformanceHistory(PerformanceHistoryData data, bool half = false)
{
    private readonly IReadOnlyList<WindowPlace> places = WindowGaps.Fill(data.Windows);

    private readonly Dictionary<string, int> at = WindowGaps.Fill(data.Windows).Select((place, index) => (place.Label, index)).ToDictionary(pair => pair.Label, pair => pair.index, StringComparer.Ordinal);

    private readonly PlotRange range = PlotRange.Of(Known(data.Series.SelectMany(series => series.Points).Select(point => point.Value)),
        Known(data.Series.SelectMany(series => series.Points.SelectMany(point => new[] { point.Low, point.High }).Concat([series.Limits?.Warn, series.Limits?.Alert]))));

    public string Svg(string title)
    {
        var plot = new WindowPlot([.. places.Select(place => place.Label)], range, half ? ChartSize.HalfWidth : ChartSize.WideWidth, headroom: Math.Min(data.Marks.Count + Off().Count, 3));
        foreach (var series in data.Series)
            Bands(plot, series);
        for (var index = 0; index < data.Series.Count; index++)
            Draw(plot, data.Series[index], Number(data.Series[index]));
        foreach (var mark in data.Marks.Where(mark => at.ContainsKey(mark.Window)))
            plot.Mark(at[mark.Window], mark.Label);

        return plot.Svg(title, Caption());
    }

    /// <summary>Says of the newest version where it started, where it is, since when it is beyond a limit, and what is missing.</summary>
    public string Caption()
    {
        if (data.Series.LastOrDefault(series => series.Limits is not null && series.Points.Any(HasValue))
            is not { } series && (series = data.Series.LastOrDefault(one => one.Points.Any(HasValue))) is null)
        {
            return $"{data.Metric} is not computable in any window yet.";
        }

        var known = series.Points.Where(HasValue).ToList();
        var (first, last) = (known[0], known[^1]);
        var now = $"{Words.Figure(last.Value!.Value, data.Format)} in {last.Window} ({Words.Size(last.Low, last.High, last.N, data.Format)})";
        var sentence = known.Count == 1
            ? $"{data.Metric} of {series.Name}: {now}"
            : $"{data.Metric} of {series.Name}: {Words.Figure(first.Value!.Value, data.Format)} in {first.Window}, {now}";
        return $"{sentence}{BeyondLimits.Say([.. known.Select(point => (point.Window, point.Value!.Value, point is { Provisional: false, Insufficient: false }, point.Judged))], series.Limits, data.HigherIsBetter, data.Format)}.{OffTheChart()}{Missing(series)}{Words.NoRows(data.Windows)}{Estimates()}";
    }

    /// <summary>Where estimate and outcome disagree, and whether the estimate can be relied upon at all.</summary>
    private string Estimates()
    {
        var estimates = data.Series.Where(series => series.IsEstimate).SelectMany(series => series.Points).Where(HasValue).ToList();
        if (estimates.Count == 0)
            return "";
        var failed = estimates.Where(point => point.Held == false).Select(point => point.Window).ToList();
        var held = estimates.Count(point => point.Held == true);
        var without = estimates.Where(point => point.Unchecked is not null).ToList();
        var cannot = without.Count == 0 ? "" : $" It cannot be checked in {Words.List([.. without.Select(point => point.Window)])}: {without[^1].Unchecked}.";
        if (failed.Count > 0)
        {
            return $" The estimate failed in {Words.List(failed)}: the outcomes lie outside its interval"
                + (IsMoreThanChance(failed.Count, failed.Count + held) ? ", so scores no longer mean what they meant in the reference, or the reference was too small to learn it from."
                    : $". {(held > 0 ? $"It held in {held}; one" : "One")} window in twenty fails by chance.") + cannot;
        }

        if (held > 0)
            return $" The estimate held in {(held == 1 ? "the one window" : $"all {held} windows")} whose outcomes could check it.{cannot}";

        // Outcomes may be in and still say nothing of it: that they are too few would be untrue then.
        return without.Count == estimates.Count ? $" The estimate cannot be checked in {(without.Count == 1 ? without[0].Window : "any window")}: {without[^1].Unchecked}."
            : without.Count == 0 ? " Too few outcomes are in to check the estimate."
            : $" The estimate is not checked yet.{cannot} In the other windows too few outcomes are in.";
    }

    /// <summary>Whether so many of all windows fail by chance in less than one case of a hundred, each with one chance in twenty.</summary>
    private static bool IsMoreThanChance(int failed, int all)
    {
        var (chance, fewer) = (Math.Pow(0.95, all), 0.0);
        for (var k = 0; k < failed; k++)
        {
            fewer += chance;
            chance *= (all - k) / (k + 1.0) * (0.05 / 0.95);
        }
        return 1 - fewer < 0.01;
    }

    private static bool HasValue(PerformancePoint point) => point.Value is not null;

    private static IEnumerable<double> Known(IEnumerable<double?> values) => values.Where(value => value is not null).Select(value => value!.Value);

    private List<PerformancePoint> Off() => [.. data.Series.SelectMany(series => series.Points).Where(point => point.Value is { } value && !range.Holds(value))];

    /// <summary>Figures that would make the axis unreadable stand at its end; a reader must not take them for figures of that height.</summary>
    private string OffTheChart() => Off() switch
    {
        [] => "",
        [var one] => $" {one.Window} lies off the chart with {Words.Figure(one.Value!.Value, data.Format)}.",
        var all => $" {Words.List([.. all.Select(point => $"{point.Window} ({Words.Figure(point.Value!.Value, data.Format)})")])} lie off the chart.",
    };

    private void Bands(WindowPlot plot, PerformanceSeries series)
    {
        var windows = series.Points.Where(point => at.ContainsKey(point.Window)).Select(point => at[point.Window]).ToList();
        if (series.Limits is not { } limits || windows.Count == 0)
            return;
        var (first, last, end) = (windows.Min(), windows.Max(), data.HigherIsBetter ? plot.Low : plot.High);
        if (limits.Warn is { } warn)
            plot.Band(Ink.BandWarn, first, last, warn, limits.Alert ?? end);
        if (limits.Alert is { } alert)
            plot.Band(Ink.BandAlert, first, last, alert, end);
    }

    private void Draw(WindowPlot plot, PerformanceSeries series, int index)
    {
        var points = series.Points.Where(point => at.ContainsKey(point.Window)).OrderBy(point => at[point.Window]).ToList();
        plot.Interval(series.IsEstimate ? Ink.IntervalEstimate : Ink.Interval(index), points.Select(point => (at[point.Window], point.Low, point.High)));
        plot.Line(series.IsEstimate ? Ink.LineEstimate : Ink.Line(index), points.Select(point => (at[point.Window], point.Value)));
        if (series.IsEstimate)
        {
            // A dot says that the estimate failed there; what else is to be said of estimates stands in the figures.
            foreach (var point in points.Where(point => point.Value is { } value && range.Holds(value) && (point.Held == false || points.Count(HasValue) == 1)))
                plot.Dot(Ink.DotEstimate, at[point.Window], point.Value!.Value, Note(point));
            return;
        }

        foreach (var point in points.Where(HasValue))
        {
            var hollow = point.Provisional || point.Insufficient;
            var ink = hollow ? Ink.Hollow(index) : Ink.Dot(index);
            var (value, figure) = (point.Value!.Value, Words.Figure(point.Value.Value, data.Format));
            var words = $"{point.Window}: {figure} ({Words.Size(point.Low, point.High, point.N, data.Format)}){Note(point, " · ")}";
            if (range.Holds(value))
                plot.Dot(ink, at[point.Window], value, words);
            else
                plot.OffTheChart(ink, at[point.Window], value, figure, $"{words} · off the chart");
        }
    }

    /// <summary>Which of the versions a series is; estimates do not count.</summary>
    public int Number(PerformanceSeries series) => data.Series.Where(one => !one.IsEstimate).TakeWhile(one => one != series).Count();

    public static string Note(PerformancePoint point, string before = "") => point switch
    {
        { NotComputable: { } reason } => before + reason,
        { Held: false } => before + "the estimate failed",
        { Insufficient: true } => before + "not enough data" + More(point.Labels),
        { Provisional: true } => before + "provisional" + More(point.Labels),
        { Held: true } => before + "held",
        { Labels: { } labels } => before + labels,
        _ => "",
    };

    private static string More(string? text) => text is null ? "" : $"; {text}";

    private static string Missing(PerformanceSeries series)
    {
        var parts = new List<string>();
        var provisional = series.Points.Where(point => point.Provisional && HasValue(point)).Select(point => point.Window).ToList();
        if (provisional.Count > 0)
            parts.Add($" {Words.List(provisional)} {(provisional.Count == 1 ? "is" : "are")} provisional (hollow).");
        var few = series.Points.Where(point => point.Insufficient && HasValue(point)).Select(point => point.Window).ToList();
        if (few.Count > 0)
            parts.Add($" Not enough data for a verdict in {Words.List(few)}.");
        // Each reason with its own windows: what is said of one must not be read of another.
        foreach (var none in series.Points.Where(point => !HasValue(point)).GroupBy(point => point.NotComputable))
            parts.Add($" Not computable in {Words.List([.. none.Select(point => point.Window)])}{(none.Key is { } reason ? $": {reason}" : "")}.");
        return string.Concat(parts);
    }
}
