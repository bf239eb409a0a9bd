namespace Concord.Measures;

/// <summary>The law of the largest gap between an empirical distribution of n values and the continuous law they were drawn from.</summary>
/// <remarks>
/// Upper tail by the method that is exact or most precise in each region: Ruben and Gambino's closed forms at both ends, the matrix power of
/// Marsaglia, Tsang and Wang for small n or small gaps, twice Smirnov's one-sided tail where the two sides no longer meet
/// (an error below 1e-6 relative to 1, vanishing further out), the expansion of Pelz and Good between.
/// Reference: Simard and L'Ecuyer (2011), Computing the Two-Sided Kolmogorov-Smirnov Distribution, Journal of Statistical Software 39(11).
/// </remarks>
public static class OneSampleKolmogorovLaw
{
    /// <summary>Up to this n the matrix power is used wherever Smirnov's tail is not precise.</summary>
    private const long SmallSample = 140;

    /// <summary>The probability of a gap of at least <paramref name="d"/>.</summary>
    /// <param name="d">The gap; 0 or below gives 1.</param>
    /// <param name="n">Number of values, at least 1.</param>
    public static double UpperTail(double d, long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var t = n * d;
        if (t <= 0.5)
            return 1;
        if (d >= 1)
            return double.Epsilon;
        if (t <= 1)
            return Tail.Positive(1 - Math.Exp(GammaFunction.Log(n + 1) + (n * Math.Log(((2 * t) - 1) / n))));
        if (t >= n - 1)
            return Tail.Positive(2 * Math.Pow(1 - d, n));
        var scaled = t * d;
        if (d >= 0.5 || scaled >= (n <= SmallSample ? 4 : 2.2))
            return Tail.Positive(2 * OneSided(d, n));
        return Tail.Positive(1 - (n <= SmallSample || (n <= 100_000 && t * Math.Sqrt(d) <= 1.4) ? MatrixPower(d, (int)n) : PelzGood(d, n)));
    }

    /// <summary>Smirnov's exact tail of the gap in one direction: d Σ C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j), all terms positive.</summary>
    private static double OneSided(double d, long n)
    {
        var sum = default(CompensatedSum);
        var logFactorial = GammaFunction.Log(n + 1);
        for (var j = 0L; j <= (long)Math.Floor(n * (1 - d)); j++)
        {
            var rest = 1 - d - ((double)j / n);
            if (rest <= 0)
                continue;
            sum.Add(Math.Exp(
                logFactorial - GammaFunction.Log(j + 1) - GammaFunction.Log(n - j + 1)
                + ((j - 1) * Math.Log(d + ((double)j / n))) + ((n - j) * Math.Log(rest))));
        }

        return d * sum.Value;
    }

    /// <summary>The mass below d as n!/nⁿ times the middle element of the n-th power of a matrix.</summary>
    private static double MatrixPower(double d, int n)
    {
        var k = (int)(n * d) + 1;
        var size = (2 * k) - 1;
        var power = ScaledMatrix.Power(Steps(k, k - (n * d)), size, n);
        var log = Math.Log(power.Elements[((k - 1) * size) + k - 1]) + (power.Exponent * Math.Log(10));
        return Math.Exp(log + GammaFunction.Log(n + 1) - (n * Math.Log(n)));
    }

    private static double[] Steps(int k, double h)
    {
        var size = (2 * k) - 1;
        var matrix = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size && column <= row + 1; column++)
                matrix[(row * size) + column] = 1;
        }

        for (var i = 0; i < size; i++)
        {
            matrix[i * size] -= Math.Pow(h, i + 1);
            matrix[((size - 1) * size) + i] -= Math.Pow(h, size - i);
        }

        matrix[(size - 1) * size] += h > 0.5 ? Math.Pow((2 * h) - 1, size) : 0;
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
                matrix[(row * size) + column] /= Math.Exp(GammaFunction.Log(row - column + 2));
        }

        return matrix;
    }

    /// <summary>The mass below d by Pelz and Good's expansion of the limit law in powers of 1/√n.</summary>
    private static double PelzGood(double d, long n)
    {
        var z = d * Math.Sqrt(n);
        var z2 = z * z;
        var z4 = z2 * z2;
        var z6 = z4 * z2;
        const double pi2 = Math.PI * Math.PI;
        var root = Math.Sqrt(Math.PI / 2);

        double k0 = 0, k1 = 0, k2 = 0, k3 = 0, whole2 = 0, whole3 = 0;
        for (var k = 40; k >= 0; k--)
        {
            // The sums run over all integers; both halves are equal.
            var u = pi2 * (k + 0.5) * (k + 0.5);
            var weight = 2 * Math.Exp(-u / (2 * z2));
            k0 += weight;
            k1 += weight * (u - z2);
            k2 += weight * ((6 * z6) + (2 * z4) + (u * ((2 * z4) - (5 * z2))) + (u * u * (1 - (2 * z2))));
            k3 += weight * ((u * u * u * (5 - (30 * z2))) + (u * u * ((-60 * z2) + (212 * z4))) + (u * ((135 * z4) - (96 * z6))) - (30 * z6) - (90 * z4 * z4));
            var v = pi2 * k * k;
            var wholeWeight = 2 * Math.Exp(-v / (2 * z2));
            whole2 += wholeWeight * v;
            whole3 += wholeWeight * ((3 * v * z2) - (v * v));
        }

        k0 *= root / z;
        k1 *= root / (6 * z4);
        k2 = (k2 * root / (72 * z6 * z)) - (whole2 * root / (36 * z2 * z));
        k3 = (k3 * root / (6480 * z6 * z4)) + (whole3 * root / (216 * z6));
        var rootN = Math.Sqrt(n);
        return k0 + (k1 / rootN) + (k2 / n) + (k3 / (n * rootN));
    }
}
