namespace Concord.Measures;

/// <summary>Two-proportion test: could two rates be the same and differ by chance only?</summary>
/// <remarks>
/// z = (p₁ − p₂) / √(p(1 − p)(1/n₁ + 1/n₂)) with the pooled rate p; two-sided p-value from the normal law. The squared z is the
/// two-sample chi-square of the 2 × 2 table. An empty denominator: not computed. Both rates 0 or both 1: p = 1, nothing differs.
/// Numerators may be fractions where ties are shared out. Reference: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, chapter 3.
/// </remarks>
public static class TwoProportionTest
{
    /// <summary>The two-sided p-value for two rates.</summary>
    /// <param name="first">One rate.</param>
    /// <param name="second">The other.</param>
    public static Measured PValue(Proportion first, Proportion second) =>
        PValue(first.Successes, first.Trials, second.Successes, second.Trials);

    /// <summary>The two-sided p-value for two rates given by their counts.</summary>
    /// <param name="successes1">Numerator of one rate.</param>
    /// <param name="trials1">Its denominator.</param>
    /// <param name="successes2">Numerator of the other.</param>
    /// <param name="trials2">Its denominator.</param>
    public static Measured PValue(double successes1, long trials1, double successes2, long trials2)
    {
        if (trials1 <= 0 || trials2 <= 0)
            return Measured.Not("one of the two rates has an empty denominator");
        var pooled = (successes1 + successes2) / ((double)trials1 + trials2);
        var variance = pooled * (1 - pooled) * ((1.0 / trials1) + (1.0 / trials2));
        var difference = (successes1 / trials1) - (successes2 / trials2);
        return Measured.Of(variance <= 0 ? 1 : NormalLaw.TwoSided(difference / Math.Sqrt(variance)));
    }
}
