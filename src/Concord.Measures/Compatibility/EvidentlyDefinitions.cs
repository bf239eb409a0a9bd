namespace Concord.Measures;

/// <summary>Drift measures as Evidently 0.7 defines them, under names that say so.</summary>
/// <remarks>
/// Numeric columns with more than 20 distinct values in the reference are compared in bins of equal width by Sturges' rule over both
/// samples together, others value by value. PSI and KL: an empty bin counts as 0.0001, or as a millionth of the smallest share where that
/// is at most 0.0001. JS: natural logarithm, so at most √ln 2. KL: Σ e ln(e / a) of the shares brought back to a sum of 1. Hellinger: √(1
/// − Σ √(a e)), bins by Sturges' rule for the number of distinct values. Wasserstein over the reference's standard deviation, 0.001 at
/// least. Chi-square in the one-sample form (<see cref="ChiSquareOneSample"/>). z-test: the first level of both samples in order against
/// all others. Rank tests as SciPy computes them, ties ignored where it does. G-test against the counts of the reference, not its shares, so
/// that it exists for samples of the same size only. Missing rows are left out everywhere. Its permutation test of the total variation needs
/// rows in their order: <see cref="TotalVariationPermutation"/>.
/// </remarks>
public static class EvidentlyDefinitions
{
    private const double SmallestShare = 0.0001;
    private const int LargestNumberOfLevels = 20;

    /// <summary>Measures of numeric columns.</summary>
    public static IReadOnlyList<NumericDefinition> Numeric { get; } =
    [
        new("PSI (evidently)", static (reference, current) => Stability(Binned(reference, current))),
        new("JS, natural log (evidently)", static (reference, current) => NaturalJensenShannon(Binned(reference, current))),
        new("KL (evidently)", static (reference, current) => Divergence(Binned(reference, current))),
        new("Hellinger (evidently)", static (reference, current) => Hellinger(BinnedByDistinctValues(reference, current))),
        new("Wasserstein over reference sd, 0.001 at least (evidently)", static (reference, current) =>
            Wasserstein.Of(reference, current)
                .Select(distance => distance / Math.Max(reference.PopulationStandardDeviation().ValueOrNull ?? double.NaN, 0.001))),
        new("KS p-value, exact, ties ignored (evidently)", static (reference, current) =>
            KolmogorovSmirnov.ExactPValue(reference, current, tiesAsTheyAre: false)),
        new("Cramér-von Mises p-value, mid-ranks (evidently)", SciPyTests.CramerVonMisesPValue),
        new("Anderson-Darling p-value, 0.001 to 0.25 (evidently)", SciPyTests.AndersonDarlingPValue),
        new("Mann-Whitney p-value, reference lower (evidently)", SciPyTests.MannWhitneyLessPValue),
        new("t-test p-value, pooled variance (evidently)", SciPyTests.StudentPValue),
        new("Epps-Singleton p-value (evidently)", SciPyTests.EppsSingletonPValue),
        new("Energy distance (evidently)", SciPyTests.EnergyDistance),
    ];

    /// <summary>Measures of categorical columns.</summary>
    public static IReadOnlyList<CategoricalDefinition> Categorical { get; } =
    [
        new("PSI (evidently)", static (reference, current) => Stability(Present(reference, current))),
        new("JS, natural log (evidently)", static (reference, current) => NaturalJensenShannon(Present(reference, current))),
        new("KL (evidently)", static (reference, current) => Divergence(Present(reference, current))),
        new("Hellinger (evidently)", static (reference, current) => Hellinger(Present(reference, current))),
        new("Chi-square p-value, one sample (evidently)", static (reference, current) => ChiSquareOneSample.Of(Present(reference, current)).PValue),
        new("G-test p-value, samples of one size (evidently)", static (reference, current) => LogLikelihoodRatio(Present(reference, current))),
        new("z-test p-value, first level against others (evidently)", static (reference, current) =>
        {
            var counts = Present(reference, current);
            return counts.Length == 0
                ? Measured.Not("neither sample has a row")
                : TwoProportionTest.PValue(new(counts.Reference[0], counts.ReferenceTotal), new(counts.Current[0], counts.CurrentTotal));
        }),
    ];

