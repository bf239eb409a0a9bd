namespace Concord.Measures;

/// <summary>Are there far more or far fewer rows than usual?</summary>
/// <remarks>
/// Usual is the median of earlier windows of the same length; the spread is 1.4826 times the median distance from it, which a few odd
/// windows do not move, and √median at least, what chance alone gives a count. The score is (rows − median)/spread; beyond ±3 is unusual.
/// Earlier windows without a row count: an outage was one. Fewer than three earlier windows, or a median of 0: not computed. Windows
/// should be comparable: weekdays with weekdays. Reference: Hampel (1974), Journal of the American Statistical Association 69.
/// </remarks>
/// <param name="Ratio">Rows over the usual number.</param>
/// <param name="Score">How many spreads the rows lie above the usual number.</param>
public readonly record struct Volume(Measured Ratio, Measured Score)
{
    /// <summary>The score beyond which a window is unusual.</summary>
    public const double Limit = 3;

    private const double MedianDeviationToStandardDeviation = 1.4826;

    /// <summary>Whether there are far more or far fewer rows than usual; null where that is not known.</summary>
    public bool? IsUnusual => Score.IsComputed ? Math.Abs(Score.Value) > Limit : null;

    /// <summary>Compares a window with earlier ones.</summary>
    /// <param name="rows">Rows of the window.</param>
    /// <param name="earlier">Rows of earlier windows.</param>
    public static Volume Of(long rows, IEnumerable<long> earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        double[] counts = [.. earlier.Select(count => (double)count)];
        if (counts.Length < 3)
            return Not("fewer than three earlier windows are known");
        var usual = EmpiricalDistribution.FromRows(counts).Quantile(0.5).Value;
        if (usual <= 0)
            return Not("most earlier windows had no rows");
        var distance = EmpiricalDistribution.FromRows(counts.Select(count => Math.Abs(count - usual))).Quantile(0.5).Value;
        return new(Measured.Of(rows / usual), Measured.Of((rows - usual) / Math.Max(MedianDeviationToStandardDeviation * distance, Math.Sqrt(usual))));
    }

    private static Volume Not(string reason) => new(Measured.Not(reason), Measured.Not(reason));
}
