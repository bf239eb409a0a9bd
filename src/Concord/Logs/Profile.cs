using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Measures;

namespace Concord.Logs;

/// <summary>
/// What one window looks like, as counts only: no row can be told from it, and any figure that rests on counts can be computed again. Profiles add up: the
/// sum of those of several files is the profile of all their rows, to the last digit.
/// </summary>
/// <param name="Question">Of <see cref="ProfileQuestion.Sha256"/>: only profiles of one question add up.</param>
/// <param name="Window">The label.</param>
/// <param name="First">UTC, null in a window without times.</param>
/// <param name="Scores">Scores by decision and label, those that occur, in the order of these.</param>
/// <param name="Outcomes">Rows by decision and label.</param>
/// <param name="Joint">Null where co-moments were not asked for.</param>
internal sealed record Profile(
    int Version,
    string Question,
    string Window,
    long Rows,
    long Labelled,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    IReadOnlyList<NumericProfile> Numeric,
    IReadOnlyList<CategoricalProfile> Categorical,
    IReadOnlyList<ScoreProfile> Scores,
    OutcomeCounts Outcomes,
    IReadOnlyList<AttributeProfile> Attributes,
    JointProfile? Joint = null)
{
    public const int CurrentVersion = 2;

    /// <summary>All scores together; null where there is no row.</summary>
    [JsonIgnore]
    public NumericProfile? Score => Scores.Count == 0 ? null : Scores.Skip(1).Aggregate(Scores[0].Scores, (all, part) => all.Merge(part.Scores));

    /// <summary>Compressed: most bins of a short window are empty.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var packed = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) JsonSerializer.Serialize(packed, this, ProfileJson.Default.Profile);
        return bytes.ToArray();
    }

    /// <summary>Of the counts, not of the bytes they are kept in: the same counts always have the same.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, ProfileJson.Default.Profile)));

    public static Profile FromBytes(byte[] bytes)
    {
        using var packed = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(packed, ProfileJson.Default.Profile) is { Version: CurrentVersion } profile
            ? profile
            : throw new InvalidDataException($"This profile is not of version {CurrentVersion}.");
    }

    /// <summary>The counts of several sets of rows of one window together.</summary>
    /// <param name="known">Per categorical column the levels that are always kept by name.</param>
    /// <exception cref="ArgumentException">They were counted differently: for another reference, or over other columns.</exception>
    public static Profile Sum(IReadOnlyList<Profile> parts, IReadOnlyDictionary<string, IReadOnlyCollection<string>> known)
    {
        var first = parts[0];
        if (parts.Count == 1) return first;
        if (parts.Any(part => part.Window != first.Window)) throw new ArgumentException("They are of different windows.", nameof(parts));
        if (parts.Any(part => part.Question != first.Question)) throw new ArgumentException("They were counted for another reference, or over other columns.", nameof(parts));
        return first with
        {
            Rows = parts.Sum(part => part.Rows),
            Labelled = parts.Sum(part => part.Labelled),
            First = parts.Min(part => part.First),
            Last = parts.Max(part => part.Last),
            Numeric = [.. first.Numeric.Select((column, k) => parts.Skip(1).Aggregate(column, (sum, part) => sum.Merge(part.Numeric[k])))],
            Categorical = [.. first.Categorical.Select((column, k) => CategoricalProfile.Sum([.. parts.Select(part => part.Categorical[k])], known[column.Column]))],
            Scores = [.. parts.SelectMany(part => part.Scores).GroupBy(part => (part.Decision, part.Label)).OrderBy(same => same.Key.Decision ?? 2).ThenBy(same => same.Key.Label ?? 2)
                .Select(same => same.First() with { Scores = same.Skip(1).Aggregate(same.First().Scores, (sum, part) => sum.Merge(part.Scores)) })],
            Outcomes = parts.Skip(1).Aggregate(first.Outcomes, (sum, part) => sum.Merge(part.Outcomes)),
            Joint = parts.Skip(1).Aggregate(first.Joint, (sum, part) => part.Joint is { } joint ? sum?.Merge(joint) : null),
            Attributes = [.. first.Attributes.Select((attribute, k) => AttributeProfile.Sum([.. parts.Select(part => part.Attributes[k])]))],
        };
    }
}

