using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace Concord.Web.Charts;

/// <summary>Draws and words a distribution against its reference; <c>DistributionCompareChart.razor</c> puts it on a page.</summary>
internal sealed class DistributionCompare(DistributionCompareData data, bool half = false)
{
    private readonly double width = half ? ChartSize.HalfWidth : ChartSize.WideWidth;

    public string Svg(string title)
    {
        var highest = data.Bins.SelectMany(bin => new[] { bin.Reference, bin.Current }).Max() ?? 1;
        var model = new PlotModel { PlotAreaBorderThickness = new OxyThickness(0), Padding = new OxyThickness(10, 4, 8, 0), DefaultFontSize = ChartSize.FontSize, TextColor = Ink.Text };
        // A long label is cut for the picture; the table below has it whole.
        var room = Math.Max((int)((width - 50) / Math.Max(data.Bins.Count, 1) / ChartSize.CharacterWidth) - 1, 12);
        var shortens = data.Bins.Any(bin => bin.Label.Length > room);
        var labels = data.Bins.Select(bin => Cut(shortens && bin.Short is { } brief ? brief : bin.Label, room)).ToList();
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Minimum = -0.5,
            Maximum = Math.Max(data.Bins.Count, 1) - 0.5,
            MajorStep = WindowLabels.Step(labels, width - 50, ChartSize.CharacterWidth),
            TickStyle = TickStyle.None,
            LabelFormatter = at => at >= 0 && at < labels.Count ? labels[(int)Math.Round(at)] : "",
        });
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Minimum = 0,
            Maximum = Math.Max(highest * 1.08, 0.01),
            TickStyle = TickStyle.None,
            IntervalLength = 36,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineThickness = 1,
            MajorGridlineColor = Ink.Grid,
            LabelFormatter = share => Words.Figure(share * 100, "0.#") + " %",
        });
        foreach (var (bin, at) in data.Bins.Select((bin, at) => (bin, at)))
        {
            Bar(model, Ink.BarReference, at - 0.36, at - 0.02, bin.Reference, $"{bin.Label}, reference: {Share(bin.Reference)}");
            Bar(model, Ink.BarCurrent, at + 0.02, at + 0.36, bin.Current, $"{bin.Label}, {data.Window}: {Share(bin.Current)}");
        }

        return SvgWriter.Write(model, width, ChartSize.Height, title, Caption());
    }

    /// <summary>Names the bins that grew and shrank most: what a reader would look for.</summary>
    public string Caption()
    {
        var moved = data.Bins.Where(bin => bin is { Reference: not null, Current: not null }).Select(bin => (bin, Change: bin.Current!.Value - bin.Reference!.Value)).ToList();
        var size = $"{Words.Count(data.ReferenceRows)} reference rows, {Words.Count(data.WindowRows)} rows in {data.Window}.";
        if (moved.Count == 0)
            return $"No bin can be compared; {size}";
        var up = moved.MaxBy(pair => pair.Change);
        var down = moved.MinBy(pair => pair.Change);
        if (up.Change < 0.005 && down.Change > -0.005)
            return $"{data.Column}: no bin changed by half a point; {size}";
        return $"{data.Column}: {up.bin.Label} grew most, {Share(up.bin.Reference)} to {Share(up.bin.Current)}; "
            + $"{down.bin.Label} shrank most, {Share(down.bin.Reference)} to {Share(down.bin.Current)}. {size}";
    }

    public static string Share(double? share) => share is { } known ? Words.Figure(known * 100, "0.0") + " %" : "too few rows to show";

    private static void Bar(PlotModel model, OxyColor ink, double from, double to, double? share, string words)
    {
        if (share is not { } height || height <= 0)
            return;
        model.Annotations.Add(new RectangleAnnotation { Fill = ink, MinimumX = from, MaximumX = to, MinimumY = 0, MaximumY = height, ToolTip = words });
    }

    private static string Cut(string label, int room) => label.Length <= room ? label : label[..(room - 1)] + "…";
}
