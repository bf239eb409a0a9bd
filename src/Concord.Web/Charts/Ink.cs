using OxyPlot;

namespace Concord.Web.Charts;

/// <summary>
/// What a drawn thing means. Charts choose an ink, never a colour: the plot library passes the ink through as a colour, and the writer turns it into a
/// class of the stylesheet, where both themes have their own colours.
/// </summary>
internal static class Ink
{
    private static readonly List<string> Classes = [];

    public static readonly OxyColor Text = Named("text");
    public static readonly OxyColor Grid = Named("grid");
    public static readonly OxyColor BandWarn = Named("band warn");
    public static readonly OxyColor BandAlert = Named("band alert");
    public static readonly OxyColor Mark = Named("mark");
    public static readonly OxyColor MarkText = Named("marklabel");
    public static readonly OxyColor Limit = Named("limit");
    public static readonly OxyColor BarReference = Named("bar reference");
    public static readonly OxyColor BarCurrent = Named("bar current");

    public static readonly OxyColor LineEstimate = Named("line estimate");
    public static readonly OxyColor IntervalEstimate = Named("ci estimate");
    public static readonly OxyColor DotEstimate = Named("dot estimate");

    private static readonly string[] Letters = ["a", "b", "c", "d"];
    private static readonly OxyColor[] Lines = Series("line");
    private static readonly OxyColor[] Intervals = Series("ci");
    private static readonly OxyColor[] Dots = Series("dot");
    private static readonly OxyColor[] HollowDots = Series("hollow");

    /// <summary>The letter of the n-th series; a fifth series looks like the first and is told apart by the legend and the table.</summary>
    public static string Letter(int series) => Letters[series % Letters.Length];

    public static OxyColor Line(int series) => Lines[series % Lines.Length];

    public static OxyColor Interval(int series) => Intervals[series % Intervals.Length];

    public static OxyColor Dot(int series) => Dots[series % Dots.Length];

    public static OxyColor Hollow(int series) => HollowDots[series % HollowDots.Length];

    public static string ClassOf(OxyColor ink)
    {
        var index = (ink.G << 8) + ink.B;
        return ink.R == 0 && index < Classes.Count ? Classes[index] : throw new InvalidOperationException($"{ink} is a colour, not an ink.");
    }

    private static OxyColor[] Series(string kind) => [.. Letters.Select(letter => Named($"{kind} {letter}"))];

    private static OxyColor Named(string classes)
    {
        Classes.Add(classes);
        return OxyColor.FromRgb(0, (byte)((Classes.Count - 1) >> 8), (byte)(Classes.Count - 1));
    }
}
