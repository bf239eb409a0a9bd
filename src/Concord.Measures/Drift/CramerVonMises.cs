namespace Concord.Measures;

/// <summary>Two-sample Cramér-von Mises: the mean squared gap between the two cumulative distributions, and how surprising it is.</summary>
/// <remarks>
/// T = nm/(n + m)² · Σ over all rows of both samples of (F − G)². Where several rows hold one value, each of them counts the mean of the
/// squared gap before and after that value; without ties this is the textbook statistic, and with ties equal distributions still give
/// 0 and the p-value is conservative. (Mid-ranks put into the rank formula do not: they call equal distributions of unequal size
/// different.) The p-value is the limit law's after T has been given the law's mean and variance. Missing rows play no part. A side
/// without a value: not computed. Reference: Anderson (1962), Annals of Mathematical Statistics 33.
/// </remarks>
public static class CramerVonMises
{
    /// <summary>The statistic T, 0 or above.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured Statistic(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (CumulativeGap.Obstacle(reference, current) is { } obstacle)
            return Measured.Not(obstacle);
        double n = reference.Count;
        double m = current.Count;
        var sum = default(CompensatedSum);
        var before = 0.0;
        var seen = (Reference: 0L, Current: 0L);
        foreach (var block in PooledBlocks.Of([reference, current]))
        {
            seen = (seen.Reference + block[0], seen.Current + block[1]);
            var gap = (double)(((Int128)seen.Reference * current.Count) - ((Int128)seen.Current * reference.Count)) / (n * m);
            sum.Add((block[0] + block[1]) * ((before * before) + (gap * gap)) / 2);
            before = gap;
        }

        return Measured.Of(n / (n + m) * m / (n + m) * sum.Value);
    }

    /// <summary>The p-value by the limit law.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured PValue(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        Statistic(reference, current).Select(t => PValue(t, reference.Count, current.Count));

    /// <summary>The p-value by the limit law for a statistic already at hand.</summary>
    /// <param name="statistic">T.</param>
    /// <param name="n">Values of one side, at least 1.</param>
    /// <param name="m">Values of the other, at least 1.</param>
    public static double PValue(double statistic, long n, long m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        var all = (double)n + m;
        var mean = (1 + (1 / all)) / 6;
        var variance = (all + 1) / (45 * all * all) * ((4 * all) - (3 * (((double)n / m) + ((double)m / n))) - 2) / 4;
        return variance <= 0 ? 1 : CramerVonMisesLaw.UpperTail((1.0 / 6) + ((statistic - mean) / Math.Sqrt(45 * variance)));
    }
}
