namespace Concord.Measures;

/// <summary>
/// Importance-weighted performance: the labelled reference, weighted so that its rows are mixed as those of the window. It is an estimate
/// and must be called one.
/// </summary>
/// <remarks>
/// Rows are sorted into strata, for example bins of the score or levels of a column. A reference row of stratum h weighs (share of the
/// window in h) / (share of the reference in h); accuracy, precision and recall follow from the weighted confusion counts. Right if only the mix
/// has changed and not what happens inside a stratum. Standard error by the derivative of the ratio; the strata's shares of the window count
/// as known. Window rows in a stratum without reference rows cannot be estimated: <see cref="Covered"/> says how many
/// can, and nothing is computed below 95 %. Effective rows: (Σ w)² / Σ w², Kish. Reference: Shimodaira (2000), Journal of Statistical
/// Planning and Inference 90; Kish (1965), Survey Sampling.
/// </remarks>
public sealed class ImportanceWeightedPerformance
{
    /// <summary>The share of window rows that must lie in strata which the reference knows.</summary>
    public const double RequiredCoverage = 0.95;

    private readonly (double Weight, Confusion Reference)[] strata;
    private readonly string? obstacle;

    private ImportanceWeightedPerformance((double Weight, Confusion Reference)[] strata, Proportion covered)
    {
        this.strata = strata;
        Covered = covered;
        obstacle = covered.Trials == 0 ? "the window has no rows"
            : covered.Value.Value < RequiredCoverage ? "too many rows of the window lie where the reference has no labelled row"
            : null;
    }

    /// <summary>Window rows in strata with labelled reference rows, of all window rows.</summary>
    public Proportion Covered { get; }

    /// <summary>As how many unweighted rows the weighted reference counts.</summary>
    public Measured EffectiveRows
    {
        get
        {
            if (obstacle is not null)
                return Measured.Not(obstacle);
            var sum = strata.Sum(stratum => stratum.Weight * stratum.Reference.Rows);
            return Measured.Of(sum * sum / strata.Sum(stratum => stratum.Weight * stratum.Weight * stratum.Reference.Rows));
        }
    }

    /// <summary>The share of rows decided as they will turn out.</summary>
    public PerformanceEstimate Accuracy =>
        Ratio(static c => c.TruePositives + c.TrueNegatives, static c => c.FalsePositives + c.FalseNegatives, "there is no row");

    /// <summary>The share of rows decided 1 that will turn out positive.</summary>
    public PerformanceEstimate Precision => Ratio(static c => c.TruePositives, static c => c.FalsePositives, "no row is decided 1");

    /// <summary>The share of the positives to come that were decided 1.</summary>
    public PerformanceEstimate Recall => Ratio(static c => c.TruePositives, static c => c.FalseNegatives, "no labelled row is positive");

    /// <summary>Weights the reference.</summary>
    /// <param name="strata">Per stratum the labelled rows of the reference and the number of rows of the window.</param>
    public static ImportanceWeightedPerformance Of(IReadOnlyList<(Confusion Reference, long Current)> strata)
    {
        ArgumentNullException.ThrowIfNull(strata);
        var known = strata.Where(stratum => stratum.Reference.Rows > 0).ToArray();
        double reference = known.Sum(stratum => stratum.Reference.Rows);
        var covered = new Proportion(known.Sum(stratum => stratum.Current), strata.Sum(stratum => stratum.Current));
        return new(
            [.. known.Select(stratum => (stratum.Current / (double)Math.Max(covered.Successes, 1) / (stratum.Reference.Rows / reference), stratum.Reference))],
            covered);
    }

    private PerformanceEstimate Ratio(Func<Confusion, long> hits, Func<Confusion, long> misses, string empty)
    {
        if (obstacle is not null)
            return PerformanceEstimate.Not(obstacle);
        var hit = strata.Sum(stratum => stratum.Weight * hits(stratum.Reference));
        var all = hit + strata.Sum(stratum => stratum.Weight * misses(stratum.Reference));
        if (all == 0)
            return PerformanceEstimate.Not(empty);

        // Each row moves the ratio by w(1 − ratio)/all as a hit and by −w ratio/all as a miss; within a stratum rows are draws of one law.
        var ratio = hit / all;
        var variance = 0.0;
        foreach (var (weight, counts) in strata)
        {
            double n = counts.Rows;
            var (up, down) = (weight * (1 - ratio) / all, -weight * ratio / all);
            var mean = ((hits(counts) * up) + (misses(counts) * down)) / n;
            variance += (hits(counts) * up * up) + (misses(counts) * down * down) - (n * mean * mean);
        }

        return new(Measured.Of(ratio), Measured.Of(Math.Sqrt(Math.Max(variance, 0))));
    }
}
