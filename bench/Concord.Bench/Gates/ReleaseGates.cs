using System.Globalization;
using System.Text;
using Concord.Cli.Demo;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Bench;

/// <summary>
/// What a version must hold before it is released: how often it calls drift where there is none, and whether it finds drift that is there. The
/// verdict rules are asked as the product asks them; the samples are drawn from the seed alone.
/// </summary>
/// <param name="draws">Pairs of samples per law and size without drift.</param>
/// <param name="drawsLarge">The same for windows of 50,000 rows.</param>
internal sealed class ReleaseGates(MonitoringPolicy policy, ulong seed, int draws, int drawsLarge)
{
    public const int Reference = 500, Columns = 20, Runs = 20, KnownRows = 100_000, KnownSeeds = 20;

    public static readonly int[] Sizes = [200, 500, 2_000, 50_000];

    /// <param name="FalseAlarms">Per law, the share of draws with p ≤ 0.05 before correction.</param>
    /// <param name="RunsWithDrift">Of <see cref="Runs"/> runs of <see cref="Columns"/> columns without drift, those in which any was called drifted.</param>
    /// <param name="Others">Per other rule, the share of draws it flags.</param>
    internal sealed record QuietResult(int Rows, int Draws, IReadOnlyDictionary<string, double> FalseAlarms, int RunsWithDrift, IReadOnlyDictionary<string, double> Others);

    /// <param name="Found">Of the seeds, in how many the column was called drifted.</param>
    /// <param name="Others">The same for other rules; null where a rule says nothing.</param>
    internal sealed record KnownResult(string Drift, int Found, IReadOnlyDictionary<string, int?> Others);

    public QuietResult Quiet(int rows)
    {
        var count = rows > 10_000 ? drawsLarge : draws;
        var flagged = GateLaw.Quiet.AsParallel().AsOrdered().Select((law, place) => (law.Name, Counts: Draws(law, place, rows, count))).ToList();
        var others = GateRule.Others.Select((rule, k) => (rule.Name, Said: flagged.Sum(law => law.Counts.Others[k].Said), Flagged: flagged.Sum(law => law.Counts.Others[k].Flagged)));
        return new(rows, count,
            flagged.ToDictionary(law => law.Name, law => (double)law.Counts.Flagged / count, StringComparer.Ordinal),
            Enumerable.Range(0, Runs).AsParallel().Count(run => AnyDrifted(rows, run)),
            others.ToDictionary(rule => rule.Name, rule => (double)rule.Flagged / rule.Said, StringComparer.Ordinal));
    }

    /// <summary>Every seed is one window of ten columns that drift, each in its own way, and of as many that do not.</summary>
    public (IReadOnlyList<KnownResult> Found, int FalseColumns) Known()
    {
        var windows = Enumerable.Range(0, KnownSeeds).AsParallel().AsOrdered().Select(KnownWindow).ToList();
        var names = GateRule.Others.Select(rule => rule.Name).ToArray();
        return ([.. GateLaw.Drifts.Select((drift, place) => new KnownResult(drift.Name, windows.Count(window => window.Drifted[place]),
                names.Select((name, k) => (name, Said: windows.Select(window => window.Others[place][k]).ToList()))
                    .ToDictionary(rule => rule.name, rule => rule.Said.Contains(null) ? null : (int?)rule.Said.Count(flagged => flagged == true), StringComparer.Ordinal)))],
            windows.Sum(window => window.Drifted.Skip(GateLaw.Drifts.Count).Count(drifted => drifted)));
    }

    /// <summary>A correlation of 0.6 that is lost, which no single column shows: the seeds in which the joint measure leaves the range of reference chunks.</summary>
    public int JointFound() => Enumerable.Range(0, KnownSeeds).AsParallel().Count(run =>
    {
        var random = new SeededRandom(seed, 3, (ulong)run);
        var chunks = Enumerable.Range(0, 10).Select(_ => CoMoments.FromRows(Correlated(0.6, KnownRows / 10, random), 4)).ToList();
        var reconstruction = PrincipalComponentReconstruction.FromReference(chunks.Aggregate((all, chunk) => all.Merge(chunk)));
        var before = chunks.Select(chunk => reconstruction.Error(chunk).Value).ToList();
        var (mean, deviation) = (before.Average(), Math.Sqrt(before.Sum(error => Math.Pow(error - before.Average(), 2)) / (before.Count - 1)));
        var after = reconstruction.Error(CoMoments.FromRows(Correlated(0, KnownRows / 10, random), 4));
        return Math.Abs(after.Value - mean) > 3 * deviation;
    });

