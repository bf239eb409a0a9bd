using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Concord.Web.Charts;

/// <summary>A plot over windows: what performance history and fairness trend have in common. Drawn in the order of the calls, bands first.</summary>
internal sealed class WindowPlot
{
    private static readonly double[] RoundSteps = [1, 2, 2.5, 5, 10];
    private readonly PlotModel model;
    private readonly double width;
    private readonly int windows;
    private readonly List<(double From, double To, int Row)> labels = [];

    /// <param name="headroom">Rows of writing to keep free above the data.</param>
    public WindowPlot(IReadOnlyList<string> windows, IEnumerable<double> everyValue, double width, int headroom = 0)
    {
        this.windows = windows.Count;
        this.width = width;
        model = new PlotModel
        {
            PlotAreaBorderThickness = new OxyThickness(0),
            Padding = new OxyThickness(0, 4, 8, 0),
            DefaultFontSize = ChartSize.FontSize,
            TextColor = Ink.Text,
        };
        (Low, High) = Range(everyValue, headroom);
        var names = WindowLabels.Short(windows);
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Minimum = -0.5,
            Maximum = Math.Max(windows.Count, 1) - 0.5,
            MajorStep = WindowLabels.Step(names, width - 60, ChartSize.CharacterWidth),
            MinorTickSize = 0,
            TickStyle = TickStyle.None,
            LabelFormatter = at => at >= 0 && at < names.Count ? names[(int)Math.Round(at)] : "",
        });
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Minimum = Low,
            Maximum = High,
            TickStyle = TickStyle.None,
            MajorStep = Step(High - Low),
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineThickness = 1,
            MajorGridlineColor = Ink.Grid,
            StringFormat = Format(Step(High - Low)),
        });
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>A stripe behind the windows <paramref name="first"/> to <paramref name="last"/>, cut to what the axis shows.</summary>
    public void Band(OxyColor ink, int first, int last, double from, double to)
    {
        var (low, high) = (Math.Max(Math.Min(from, to), Low), Math.Min(Math.Max(from, to), High));
        if (low >= high)
            return;
        model.Annotations.Add(new RectangleAnnotation
        {
            Fill = ink,
            MinimumX = first - 0.5,
            MaximumX = last + 0.5,
            MinimumY = low,
            MaximumY = high,
            Layer = AnnotationLayer.BelowAxes,
        });
    }

    /// <summary>A line through the points; a window without value interrupts it.</summary>
    public void Line(OxyColor ink, IEnumerable<(int Window, double? Value)> points)
    {
        var line = new LineSeries { Color = ink, StrokeThickness = 2, MinimumSegmentLength = 0 };
        line.Points.AddRange(points.Select(point => point.Value is { } value ? new DataPoint(point.Window, value) : DataPoint.Undefined));
        model.Series.Add(line);
    }

    /// <summary>The 95 % interval as an area; where one is missing the area stops.</summary>
    public void Interval(OxyColor ink, IEnumerable<(int Window, double? Low, double? High)> points)
    {
        var run = new List<(int Window, double Low, double High)>();
        foreach (var (window, low, high) in points)
        {
            if (low is { } bottom && high is { } top)
            {
                run.Add((window, bottom, top));
                continue;
            }

            Area(ink, run);
            run.Clear();
        }

        Area(ink, run);
    }

    /// <summary>A point with the words that appear when one rests on it.</summary>
    public void Dot(OxyColor ink, int window, double value, string words) => model.Annotations.Add(new PointAnnotation
    {
        X = window,
        Y = value,
        Size = 3.4,
        Shape = MarkerType.Circle,
        Fill = ink,
        Stroke = OxyColors.Transparent,
        ToolTip = words,
    });

    /// <summary>Something that happened, as a vertical line with its name; names that would touch stand below each other.</summary>
    public void Mark(int window, string label)
    {
        var toTheLeft = window > windows / 2;
        var at = width * (window + 0.5) / Math.Max(windows, 1);
        var length = 12 + (label.Length * ChartSize.CharacterWidth);
        var (from, to) = toTheLeft ? (at - length, at) : (at, at + length);
        var row = 0;
        while (labels.Any(other => other.Row == row && other.From < to && from < other.To))
            row++;
        labels.Add((from, to, row));
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = window, Color = Ink.Mark, StrokeThickness = 1, Layer = AnnotationLayer.BelowSeries });
        model.Annotations.Add(new TextAnnotation
        {
            Text = label,
            TextPosition = new DataPoint(window, High),
            Offset = new ScreenVector(toTheLeft ? -5 : 5, 2 + (row * 13)),
            TextHorizontalAlignment = toTheLeft ? HorizontalAlignment.Right : HorizontalAlignment.Left,
            TextVerticalAlignment = VerticalAlignment.Top,
            TextColor = Ink.MarkText,
            Stroke = OxyColors.Transparent,
            Background = OxyColors.Transparent,
        });
    }

    public string Svg(string title, string description) => SvgWriter.Write(model, width, ChartSize.Height, title, description);

    private void Area(OxyColor ink, List<(int Window, double Low, double High)> run)
    {
        if (run.Count == 0)
            return;
        // One window alone has no width to fill; it gets a narrow bar.
        IEnumerable<DataPoint> outline = run.Count == 1
            ? [new(run[0].Window - 0.06, run[0].High), new(run[0].Window + 0.06, run[0].High), new(run[0].Window + 0.06, run[0].Low), new(run[0].Window - 0.06, run[0].Low)]
            : run.Select(point => new DataPoint(point.Window, point.High)).Concat(run.AsEnumerable().Reverse().Select(point => new DataPoint(point.Window, point.Low)));
        var area = new PolygonAnnotation { Fill = ink, Stroke = OxyColors.Transparent, StrokeThickness = 0, Layer = AnnotationLayer.BelowSeries };
        area.Points.AddRange(outline);
        model.Annotations.Add(area);
    }

    private static string Format(double step) => step >= 1 ? "#,##0" : Math.Abs((step * 100) - Math.Round(step * 100)) < 1e-6 ? "0.00" : "0.000";

    // The next round step that gives at most seven lines.
    private static double Step(double range)
    {
        var size = Math.Pow(10, Math.Floor(Math.Log10(range / 7)));
        return RoundSteps.First(factor => factor * size >= range / 7) * size;
    }

    // A little air above and below; a flat line gets some too.
    private static (double Low, double High) Range(IEnumerable<double> everyValue, int headroom)
    {
        var known = everyValue.Where(double.IsFinite).ToList();
        if (known.Count == 0)
            return (0, 1);
        var (low, high) = (known.Min(), known.Max());
        var air = Math.Max((high - low) * 0.12, Math.Max(Math.Abs(high) * 0.01, 0.005));
        return (low - air, high + air + ((high - low) * 0.08 * headroom));
    }
}
