namespace Concord.Measures;

/// <summary>Two-sample chi-square test: could both samples have been drawn from the same shares?</summary>
/// <remarks>
/// Pearson's statistic of the 2 × K table of counts, no continuity correction, K − 1 degrees of freedom. The reference is a sample
/// too, so both rows have expected counts; treating the reference as exact raises false alarms.
/// Levels without any row are left out; a side without rows or a single level: not computed.
/// The law is approximate where expected counts are small; <see cref="OfMerged"/> pools such levels first, and <see cref="OfSparse"/> takes another law.
/// Reference: Pearson (1900); Cochran (1954), Biometrics 10; Haldane (1940), Biometrika 31; Dawson (1954), Biometrika 41.
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

    /// <summary>
    /// The test on the levels as they are where hardly any has an expected count of 5: the statistic follows the gamma law that has its mean and
    /// variance over all ways to deal the same rows out to the two samples.
    /// </summary>
    /// <param name="counts">Both samples, together at least four rows.</param>
    public static ChiSquareTest OfSparse(PairedCounts counts)
    {
        var test = Of(counts);
        if (!test.Statistic.IsComputed)
            return test;
        double n = counts.ReferenceTotal, m = counts.CurrentTotal, all = n + m, levels = test.DegreesOfFreedom + 1;
        if (all < 4)
            return ChiSquareTest.Not("there are fewer than four rows");
        var inverses = default(CompensatedSum);
        for (var level = 0; level < counts.Length; level++)
        {
            if (counts.Reference[level] + counts.Current[level] is > 0 and var both)
                inverses.Add(1.0 / both);
        }

        var (rows, columns) = (Spread(2, (1 / n) + (1 / m)), Spread(levels, inverses.Value));
        var mean = (levels - 1) * all / (all - 1);
        var variance = (2 * all / (all - 3) * rows.Free * columns.Free) + (all * all / (all - 1) * rows.Uneven * columns.Uneven);

        // Where no way to deal gives another statistic, as with as many levels as rows, it tells nothing.
        return variance > 1e-9 * mean
            ? test with { PValue = Measured.Of(Tail.Positive(GammaFunction.RegularizedUpper(mean * mean / variance, test.Statistic.Value * mean / variance))) }
            : ChiSquareTest.Not("hardly any level occurs twice");

        // Dawson's v − w and w of one margin of the table.
        (double Free, double Uneven) Spread(double count, double sumOfInverses)
        {
            var uneven = ((all * sumOfInverses) - (count * count)) / (all - 2);
            return (((count - 1) * (all - count) / (all - 1)) - uneven, uneven);
        }
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