/// <summary>A numeric column: rows per bin of the reference's edges, and the moments on a grid.</summary>
/// <param name="Bins">One more than edges: bin i holds the values with exactly i edges strictly below.</param>
/// <param name="Sum">Of the values, in steps of the grid from its centre.</param>
/// <param name="Squares">Of the squares of those steps.</param>
internal sealed record NumericProfile(string Column, long Missing, long Zero, long[] Bins, MomentGrid Grid, BigInteger Sum, BigInteger Squares, double? Minimum, double? Maximum)
{
    /// <summary>Of no rows.</summary>
    public static NumericProfile Empty(string column, double[] edges) => new(column, 0, 0, new long[edges.Length + 1], MomentGrid.Of(edges), 0, 0, null, null);

    /// <summary>Rows with a value.</summary>
    [JsonIgnore]
    public long Count => Bins.Sum();

    [JsonIgnore]
    public double? Mean => Count == 0 ? null : Grid.Mean(Sum, Count);

    /// <summary>Sum of squared deviations from the mean.</summary>
    [JsonIgnore]
    public double? SquaredDeviations => Count == 0 ? null : Grid.SquaredDeviations(Sum, Squares, Count);

    public NumericProfile Merge(NumericProfile other) => this with
    {
        Missing = Missing + other.Missing,
        Zero = Zero + other.Zero,
        Bins = [.. Bins.Zip(other.Bins, (a, b) => a + b)],
        Sum = Sum + other.Sum,
        Squares = Squares + other.Squares,
        Minimum = Minimum is null || other.Minimum < Minimum ? other.Minimum ?? Minimum : Minimum,
        Maximum = Maximum is null || other.Maximum > Maximum ? other.Maximum ?? Maximum : Maximum,
    };
}

/// <summary>A categorical column: rows per level, the most frequent ones by name and the others together.</summary>
/// <param name="Levels">Without the missing rows: the levels the reference knows, and at most <see cref="MaximumLevels"/> others.</param>
/// <param name="RestLevels">How many further levels there are.</param>
/// <param name="RestRows">The rows they hold.</param>
internal sealed record CategoricalProfile(string Column, long Missing, IReadOnlyDictionary<string, long> Levels, long RestLevels = 0, long RestRows = 0)
{
    public const int MaximumLevels = 1_000;

    /// <summary>Levels one side tells by name may hide in the rest of another; the number of further levels is then the most there can be.</summary>
    public static CategoricalProfile Sum(IReadOnlyList<CategoricalProfile> parts, IReadOnlyCollection<string> known)
    {
        var sum = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (level, rows) in parts.SelectMany(part => part.Levels)) sum[level] = sum.GetValueOrDefault(level) + rows;
        return Capped(parts[0].Column, parts.Sum(part => part.Missing), sum, known, parts.Sum(part => part.RestLevels), parts.Sum(part => part.RestRows));
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

/// <summary>The scores of the rows with one decision and one label, on the reference's edges; null: they have none.</summary>
internal sealed record ScoreProfile(int? Decision, int? Label, NumericProfile Scores);

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
    public static AttributeProfile Sum(IReadOnlyList<AttributeProfile> parts)
    {
        var sum = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal);
        foreach (var (group, counts) in parts.SelectMany(part => part.Groups)) sum[group] = sum.TryGetValue(group, out var before) ? before.Merge(counts) : counts;
        return parts[0] with { Groups = sum };
    }
}

/// <summary>Whole numbers of any length, as text: as numbers they would not survive other readers of JSON.</summary>
internal sealed class WholeNumberConverter : JsonConverter<BigInteger>
{
    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => BigInteger.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(WholeNumberConverter)])]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(ProfileQuestion))]
internal sealed partial class ProfileJson : JsonSerializerContext;
