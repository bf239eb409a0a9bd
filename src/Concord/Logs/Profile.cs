using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Measures;

namespace Concord.Logs;

/// <summary>What one window looks like, as counts only: no row can be told from it, and any figure that rests on counts can be computed again.</summary>
/// <param name="Window">The label.</param>
/// <param name="First">UTC, null in a window without times.</param>
/// <param name="Outcomes">Rows by decision and label.</param>
internal sealed record Profile(
    int Version,
    string Window,
    long Rows,
    long Labelled,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    IReadOnlyList<NumericProfile> Numeric,
    IReadOnlyList<CategoricalProfile> Categorical,
    ScoreProfile? Score,
    OutcomeCounts Outcomes,
    IReadOnlyList<AttributeProfile> Attributes)
{
    public const int CurrentVersion = 1;

    /// <summary>Always the same bytes for the same counts.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ProfileJson.Default.Profile);

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static Profile FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, ProfileJson.Default.Profile) is { Version: CurrentVersion } profile
            ? profile
            : throw new InvalidDataException($"This profile is not of version {CurrentVersion}.");

    /// <summary>The counts of two sets of rows of the same window together.</summary>
    /// <exception cref="ArgumentException">They were counted differently: other columns, or other edges because of another reference.</exception>
    public Profile Merge(Profile other)
    {
        if (!string.Equals(Window, other.Window, StringComparison.Ordinal)) throw new ArgumentException($"Window {other.Window} is not {Window}.", nameof(other));
        return this with
        {
            Rows = Rows + other.Rows,
            Labelled = Labelled + other.Labelled,
            First = First is null || other.First < First ? other.First ?? First : First,
            Last = Last is null || other.Last > Last ? other.Last ?? Last : Last,
            Numeric = Pairwise(Numeric, other.Numeric, column => column.Column, (a, b) => a.Merge(b)),
            Categorical = Pairwise(Categorical, other.Categorical, column => column.Column, (a, b) => a.Merge(b)),
            Score = Score is null != other.Score is null ? throw new ArgumentException("Only one of the two was counted with a score.", nameof(other)) : Score?.Merge(other.Score!),
            Outcomes = Outcomes.Merge(other.Outcomes),
            Attributes = Pairwise(Attributes, other.Attributes, attribute => attribute.Attribute, (a, b) => a.Merge(b)),
        };
    }

    private static T[] Pairwise<T>(IReadOnlyList<T> mine, IReadOnlyList<T> theirs, Func<T, string> name, Func<T, T, T> merge) =>
        mine.Select(name).SequenceEqual(theirs.Select(name), StringComparer.Ordinal)
            ? [.. mine.Zip(theirs, merge)]
            : throw new ArgumentException("The two were counted over different columns.", nameof(theirs));
}

/// <summary>A numeric column: rows per bin of the reference's edges, and the moments.</summary>
/// <param name="Bins">One more than edges: bin i holds the values with exactly i edges strictly below.</param>
/// <param name="SquaredDeviations">Sum of squared deviations from the mean.</param>
internal sealed record NumericProfile(string Column, long Missing, long Zero, double[] Edges, long[] Bins, double? Mean, double? SquaredDeviations, double? Minimum, double? Maximum)
{
    public NumericProfile Merge(NumericProfile other)
    {
        if (!Edges.AsSpan().SequenceEqual(other.Edges)) throw new ArgumentException($"{Column} was counted on other edges: another reference.", nameof(other));
        long mine = Bins.Sum(), theirs = other.Bins.Sum();
        if (theirs == 0) return this with { Missing = Missing + other.Missing };
        if (mine == 0) return other with { Missing = Missing + other.Missing };
        double total = mine + theirs, gap = other.Mean!.Value - Mean!.Value;
        return this with
        {
            Missing = Missing + other.Missing,
            Zero = Zero + other.Zero,
            Bins = [.. Bins.Zip(other.Bins, (a, b) => a + b)],
            Mean = Mean + (gap * theirs / total),
            SquaredDeviations = SquaredDeviations + other.SquaredDeviations + (gap * gap * mine * theirs / total),
            Minimum = Math.Min(Minimum!.Value, other.Minimum!.Value),
            Maximum = Math.Max(Maximum!.Value, other.Maximum!.Value),
        };
    }
}

/// <summary>A categorical column: rows per level, the most frequent ones by name and the others together.</summary>
/// <param name="Levels">Without the missing rows: the levels the reference knows, and at most <see cref="MaximumLevels"/> others.</param>
/// <param name="RestLevels">How many further levels there are.</param>
/// <param name="RestRows">The rows they hold.</param>
internal sealed record CategoricalProfile(string Column, long Missing, IReadOnlyDictionary<string, long> Levels, long RestLevels = 0, long RestRows = 0)
{
    public const int MaximumLevels = 1_000;

