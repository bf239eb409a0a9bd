using System.Numerics;

namespace Concord.Measures;

/// <summary>The limit law of Anderson and Darling for k samples.</summary>
/// <remarks>
/// The law of Σ X/(j(j + 1)) over j ≥ 1 with independent chi-square X of k − 1 degrees of freedom. Mean k − 1, variance
/// (k − 1) · 2(π² − 9)/3. Computed as an upper tail. Reference: Anderson and Darling (1954), Journal of the American Statistical Association 49;
/// Scholz and Stephens (1987), Journal of the American Statistical Association 82.
/// </remarks>
public static class AndersonDarlingLaw
{
    /// <summary>Below this multiple of the mean the tail differs from 1 by less than a double shows.</summary>
    private const double Smallest = 0.01;

    /// <summary>The variance for two samples.</summary>
    internal const double Variance = 2 * ((Math.PI * Math.PI) - 9) / 3;

    /// <summary>The probability of a value of at least <paramref name="x"/>.</summary>
    /// <param name="x">The statistic; 0 or below gives 1.</param>
    /// <param name="samples">Number of samples compared, at least 2.</param>
    public static double UpperTail(double x, int samples = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        return x < Smallest * (samples - 1) ? 1 : QuadraticLaw.UpperTail(LogDeterminant, firstZero: 2, samples - 1, x);
    }

    /// <summary>ln (−cos(π/2 √(1 + 4y)) / (πy)), with the growing part of the cosine taken out.</summary>
    private static Complex LogDeterminant(Complex y)
    {
        var turn = Complex.ImaginaryOne * (Math.PI / 2) * Complex.Sqrt(1 + (4 * y));
        return Complex.Log(1 + Complex.Exp(2 * turn)) - turn - Math.Log(2) - Complex.Log(-Math.PI * y);
    }
}
