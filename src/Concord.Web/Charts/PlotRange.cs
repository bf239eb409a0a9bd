namespace Concord.Web.Charts;

/// <summary>What an axis must show: every figure but those so large that all others would be one flat line beside a figure nobody can read.</summary>
internal readonly record struct PlotRange(double Low, double High)
{
    /// <summary>A figure so many times as large as the middle one is no figure of the same thing: a slip of a unit is a thousand.</summary>
    private const double TimesTheMiddle = 10_000;

    /// <summary>Beyond this the distance of two figures may be no number any more.</summary>
    private const double Largest = 1e300;

    /// <param name="figures">What is drawn.</param>
    /// <param name="beside">Limits and ends of intervals; somebody chose the limits, so they too say what is ordinary.</param>
    /// <returns>0 to 1 where there is nothing to show.</returns>
    public static PlotRange Of(IEnumerable<double> figures, IEnumerable<double> beside)
    {
        var known = figures.Concat(beside).Where(double.IsFinite).OrderBy(Math.Abs).ToList();
        if (known.Count == 0) return new(0, 1);

        // Of two figures the smaller one is the ordinary one. Small figures are parts of one, and a 3 beside them is no slip.
        var bound = Math.Min(TimesTheMiddle * Math.Max(Math.Abs(known[(known.Count - 1) / 2]), 1), Largest);
        var shown = known.Where(value => Math.Abs(value) <= bound).ToList();
        return shown.Count == 0 ? new(0, 1) : new(shown.Min(), shown.Max());
    }

    public bool Holds(double value) => value >= Low && value <= High;

    /// <summary>The value, or the end of the axis beyond which it lies.</summary>
    public double Clip(double value) => Math.Clamp(value, Low, High);
}
