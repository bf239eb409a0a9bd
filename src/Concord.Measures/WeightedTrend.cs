namespace Concord.Measures;

/// <summary>Trend of a measure over windows: its slope per unit of time, with an interval, each window weighted by how surely it is known.</summary>
/// <remarks>
/// Weighted least squares with weights 1/s², s the standard error of the window: slope Σ w (t − t̄)(y − ȳ) / Σ w (t − t̄)². Its standard
/// error is 1/√(Σ w (t − t̄)²), and where the windows scatter more about the line than their errors allow it is multiplied by √(χ²/(n −
/// 2)) (Birge). The interval is the normal one. Windows without a value or with no standard error above 0 are left out; fewer than three
/// others, or all at one time: not computed. A rate enters with half the width of its Wilson interval over 1.96 as its error, so that a
/// rate of 0 or 1 has one too. Reference: Aitken (1936), Proceedings of the Royal Society of Edinburgh 55; Birge (1932), Physical Review
/// 40.
/// </remarks>
/// <param name="Slope">The change per unit of time.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Windows">How many windows it rests on.</param>
public readonly record struct WeightedTrend(Measured Slope, Measured StandardError, int Windows)
{
    /// <summary>The 95 % interval of the slope; null where there is none.</summary>
    public ConfidenceInterval? Interval95 => Slope.IsComputed && StandardError.IsComputed
        ? new(Slope.Value - (ConfidenceInterval.NormalPoint95 * StandardError.Value), Slope.Value + (ConfidenceInterval.NormalPoint95 * StandardError.Value))
        : null;

    /// <summary>The two-sided p-value of a slope other than 0; always above 0.</summary>
    public Measured PValue
    {
        get
        {
            var error = StandardError;
            return Slope.Select(slope => NormalLaw.TwoSided(slope / error.Value));
        }
    }

    /// <summary>The trend of any measure.</summary>
    /// <param name="windows">Time (in any unit), value and standard error of each.</param>
    public static WeightedTrend Of(IEnumerable<(double Time, Measured Value, Measured StandardError)> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var known = windows.Where(window => window.Value.IsComputed && window.StandardError.IsComputed && window.StandardError.Value > 0)
            .Select(window => (window.Time, Value: window.Value.Value, Weight: 1 / (window.StandardError.Value * window.StandardError.Value))).ToArray();
        if (known.Length < 3)
            return Not("fewer than three windows have a value with an error", known.Length);
        var all = known.Sum(window => window.Weight);
        var time = known.Sum(window => window.Weight / all * window.Time);
        var level = known.Sum(window => window.Weight / all * window.Value);
        var spread = known.Sum(window => window.Weight * (window.Time - time) * (window.Time - time));
        if (known.All(window => window.Time == known[0].Time))
            return Not("all windows are at one time", known.Length);
        var slope = known.Sum(window => window.Weight * (window.Time - time) * (window.Value - level)) / spread;
        var scatter = known.Sum(window => window.Weight * Square(window.Value - level - (slope * (window.Time - time)))) / (known.Length - 2);
        return new(Measured.Finite(slope), Measured.Finite(Math.Sqrt(Math.Max(scatter, 1) / spread)), known.Length);
    }

    /// <summary>The trend of a rate.</summary>
    /// <param name="windows">Time (in any unit) and rate of each.</param>
    public static WeightedTrend Of(IEnumerable<(double Time, Proportion Rate)> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return Of(windows.Select(window => (window.Time, window.Rate.Value, window.Rate.Wilson95 is { } interval
            ? Measured.Of((interval.High - interval.Low) / (2 * ConfidenceInterval.NormalPoint95))
            : Measured.Not("no row counts towards the denominator"))));
    }

    private static WeightedTrend Not(string reason, int windows) => new(Measured.Not(reason), Measured.Not(reason), windows);

    private static double Square(double x) => x * x;
}
