using Concord.Monitoring;

namespace Concord.Web.Charts;

/// <summary>Draws and words the trend of a fairness ratio; <c>FairnessTrendChart.razor</c> puts it on a page.</summary>
internal sealed class FairnessTrend(FairnessTrendData data, bool half = false)
{
    private const string Format = "0.00";

    private readonly IReadOnlyList<string> windows = [.. data.Points.Select(point => point.Window)];

    public string Svg(string title)
    {
        var places = WindowGaps.Fill(windows);
        var at = places.Index().Where(place => place.Item.At is not null).Select(place => place.Index).ToArray();
        var plot = new WindowPlot([.. places.Select(place => place.Label)], PlotRange.Of(EveryValue(), []), half ? ChartSize.HalfWidth : ChartSize.WideWidth);
        if (data.Limits.Warn is { } warn)
            plot.Band(Ink.BandWarn, 0, places.Count - 1, warn, data.Limits.Alert ?? plot.Low);
        if (data.Limits.Alert is { } alert)
            plot.Band(Ink.BandAlert, 0, places.Count - 1, alert, plot.Low);
        plot.Interval(Ink.Interval(0), data.Points.Select((point, index) => (at[index], point.Low, point.High)));
        plot.Line(Ink.Line(0), data.Points.Select((point, index) => (at[index], point.Ratio)));
        foreach (var (point, place) in data.Points.Select((point, index) => (point, at[index])).Where(pair => pair.point.Ratio is not null))
        {
            var words = $"{point.Window}: {Words.Figure(point.Ratio!.Value, Format)}, {point.Group} against {point.Against} ({Words.Size(point.Low, point.High, point.N, Format)}){DifferenceOf(point)}{Note(point, " · ")}";
            plot.Dot(point.Provisional || point.Insufficient ? Ink.Hollow(0) : Ink.Dot(0), place, point.Ratio.Value, words);
        }

        return plot.Svg(title, Caption());
    }

    public string Caption()
    {
        var known = data.Points.Where(point => point.Ratio is not null).ToList();
        if (known.Count == 0)
            return $"{data.Measure} by {data.Attribute} is not computable in any window yet.";
        var last = known[^1];
        var few = data.Points.Where(point => point.Insufficient).Select(point => point.Window).ToList();
        return $"{data.Measure} of {last.Group} against {last.Against}: {Words.Figure(last.Ratio!.Value, Format)} in {last.Window} "
            + $"({Words.Size(last.Low, last.High, last.N, Format)}){BeyondLimits.Say([.. known.Select(point => (point.Window, point.Ratio!.Value, point is { Provisional: false, Insufficient: false }, point.Judged))], data.Limits, higherIsBetter: true, Format)}{DifferenceOf(last)}."
            + (few.Count > 0 ? $" Not enough data for a verdict in {Words.List(few)}; that is not a pass." : "") + Words.NoRows(windows);
    }

    /// <summary>-4.5: in percentage points.</summary>
    public static string Points(double? difference) => difference is { } known ? Words.Figure(known * 100, "+0.0;-0.0;0.0") : "—";

    /// <summary>"; difference -4.5 points, 95 % -6.0 to -3.1"; nothing where there is none.</summary>
    private static string DifferenceOf(FairnessPoint point) => point.Difference is null ? ""
        : $"; difference {Points(point.Difference)} points{(point.DifferenceLow is null ? "" : $", 95 % {Points(point.DifferenceLow)} to {Points(point.DifferenceHigh)}")}";

    public static string Note(FairnessPoint point, string before = "") => point switch
    {
        { NotComputable: { } reason } => before + reason,
        { Insufficient: true } => before + "not enough data",
        { Provisional: true } => before + "provisional",
        _ => "",
    };

    // Equality, 1, is always in the picture: a trend without it has no meaning to the eye.
    private IEnumerable<double> EveryValue() => data.Points.SelectMany(point => new[] { point.Ratio, point.Low, point.High })
        .Concat([data.Limits.Warn, data.Limits.Alert, 1.0]).Where(value => value is not null).Select(value => value!.Value);
}
