using Concord.Cli.Demo;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Bench;

/// <summary>One column of one sample, drawn.</summary>
internal sealed record GateSample(EmpiricalDistribution Numbers, CategoryCounts Levels)
{
    public static GateSample Of(bool isCategorical, IReadOnlyList<double> rows) => isCategorical
        ? new(EmpiricalDistribution.Empty, CategoryCounts.FromCounts(rows.CountBy(row => row).Select(level => ((string?)(double.IsNaN(level.Key) ? null : $"level {level.Key}"), (long)level.Value))))
        : new(EmpiricalDistribution.FromRows([.. rows]), CategoryCounts.FromCounts([]));
}

/// <summary>A law that a column follows; levels of a categorical one are whole numbers.</summary>
internal sealed record GateLaw(string Name, bool IsCategorical, Func<SeededRandom, double> Draw)
{
    private static readonly double[] Five = [0.40, 0.30, 0.15, 0.10, 0.05];
    private static readonly double[] Zipf = [.. Enumerable.Range(1, 50).Select(rank => 1.0 / rank / Enumerable.Range(1, 50).Sum(k => 1.0 / k))];

    /// <summary>The laws under which nothing drifts.</summary>
    public static IReadOnlyList<GateLaw> Quiet { get; } =
    [
        new("normal", false, random => random.Normal()),
        new("lognormal", false, random => Math.Exp(random.Normal())),
        new("heavy ties", false, random => Math.Round(random.Normal())),
        new("5 levels", true, random => Level(Five, random)),
        new("50 Zipf levels", true, random => Level(Zipf, random)),
        new("zero-heavy", false, random => random.Uniform() < 0.8 ? 0 : Math.Exp(random.Normal())),
    ];

    /// <summary>Laws that rules are seldom tried on; nothing drifts under them either.</summary>
    public static IReadOnlyList<GateLaw> Exotic { get; } =
    [
        new("Cauchy", false, random => Math.Tan(Math.PI * (random.Uniform() - 0.5))),
        new("two values", false, random => random.Uniform() < 0.97 ? 0 : 1),
        new("heavy ties and missing", false, random => random.Uniform() < 0.2 ? double.NaN : Math.Round(random.Normal())),
        new("rounded to whole numbers", false, random => Math.Round(40 + (12 * random.Normal()))),
        new("mixture", false, random => random.Uniform() < 0.9 ? random.Normal() : 25 + (0.1 * random.Normal())),
        new("nearly constant level", true, random => random.Uniform() < 0.995 ? 1 : 2),
        new("rare levels and missing", true, random => random.Uniform() < 0.1 ? double.NaN : Math.Floor(1 / Math.Max(random.Uniform(), 0.002))),
    ];

    /// <summary>Before and after: drifts of one column that must be found at 100,000 rows.</summary>
    public static IReadOnlyList<(string Name, GateLaw Before, GateLaw After)> Drifts { get; } =
    [
        Pair("mean + 0.1 sd", false, random => random.Normal(), random => random.Normal() + 0.1),
        Pair("sd x 1.2", false, random => random.Normal(), random => random.Normal() * 1.2),
        Pair("tail x 3", false, random => random.Normal(), random => random.Normal() is var z && z > 1.645 ? 3 * z : z),
        Pair("count rate + 10 %", false, random => Poisson(5, random), random => Poisson(5.5, random)),
        Pair("4 points moved among 5 levels", true, random => Level(Five, random), random => Level([0.36, 0.34, 0.15, 0.10, 0.05], random)),
        Pair("new level, 2 %", true, random => Level(Five, random), random => random.Uniform() < 0.02 ? 9 : Level(Five, random)),
        Pair("level vanished", true, random => Level(Five, random), random => Level([0.42, 0.32, 0.16, 0.10], random)),
        Pair("50 to 53 %", true, random => random.Uniform() < 0.50 ? 1 : 0, random => random.Uniform() < 0.53 ? 1 : 0),
        Pair("missing 0 to 5 %", false, random => random.Normal(), random => random.Uniform() < 0.05 ? double.NaN : random.Normal()),
        Pair("unit changed, ranks kept", false, random => Math.Exp(random.Normal()), random => 1_000 * Math.Exp(random.Normal())),
    ];

    public GateSample Sample(int rows, SeededRandom random)
    {
        var drawn = new double[rows];
        for (var row = 0; row < rows; row++) drawn[row] = Draw(random);
        return GateSample.Of(IsCategorical, drawn);
    }

    /// <summary>What the product knows of the column.</summary>
    public ColumnFacts Compare(GateSample reference, GateSample window) => IsCategorical
        ? ColumnFacts.Categorical(Name, reference.Levels, window.Levels)
        : ColumnFacts.Numeric(Name, DriftKind.Numeric, reference.Numbers, QuantileBins.FromReference(reference.Numbers), window.Numbers);

    private static (string, GateLaw, GateLaw) Pair(string name, bool isCategorical, Func<SeededRandom, double> before, Func<SeededRandom, double> after) =>
        (name, new(name, isCategorical, before), new(name, isCategorical, after));

    private static double Level(double[] shares, SeededRandom random)
    {
        var left = random.Uniform();
        var level = 0;
        while (level < shares.Length - 1 && left >= shares[level]) left -= shares[level++];
        return level;
    }

    private static double Poisson(double rate, SeededRandom random)
    {
        var (count, product, limit) = (0, random.Uniform(), Math.Exp(-rate));
        for (; product > limit; count++) product *= random.Uniform();
        return count;
    }
}
