using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Logs.Kernel;

/// <summary>Rows per bin: the bins are closed on the right, and the last holds what lies above all edges.</summary>
internal sealed class BinCounter(SearchEdges edges)
{
    private readonly double[] padded = edges.Padded;
    private readonly long[] counts = new long[edges.Length + 1];

    /// <param name="cells">NaN is missing and stands in no bin.</param>
    /// <param name="missing">How many are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> cells, long missing)
    {
        ref var edge = ref MemoryMarshal.GetArrayDataReference(padded);
        ref var count = ref MemoryMarshal.GetArrayDataReference(counts);
        var first = (padded.Length + 1) / 2;
        var row = 0;

        // Four searches side by side hide the time each waits for the edge it looks at.
        for (; row + 4 <= cells.Length; row += 4)
        {
            double a = cells[row], b = cells[row + 1], c = cells[row + 2], d = cells[row + 3];
            int atA = 0, atB = 0, atC = 0, atD = 0;
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
            var at = 0;
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

/// <summary>The edges of a column's bins as they are searched; made once for all windows and threads.</summary>
/// <param name="edges">Ascending; may be empty.</param>
internal sealed class SearchEdges(double[] edges)
{
    public int Length => edges.Length;

    public MomentGrid Grid { get; } = MomentGrid.Of(edges);

    /// <summary>Filled up with infinity to one less than a power of two, so that every search takes the same steps and no branch.</summary>
    public double[] Padded { get; } = Fill(edges);

    private static double[] Fill(double[] edges)
    {
        var padded = new double[BitOperations.RoundUpToPowerOf2((uint)edges.Length + 1) - 1];
        edges.CopyTo(padded, 0);
        padded.AsSpan(edges.Length).Fill(double.PositiveInfinity);
        return padded;
    }
}
