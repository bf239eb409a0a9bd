namespace Concord.Measures;

/// <summary>Anderson-Darling for k samples: gaps between the cumulative distributions, weighted so that the ends count as much as the middle.</summary>
/// <remarks>
/// A² in the form for ties: (N − 1)/N² · Σ over samples 1/nᵢ Σ over distinct values l (N M − nᵢ B)² / (B(N − B) − N l / 4), with l rows at
/// the value, B rows below it and M of them from sample i, rows at the value counted half. Standardised: (A² − (k − 1)) / σ with the exact
/// σ of samples of these sizes. The p-value is the limit law's at the standardised value, so far tails stay positive; tables end at 0.001.
/// Missing rows play no part. Fewer than two samples, an empty one, fewer than four values in all, or one distinct value: not computed.
/// Reference: Scholz and Stephens (1987), K-Sample Anderson-Darling Tests, Journal of the American Statistical Association 82.
/// </remarks>
public static class AndersonDarling
{
    /// <summary>Above this number of values the sums in σ are replaced by their limits, whose error is then below 1e-5.</summary>
    private const long LargestSummed = 5_000_000;

    private const double Rounding = 1e-9;
    private const string NoSpread = "samples of these sizes always give the same statistic";

    /// <summary>The test of two samples.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static AndersonDarlingTest Of(EmpiricalDistribution reference, EmpiricalDistribution current) => Of([reference, current]);

    /// <summary>The test of several samples, for example of the windows of a year.</summary>
    /// <param name="samples">At least two; their order never matters.</param>
    public static AndersonDarlingTest Of(IReadOnlyList<EmpiricalDistribution> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (Obstacle(samples) is { } obstacle)
            return AndersonDarlingTest.Not(obstacle);
        var all = samples.Sum(sample => sample.Count);
        var statistic = Statistic(samples, all);
        var variance = Variance(samples, all);
        if (variance <= Rounding)
            return new(Measured.Of(statistic), Measured.Not(NoSpread), Measured.Not(NoSpread));
        var deviation = Math.Sqrt(variance);
        var standardized = (statistic - (samples.Count - 1)) / deviation;
        var freedom = samples.Count - 1;
        return new(
            Measured.Of(statistic),
            Measured.Of(standardized),
            Measured.Of(AndersonDarlingLaw.UpperTail(freedom + (standardized * Math.Sqrt(freedom * AndersonDarlingLaw.Variance)), samples.Count)));
    }

    private static string? Obstacle(IReadOnlyList<EmpiricalDistribution> samples) =>
        samples.Count < 2 ? "there is nothing to compare with"
        : samples.Any(sample => sample.Count == 0) ? "a sample has no value"
        : samples.Sum(sample => sample.Count) < 4 ? "fewer than four values are too few for a standard deviation"
        : samples.All(sample => sample.Values.Length == 1 && sample.Values[0] == samples[0].Values[0]) ? "there is only one value to compare"
        : null;

    private static double Statistic(IReadOnlyList<EmpiricalDistribution> samples, double all)
    {
        var sums = new CompensatedSum[samples.Count];
        var below = new double[samples.Count];
        var allBelow = 0.0;
        foreach (var block in PooledBlocks.Of(samples))
        {
            double at = block.Sum();
            var middle = allBelow + (at / 2);
            var weight = at / all / ((middle * (all - middle)) - (all * at / 4));
            for (var i = 0; i < block.Length; i++)
            {
                var gap = (all * (below[i] + (block[i] / 2.0))) - (middle * samples[i].Count);
                sums[i].Add(weight * gap * gap);
                below[i] += block[i];
            }

            allBelow += at;
        }

        var statistic = 0.0;
        for (var i = 0; i < sums.Length; i++)
            statistic += sums[i].Value / samples[i].Count;
        return statistic * (all - 1) / all;
    }

    private static double Variance(IReadOnlyList<EmpiricalDistribution> samples, long all)
    {
        double k = samples.Count;
        double n = all;
        var inverse = samples.Sum(sample => 1.0 / sample.Count);
        var (h, g) = Harmonic(all);
        var a = (((4 * g) - 6) * (k - 1)) + ((10 - (6 * g)) * inverse);
        var b = (((2 * g) - 4) * k * k) + (8 * h * k) + (((2 * g) - (14 * h) - 4) * inverse) - (8 * h) + (4 * g) - 6;
        var c = (((6 * h) + (2 * g) - 2) * k * k) + (((4 * h) - (4 * g) + 6) * k) + (((2 * h) - 6) * inverse) + (4 * h);
        var d = (((2 * h) + 6) * k * k) - (4 * h * k);
        return (a + (b / n) + (c / (n * n)) + (d / (n * n * n))) / ((1 - (1 / n)) * (1 - (2 / n)) * (1 - (3 / n)));
    }

    /// <summary>h = Σ 1/i below N, and g = Σ over i &lt; j below N of 1/((N − i) j).</summary>
    private static (double H, double G) Harmonic(long all)
    {
        if (all > LargestSummed)
            return (Math.Log(all - 1) + 0.57721566490153286 + (0.5 / (all - 1)), Math.PI * Math.PI / 6);
        var h = 0.0;
        var g = 0.0;
        for (var i = all - 1; i >= 1; i--)
        {
            g += h / (all - i);
            h += 1.0 / i;
        }

        return (h, g);
    }
}

/// <summary>The outcome of an Anderson-Darling test.</summary>
/// <param name="Statistic">A², near k − 1 where the samples come from one law.</param>
/// <param name="Standardized">A² less its mean, in standard deviations.</param>
/// <param name="PValue">Upper tail of the limit law; always above 0.</param>
public readonly record struct AndersonDarlingTest(Measured Statistic, Measured Standardized, Measured PValue)
{
    internal static AndersonDarlingTest Not(string reason) => new(Measured.Not(reason), Measured.Not(reason), Measured.Not(reason));
}
