using System.Numerics;

namespace Concord.Measures;

/// <summary>Upper tails of weighted sums of squared standard normal deviations, from the logarithm of their Fredholm determinant.</summary>
/// <remarks>
/// P(X > x) = (1/2πi) ∫ D(2s)^(−m/2) e^(−sx) / s ds along a parabola that passes between the pole at 0 and the first zero of D and
/// encloses the others; the trapezoidal rule converges geometrically there. Because the pole at 0 stays outside, the tail itself is
/// computed and never one minus the mass below: far tails keep their digits.
/// Reference: Smirnov (1937), Matematicheskii Sbornik 2; Weideman and Trefethen (2007), Mathematics of Computation 76.
/// </remarks>
internal static class QuadraticLaw
{
    private const double Step = 0.05;
    private const double Negligible = 1e-19;

    /// <summary>The probability of a value of at least <paramref name="x"/>.</summary>
    /// <param name="logDeterminant">ln D(y), continuous for y with a positive imaginary part and 0 at 0.</param>
    /// <param name="firstZero">The smallest zero of D.</param>
    /// <param name="multiplicity">How many independent sums are added up.</param>
    /// <param name="x">Above 0.</param>
    public static double UpperTail(Func<Complex, Complex> logDeterminant, double firstZero, int multiplicity, double x)
    {
        var singularity = firstZero / 2;
        var width = Math.Min(singularity / 2, 3 / x);
        var sum = default(CompensatedSum);
        for (var k = 0; k < 100_000; k++)
        {
            var u = (k + 0.5) * Step;
            var s = new Complex(singularity - width + (width * u * u), 2 * width * u);
            var term = Complex.Exp((-0.5 * multiplicity * logDeterminant(2 * s)) - ((s - singularity) * x)) * new Complex(1, -u) / s;
            sum.Add(term.Real);
            if (u > 2 && Complex.Abs(term) < Negligible * Math.Abs(sum.Value))
                break;
        }

        return Tail.Positive(2 * width / Math.PI * Step * sum.Value * Math.Exp(-singularity * x));
    }
}