    public CategoricalProfile Merge(CategoricalProfile other)
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (level, rows) in Levels.Concat(other.Levels)) sum[level] = sum.GetValueOrDefault(level) + rows;
        return new(Column, Missing + other.Missing, sum, RestLevels + other.RestLevels, RestRows + other.RestRows);
    }

    /// <summary>Keeps the known levels and the most frequent others by name; of equally frequent ones those first in the alphabet.</summary>
    public static CategoricalProfile Capped(string column, long missing, IEnumerable<KeyValuePair<string, long>> levels, IReadOnlyCollection<string> known, long restLevels, long restRows)
    {
        var wanted = known as IReadOnlySet<string> ?? known.ToHashSet(StringComparer.Ordinal);
        var kept = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var others = 0;
        foreach (var (level, rows) in levels.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (wanted.Contains(level)) kept.Add(level, rows);
            else if (others++ < MaximumLevels) kept.Add(level, rows);
            else (restLevels, restRows) = (restLevels + 1, restRows + rows);
        }
        return new(column, missing, kept, restLevels, restRows);
    }
}

/// <summary>Scores on the reference's edges, by label.</summary>
internal sealed record ScoreProfile(NumericProfile All, long[] Positive, long[] Negative)
{
    public ScoreProfile Merge(ScoreProfile other) =>
        new(All.Merge(other.All), [.. Positive.Zip(other.Positive, (a, b) => a + b)], [.. Negative.Zip(other.Negative, (a, b) => a + b)]);
}

/// <summary>Rows by decision and label. The first word is the decision, the second the label.</summary>
internal sealed record OutcomeCounts(
    long PositivePositive = 0, long PositiveNegative = 0, long PositiveUnknown = 0,
    long NegativePositive = 0, long NegativeNegative = 0, long NegativeUnknown = 0,
    long UndecidedPositive = 0, long UndecidedNegative = 0, long UndecidedUnknown = 0)
{
    [JsonIgnore]
    public long Decided => Positive + Negative;

    [JsonIgnore]
    public long Positive => PositivePositive + PositiveNegative + PositiveUnknown;

    [JsonIgnore]
    public long Negative => NegativePositive + NegativeNegative + NegativeUnknown;

    [JsonIgnore]
    public long Undecided => UndecidedPositive + UndecidedNegative + UndecidedUnknown;

    [JsonIgnore]
    public Confusion Confusion => new(TruePositives: PositivePositive, FalsePositives: PositiveNegative, TrueNegatives: NegativeNegative, FalseNegatives: NegativePositive);

    public GroupCounts ToGroup(string name) => new(name, Decided, Positive, TruePositives: PositivePositive, FalsePositives: PositiveNegative, TrueNegatives: NegativeNegative, FalseNegatives: NegativePositive);

    public OutcomeCounts Add(int? decision, int? label, long rows) => (decision, label) switch
    {
        (1, 1) => this with { PositivePositive = PositivePositive + rows },
        (1, 0) => this with { PositiveNegative = PositiveNegative + rows },
        (1, _) => this with { PositiveUnknown = PositiveUnknown + rows },
        (0, 1) => this with { NegativePositive = NegativePositive + rows },
        (0, 0) => this with { NegativeNegative = NegativeNegative + rows },
        (0, _) => this with { NegativeUnknown = NegativeUnknown + rows },
        (_, 1) => this with { UndecidedPositive = UndecidedPositive + rows },
        (_, 0) => this with { UndecidedNegative = UndecidedNegative + rows },
        _ => this with { UndecidedUnknown = UndecidedUnknown + rows },
    };

    public OutcomeCounts Merge(OutcomeCounts other) => new(
        PositivePositive + other.PositivePositive, PositiveNegative + other.PositiveNegative, PositiveUnknown + other.PositiveUnknown,
        NegativePositive + other.NegativePositive, NegativeNegative + other.NegativeNegative, NegativeUnknown + other.NegativeUnknown,
        UndecidedPositive + other.UndecidedPositive, UndecidedNegative + other.UndecidedNegative, UndecidedUnknown + other.UndecidedUnknown);
}

/// <summary>Decisions and labels by group of one protected attribute or intersection.</summary>
/// <param name="Attribute">"sex", or "sex x race".</param>
internal sealed record AttributeProfile(string Attribute, IReadOnlyDictionary<string, OutcomeCounts> Groups)
{
    public AttributeProfile Merge(AttributeProfile other)
    {
        var sum = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal);
        foreach (var (group, counts) in Groups.Concat(other.Groups)) sum[group] = sum.TryGetValue(group, out var before) ? before.Merge(counts) : counts;
        return this with { Groups = sum };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Profile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
