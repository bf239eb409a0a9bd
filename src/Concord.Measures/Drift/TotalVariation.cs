namespace Concord.Measures;

/// <summary>Total variation distance: the share of rows that would have to change their level to make both samples alike.</summary>
/// <remarks>
/// ½ Σ |a − e|, from 0 to 1. Symmetric. A side without rows: not computed. Reference: Levin, Peres and Wilmer (2009), Markov Chains
/// and Mixing Times, chapter 4.
/// </remarks>
public static class TotalVariation
{
    /// <summary>The distance of two samples counted in the same bins.</summary>
    /// <param name="counts">Both samples.</param>
    public static Measured Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.SumOverShares(static (reference, current) => Math.Abs(current - reference)).Select(static sum => Math.Min(sum / 2, 1));
    }
}
