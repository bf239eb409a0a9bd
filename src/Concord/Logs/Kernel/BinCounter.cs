using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Logs.Kernel;

/// <summary>Rows per bin: the bins are closed on the right, and the last holds what lies above all edges.</summary>
internal sealed class BinCounter(SearchEdges edges)
{
    private readonly long[] counts = new long[edges.Length + 1];

    /// <param name="cells">NaN is missing and stands in no bin.</param>
    /// <param name="missing">How many are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> cells, long missing)
    {
        ref var edge = ref MemoryMarshal.GetArrayDataReference(edges.Padded);
        ref var start = ref MemoryMarshal.GetArrayDataReference(edges.Starts);
        ref var count = ref MemoryMarshal.GetArrayDataReference(counts);
        var stripes = edges.Stripes;
        var first = edges.FirstStep;
        var row = 0;

        // Four searches side by side hide the time each waits for the edge it looks at.
        for (; row + 4 <= cells.Length; row += 4)
        {
            double a = cells[row], b = cells[row + 1], c = cells[row + 2], d = cells[row + 3];
            int atA = Unsafe.Add(ref start, stripes.Of(a)), atB = Unsafe.Add(ref start, stripes.Of(b)), atC = Unsafe.Add(ref start, stripes.Of(c)), atD = Unsafe.Add(ref start, stripes.Of(d));
            for (var step = first; step > 0; step >>= 1)
            {
                atA += step & -Below(ref edge, atA + step - 1, a);
                atB += step & -Below(ref edge, atB + step - 1, b);
                atC += step & -Below(ref edge, atC + step - 1, c);
                atD += step & -Below(ref edge, atD + step - 1, d);
            }
            Unsafe.Add(ref count, atA)++;
            Unsafe.Add(ref count, atB)++;
            Unsafe.Add(ref count, atC)++;
            Unsafe.Add(ref count, atD)++;
        }
        for (; row < cells.Length; row++)
        {
            var at = Unsafe.Add(ref start, stripes.Of(cells[row]));
            for (var step = first; step > 0; step >>= 1) at += step & -Below(ref edge, at + step - 1, cells[row]);
            Unsafe.Add(ref count, at)++;
        }
        counts[0] -= missing; // What is no number lies above no edge.
    }

    public void Merge(BinCounter other)
    {
        for (var bin = 0; bin < counts.Length; bin++) counts[bin] += other.counts[bin];
    }

    public long[] Counts() => [.. counts];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Below(ref double edges, int at, double cell) => Unsafe.BitCast<bool, byte>(Unsafe.Add(ref edges, at) < cell);
}

/// <summary>
/// The edges of a column's bins as they are searched; made once for all windows and threads. Their range is cut into stripes of equal width: a number has only
/// the edges of its own stripe still to be compared with, mostly one or two.
/// </summary>
internal sealed class SearchEdges
{
    /// <param name="edges">Ascending; may be empty.</param>
    public SearchEdges(double[] edges)
    {
        (Length, Grid, Stripes) = (edges.Length, MomentGrid.Of(edges), Stripes.Of(edges));
        var within = Stripes.Count(edges);
        Starts = new int[within.Length];
        for (var stripe = 1; stripe < Starts.Length; stripe++) Starts[stripe] = Starts[stripe - 1] + within[stripe - 1];
        FirstStep = edges.Length == 0 ? 0 : 1 << BitOperations.Log2((uint)within.Max());
        Padded = [.. edges, .. Enumerable.Repeat(double.PositiveInfinity, 2 * FirstStep)];
    }

    public int Length { get; }

    public MomentGrid Grid { get; }

    public Stripes Stripes { get; }

    /// <summary>The edges before each stripe.</summary>
    public int[] Starts { get; }

    /// <summary>Steps are halved from here on: together they reach over all edges of any stripe.</summary>
    public int FirstStep { get; }

    /// <summary>Filled up with infinity, so that every search takes the same steps and no branch.</summary>
    public double[] Padded { get; }
}

/// <summary>Which of the stripes of equal width a number lies in: a larger number never in an earlier one.</summary>
/// <param name="Low">Where the first begins; what lies below is counted to it, what lies above the last to the last.</param>
/// <param name="PerUnit">Stripes in a unit of the numbers; 0: there is one stripe.</param>
/// <param name="Last">The number of the last, from 0.</param>
internal readonly record struct Stripes(double Low, double PerUnit, int Last)
{
    private const int Usual = 1 << 11;

    /// <summary>Over the range of the edges, or all but the outermost of them where these lie far out.</summary>
    public static Stripes Of(double[] edges) =>
        edges.Length == 0 ? new(0, 0, 0) : new[] { Between(edges[0], edges[^1]), Between(edges[edges.Length / 16], edges[^((edges.Length / 16) + 1)]) }.MinBy(stripes => stripes.Count(edges).Max());

    /// <summary>Of what is no number the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(double number)
    {
        var stripe = (number - Low) * PerUnit;
        stripe = stripe > 0 ? stripe : 0;
        return (int)(stripe < Last ? stripe : Last);
    }

    /// <summary>How many of the numbers lie in each.</summary>
    public int[] Count(double[] numbers)
    {
        var counts = new int[Last + 1];
        foreach (var number in numbers) counts[Of(number)]++;
        return counts;
    }

    private static Stripes Between(double low, double high) => Usual / (high - low) is var perUnit && double.IsNormal(perUnit) ? new(low, perUnit, Usual - 1) : new(0, 0, 0);
}
