using System.Numerics;

namespace Concord.Measures;

/// <summary>Random numbers that repeat on every machine and every version: xoshiro256**, seeded by SplitMix64.</summary>
/// <remarks>Reference: Blackman and Vigna (2021), Scrambled Linear Pseudorandom Number Generators, ACM Transactions on Mathematical Software 47.</remarks>
internal sealed class Generator
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    public Generator(long seed)
    {
        var state = unchecked((ulong)seed);
        a = Split(ref state);
        b = Split(ref state);
        c = Split(ref state);
        d = Split(ref state);
    }

    /// <summary>Uniform on 0 to 1, both excluded.</summary>
    public double Uniform() => ((Next() >> 12) + 0.5) / (1UL << 52);

    /// <summary>How many of <paramref name="trials"/> succeed.</summary>
    /// <param name="trials">0 or more.</param>
    /// <param name="probability">From 0 to 1.</param>
    public long Binomial(long trials, double probability) =>
        trials == 0 || probability <= 0 ? 0
        : probability >= 1 ? trials
        : probability > 0.5 ? trials - Binomial(trials, 1 - probability)
        : trials * probability < 10 ? ByInversion(trials, probability)
        : ByRejection(trials, probability);

    private long ByInversion(long trials, double probability)
    {
        var none = Math.Exp(trials * Math.Log(1 - probability));
        while (true)
        {
            var left = Uniform();
            var mass = none;
            for (var k = 0L; k <= trials; k++)
            {
                if (left <= mass)
                    return k;
                left -= mass;
                mass *= (trials - k) * probability / ((k + 1) * (1 - probability));
            }
        }
    }

    /// <summary>
    /// Transformed rejection. Reference: Hörmann (1993), The Generation of Binomial Random Variates, Journal of Statistical Computation
    /// and Simulation 46.
    /// </summary>
    private long ByRejection(long trials, double probability)
    {
        var spread = Math.Sqrt(trials * probability * (1 - probability));
        var width = 1.15 + (2.53 * spread);
        var slope = -0.0873 + (0.0248 * width) + (0.01 * probability);
        var centre = (trials * probability) + 0.5;
        var scale = (2.83 + (5.1 / width)) * spread;
        var sure = 0.92 - (4.2 / width);
        var mode = Math.Floor((trials + 1) * probability);
        var odds = Math.Log(probability / (1 - probability));
        var top = GammaFunction.Log(mode + 1) + GammaFunction.Log(trials - mode + 1);
        while (true)
        {
            var u = Uniform() - 0.5;
            var v = Uniform();
            var edge = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * slope / edge) + width) * u) + centre);
            if (k < 0 || k > trials)
                continue;
            if (edge >= 0.07 && v <= sure)
                return (long)k;
            v *= scale / ((slope / (edge * edge)) + width);
            if (Math.Log(v) <= top - GammaFunction.Log(k + 1) - GammaFunction.Log(trials - k + 1) + ((k - mode) * odds))
                return (long)k;
        }
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    private static ulong Split(ref ulong state)
    {
        var z = unchecked(state += 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
