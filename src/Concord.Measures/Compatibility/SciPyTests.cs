namespace Concord.Measures;

/// <summary>Two-sample tests as SciPy computes them, kept for reproducing figures of tools that call it.</summary>
/// <remarks>
/// Kolmogorov-Smirnov exact: D from the data with ties, its law as if there were none. Cramér-von Mises: rank formula with mid-ranks,
/// which calls equal samples of unequal size different once they tie. Anderson-Darling: p from a table, between 0.001 and 0.25.
/// Mann-Whitney: one-sided, normal law with continuity and tie correction. Student's t: pooled variance. Epps-Singleton: characteristic
/// functions at 0.4 and 0.8. Energy distance: √(2 ∫ (F − G)² dx). Reference: Virtanen et al. (2020), SciPy 1.0, Nature Methods 17; Epps
/// and Singleton (1986), Journal of Statistical Computation and Simulation 26; Scholz and Stephens (1987), table 1.
/// </remarks>
internal static class SciPyTests
{
    public static Measured CramerVonMisesPValue(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        if (CumulativeGap.Obstacle(reference, current) is { } obstacle)
            return Measured.Not(obstacle);
        double n = reference.Count;
        double m = current.Count;
        var ofReference = default(CompensatedSum);
        var ofCurrent = default(CompensatedSum);
        var (below, currentBelow) = (0.0, 0.0);
        foreach (var block in PooledBlocks.Of([reference, current]))
        {
            double a = block[0];
            double b = block[1];
            // Squared gaps between mid-ranks and positions, all rows of the block at once.
            ofReference.Add(a * (Square(currentBelow + (b / 2)) + (((a * a) - 1) / 12)));
            ofCurrent.Add(b * (Square(below + (a / 2)) + (((b * b) - 1) / 12)));
            below += a;
            currentBelow += b;
        }

        var all = n + m;
        var t = (((n * ofReference.Value) + (m * ofCurrent.Value)) / (n * m * all)) - (((4 * n * m) - 1) / (6 * all));
        return Measured.Of(CramerVonMises.PValue(t, reference.Count, current.Count));
    }

