using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Measures;

namespace Concord.Logs.Kernel;

/// <summary>
/// Counts a numeric column. Every step looks at a whole block in vectors as wide as the machine has them; a block is at most
/// <see cref="RowChunk.MaximumLength"/> values, so it stays in the nearest cache.
/// </summary>
/// <param name="edges">Ascending; may be empty.</param>
/// <param name="keep">Whether the values themselves are kept as well.</param>
internal sealed class NumericCounter(double[] edges, bool keep)
{
    private readonly BinCounter bins = new(edges);
    private KeptValues? values = keep ? new() : null;
    private long missing, zero, count;
    private double mean, squaredDeviations, minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;

    /// <summary>The values kept; they are let go.</summary>
    public EmpiricalDistribution TakeValues()
    {
        var taken = values?.ToDistribution(missing) ?? throw new InvalidOperationException("The values were not kept, or were taken before.");
        values = null;
        return taken;
    }

    /// <param name="cells">NaN is missing.</param>
    /// <param name="complete">Whether none is.</param>
    public void Add(ReadOnlySpan<double> cells, bool complete)
    {
        if (cells.IsEmpty) return;
        var sum = Totals(cells, out var present, out var zeros, ref minimum, ref maximum);
        missing += cells.Length - present;
        zero += zeros;
        if (present == 0) return;
        bins.Add(cells, present);
        Merge(present, sum / present, SquaredDeviations(cells, sum / present));
        Keep(cells, complete && present == cells.Length);
    }

    public void Merge(NumericCounter other)
    {
        missing += other.missing;
        zero += other.zero;
        minimum = Math.Min(minimum, other.minimum);
        maximum = Math.Max(maximum, other.maximum);
        bins.Merge(other.bins);
        Merge(other.count, other.mean, other.squaredDeviations);
        if (other.values is { } more) values?.Take(more);
    }

    public NumericProfile ToProfile(string column) => count == 0
        ? new(column, missing, 0, edges, bins.Counts(0), null, null, null, null)
        : new(column, missing, zero, edges, bins.Counts(count), mean, squaredDeviations, minimum, maximum);

    /// <summary>Chan, Golub, LeVeque, "Algorithms for computing the sample variance", 1983: two sets of rows together.</summary>
    private void Merge(long rows, double otherMean, double otherDeviations)
    {
        if (rows == 0) return;
        double total = count + rows, gap = otherMean - mean;
        mean += gap * rows / total;
        squaredDeviations += otherDeviations + (gap * gap * count * rows / total);
        count += rows;
    }

    private void Keep(ReadOnlySpan<double> cells, bool complete)
    {
        if (values is null) return;
        if (complete)
        {
            values.Add(cells);
            return;
        }
        foreach (var cell in cells)
            if (!double.IsNaN(cell)) values.Add(cell);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Totals(ReadOnlySpan<double> cells, out long present, out long zeros, ref double minimum, ref double maximum)
    {
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(cells);
        Vector<double> sums = default, least = new(minimum), most = new(maximum);
        Vector<long> seen = default, none = default;
        foreach (var block in blocks)
        {
            var valid = Vector.Equals(block, block);
            seen -= valid;
            none -= Vector.Equals(block, Vector<double>.Zero);
            sums += Vector.ConditionalSelect(valid, block, Vector<double>.Zero);
            least = Vector.ConditionalSelect(Vector.LessThan(block, least), block, least);
            most = Vector.ConditionalSelect(Vector.GreaterThan(block, most), block, most);
        }
        (present, zeros) = (Vector.Sum(seen), Vector.Sum(none));
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            minimum = Math.Min(minimum, least[i]);
            maximum = Math.Max(maximum, most[i]);
        }
        var sum = Vector.Sum(sums);
        foreach (var cell in cells[(blocks.Length * Vector<double>.Count)..])
        {
            if (double.IsNaN(cell)) continue;
            present++;
            if (cell == 0) zeros++;
            sum += cell;
            minimum = Math.Min(minimum, cell);
            maximum = Math.Max(maximum, cell);
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SquaredDeviations(ReadOnlySpan<double> cells, double mean)
    {
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(cells);
        Vector<double> sums = default, centre = new(mean);
        foreach (var block in blocks)
        {
            var gap = Vector.ConditionalSelect(Vector.Equals(block, block), block - centre, Vector<double>.Zero);
            sums += gap * gap;
        }
        var sum = Vector.Sum(sums);
        foreach (var cell in cells[(blocks.Length * Vector<double>.Count)..])
            if (!double.IsNaN(cell)) sum += (cell - mean) * (cell - mean);
        return sum;
    }
}

/// <summary>Rows per bin: the bins are closed on the right, and the last holds what lies above all edges.</summary>
internal sealed class BinCounter(double[] edges)
{
    /// <summary>Values above each edge: one comparison and no branch per value and edge.</summary>
    private readonly long[] above = new long[edges.Length];
    private long count;

    /// <param name="cells">NaN is missing and lies above nothing.</param>
    /// <param name="present">How many are not missing.</param>
    public void Add(ReadOnlySpan<double> cells, long present)
    {
        count += present;
        for (var edge = 0; edge < edges.Length; edge++) above[edge] += Above(cells, edges[edge]);
    }

    public void Merge(BinCounter other)
    {
        count += other.count;
        for (var edge = 0; edge < above.Length; edge++) above[edge] += other.above[edge];
    }

    public long[] Counts() => Counts(count);

    public long[] Counts(long all)
    {
        var bins = new long[edges.Length + 1];
        for (var bin = 0; bin < bins.Length; bin++) bins[bin] = (bin == 0 ? all : above[bin - 1]) - (bin < above.Length ? above[bin] : 0);
        return bins;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Above(ReadOnlySpan<double> cells, double edge)
    {
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(cells);
        Vector<long> seen = default;
        var limit = new Vector<double>(edge);
        foreach (var block in blocks) seen -= Vector.GreaterThan(block, limit);
        var sum = Vector.Sum(seen);
        foreach (var cell in cells[(blocks.Length * Vector<double>.Count)..])
            if (cell > edge) sum++;
        return sum;
    }
}
