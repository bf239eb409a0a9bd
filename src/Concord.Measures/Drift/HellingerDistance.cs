namespace Concord.Measures;

/// <summary>Hellinger distance: the straight-line distance between the square roots of the shares, scaled to 0 … 1.</summary>
/// <remarks>
/// √(½ Σ (√a − √e)²). Symmetric, a metric, defined with empty bins. A side without rows: not computed.
/// Reference: Hellinger (1909), Journal für die reine und angewandte Mathematik 136.
/// </remarks>
public static class HellingerDistance
{
    /// <summary>The distance of two samples counted in the same bins.</summary>
    /// <param name="counts">Both samples.</param>
    public static Measured Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts
            .SumOverShares(static (reference, current) => Square(Math.Sqrt(current) - Math.Sqrt(reference)))
            .Select(static sum => Math.Min(Math.Sqrt(sum / 2), 1));
    }

    private static double Square(double x) => x * x;
}