    /// <summary>Quadratic in the statistic through the logarithms of seven tabled levels, by least squares.</summary>
    public static Measured AndersonDarlingPValue(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        AndersonDarling.Of(reference, current).Standardized.Select(static statistic =>
        {
            ReadOnlySpan<double> points = [0.325, 1.226, 1.961, 2.718, 3.752, 4.592, 6.546];
            ReadOnlySpan<double> levels = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
            if (statistic < points[0] || statistic > points[^1])
                return statistic < points[0] ? levels[0] : levels[^1];
            Span<double> moments = stackalloc double[5];
            Span<double> right = stackalloc double[3];
            for (var i = 0; i < points.Length; i++)
            {
                var power = 1.0;
                for (var k = 0; k < 5; k++, power *= points[i])
                {
                    moments[k] += power;
                    if (k < 3)
                        right[k] += power * Math.Log(levels[i]);
                }
            }

            var determinant = Determinant(moments[0], moments[1], moments[2], moments[1], moments[2], moments[3], moments[2], moments[3], moments[4]);
            var constant = Determinant(right[0], moments[1], moments[2], right[1], moments[2], moments[3], right[2], moments[3], moments[4]) / determinant;
            var linear = Determinant(moments[0], right[0], moments[2], moments[1], right[1], moments[3], moments[2], right[2], moments[4]) / determinant;
            var square = Determinant(moments[0], moments[1], right[0], moments[1], moments[2], right[1], moments[2], moments[3], right[2]) / determinant;
            return Math.Exp(constant + (linear * statistic) + (square * statistic * statistic));
        });

    public static Measured MannWhitneyLessPValue(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        if (CumulativeGap.Obstacle(reference, current) is { } obstacle)
            return Measured.Not(obstacle);
        double n = reference.Count;
        double m = current.Count;
        var wins = default(CompensatedSum);
        var ties = default(CompensatedSum);
        var below = 0.0;
        foreach (var block in PooledBlocks.Of([reference, current]))
        {
            wins.Add(block[1] * (below + (block[0] / 2.0)));
            double at = block[0] + block[1];
            ties.Add((at * at * at) - at);
            below += block[0];
        }

        var all = n + m;
        var deviation = Math.Sqrt(n * m / 12 * (all + 1 - (ties.Value / (all * (all - 1)))));
        return deviation > 0
            ? Measured.Of(NormalLaw.UpperTail((wins.Value - (n * m / 2) - 0.5) / deviation))
            : Measured.Not("there is only one value to compare");
    }

    public static Measured StudentPValue(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        if (CumulativeGap.Obstacle(reference, current) is { } obstacle)
            return Measured.Not(obstacle);
        double n = reference.Count;
        double m = current.Count;
        if (n + m < 3)
            return Measured.Not("a variance needs three values");
        var (s, t) = (reference.PopulationStandardDeviation(), current.PopulationStandardDeviation());
        if (!s.IsComputed || !t.IsComputed)
            return s.IsComputed ? t : s;
        var pooled = ((n * s.Value * s.Value) + (m * t.Value * t.Value)) / (n + m - 2);
        return pooled > 0
            ? Measured.Of(StudentLaw.TwoSided((reference.Mean().Value - current.Mean().Value) / Math.Sqrt(pooled * ((1 / n) + (1 / m))), n + m - 2))
            : Measured.Not("neither sample shows any spread to judge the difference by");
    }

    public static Measured EnergyDistance(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        if (CumulativeGap.Obstacle(reference, current) is { } obstacle)
            return Measured.Not(obstacle);
        return Measured.Finite(Math.Sqrt(2 * CumulativeGap.SquaredArea(reference, current)));
    }

    public static Measured EppsSingletonPValue(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        if (CumulativeGap.Obstacle(reference, current) is { } obstacle)
            return Measured.Not(obstacle);
        if (reference.Count < 5 || current.Count < 5)
            return Measured.Not("a sample has fewer than five values");
        var both = reference.Merge(current);
        var scale = (both.Quantile(0.75).Value - both.Quantile(0.25).Value) / 2;
        if (scale == 0)
            return Measured.Not("the middle half of the values is one value");
        double n = reference.Count;
        double m = current.Count;
        var (x, y) = (Waves(reference, scale), Waves(current, scale));
        var covariance = Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 4).Select(j =>
            ((n + m) / n * x.Covariance(i, j).Value) + ((n + m) / m * y.Covariance(i, j).Value)).ToArray()).ToArray();
        var (values, vectors) = SymmetricEigen.Of(covariance);
        var statistic = 0.0;
        var rank = 0;
        for (var k = 0; k < 4; k++)
        {
            if (values[k] <= 1e-15 * values[0])
                continue;
            rank++;
            var along = Enumerable.Range(0, 4).Sum(i => vectors[k][i] * (x.Mean(i).Value - y.Mean(i).Value));
            statistic += along * along / values[k];
        }

        statistic *= n + m;
        if (Math.Max(n, m) < 25)
            statistic /= 1 + Math.Pow(n + m, -0.45) + (10.1 * (Math.Pow(n, -1.7) + Math.Pow(m, -1.7)));
        return Measured.Of(ChiSquareLaw.UpperTail(statistic, rank));
    }

    private static CoMoments Waves(EmpiricalDistribution sample, double scale) => CoMoments.FromRows(
        sample.Pairs().SelectMany(pair =>
        {
            var (near, far) = (0.4 * pair.Value / scale, 0.8 * pair.Value / scale);
            return Enumerable.Repeat<double[]>([Math.Cos(near), Math.Cos(far), Math.Sin(near), Math.Sin(far)], checked((int)pair.Count));
        }),
        4);

    private static double Square(double x) => x * x;

    private static double Determinant(double a, double b, double c, double d, double e, double f, double g, double h, double i) =>
        (a * ((e * i) - (f * h))) - (b * ((d * i) - (f * g))) + (c * ((d * h) - (e * g)));
}
