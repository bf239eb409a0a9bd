using System.Numerics;

namespace Concord.Logs;

/// <summary>Where and how finely the moments of a column are counted: in whole steps of 2^Exponent from the centre.</summary>
/// <remarks>A step is less than 10⁻¹⁰ of the middle half of the reference, so that a mean is right to ten digits of that spread.</remarks>
internal readonly record struct MomentGrid(double Centre, int Exponent)
{
    private const int Fineness = 34, Finest = -500;

    /// <summary>The grid follows from the edges of the bins alone, so that all who count on these edges count on one grid.</summary>
    public static MomentGrid Of(ReadOnlySpan<double> edges)
    {
        if (edges.IsEmpty) return new(0, -Fineness);
        var centre = edges[edges.Length / 2];
        var spread = edges[edges.Length * 3 / 4] - edges[edges.Length / 4];
        if (IsNone(spread)) spread = edges[^1] - edges[0];
        if (IsNone(spread)) spread = Math.Max(Math.Abs(centre), 1);
        return new(centre, Math.Max(Math.ILogB(spread) - Fineness, Finest));

        // The bin of a single value is as wide as its last digit.
        bool IsNone(double width) => width <= Math.Abs(centre) * 1e-12;
    }

    public double Mean(BigInteger sum, long rows) => Centre + (Scaled(sum, Exponent) / rows);

    /// <summary>The sum of squared deviations from the mean.</summary>
    public double SquaredDeviations(BigInteger sum, BigInteger squares, long rows) => Scaled((squares * rows) - (sum * sum), 2 * Exponent) / rows;

    /// <summary>The sum of the squared values themselves.</summary>
    public double SumOfSquares(BigInteger sum, BigInteger squares, long rows) =>
        Scaled(squares, 2 * Exponent) + (2 * Centre * Scaled(sum, Exponent)) + (Centre * Centre * rows);

    private static double Scaled(BigInteger value, int exponent)
    {
        var spare = (int)Math.Max(0, (long)BigInteger.Abs(value).GetBitLength() - 64);
        return Math.ScaleB((double)(value >> spare), spare + exponent);
    }
}
