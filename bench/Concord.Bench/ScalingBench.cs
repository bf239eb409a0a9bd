using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Concord.Bench;

/// <summary>Time and memory of <c>concord measure</c> while rows grow, and while columns grow, as a table and a plot.</summary>
internal static class ScalingBench
{
    private const int Columns = 20;
    private const int Rows = 20_000;
    private static readonly int[] Widths = [5, 20, 100, 500];

    private sealed record Point(long Rows, int Columns, Measured Measured)
    {
        public double Cells => (double)Rows * Columns;
    }

    /// <param name="largest">Up to so many rows of 20 columns.</param>
    /// <param name="widest">Up to so many columns of 20,000 rows.</param>
    /// <param name="plot">Where the plot is written.</param>
    public static async Task Run(string folder, string product, long largest, int widest, string plot)
    {
        var longer = new List<Point>();
        for (var rows = Math.Min(10_000, largest); rows <= largest; rows *= 10) longer.Add(await Measure(folder, product, rows, Columns));
        var wider = new List<Point>();
        foreach (var columns in Widths.Where(columns => columns <= widest)) wider.Add(await Measure(folder, product, Math.Min(Rows, largest), columns));
        foreach (var point in longer.Concat(wider))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"2 x {point.Rows,10:N0} rows {point.Columns,4} columns {point.Measured.Seconds,8:0.00} s {point.Measured.ProcessorSeconds,8:0.00} processor s {point.Measured.PeakMebibytes,6:0} MiB"));
        await File.WriteAllTextAsync(plot, new SvgExporter { Width = 720, Height = 420 }.ExportToString(Draw(longer, wider)));
    }

    private static async Task<Point> Measure(string folder, string product, long rows, int columns)
    {
        var log = new BenchLog(folder, rows, columns, "parquet");
        log.Write();
        return new(rows, columns, await Measured.Run("concord measure", product, "measure", "--definition", log.Definition, "--reference", log.Reference, "--current", log.Current, "--format", "json"));
    }

    private static PlotModel Draw(IReadOnlyList<Point> longer, IReadOnlyList<Point> wider)
    {
        var model = new PlotModel { Title = "concord measure from Parquet, reading included", TitleFontSize = 13, DefaultFontSize = 11, Background = OxyColors.White };
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = "rows of one log times columns" });
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "processor seconds", Key = "s", MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColors.LightGray });
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Right, Title = "MiB, all processes", Key = "m" });
        model.Legends.Add(new Legend { LegendPosition = LegendPosition.TopLeft });
        foreach (var (points, name, ink) in new[] { (longer, "rows grow, 20 columns", OxyColors.SteelBlue), (wider, "columns grow, 20,000 rows", OxyColors.Chocolate) })
        {
            model.Series.Add(Line(points, "time: " + name, "s", ink, LineStyle.Solid, point => point.Measured.ProcessorSeconds));
            model.Series.Add(Line(points, "memory: " + name, "m", ink, LineStyle.Dash, point => point.Measured.PeakMebibytes ?? 0));
        }
        return model;
    }

    private static LineSeries Line(IEnumerable<Point> points, string name, string axis, OxyColor ink, LineStyle style, Func<Point, double> value)
    {
        var line = new LineSeries { Title = name, YAxisKey = axis, Color = ink, LineStyle = style, MarkerType = MarkerType.Circle, MarkerSize = 3, MarkerFill = ink };
        line.Points.AddRange(points.Select(point => new DataPoint(point.Cells, value(point))));
        return line;
    }
}
