namespace Concord.Measures;

/// <summary>Jensen-Shannon distance: how well one could tell from a single row which of the two samples it came from.</summary>
/// <remarks>
/// √(½ Σ a log₂(a/m) + ½ Σ e log₂(e/m)) with m = (a + e)/2; no smoothing, 0 log 0 = 0. From 0 (same shares) to 1 (nothing in common).
/// Symmetric. A side without rows: not computed. Reference: Lin (1991), IEEE Transactions on Information Theory 37(1); Endres and Schindelin (2003).
/// </remarks>
public static class JensenShannonDistance
{
    /// <summary>The distance of two samples counted in the same bins.</summary>
    /// <param name="counts">Both samples.</param>
    public static Measured Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts
            .SumOverShares(static (reference, current) => Divergence(reference, current) + Divergence(current, reference))
            .Select(static sum => Math.Sqrt(Math.Clamp(sum / 2, 0, 1)));
    }

    private static double Divergence(double share, double other) => share == 0 ? 0 : share * Math.Log2(share / ((share + other) / 2));
}
