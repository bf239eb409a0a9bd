namespace Concord.Measures;

/// <summary>Difference of two rates from different rows, with an interval that stays inside −1 … 1.</summary>
/// <remarks>
/// p₁ − p₂. Newcombe's interval puts both Wilson intervals together: p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²) to p₁ − p₂ + √((u₁ − p₁)² + (p₂
/// − l₂)²). Right for small counts and rates of 0 or 1, where the usual normal interval has no width. An empty denominator: not computed.
/// For the interval of a ratio see <see cref="DisparateImpact"/>. Reference: Newcombe (1998), Interval Estimation for the Difference
/// Between Independent Proportions, method 10, Statistics in Medicine 17.
/// </remarks>
public static class RateDifference
{
    /// <summary>The difference, from −1 to 1.</summary>
    /// <param name="first">One rate.</param>
    /// <param name="second">What is taken from it.</param>
    public static Measured Of(Proportion first, Proportion second)
    {
        var (p, q) = (first.Value, second.Value);
        return p.IsComputed && q.IsComputed ? Measured.Of(p.Value - q.Value) : p.IsComputed ? q : p;
    }

    /// <summary>The 95 % interval; null without a denominator.</summary>
    /// <param name="first">One rate.</param>
    /// <param name="second">What is taken from it.</param>
    public static ConfidenceInterval? Interval95(Proportion first, Proportion second)
    {
        if (first.Wilson95 is not { } one || second.Wilson95 is not { } other)
            return null;
        var (p, q) = (first.Value.Value, second.Value.Value);
        return new(p - q - Length(p - one.Low, other.High - q), p - q + Length(one.High - p, q - other.Low));
    }

    private static double Length(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
