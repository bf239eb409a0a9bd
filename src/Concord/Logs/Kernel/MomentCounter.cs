using System.Numerics;
using System.Runtime.CompilerServices;

namespace Concord.Logs.Kernel;

/// <summary>
/// Sums of values and of their squares, exact on the grid of <see cref="MomentGrid"/>: whole numbers add up to the same in any order and in any
/// number of threads, which numbers with a floating point do not.
/// </summary>
internal sealed class MomentCounter(MomentGrid grid)
{
    /// <summary>Steps from the centre up to which a value fits; the squares of 2³⁵ such values fit 128 bits. Values further out are added as numbers of any length.</summary>
    private const double Near = 1L << 46;

    private readonly double scale = Math.ScaleB(1, -grid.Exponent);
    private Int128 sum;
    private UInt128 squares;
    private BigInteger farSum, farSquares;

    public BigInteger Sum => sum + farSum;

    public BigInteger Squares => squares + farSquares;

    /// <param name="cells">NaN is missing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> cells)
    {
        var (these, squared) = (0L, UInt128.Zero);
        foreach (var cell in cells)
        {
            var steps = (cell - grid.Centre) * scale;
            if (Math.Abs(steps) < Near)
            {
                var whole = (long)Math.Round(steps);
                these += whole;
                squared += Math.BigMul((ulong)Math.Abs(whole), (ulong)Math.Abs(whole));
            }
            else if (!double.IsNaN(cell))
            {
                AddFar(cell - grid.Centre);
            }
        }
        sum += these;
        squares += squared;
    }

    public void Merge(MomentCounter other)
    {
        sum += other.sum;
        squares += other.squares;
        farSum += other.farSum;
        farSquares += other.farSquares;
    }

    private void AddFar(double distance)
    {
        var steps = distance * scale;
        var whole = double.IsFinite(steps) ? new BigInteger(Math.Round(steps)) : new BigInteger(distance) << -grid.Exponent;
        farSum += whole;
        farSquares += whole * whole;
    }
}
