namespace Concord.Measures;

/// <summary>The standard normal law.</summary>
/// <remarks>Upper tail ½ Q(½, z²/2) with the regularised incomplete gamma function, computed as an upper tail. Far tails stay positive.</remarks>
public static class NormalLaw
{
    /// <summary>The probability of a deviation of at least <paramref name="z"/> standard errors upwards.</summary>
    /// <param name="z">The deviation, of either sign.</param>
    public static double UpperTail(double z)
    {
        var half = 0.5 * GammaFunction.RegularizedUpper(0.5, z * z / 2);
        return Tail.Positive(z >= 0 ? half : 1 - half);
    }

    /// <summary>The probability of a deviation of at least |<paramref name="z"/>| standard errors in either direction.</summary>
    /// <param name="z">The deviation; the sign does not matter.</param>
    public static double TwoSided(double z) => Tail.Positive(GammaFunction.RegularizedUpper(0.5, z * z / 2));

    /// <summary>The point below which the share <paramref name="probability"/> of the law lies.</summary>
    /// <param name="probability">Between 0 and 1, both excluded.</param>
    public static double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        return probability >= 0.5
            ? Tail.Point(UpperTail, 1 - probability, low: 0, high: 1)
            : -Tail.Point(UpperTail, probability, low: 0, high: 1);
    }
}
