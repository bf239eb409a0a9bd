namespace Concord.Measures;

/// <summary>Student's t law.</summary>
/// <remarks>
/// Two-sided tail as the regularised incomplete beta function at k/(k + t²) with parameters k/2 and ½, by its continued fraction; a tail
/// in itself, so far tails stay positive. Reference: Student (1908), Biometrika 6; NIST Digital Library of Mathematical Functions,
/// chapter 8.17.
/// </remarks>
public static class StudentLaw
{
    /// <summary>The probability of a deviation of at least |<paramref name="t"/>| in either direction.</summary>
    /// <param name="t">The deviation in estimated standard errors; the sign does not matter.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double TwoSided(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        var square = t * t;
        var all = degreesOfFreedom + square;
        return square == 0 ? 1 : Tail.Positive(Beta(degreesOfFreedom / 2, degreesOfFreedom / all, square / all));
    }

    /// <summary>The regularised incomplete beta function of a and ½ at x, with y = 1 − x given so that it loses no digits.</summary>
    private static double Beta(double a, double x, double y)
    {
        const double b = 0.5;
        var lead = Math.Exp(HalfStep(a) - (0.5 * Math.Log(Math.PI)) + (a * Log(x, y)) + (b * Log(y, x)));
        return x < (a + 1) / (a + b + 2) ? lead * Fraction(a, b, x) / a : 1 - (lead * Fraction(b, a, y) / b);
    }

    /// <summary>ln Γ(a + ½) − ln Γ(a); by its own series where both are large and nearly equal.</summary>
    private static double HalfStep(double a) => a < 20
        ? GammaFunction.Log(a + 0.5) - GammaFunction.Log(a)
        : (0.5 * Math.Log(a)) - (1 / (8 * a)) + (1 / (192 * a * a * a)) - (1 / (640 * Math.Pow(a, 5))) + (17 / (14336 * Math.Pow(a, 7)));

    private static double Log(double x, double rest) => x < 0.5 ? Math.Log(x) : Logarithm(-rest);

    /// <summary>ln(1 + x) for small x.</summary>
    private static double Logarithm(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>Lentz's evaluation of the continued fraction.</summary>
    private static double Fraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        var c = 1.0;
        var d = 1 / Away(1 - ((a + b) * x / (a + 1)));
        var fraction = d;
        for (var m = 1; m < 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            fraction *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-16 * 4)
                break;
        }

        return fraction;

        static double Away(double value) => Math.Abs(value) < tiny ? tiny : value;
    }
}
