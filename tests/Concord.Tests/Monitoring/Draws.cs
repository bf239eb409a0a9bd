using System.Globalization;
using Concord.Measures;

namespace Concord.Tests.Monitoring;

/// <summary>A seeded generator that gives the same draws on every machine and version (SplitMix64; Box-Muller for the normal law).</summary>
internal sealed class Draws(ulong seed)
{
    private static readonly double[] Zipf = ZipfShares(50);

    private ulong state = seed;

    /// <summary>Fixed, unless <c>CONCORD_SEED</c> says otherwise.</summary>
    public static ulong Seed { get; } = Environment.GetEnvironmentVariable("CONCORD_SEED") is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : 20_261_123;

    /// <summary>From 0, included, to 1, excluded.</summary>
    public double Uniform()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    public double Poisson(double rate)
    {
        var limit = Math.Exp(-rate);
        var count = 0;
        for (var product = Uniform(); product > limit; product *= Uniform()) count++;
        return count;
    }

    public int Level(double[] shares)
    {
        var left = Uniform();
        for (var level = 0; level < shares.Length - 1; level++)
            if ((left -= shares[level]) < 0) return level;
        return shares.Length - 1;
    }

    public double ZeroHeavy() => Uniform() < 0.92 ? 0 : Math.Exp(7 + Normal());

    public int ZipfLevel() => Level(Zipf);

    public static EmpiricalDistribution Values(int rows, Func<double> draw)
    {
        var values = new double[rows];
        for (var i = 0; i < rows; i++) values[i] = draw();
        return EmpiricalDistribution.FromRows(values);
    }

    public static CategoryCounts Levels(int rows, Func<int> draw)
    {
        var counts = new SortedDictionary<int, long>();
        for (var i = 0; i < rows; i++)
        {
            var level = draw();
            counts[level] = counts.GetValueOrDefault(level) + 1;
        }
        return CategoryCounts.FromCounts(counts.Select(pair => ((string?)string.Create(CultureInfo.InvariantCulture, $"level {pair.Key}"), pair.Value)));
    }

    private static double[] ZipfShares(int levels)
    {
        var weights = Enumerable.Range(1, levels).Select(rank => 1.0 / rank).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
