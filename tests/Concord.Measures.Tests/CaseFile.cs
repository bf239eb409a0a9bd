using System.Globalization;

namespace Concord.Measures.Tests;

/// <summary>One case of a vector file; vectors/README.md says how it is written.</summary>
internal sealed class Case(string file, string name, int line)
{
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public string File { get; } = file;

    public string Name { get; } = name;

    public int Line { get; } = line;

    public List<Expectation> Expectations { get; } = [];

    public IEnumerable<string> Unused => given.Keys.Where(key => !used.Contains(key));

    public void Give(string key, string text) => given.Add(key, text);

    public bool Has(string key) => given.ContainsKey(key);

    public string Text(string key)
    {
        used.Add(key);
        return given.TryGetValue(key, out var text) ? text : throw new InvalidDataException($"{File}, line {Line}: '{key}' is not given.");
    }

    public double Number(string key) => double.Parse(Text(key), CultureInfo.InvariantCulture);

    public long Whole(string key) => long.Parse(Text(key), CultureInfo.InvariantCulture);

    public string[] Words(string key) => Text(key) is var text and not "empty" ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    public long[] Wholes(string key) => [.. Words(key).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];

    public PairedCounts Table() => new(Wholes("reference"), Wholes("current"));

    public double?[] Rows(string key) =>
    [
        .. Words(key).Select(word => word.Split('*')).SelectMany(parts => Enumerable.Repeat<double?>(
            parts[0] == "." ? null : double.Parse(parts[0], CultureInfo.InvariantCulture),
            parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture))),
    ];

    public EmpiricalDistribution Sample(string key) => EmpiricalDistribution.FromRows(Rows(key));

    /// <summary>Rows of several columns: values joined by commas, a dot for a missing one.</summary>
    public double[][] Table(string key) =>
    [
        .. Words(key).Select(word => word.Split(',').Select(value => value == "." ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture)).ToArray()),
    ];

    public (double Score, bool Label)[] Labelled(string key) =>
        [.. Words(key).Select(word => word.Split(':')).Select(parts => (double.Parse(parts[0], CultureInfo.InvariantCulture), parts[1] == "1"))];

    public (double Score, long Positives, long Negatives)[] ScoresWithCounts(string key) =>
    [
        .. Words(key).Select(word => word.Split(':', ',')).Select(parts => (
            double.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture),
            long.Parse(parts[2], CultureInfo.InvariantCulture))),
    ];

    public CategoryCounts Levels(string key) => CategoryCounts.FromCounts(
        Words(key).Select(word => word.Split('=')).Select(parts => (parts[0] == CategoryCounts.MissingLevel ? null : parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture))));

    public GroupCounts[] Groups(string key) =>
    [
        .. Words(key).Select(word => word.Split('=')).Select(parts =>
        {
            var n = parts[1].Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return new GroupCounts(parts[0], AllRows: n[0], AllSelected: n[1], TruePositives: n[2], FalsePositives: n[3], TrueNegatives: n[4], FalseNegatives: n[5]);
        }),
    ];
}

/// <summary>An expected output: words that are numbers, <c>none</c> or names, with a tolerance for the numbers.</summary>
internal sealed record Expectation(string Output, string[] Words, double Tolerance, bool Relative)
{
    public bool Matches(string[] actual) => actual.Length == Words.Length && Words.Zip(actual).All(pair => Matches(pair.First, pair.Second));

    private bool Matches(string expected, string actual) =>
        double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var e)
        && double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            ? Math.Abs(e - a) <= (Relative ? Tolerance * Math.Abs(e) : Tolerance)
            : string.Equals(expected, actual, StringComparison.Ordinal);
}

/// <summary>A file of cases.</summary>
internal static class CaseFile
{
    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "vectors"), "*.case").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    public static List<Case> Read(string name)
    {
        var cases = new List<Case>();
        var line = 0;
        foreach (var text in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", name + ".case")))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#'))
                continue;
            var words = text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var parts = words.Length < 2 ? [] : words[1].Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            switch (words[0])
            {
                case "case" when words.Length == 2:
                    cases.Add(new Case(name, words[1], line));
                    break;
                case "given" when cases.Count > 0 && parts.Length == 2:
                    cases[^1].Give(parts[0], parts[1]);
                    break;
                case "expect" when cases.Count > 0 && parts.Length == 2:
                    cases[^1].Expectations.Add(Expect(parts[0], parts[1]));
                    break;
                default:
                    throw new InvalidDataException($"{name}, line {line}: a line begins with case, given, expect or #.");
            }
        }

        return cases;
    }

    private static Expectation Expect(string output, string text)
    {
        var halves = text.Split("within", StringSplitOptions.TrimEntries);
        var tolerance = halves.Length == 1 ? ["1e-9"] : halves[1].Split(' ');
        var words = halves[0] == "empty" ? [] : halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(output, words, double.Parse(tolerance[0], CultureInfo.InvariantCulture), tolerance is [_, "relative"]);
    }
}