    internal static PairedCounts Present(CategoryCounts reference, CategoryCounts current)
    {
        string[] levels = [.. reference.Levels.Keys.Union(current.Levels.Keys, StringComparer.Ordinal)
            .Where(level => !string.Equals(level, CategoryCounts.MissingLevel, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return new(levels.Select(level => reference[level]), levels.Select(level => current[level]));
    }

    internal static PairedCounts ByValue(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        var blocks = PooledBlocks.Of([reference, current]).Select(block => (Reference: block[0], Current: block[1])).ToArray();
        return new(blocks.Select(block => block.Reference), blocks.Select(block => block.Current));
    }

    private static PairedCounts Binned(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        if (reference.Values.Length <= LargestNumberOfLevels)
            return ByValue(reference, current);
        var both = reference.Merge(current);
        var bins = HistogramBins.Sturges(both, both.Count);
        return new(bins.Count(reference), bins.Count(current));
    }

    private static PairedCounts BinnedByDistinctValues(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        var both = reference.Merge(current);
        var bins = HistogramBins.Sturges(both, both.Values.Length);
        return new(bins.Count(reference), bins.Count(current));
    }

    private static Measured Stability(PairedCounts counts) => OfFilled(counts, static (e, a) =>
    {
        var sum = 0.0;
        for (var bin = 0; bin < e.Length; bin++)
            sum += (e[bin] - a[bin]) * Math.Log(e[bin] / a[bin]);
        return sum;
    });

    private static Measured Divergence(PairedCounts counts) => OfFilled(counts, static (e, a) =>
    {
        var (allOfReference, allOfCurrent, sum) = (e.Sum(), a.Sum(), 0.0);
        for (var bin = 0; bin < e.Length; bin++)
            sum += e[bin] / allOfReference * Math.Log(e[bin] / allOfReference / (a[bin] / allOfCurrent));
        return sum;
    });

    /// <summary>2 Σ c ln(c / e) with the counts e of the reference taken as expected; levels − 1 degrees of freedom.</summary>
    private static Measured LogLikelihoodRatio(PairedCounts counts)
    {
        if (counts.Obstacle is { } obstacle)
            return Measured.Not(obstacle);
        if (counts.ReferenceTotal != counts.CurrentTotal)
            return Measured.Not("the test of this name needs two samples of the same size");
        if (counts.Length < 2)
            return Measured.Not("there is only one level to compare");
        var sum = 0.0;
        for (var level = 0; level < counts.Length; level++)
        {
            if (counts.Current[level] > 0 && counts.Reference[level] == 0)
                return Measured.Not("the window has a level that the reference never has");
            if (counts.Current[level] > 0)
                sum += counts.Current[level] * Math.Log((double)counts.Current[level] / counts.Reference[level]);
        }

        return Measured.Of(ChiSquareLaw.UpperTail(Math.Max(0, 2 * sum), counts.Length - 1));
    }

    private static Measured NaturalJensenShannon(PairedCounts counts) =>
        JensenShannonDistance.Of(counts).Select(static distance => distance * Math.Sqrt(Math.Log(2)));

    private static Measured Hellinger(PairedCounts counts) => counts
        .SumOverShares(static (reference, current) => Math.Sqrt(reference * current))
        .Select(static sum => Math.Sqrt(1 - Math.Clamp(sum, 0, 1)));

    private static Measured OfFilled(PairedCounts counts, Func<double[], double[], double> of) => counts.Obstacle is { } obstacle
        ? Measured.Not(obstacle)
        : Measured.Finite(of(Filled(counts.Reference, counts.ReferenceTotal), Filled(counts.Current, counts.CurrentTotal)));

    private static double[] Filled(ReadOnlySpan<long> counts, double total)
    {
        double[] shares = [.. counts.ToArray().Select(count => count / total)];
        var smallest = shares.Where(share => share > 0).Min();
        return [.. shares.Select(share => share > 0 ? share : smallest <= SmallestShare ? smallest / 1e6 : SmallestShare)];
    }
}
