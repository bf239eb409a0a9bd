using Concord.Monitoring;
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
    private readonly List<(double From, double To, int Row, bool AtTop)> labels = [];

    /// <param name="range">What the axis shows; figures beyond are drawn at its ends.</param>
    /// <param name="headroom">Rows of writing to keep free above the data.</param>
    public WindowPlot(IReadOnlyList<string> windows, PlotRange range, double width, int headroom = 0)
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
        (Low, High) = WithAir(range, headroom);
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
            StringFormat = Format(Step(High - Low), Math.Max(Math.Abs(Low), Math.Abs(High))),
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

    /// <summary>A line through the points; a window without value, or without a point at all, interrupts it.</summary>
    /// <param name="points">In order of time.</param>
    public void Line(OxyColor ink, IEnumerable<(int Window, double? Value)> points)
    {
        var line = new LineSeries { Color = ink, StrokeThickness = 2, MinimumSegmentLength = 0 };
        int? next = null;
        foreach (var (window, value) in points)
        {
            if (window > next) line.Points.Add(DataPoint.Undefined);
            line.Points.Add(value is { } known ? new DataPoint(window, Clip(known)) : DataPoint.Undefined);
            next = window + 1;
        }

        model.Series.Add(line);
    }

    /// <summary>The 95 % interval as an area; where one is missing the area stops.</summary>
    public void Interval(OxyColor ink, IEnumerable<(int Window, double? Low, double? High)> points)
    {
        var run = new List<(int Window, double Low, double High)>();
        foreach (var (window, low, high) in points)
        {
            if (run.Count > 0 && window > run[^1].Window + 1)
            {
                Area(ink, run);
                run.Clear();
            }

            if (low is { } bottom && high is { } top)
            {
                run.Add((window, Clip(bottom), Clip(top)));
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

    /// <summary>A figure that the axis does not show: a triangle at the end beyond which it lies, with the figure beside it.</summary>
    public void OffTheChart(OxyColor ink, int window, double value, string label, string words)
    {
        var above = value > High;
        model.Annotations.Add(new PointAnnotation
        {
            X = window,
            Y = above ? High - ((High - Low) * 0.03) : Low + ((High - Low) * 0.03),
            Size = 5,
            Shape = MarkerType.Triangle,
            Fill = ink,
            Stroke = OxyColors.Transparent,
            ToolTip = words,
        });
        Write(window, $"{(above ? '↑' : '↓')} {label}", above);
    }

    /// <summary>Something that happened, as a vertical line with its name; names that would touch stand below each other.</summary>
    public void Mark(int window, string label)
    {
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = window, Color = Ink.Mark, StrokeThickness = 1, Layer = AnnotationLayer.BelowSeries });
        Write(window, label, atTop: true);
    }

    private void Write(int window, string label, bool atTop)
    {
        var toTheLeft = window > windows / 2;
        var at = width * (window + 0.5) / Math.Max(windows, 1);
        var length = 12 + (label.Length * ChartSize.CharacterWidth);
        var (from, to) = toTheLeft ? (at - length, at) : (at, at + length);
        var row = 0;
        while (labels.Any(other => other.AtTop == atTop && other.Row == row && other.From < to && from < other.To))
            row++;
        labels.Add((from, to, row, atTop));
        model.Annotations.Add(new TextAnnotation
        {
            Text = label,
            TextPosition = new DataPoint(window, atTop ? High : Low),
            Offset = new ScreenVector(toTheLeft ? -7 : 7, atTop ? 2 + (row * 13) : -2 - (row * 13)),
            TextHorizontalAlignment = toTheLeft ? HorizontalAlignment.Right : HorizontalAlignment.Left,
            TextVerticalAlignment = atTop ? VerticalAlignment.Top : VerticalAlignment.Bottom,
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

    private double Clip(double value) => Math.Clamp(value, Low, High);

    private static string Format(double step, double largest) => largest >= MeasureWords.WithPower ? MeasureWords.PowerFormat : step >= 1 ? "#,##0" : Math.Abs((step * 100) - Math.Round(step * 100)) < 1e-6 ? "0.00" : "0.000";

    // The next round step that gives at most seven lines.
    private static double Step(double range)
    {
        var size = Math.Pow(10, Math.Floor(Math.Log10(range / 7)));
        return RoundSteps.First(factor => factor * size >= range / 7) * size;
    }

    // A little air above and below; a flat line gets some too.
    private static (double Low, double High) WithAir(PlotRange range, int headroom)
    {
        var (low, high) = range;
        var air = Math.Max((high - low) * 0.12, Math.Max(Math.Abs(high) * 0.01, 0.005));
        return (low - air, high + air + ((high - low) * 0.08 * headroom));
    }
}
