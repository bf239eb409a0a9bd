using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Measures;

namespace Concord.Logs.Kernel;

/// <summary>
/// Counts a numeric column. Every step looks at a whole block in vectors as wide as the machine has them; a block is at most
/// <see cref="RowChunk.MaximumLength"/> values, so it stays in the nearest cache.
/// </summary>
/// <param name="edges">Of the bins; null: nothing but missing rows is counted.</param>
/// <param name="keep">Whether the values themselves are kept as well.</param>
internal sealed class NumericCounter(SearchEdges? edges, bool keep)
{
    private readonly BinCounter? bins = edges is null ? null : new(edges);
    private readonly MomentCounter? moments = edges is null ? null : new(edges.Grid);
    private KeptValues? values = keep ? new() : null;
    private long missing, zero, count;
    private double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;

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
        Look(cells, out var present, out var zeros, ref minimum, ref maximum);
        missing += cells.Length - present;
        zero += zeros;
        count += present;
        if (present == 0) return;
        bins?.Add(cells, cells.Length - present);
        moments?.Add(cells);
        Keep(cells, complete && present == cells.Length);
    }

    public void AddMissing(long rows) => missing += rows;

    public void Merge(NumericCounter other)
    {
        zero += other.zero;
        count += other.count;
        minimum = Math.Min(minimum, other.minimum);
        maximum = Math.Max(maximum, other.maximum);
        bins?.Merge(other.bins!);
        moments?.Merge(other.moments!);
        TakeRows(other);
    }

    /// <summary>Takes only what was kept row by row, and how many rows are missing.</summary>
    public void TakeRows(NumericCounter other)
    {
        missing += other.missing;
        if (other.values is { } more) values?.Take(more);
    }

    public NumericProfile ToProfile(string column) => new(
        column, missing, zero, bins!.Counts(), edges!.Grid, moments!.Sum, moments.Squares, count == 0 ? null : minimum, count == 0 ? null : maximum);

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
    private static void Look(ReadOnlySpan<double> cells, out long present, out long zeros, ref double minimum, ref double maximum)
    {
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(cells);
        Vector<double> least = new(minimum), most = new(maximum);
        Vector<long> seen = default, none = default;
        foreach (var block in blocks)
        {
            var valid = Vector.Equals(block, block);
            seen -= valid;
            none -= Vector.Equals(block, Vector<double>.Zero);
            least = Vector.ConditionalSelect(Vector.LessThan(block, least), block, least);
            most = Vector.ConditionalSelect(Vector.GreaterThan(block, most), block, most);
        }
        (present, zeros) = (Vector.Sum(seen), Vector.Sum(none));
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            minimum = Math.Min(minimum, least[i]);
            maximum = Math.Max(maximum, most[i]);
        }
        foreach (var cell in cells[(blocks.Length * Vector<double>.Count)..])
        {
            if (double.IsNaN(cell)) continue;
            present++;
            if (cell == 0) zeros++;
            minimum = Math.Min(minimum, cell);
            maximum = Math.Max(maximum, cell);
        }
    }
}
