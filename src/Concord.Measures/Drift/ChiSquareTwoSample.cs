namespace Concord.Measures;

/// <summary>Two-sample chi-square test: could both samples have been drawn from the same shares?</summary>
/// <remarks>
/// Pearson's statistic of the 2 × K table of counts, no continuity correction, K − 1 degrees of freedom. The reference is a sample
/// too, so both rows have expected counts; treating the reference as exact raises false alarms.
/// Levels without any row are left out; a side without rows or a single level: not computed.
/// The law is approximate where expected counts are small; <see cref="OfMerged"/> pools such levels first.
/// Reference: Pearson (1900); Cochran (1954), Biometrics 10.
/// </remarks>
public static class ChiSquareTwoSample
{
    /// <summary>Below this expected count a level is pooled by <see cref="OfMerged"/>.</summary>
    public const double SmallestExpectedCount = 5;

    /// <summary>The test on the levels as they are.</summary>
    /// <param name="counts">Both samples.</param>
    public static ChiSquareTest Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.Obstacle is { } obstacle ? ChiSquareTest.Not(obstacle) : Test(counts.Reference, counts.Current, counts);
    }

    /// <summary>The test after all levels whose expected count is below 5 on either side have been pooled into one.</summary>
    /// <param name="counts">Both samples.</param>
    public static ChiSquareTest OfMerged(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Obstacle is { } obstacle)
            return ChiSquareTest.Not(obstacle);

        var smaller = Math.Min(counts.ReferenceTotal, counts.CurrentTotal);
        var both = (double)counts.ReferenceTotal + counts.CurrentTotal;
        var reference = new List<long> { 0 };
        var current = new List<long> { 0 };
        for (var level = 0; level < counts.Length; level++)
        {
            var rows = counts.Reference[level] + counts.Current[level];
            if (rows * (smaller / both) < SmallestExpectedCount)
            {
                reference[0] += counts.Reference[level];
                current[0] += counts.Current[level];
            }
            else
            {
                reference.Add(counts.Reference[level]);
                current.Add(counts.Current[level]);
            }
        }

        return Test([.. reference], [.. current], counts);
    }

    private static ChiSquareTest Test(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, PairedCounts counts)
    {
        // With row totals n and m, Σ (observed − expected)²/expected over both rows is Σ (r·m − c·n)² / (n·m·(r + c)).
        double n = counts.ReferenceTotal;
        double m = counts.CurrentTotal;
        var levels = 0;
        var sum = default(CompensatedSum);
        for (var level = 0; level < reference.Length; level++)
        {
            double both = reference[level] + current[level];
            if (both == 0)
                continue;
            levels++;
            var gap = (reference[level] / n) - (current[level] / m);
            sum.Add(gap * gap / both);
        }

        return levels < 2 ? ChiSquareTest.Not("there is only one level to compare") : ChiSquareTest.Of(sum.Value * n * m, levels - 1);
    }
}
