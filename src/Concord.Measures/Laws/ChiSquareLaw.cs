namespace Concord.Measures;

/// <summary>The chi-square law: what a sum of squared standard normal deviations follows.</summary>
/// <remarks>
/// Upper tail Q(k/2, x/2) with the regularised incomplete gamma function, computed as an upper tail. Far tails stay positive.
/// With 0 degrees of freedom all mass lies at 0.
/// </remarks>
public static class ChiSquareLaw
{
    /// <summary>The probability of a value of at least <paramref name="x"/>.</summary>
    /// <param name="x">The statistic; 0 or below gives 1.</param>
    /// <param name="degreesOfFreedom">At least 1.</param>
    public static double UpperTail(double x, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        return Tail.Positive(GammaFunction.RegularizedUpper(degreesOfFreedom / 2.0, x / 2));
    }

    /// <summary>The point below which the share <paramref name="probability"/> of the law lies.</summary>
    /// <param name="probability">At least 0 and below 1, for example 0.95.</param>
    /// <param name="degreesOfFreedom">At least 0.</param>
    public static double Quantile(double probability, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(degreesOfFreedom);
        return degreesOfFreedom == 0 || probability == 0
            ? 0
            : Tail.Point(x => UpperTail(x, degreesOfFreedom), 1 - probability, low: 0, high: degreesOfFreedom + 1);
    }
}
