namespace Concord.Measures;

/// <summary>Bins whose edges are quantiles of the reference, so that each holds about the same share of it.</summary>
/// <remarks>
/// Edges: the 10 %, 20 %, … 90 % quantiles (type 7) of the reference's values, duplicates removed. A value belongs to the bin
/// whose index is the number of edges strictly below it: bins are open on the left and closed on the right, both ends unbounded.
/// A reference without values has no edge and one bin. Missing values have a bin of their own as soon as either side has one.
/// </remarks>
public sealed class QuantileBins
{
    /// <summary>The usual number of bins.</summary>
    public const int DefaultBins = 10;

    private readonly double[] edges;

    private QuantileBins(double[] edges) => this.edges = edges;

    /// <summary>The edges, strictly ascending.</summary>
    public ReadOnlySpan<double> Edges => edges;

    /// <summary>Number of bins for values: one more than edges.</summary>
    public int Length => edges.Length + 1;

    /// <summary>Bins at the quantiles of a reference.</summary>
    /// <param name="reference">The reference sample; its missing rows play no part.</param>
    /// <param name="bins">How many bins to aim for; ties can make them fewer.</param>
    public static QuantileBins FromReference(EmpiricalDistribution reference, int bins = DefaultBins)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var distinct = new List<double>();
        for (var part = 1; part < bins && reference.Count > 0; part++)
        {
            var edge = reference.Quantile((double)part / bins).Value;
            if (distinct.Count == 0 || edge > distinct[^1])
                distinct.Add(edge);
        }

        return new([.. distinct]);
    }

    /// <summary>Bins at edges frozen earlier.</summary>
    /// <param name="edges">Finite and strictly ascending.</param>
    public static QuantileBins FromEdges(IEnumerable<double> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        double[] all = [.. edges];
        for (var i = 0; i < all.Length; i++)
        {
            if (!double.IsFinite(all[i]) || (i > 0 && all[i] <= all[i - 1]))
                throw new ArgumentException("Edges are finite and strictly ascending.", nameof(edges));
        }

        return new(all);
    }

    /// <summary>The bin of a value: the number of edges strictly below it.</summary>
    /// <param name="value">A finite value.</param>
    public int BinOf(double value)
    {
        var index = Array.BinarySearch(edges, value);
        return index < 0 ? ~index : index;
    }

    /// <summary>Rows per bin, without the missing ones.</summary>
    /// <param name="sample">The sample to count.</param>
    public long[] Count(EmpiricalDistribution sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var counts = new long[Length];
        var values = sample.Values;
        var bin = 0;
        for (var i = 0; i < values.Length; i++)
        {
            while (bin < edges.Length && edges[bin] < values[i])
                bin++;
            counts[bin] += sample.Counts[i];
        }

        return counts;
    }

    /// <summary>Both samples in these bins; the last bin holds missing values if either sample has any.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public PairedCounts Pair(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        return reference.Missing + current.Missing == 0
            ? new(Count(reference), Count(current))
            : new([.. Count(reference), reference.Missing], [.. Count(current), current.Missing]);
    }
}
