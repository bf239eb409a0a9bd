using System.Numerics;

namespace Concord.Cli.Demo;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018), seeded through splitmix64. Our own, so that a generated log is the same on every version of .NET.
/// One draw per value, normal or not: rows stay in step when an effect is switched off.
/// </summary>
internal sealed class SeededRandom
{
    private ulong a, b, c, d;

    public SeededRandom(params ReadOnlySpan<ulong> seeds)
    {
        var state = 0UL;
        foreach (var seed in seeds)
            state = Mix(state + seed);
        a = Mix(state += 0x9E3779B97F4A7C15);
        b = Mix(state += 0x9E3779B97F4A7C15);
        c = Mix(state += 0x9E3779B97F4A7C15);
        d = Mix(state + 0x9E3779B97F4A7C15);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double Uniform()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return (result >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal by inversion (Acklam's rational approximation, relative error below 1.2e-9).</summary>
    public double Normal()
    {
        var p = Uniform() + 0.5 / (1UL << 53);
        if (p < 0.02425)
            return Tail(Math.Sqrt(-2 * Math.Log(p)));
        if (p > 1 - 0.02425)
            return -Tail(Math.Sqrt(-2 * Math.Log(1 - p)));
        var q = p - 0.5;
        var r = q * q;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r
                - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q
            / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r
                - 1.328068155288572e+01) * r + 1);
    }

    private static double Tail(double q) =>
        (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q - 2.549732539343734e+00) * q
            + 4.374664141464968e+00) * q + 2.938163982698783e+00)
        / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q + 3.754408661907416e+00) * q + 1);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
