using Concord.Measures;

namespace Concord.Logs.ClickHouse;

/// <summary>What the answers about one window add up to.</summary>
internal sealed class WindowTotals(Window window, ProfileQuestion what)
{
    private readonly long[] outcomes = new long[Kernel.Outcome.Kinds];
    private readonly SortedDictionary<string, long[]>[] groups = [.. what.Attributes.Select(_ => new SortedDictionary<string, long[]>(StringComparer.Ordinal))];
    private readonly SortedDictionary<int, ColumnTotals> columns = [];
    private long first = long.MaxValue, last = long.MinValue;

    public LevelTotals[] Levels { get; } = [.. what.Categorical.Select(_ => new LevelTotals())];

    /// <summary>Numeric totals of the files with one name map; moments of several are joined at the end.</summary>
    public ColumnTotals Of(int group) => columns.TryGetValue(group, out var known) ? known : columns[group] = new(
        [.. what.Edges.Select(column => new BinTotals(column.Key, column.Value))], what.ScoreEdges is { } edges ? new("score", edges) : null);

    /// <summary>Outcome, rows, first and last time.</summary>
    public long AddTotals(RowBinaryReader row)
    {
        var (kind, rows) = (row.Byte(), row.Int64());
        var (from, until) = (row.Int64(), row.Int64());
        outcomes[kind] += rows;
        if (from != ClickHouseShape.NoMoment) first = Math.Min(first, from);
        if (until != ClickHouseShape.NoMoment) last = Math.Max(last, until);
        return rows;
    }

    /// <summary>The level of each of the attribute's columns, outcome, rows.</summary>
    public long AddGroup(int attribute, int parts, RowBinaryReader row)
    {
        var name = string.Join(" x ", Enumerable.Range(0, parts).Select(_ => row.NullableText() ?? "__missing__").ToArray());
        var (kind, rows) = (row.Byte(), row.Int64());
        if (!groups[attribute].TryGetValue(name, out var counts)) groups[attribute].Add(name, counts = new long[Kernel.Outcome.Kinds]);
        counts[kind] += rows;
        return rows;
    }

    public Profile ToProfile(ProfileQuestion question) => new(
        Profile.CurrentVersion, window.Label, outcomes.Sum(), outcomes.Where((_, kind) => kind % 3 != 2).Sum(), Moment(first), Moment(last),
        [.. question.Edges.Select((_, k) => columns.Values.Select(group => group.Numeric[k].ToProfile()).Aggregate((a, b) => a.Merge(b)))],
        [.. question.Categorical.Select((column, k) => Levels[k].ToProfile(column.Key, column.Value))],
        question.ScoreEdges is null ? null : columns.Values.Select(group => group.Score!.ToScore()).Aggregate((a, b) => a.Merge(b)),
        Kernel.Outcome.ToCounts(outcomes),
        [.. question.Attributes.Select((attribute, k) => new AttributeProfile(string.Join(" x ", attribute), Counts(groups[k])))]);

    private static SortedDictionary<string, OutcomeCounts> Counts(SortedDictionary<string, long[]> groups)
    {
        var counts = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal);
        foreach (var (name, kinds) in groups) counts.Add(name, Kernel.Outcome.ToCounts(kinds));
        return counts;
    }

    private DateTimeOffset? Moment(long micros) => first > last ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(micros);
}

/// <param name="Score">Null when the score is not profiled.</param>
internal sealed record ColumnTotals(BinTotals[] Numeric, BinTotals? Score);

/// <summary>A numeric column in one window.</summary>
internal sealed class BinTotals(string column, double[] edges)
{
    /// <summary>Where the squares around a point far away from the mean hold no digits of the spread any more, they are asked again around the mean.</summary>
    private const double FarAway = 1e4;

    private readonly long[] bins = new long[edges.Length + 1];
    private readonly long[] positive = new long[edges.Length + 1], negative = new long[edges.Length + 1];
    private long missing, zero, count;
    private double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum, squares;

    public long Rows => count + missing;

    public double Mean => count == 0 ? 0 : sum / count;

    public double SquaredDeviations { get; set; }

    /// <summary>Rows, zeros, least, most, sum, squares around the common centre.</summary>
    /// <param name="outcome">0 where it is not asked.</param>
    public void Add(int bin, int outcome, RowBinaryReader row)
    {
        long rows = row.Int64(), zeros = row.Int64();
        double least = row.Double(), most = row.Double(), total = row.Double(), around = row.Double();
        if (bin == bins.Length)
        {
            missing += rows;
            return;
        }
        bins[bin] += rows;
        if (outcome % 3 == 1) positive[bin] += rows;
        else if (outcome % 3 == 0) negative[bin] += rows;
        (count, zero, sum, squares) = (count + rows, zero + zeros, sum + total, squares + around);
        (minimum, maximum) = (Math.Min(minimum, least), Math.Max(maximum, most));
    }

    /// <summary>Moves the sum of squares from the centre to the mean, unless nothing would be left of it.</summary>
    public bool NeedsCentre(double centre)
    {
        var shift = count * (Mean - centre) * (Mean - centre);
        SquaredDeviations = Math.Max(0, squares - shift);
        return count > 0 && minimum < maximum && shift > FarAway * SquaredDeviations;
    }

    public NumericProfile ToProfile() => count == 0
        ? new(column, missing, 0, edges, bins, null, null, null, null)
        : new(column, missing, zero, edges, bins, minimum == maximum ? minimum : Mean, minimum == maximum ? 0 : SquaredDeviations, minimum, maximum);

    public ScoreProfile ToScore() => new(ToProfile(), positive, negative);
}

/// <summary>A column with levels in one window.</summary>
internal sealed class LevelTotals
{
    private readonly Dictionary<string, long> levels = new(StringComparer.Ordinal);
    private long missing, restLevels, restRows;

    public long Rows { get; private set; }

    public void Add(string? level, long rows)
    {
        if (level is null) missing += rows;
        else levels[level] = levels.GetValueOrDefault(level) + rows;
        Rows += rows;
    }

    public void AddRest(long more, long rows)
    {
        restLevels += more;
        restRows += rows;
        Rows += rows;
    }

    public CategoricalProfile ToProfile(string column, IReadOnlyCollection<string> known) => CategoricalProfile.Capped(column, missing, levels, known, restLevels, restRows);
}
