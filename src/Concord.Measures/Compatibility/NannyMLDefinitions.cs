namespace Concord.Measures;

/// <summary>Drift measures as NannyML 0.10 defines them, under names that say so.</summary>
/// <remarks>
/// JS (logarithm to base 2) and Hellinger of a numeric column with more than 50 distinct values in the reference, or more than one for
/// every ten rows, in bins of equal width by Doane's rule over the reference; others value by value. Rows of the window outside these
/// bins or values share one more bin. KS and Wasserstein exact as the native ones. Chi-square: the two-sample statistic, with Yates'
/// correction where there are two levels. L-infinity as the native one. Missing rows are left out everywhere; the native definitions
/// count them as a level. Limits: mean ± 3 standard deviations of the reference chunks, divided by their number.
/// </remarks>
public static class NannyMLDefinitions
{
    private const int LargestNumberOfLevels = 50;
    private const double LargestShareOfLevels = 0.1;

    /// <summary>Measures of numeric columns.</summary>
    public static IReadOnlyList<NumericDefinition> Numeric { get; } =
    [
        new("KS statistic (NannyML)", KolmogorovSmirnov.Statistic),
        new("JS, equal width bins (NannyML)", static (reference, current) => JensenShannonDistance.Of(Binned(reference, current))),
        new("Wasserstein (NannyML)", Wasserstein.Of),
        new("Hellinger, equal width bins (NannyML)", static (reference, current) => HellingerDistance.Of(Binned(reference, current))),
    ];

    /// <summary>Measures of categorical columns.</summary>
    public static IReadOnlyList<CategoricalDefinition> Categorical { get; } =
    [
        new("Chi-square statistic, Yates (NannyML)", static (reference, current) => Yates(EvidentlyDefinitions.Present(reference, current))),
        new("JS, missing left out (NannyML)", static (reference, current) => JensenShannonDistance.Of(EvidentlyDefinitions.Present(reference, current))),
        new("L-infinity, missing left out (NannyML)", static (reference, current) => LInfinityDistance.Of(EvidentlyDefinitions.Present(reference, current))),
        new("Hellinger, missing left out (NannyML)", static (reference, current) => HellingerDistance.Of(EvidentlyDefinitions.Present(reference, current))),
    ];

    /// <summary>Limits from a measure of reference chunks.</summary>
    /// <param name="chunks">The measure of each chunk; those without a value are left out.</param>
    public static ConfidenceInterval? Limits(IEnumerable<Measured> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        var sample = EmpiricalDistribution.FromRows(chunks.Where(chunk => chunk.IsComputed).Select(chunk => chunk.Value));
        return sample.Mean().ValueOrNull is { } mean && sample.PopulationStandardDeviation().ValueOrNull is { } deviation
            ? new(mean - (3 * deviation), mean + (3 * deviation))
            : null;
    }

    private static PairedCounts Binned(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        double levels = reference.Values.Length;
        if (levels <= LargestNumberOfLevels && levels <= LargestShareOfLevels * reference.Count)
        {
            var counts = EvidentlyDefinitions.ByValue(reference, current);
            var outside = Enumerable.Range(0, counts.Length).Where(bin => counts.Reference[bin] == 0).Sum(bin => counts.Current[bin]);
            int[] known = [.. Enumerable.Range(0, counts.Length).Where(bin => counts.Reference[bin] > 0)];
            return new([.. known.Select(bin => counts.Reference[bin]), 0], [.. known.Select(bin => counts.Current[bin]), outside]);
        }

        var bins = HistogramBins.Doane(reference);
        var inside = bins.Count(current);
        return new([.. bins.Count(reference), 0], [.. inside, current.Count - inside.Sum()]);
    }

    private static Measured Yates(PairedCounts counts)
    {
        if (counts.Length != 2 || counts.Obstacle is not null)
            return ChiSquareTwoSample.Of(counts).Statistic;
        double n = counts.ReferenceTotal;
        double m = counts.CurrentTotal;
        var sum = 0.0;
        for (var level = 0; level < 2; level++)
        {
            var share = (counts.Reference[level] + counts.Current[level]) / (n + m);
            var gap = Math.Abs(counts.Reference[level] - (share * n));
            gap -= Math.Min(0.5, gap);
            sum += (gap * gap / (share * n)) + (gap * gap / (share * m));
        }

        return Measured.Of(sum);
    }
}
