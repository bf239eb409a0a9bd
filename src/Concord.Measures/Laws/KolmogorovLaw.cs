namespace Concord.Measures;

/// <summary>Kolmogorov's limit law: what √n times the largest gap between an empirical and its true distribution tends to.</summary>
/// <remarks>
/// Upper tail 2 Σ (−1)^(k−1) e^(−2k²x²); for small x the equivalent theta series 1 − √(2π)/x Σ e^(−(2k−1)²π²/(8x²)), which
/// converges there. Reference: Kolmogorov (1933); Marsaglia, Tsang and Wang (2003), Journal of Statistical Software 8(18).
/// </remarks>
public static class KolmogorovLaw
{
    /// <summary>The probability of a scaled gap of at least <paramref name="x"/>.</summary>
    /// <param name="x">√n times the gap; 0 or below gives 1.</param>
    public static double UpperTail(double x) => x <= 0 ? 1 : Tail.Positive(x < 0.82 ? 1 - LowerSeries(x) : UpperSeries(x));

    private static double LowerSeries(double x)
    {
        var sum = 0.0;
        for (var k = 7; k >= 1; k--)
            sum += Math.Exp(-((2 * k) - 1) * ((2 * k) - 1) * Math.PI * Math.PI / (8 * x * x));
        return Math.Sqrt(2 * Math.PI) / x * sum;
    }

    private static double UpperSeries(double x)
    {
        var sum = 0.0;
        for (var k = 7; k >= 1; k--)
            sum = Math.Exp(-2.0 * k * k * x * x) - sum;
        return 2 * sum;
    }
}
