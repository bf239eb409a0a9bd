namespace Concord.Measures;

/// <summary>Bins of equal width as NumPy's histogram makes them: what several drift tools compare numeric columns in.</summary>
/// <remarks>
/// From the smallest to the largest value; closed on the left and open on the right, the last bin closed on both sides. Values beyond the
/// ends are in no bin. The width comes from Sturges' rule, range/(log₂ n + 1), or Doane's, range/(1 + log₂ n + log₂(1 + |g|/s)) with the
/// skewness g and its standard error s. A constant sample gets one bin of width 1 around its value. No value: no bin. Not the native
/// definition: see <see cref="QuantileBins"/>. Reference: Sturges (1926), Journal of the American Statistical Association 21; Doane
/// (1976), The American Statistician 30.
/// </remarks>
internal sealed class HistogramBins
{
    private readonly double[] edges;

    private HistogramBins(double[] edges) => this.edges = edges;

    /// <summary>Bins by Sturges' rule.</summary>
    /// <param name="sample">What the range is taken from.</param>
    /// <param name="n">The number that the rule counts.</param>
    public static HistogramBins Sturges(EmpiricalDistribution sample, long n) => n == 0 ? new([]) : OfWidth(sample, Range(sample) / (Math.Log2(n) + 1));

    /// <summary>Bins by Doane's rule.</summary>
    public static HistogramBins Doane(EmpiricalDistribution sample)
    {
        double n = sample.Count;
        if (n == 0)
            return new([]);
        var deviation = sample.PopulationStandardDeviation().ValueOrNull ?? 0;
        if (n <= 2 || deviation == 0)
            return OfWidth(sample, 0);
        var mean = sample.Mean().Value;
        var skewness = sample.Pairs().Sum(pair => Math.Pow((pair.Value - mean) / deviation, 3) * pair.Count) / n;
        var error = Math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
        return OfWidth(sample, Range(sample) / (1 + Math.Log2(n) + Math.Log2(1 + (Math.Abs(skewness) / error))));
    }

    /// <summary>Rows per bin.</summary>
    public long[] Count(EmpiricalDistribution sample)
    {
        var counts = new long[Math.Max(edges.Length - 1, 0)];
        foreach (var (value, rows) in sample.Pairs())
        {
            if (counts.Length == 0 || value < edges[0] || value > edges[^1])
                continue;
            var index = Array.BinarySearch(edges, value);
            counts[Math.Min(index < 0 ? ~index - 1 : index, counts.Length - 1)] += rows;
        }

        return counts;
    }

    private static double Range(EmpiricalDistribution sample) => sample.Maximum.Value - sample.Minimum.Value;

    private static HistogramBins OfWidth(EmpiricalDistribution sample, double width)
    {
        var (first, last) = (sample.Minimum.Value, sample.Maximum.Value);
        if (first == last)
            (first, last) = (first - 0.5, last + 0.5);
        var bins = width > 0 ? (int)Math.Ceiling((last - first) / width) : 1;
        var step = (last - first) / bins;
        return new([.. Enumerable.Range(0, bins).Select(i => (i * step) + first), last]);
    }
}