    public string Table(IReadOnlyList<QuietResult> quiet, IReadOnlyList<KnownResult> known, int falseColumns, int joint)
    {
        var text = new StringBuilder();
        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}. Reference of {Reference} rows, {draws:N0} draws per law ({drawsLarge:N0} at 50,000 rows). Share flagged where nothing drifts, over six laws:")).AppendLine();
        text.AppendLine($"| rule | {string.Join(" | ", quiet.Select(result => $"n = {result.Rows.ToString("N0", CultureInfo.InvariantCulture)}"))} |").AppendLine($"|---|{string.Concat(quiet.Select(_ => "--:|"))}");
        text.AppendLine($"| Concord, p <= 0.05 before correction: worst law | {string.Join(" | ", quiet.Select(result => Percent(result.FalseAlarms.Values.Max())))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| Concord, runs of {Columns} columns with any column drifted | {string.Join(" | ", quiet.Select(result => $"{result.RunsWithDrift} of {Runs}"))} |");
        foreach (var rule in GateRule.Others) text.AppendLine($"| {rule.Name} | {string.Join(" | ", quiet.Select(result => Percent(result.Others[rule.Name])))} |");
        text.AppendLine().AppendLine(string.Create(CultureInfo.InvariantCulture, $"Known drift, {KnownRows:N0} rows on both sides, found in so many of {KnownSeeds} seeds ({falseColumns} false of {KnownSeeds * GateLaw.Drifts.Count} columns without drift in the same windows):")).AppendLine();
        text.AppendLine($"| drift | Concord | {string.Join(" | ", GateRule.Others.Select(rule => rule.Name))} |").AppendLine($"|---|--:|{string.Concat(GateRule.Others.Select(_ => "--:|"))}");
        foreach (var drift in known)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {drift.Drift} | {drift.Found} | {string.Join(" | ", GateRule.Others.Select(rule => drift.Others[rule.Name]?.ToString(CultureInfo.InvariantCulture) ?? "–"))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| correlation 0.6 lost (joint measure) | {joint} | {string.Join(" | ", GateRule.Others.Select(_ => "–"))} |");
        return text.ToString();
    }

    private (int Flagged, (int Said, int Flagged)[] Others) Draws(GateLaw law, int place, int rows, int count)
    {
        var flagged = 0;
        var others = new (int Said, int Flagged)[GateRule.Others.Count];
        for (var draw = 0; draw < count; draw++)
        {
            var random = new SeededRandom(seed, 1, (ulong)place, (ulong)rows, (ulong)draw);
            var (reference, window) = (law.Sample(Reference, random), law.Sample(rows, random));
            var facts = law.Compare(reference, window);
            if (facts.PValue.ValueOrNull <= 0.05) flagged++;
            for (var k = 0; k < others.Length; k++)
            {
                if (GateRule.Others[k].Of(facts, reference, window) is not { } said) continue;
                others[k] = (others[k].Said + 1, others[k].Flagged + (said ? 1 : 0));
            }
        }
        return (flagged, others);
    }

    private bool AnyDrifted(int rows, int run)
    {
        var random = new SeededRandom(seed, 2, (ulong)rows, (ulong)run);
        var facts = Enumerable.Range(0, Columns).Select(column => GateLaw.Quiet[column % GateLaw.Quiet.Count]).Select(law => law.Compare(law.Sample(Reference, random), law.Sample(rows, random))).ToList();
        return DriftVerdicts.Judge(facts, policy).Any(column => column.Drifted);
    }

    private (bool[] Drifted, bool?[][] Others) KnownWindow(int run)
    {
        var random = new SeededRandom(seed, 4, (ulong)run);
        var facts = new List<ColumnFacts>();
        var others = new List<bool?[]>();
        foreach (var (before, after) in GateLaw.Drifts.Select(drift => (drift.Before, drift.After)).Concat(GateLaw.Drifts.Select(drift => (drift.Before, drift.Before))))
        {
            var (reference, window) = (before.Sample(KnownRows, random), after.Sample(KnownRows, random));
            facts.Add(before.Compare(reference, window));
            others.Add([.. GateRule.Others.Select(rule => rule.Of(facts[^1], reference, window))]);
        }
        return ([.. DriftVerdicts.Judge(facts, policy).Select(column => column.Drifted)], [.. others]);
    }

    private static IEnumerable<double[]> Correlated(double correlation, int rows, SeededRandom random)
    {
        for (var row = 0; row < rows; row++)
        {
            var shared = random.Normal();
            yield return [.. Enumerable.Range(0, 4).Select(_ => (Math.Sqrt(correlation) * shared) + (Math.Sqrt(1 - correlation) * random.Normal()))];
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
