namespace Concord.Measures;

/// <summary>The gamma function's logarithm and its regularised incomplete forms.</summary>
/// <remarks>
/// The upper form is computed as such and never as one minus the lower form, so that far tails keep their digits.
/// Reference: NIST Digital Library of Mathematical Functions, chapters 5.11 (Stirling series), 8.11 (series) and 8.9 (continued fraction).
/// </remarks>
internal static class GammaFunction
{
    private const double RelativePrecision = 1e-16;
    private const double SmallestDenominator = 1e-300;

    /// <summary>ln Γ(x) for x above 0.</summary>
    public static double Log(double x)
    {
        // The series is good to the last digit from about 12 on; below, climb with Γ(x + 1) = x Γ(x).
        var product = 1.0;
        while (x < 16)
        {
            product *= x;
            x += 1;
        }

        var inverse = 1 / x;
        var square = inverse * inverse;
        var series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188))))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - Math.Log(product);
    }

    /// <summary>Q(a, x) = Γ(a, x) / Γ(a): the mass of the gamma law with shape a above x.</summary>
    public static double RegularizedUpper(double a, double x) =>
        x <= 0 ? 1 : x < a + 1 ? 1 - LowerSeries(a, x) : UpperFraction(a, x);

    /// <summary>ln of x^a e^(−x) / Γ(a + 1), the leading factor; the logarithm keeps it from overflowing.</summary>
    private static double LogLead(double a, double x) => (a * Math.Log(x)) - x - Log(a + 1);

    private static double LowerSeries(double a, double x)
    {
        var term = 1.0;
        var sum = 1.0;
        for (var k = 1; term > sum * RelativePrecision; k++)
        {
            term *= x / (a + k);
            sum += term;
        }

        return Math.Exp(LogLead(a, x)) * sum;
    }

    /// <summary>Lentz's evaluation of the continued fraction of Γ(a, x).</summary>
    private static double UpperFraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / SmallestDenominator;
        var d = 1 / b;
        var fraction = d;
        for (var k = 1; k < 1_000_000; k++)
        {
            var an = -k * (k - a);
            b += 2;
            d = AwayFromZero((an * d) + b);
            c = AwayFromZero(b + (an / c));
            d = 1 / d;
            var change = d * c;
            fraction *= change;
            if (Math.Abs(change - 1) < RelativePrecision * 4)
                break;
        }

        return Math.Exp(LogLead(a, x) + Math.Log(a) + Math.Log(fraction));
    }

    private static double AwayFromZero(double value) => Math.Abs(value) < SmallestDenominator ? SmallestDenominator : value;
}
