namespace Concord.Measures;

/// <summary>Population stability index: how far the shares per bin have moved, weighted by the log of their ratio.</summary>
/// <remarks>
/// Σ (a − e) ln(a / e) over bins, with a and e the current and the reference share, each raised to at least 0.0001 and not
/// renormalised after that. The bins of a numeric column end at the tenths of the reference (type 7, the same values once) and are
/// closed on the right; those of a categorical one are its levels; rows without a value are a bin of their own where either side has
/// any. 0 when nothing moved; customary limits are 0.10 and 0.25. Sampling alone produces about
/// (1/n + 1/m) times a chi-square value with bins − 1 degrees of freedom, so small samples exceed the customary limits by chance.
/// A side without rows: not computed. Reference: Siddiqi (2006), Credit Risk Scorecards; Yurdakul (2018), Statistical Properties
/// of Population Stability Index.
/// </remarks>
public static class PopulationStabilityIndex
{
    /// <summary>What an empty bin counts as.</summary>
    public const double SmallestShare = 0.0001;

    /// <summary>The index of two samples counted in the same bins.</summary>
    /// <param name="counts">Both samples.</param>
    public static Measured Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.SumOverShares(static (reference, current) =>
        {
            var e = Math.Max(reference, SmallestShare);
            var a = Math.Max(current, SmallestShare);
            return (a - e) * Math.Log(a / e);
        });
    }

    /// <summary>What the index is on average when nothing has changed: (1/n + 1/m)(bins − 1).</summary>
    /// <param name="counts">Both samples.</param>
    public static Measured ExpectedBySampling(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Scale(counts).Select(scale => scale * DegreesOfFreedom(counts));
    }

    /// <summary>What the index stays below with the given probability when nothing has changed.</summary>
    /// <param name="counts">Both samples.</param>
    /// <param name="probability">For example 0.95.</param>
    public static Measured SamplingPoint(PairedCounts counts, double probability)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Scale(counts).Select(scale => scale * ChiSquareLaw.Quantile(probability, DegreesOfFreedom(counts)));
    }

    private static int DegreesOfFreedom(PairedCounts counts) => Math.Max(counts.Length - 1, 0);

    private static Measured Scale(PairedCounts counts) => counts.Obstacle is { } obstacle
        ? Measured.Not(obstacle)
        : Measured.Of((1.0 / counts.ReferenceTotal) + (1.0 / counts.CurrentTotal));
}
