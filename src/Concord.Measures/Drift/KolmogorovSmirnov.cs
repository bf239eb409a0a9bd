namespace Concord.Measures;

/// <summary>Two-sample Kolmogorov-Smirnov: the largest gap between the two cumulative distributions, and how surprising it is.</summary>
/// <remarks>
/// D = max |F(x) − G(x)| on the values present, both sides compared after each distinct value, so ties need no breaking. Missing
/// rows play no part. Verdicts rest on the p-value of Kolmogorov's limit law at √(nm/(n + m)) · D, which for small samples lies somewhat
/// above the exact one. With ties the p-values are conservative, except the exact one. A side without a value: not computed.
/// Reference: Smirnov (1948), Annals of Mathematical Statistics 19; Schröer and Trenkler (1995), Computational Statistics and Data
/// Analysis 20, and Viehmann (2021), arXiv 2102.08037, for the exact p-value.
/// </remarks>
public static class KolmogorovSmirnov
{
    /// <summary>Up to this product of both sizes the exact p-value is computed.</summary>
    public const long LargestExact = 25_000_000;

    /// <summary>The statistic D, from 0 to 1.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured Statistic(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        return CumulativeGap.Obstacle(reference, current) is { } obstacle ? Measured.Not(obstacle) : Measured.Of(CumulativeGap.Of(reference, current).Largest);
    }

    /// <summary>
    /// Between what the statistic lies when only counts per bin are known: from the largest gap at an edge to the largest that any order of the rows inside a
    /// bin allows. Both ends are attained, where bins can hold more than one value; bins of one value each make them meet.
    /// </summary>
    /// <param name="bins">Both samples counted in bins, in the order of the values; without missing rows.</param>
    /// <param name="isSingle">Whether a bin can hold one value only; null: none.</param>
    /// <returns>Null where a side has no row.</returns>
    public static Bounds? StatisticFromBins(PairedCounts bins, Func<int, bool>? isSingle = null)
    {
        ArgumentNullException.ThrowIfNull(bins);
        if (bins.Obstacle is not null)
            return null;
        var (reference, current, least, most) = (0L, 0L, 0.0, 0.0);
        for (var bin = 0; bin < bins.Length; bin++)
        {
            if (isSingle?.Invoke(bin) != true)
                most = Math.Max(most, Math.Max(Gap(reference + bins.Reference[bin], current), Gap(reference, current + bins.Current[bin])));
            reference += bins.Reference[bin];
            current += bins.Current[bin];
            least = Math.Max(least, Gap(reference, current));
            most = Math.Max(most, least);
        }

        return new(least, most);

        double Gap(long first, long second) => Math.Abs(((double)first / bins.ReferenceTotal) - ((double)second / bins.CurrentTotal));
    }

    /// <summary>The p-value by Kolmogorov's limit law at √(nm/(n + m)) · D. The verdicts rest on this one.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured LimitPValue(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        Statistic(reference, current).Select(d => LimitPValue(d, reference.Count, current.Count));

    /// <summary>The p-value by Kolmogorov's limit law for a statistic already at hand.</summary>
    /// <param name="statistic">D.</param>
    /// <param name="n">Values of one side, at least 1.</param>
    /// <param name="m">Values of the other, at least 1.</param>
    public static double LimitPValue(double statistic, long n, long m) => KolmogorovLaw.UpperTail(Math.Sqrt(EffectiveSize(n, m)) * statistic);

    /// <summary>
    /// The p-value by the exact one-sample law with nm/(n + m) values, rounded to a whole number (halves to the even one): SciPy 1.10's
    /// <c>ks_2samp(mode='asymp')</c>.
    /// </summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured OneSampleLawPValue(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        var statistic = Statistic(reference, current);
        if (!statistic.IsComputed)
            return statistic;
        var size = (long)Math.Round(EffectiveSize(reference.Count, current.Count), MidpointRounding.ToEven);
        return size < 1
            ? Measured.Not("one value on each side is too few for the one-sample law")
            : Measured.Of(OneSampleKolmogorovLaw.UpperTail(statistic.Value, size));
    }

    /// <summary>
    /// The exact p-value for small samples: the share of all ways to deal out the rows of both samples that give a gap of at least D,
    /// ties taken as they are. Not computed where nm is above <see cref="LargestExact"/>; the limit law is precise there.
    /// </summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured ExactPValue(EmpiricalDistribution reference, EmpiricalDistribution current) => ExactPValue(reference, current, tiesAsTheyAre: true);

    internal static Measured ExactPValue(EmpiricalDistribution reference, EmpiricalDistribution current, bool tiesAsTheyAre)
    {
        var statistic = Statistic(reference, current);
        if (!statistic.IsComputed)
            return statistic;
        if ((Int128)reference.Count * current.Count > LargestExact)
            return Measured.Not("the samples are too large for the exact law");
        var (n, m) = ((int)reference.Count, (int)current.Count);
        var gap = (long)Math.Round(statistic.Value * n * m);
        if (gap == 0)
            return Measured.Of(1);

        var compared = new bool[n + m + 1];
        var seen = 0L;
        foreach (var block in PooledBlocks.Of([reference, current]))
            compared[seen += block[0] + block[1]] = true;

        // exceeded[j]: the share of ways to the first i rows of one and j of the other that met the gap; a sum of positive terms only.
        var exceeded = new double[m + 1];
        for (long i = 0; i <= n; i++)
        {
            for (long j = 0; j <= m; j++)
            {
                exceeded[j] = (compared[i + j] || !tiesAsTheyAre) && Math.Abs((i * m) - (j * n)) >= gap ? 1
                    : ((i == 0 ? 0 : i * exceeded[j]) + (j == 0 ? 0 : j * exceeded[j - 1])) / Math.Max(i + j, 1);
            }
        }

        return Measured.Of(Tail.Positive(exceeded[m]));
    }

    private static double EffectiveSize(long n, long m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        return n / ((double)n + m) * m;
    }
}
