using System.Numerics;

namespace Concord.Measures;

/// <summary>The limit law of Cramér and von Mises: what the mean squared gap between two cumulative distributions, scaled by their sizes, tends to.</summary>
/// <remarks>
/// The law of Σ Z²/(jπ)² over j ≥ 1 with independent standard normal Z. Mean 1/6, variance 1/45. Computed as an upper tail.
/// Reference: Smirnov (1936); Anderson and Darling (1952), Annals of Mathematical Statistics 23.
/// </remarks>
public static class CramerVonMisesLaw
{
    /// <summary>Below this the tail differs from 1 by less than a double shows.</summary>
    private const double Smallest = 0.003;

    /// <summary>The probability of a value of at least <paramref name="x"/>.</summary>
    /// <param name="x">The statistic; 0 or below gives 1.</param>
    public static double UpperTail(double x) => x < Smallest ? 1 : QuadraticLaw.UpperTail(LogDeterminant, Math.PI * Math.PI, multiplicity: 1, x);

    /// <summary>ln (sin √y / √y), with the growing part of the sine taken out.</summary>
    private static Complex LogDeterminant(Complex y)
    {
        var z = Complex.Sqrt(y);
        var turn = Complex.ImaginaryOne * z;
        return Complex.Log(1 - Complex.Exp(2 * turn)) - turn + Complex.Log(Complex.ImaginaryOne / 2) - Complex.Log(z);
    }
}
