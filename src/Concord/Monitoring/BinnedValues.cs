using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>The rows of a column of which only the bins are known: each lies between the ends of its bin, which give three samples, of the least, the middle and the largest values.</summary>
internal sealed class BinnedValues(double[] edges, NumericProfile counts)
{
    public EmpiricalDistribution Least => Sample(counts.Bins, bin => Ends(bin).Low);

    public EmpiricalDistribution Middle => Sample(counts.Bins, bin => BinnedRows.MiddleOf(Ends(bin)));

    public EmpiricalDistribution Largest => Sample(counts.Bins, bin => Ends(bin).High);

    /// <summary>The bins that have rows, each with the ends between which its rows lie.</summary>
    public IEnumerable<BinnedRows> Rows => counts.Bins.Select((rows, bin) => (rows, bin)).Where(one => one.rows > 0).Select(one => new BinnedRows(one.bin, one.rows, Ends(one.bin)));

    /// <summary>Half the width of a bin, averaged over rows: no row is further from its middle on average.</summary>
    public double MeanHalfWidth => counts.Count == 0 ? 0 : counts.Bins.Select((rows, bin) => rows == 0 ? 0 : rows * (Ends(bin).High - Ends(bin).Low) / 2).Sum() / counts.Count;

    /// <summary>Between what the median of the sizes of the values other than zero lies; null where there is none.</summary>
    public Bounds? MedianOfMagnitude()
    {
        long[] others = [.. counts.Bins];
        others[QuantileBins.FromEdges(edges).BinOf(0)] -= counts.Zero;
        var (low, high) = (Sample(others, bin => Sizes(bin).Low).Quantile(0.5), Sample(others, bin => Sizes(bin).High).Quantile(0.5));
        return low.IsComputed ? new(low.Value, high.Value) : null;
    }

    private Bounds Sizes(int bin)
    {
        var (low, high) = (Ends(bin).Low, Ends(bin).High);
        return new(low > 0 ? low : high < 0 ? -high : 0, Math.Max(high, -low));
    }

    private EmpiricalDistribution Sample(long[] rows, Func<int, double> value) =>
        EmpiricalDistribution.FromCounts(rows.Select((count, bin) => (count, bin)).Where(one => one.count > 0).Select(one => (value(one.bin), one.count)), counts.Missing);

    /// <summary>A bin is open on the left; no row lies beyond the smallest and the largest value.</summary>
    private Bounds Ends(int bin)
    {
        var (low, high) = (bin == 0 ? double.NegativeInfinity : Math.BitIncrement(edges[bin - 1]), bin == edges.Length ? double.PositiveInfinity : edges[bin]);
        return new(Math.Max(low, counts.Minimum!.Value), Math.Min(high, counts.Maximum!.Value));
    }
}

/// <summary>The rows of one bin.</summary>
/// <param name="Bin">Its number, from 0.</param>
/// <param name="Ends">The least and the largest value they can have.</param>
internal readonly record struct BinnedRows(int Bin, long Count, Bounds Ends)
{
    public double Middle => MiddleOf(Ends);

    public static double MiddleOf(Bounds ends) => ends.Low + ((ends.High - ends.Low) / 2);
}
