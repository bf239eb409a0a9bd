using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Logs.Kernel;

/// <summary>
/// Sums of values and of their squares, exact on the grid of <see cref="MomentGrid"/>: whole numbers add up to the same in any order and in any
/// number of threads, which numbers with a floating point do not.
/// </summary>
internal sealed class MomentCounter(MomentGrid grid)
{
    /// <summary>Steps from the centre up to which a value fits; the squares of 2³⁵ such values fit 128 bits. Values further out are added as numbers of any length.</summary>
    public const double Near = 1L << 46;

    private const int HalfBits = 23;

    private const double HalfRange = 1 << HalfBits;

    /// <summary>2⁷ products of two halves, 2⁴⁶ each, are still whole in double precision.</summary>
    private const int BlocksAtOnce = 1 << 7;

    private readonly double scale = Math.ScaleB(1, -grid.Exponent);
    private Int128 sum;
    private UInt128 squares;
    private BigInteger farSum, farSquares;

    public BigInteger Sum => sum + farSum;

    public BigInteger Squares => squares + farSquares;

    /// <param name="cells">NaN is missing.</param>
    public void Add(ReadOnlySpan<double> cells)
    {
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(cells);
        for (var rest = blocks; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, BlocksAtOnce)..]) AddBlocks(rest[..Math.Min(rest.Length, BlocksAtOnce)]);
        foreach (var cell in cells[(blocks.Length * Vector<double>.Count)..]) AddOne(cell);
    }

    /// <summary>A number of steps is taken apart into two halves, so that the products of halves, and the sums of as many of them as come at once, are exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBlocks(ReadOnlySpan<Vector<double>> blocks)
    {
        Vector<double> centre = new(grid.Centre), near = new(Near);
        Vector<double> highs = default, lows = default, highSquares = default, mixed = default, lowSquares = default;
        foreach (var block in blocks)
        {
            var steps = (block - centre) * scale;
            var isNear = Vector.LessThan(Vector.Abs(steps), near);
            if (!Vector.EqualsAll(isNear | ~Vector.Equals(block, block), Vector<long>.AllBitsSet))
            {
                for (var lane = 0; lane < Vector<double>.Count; lane++)
                {
                    if (isNear[lane] == 0) AddOne(block[lane]);
                }
            }
            var whole = Vector.Round(Vector.ConditionalSelect(isNear, steps, Vector<double>.Zero));
            var high = Vector.Floor(whole * (1 / HalfRange));
            var low = whole - (high * HalfRange);
            highs += high;
            lows += low;
            highSquares += high * high;
            mixed += high * low;
            lowSquares += low * low;
        }
        sum += ((Int128)Total(highs) << HalfBits) + Total(lows);
        squares += (UInt128)(((Int128)Total(highSquares) << (2 * HalfBits)) + ((Int128)Total(mixed) << (HalfBits + 1)) + Total(lowSquares));
    }

    private static long Total(Vector<double> lanes)
    {
        var total = 0L;
        for (var lane = 0; lane < Vector<double>.Count; lane++) total += (long)lanes[lane];
        return total;
    }

    public void Merge(MomentCounter other)
    {
        sum += other.sum;
        squares += other.squares;
        farSum += other.farSum;
        farSquares += other.farSquares;
    }

    private void AddOne(double cell)
    {
        var steps = (cell - grid.Centre) * scale;
        if (Math.Abs(steps) < Near)
        {
            var whole = (long)Math.Round(steps);
            sum += whole;
            squares += Math.BigMul((ulong)Math.Abs(whole), (ulong)Math.Abs(whole));
        }
        else if (!double.IsNaN(cell))
        {
            AddFar(cell - grid.Centre);
        }
    }

    private void AddFar(double distance)
    {
        var steps = distance * scale;
        var whole = double.IsFinite(steps) ? new BigInteger(Math.Round(steps)) : new BigInteger(distance) << -grid.Exponent;
        farSum += whole;
        farSquares += whole * whole;
    }
}
