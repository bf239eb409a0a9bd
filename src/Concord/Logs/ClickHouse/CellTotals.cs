using System.Numerics;
using Concord.Logs.Kernel;
using Concord.Measures;

namespace Concord.Logs.ClickHouse;

/// <summary>What the answers about the rows of one file in one window add up to.</summary>
/// <param name="rows">How many there must be.</param>
internal sealed class CellTotals(LogPart part, Window window, long rows, ProfileQuestion what)
{
    private readonly long[] outcomes = new long[Outcome.Kinds];
    private readonly SortedDictionary<string, long[]>[] groups = [.. what.Attributes.Select(_ => new SortedDictionary<string, long[]>(StringComparer.Ordinal))];
    private long first = long.MaxValue, last = long.MinValue;

    public Window Window => window;

    public LogPart Part => part;

    public long Rows => rows;

    public BinTotals[] Numeric { get; } = [.. what.Edges.Select(column => new BinTotals(column.Key, column.Value))];

    /// <summary>By outcome.</summary>
    public BinTotals[] Scores { get; } = [.. Enumerable.Range(0, Outcome.Kinds).Select(_ => new BinTotals("score", what.ScoreEdges))];

    public LevelTotals[] Levels { get; } = [.. what.Categorical.Select(_ => new LevelTotals())];

    /// <summary>Outcome, first and last time, rows.</summary>
    public long AddTotals(RowBinaryReader row)
    {
        var kind = row.Byte();
        var (from, until) = (row.Int64(), row.Int64());
        if (from != ClickHouseShape.NoMoment) first = Math.Min(first, from);
        if (until != ClickHouseShape.NoMoment) last = Math.Max(last, until);
        var more = row.Int64();
        outcomes[kind] += more;
        return more;
    }

    private JointProfile? joint;

    /// <summary>Rows, and those that are complete; sums, sums of products, inexact sums of squares.</summary>
    /// <returns>Null where 64 bits may not have held the products.</returns>
    public long? AddJoint(RowBinaryReader row, bool wide)
    {
        var columns = Numeric.Length;
        long more = row.Int64(), complete = row.Int64();
        BigInteger[] sums = [.. Enumerable.Range(0, columns).Select(_ => (BigInteger)row.Int64())];
        BigInteger[] products = [.. Enumerable.Range(0, columns * (columns + 1) / 2).Select(_ => wide ? (BigInteger)row.Int128() : row.Int64())];
        var largest = Enumerable.Range(0, columns).Select(_ => row.Double()).ToArray().Max();
        joint = new(more - complete, [new(complete, sums, products)]);
        return wide || largest < MostInLong ? more : null;
    }

    /// <summary>No product of two columns adds up to more than the larger sum of squares.</summary>
    private const double MostInLong = 1L << 62;

    /// <summary>The level of each of the attribute's columns, outcome, rows.</summary>
    public long AddGroup(int attribute, int parts, RowBinaryReader row)
    {
        var name = GroupCounts.NameOf([.. Enumerable.Range(0, parts).Select(_ => row.NullableText())]);
        var kind = row.Byte();
        if (!groups[attribute].TryGetValue(name, out var counts)) groups[attribute].Add(name, counts = new long[Outcome.Kinds]);
        var more = row.Int64();
        counts[kind] += more;
        return more;
    }

    public PartProfile ToProfile(string question) => new(part.Path, new(
        Profile.CurrentVersion, question, window.Label, outcomes.Sum(), outcomes.Where((_, kind) => kind % 3 != 2).Sum(), Moment(first), Moment(last),
        [.. Numeric.Select(column => column.ToProfile())],
        [.. what.Categorical.Select((column, k) => Levels[k].ToProfile(column.Key, column.Value))],
        [.. Enumerable.Range(0, Outcome.Kinds).Where(kind => Scores[kind].Rows > 0).Select(kind => new ScoreProfile(Outcome.Parts(kind).Decision, Outcome.Parts(kind).Label, Scores[kind].ToProfile()))],
        Outcome.ToCounts(outcomes),
        [.. what.Attributes.Select((attribute, k) => new AttributeProfile(string.Join(" x ", attribute), Counts(groups[k])))],
        joint));

    private static SortedDictionary<string, OutcomeCounts> Counts(SortedDictionary<string, long[]> groups)
    {
        var counts = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal);
        foreach (var (name, kinds) in groups) counts.Add(name, Outcome.ToCounts(kinds));
        return counts;
    }

    private DateTimeOffset? Moment(long micros) => first > last ? null : DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}

/// <summary>A numeric column in one cell.</summary>
internal sealed class BinTotals(string column, double[] edges)
{
    private readonly long[] bins = new long[edges.Length + 1];
    private readonly MomentCounter far = new(MomentGrid.Of(edges));
    private long missing, zero;
    private double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
    private BigInteger sum, squares;

    public long Rows { get; private set; }

    /// <summary>Values that were not summed, because they are too far away; they are asked one by one.</summary>
    public long Far { get; private set; }

    /// <summary>Rows, zeros, least, most, far values, sum and sum of squares of the near ones.</summary>
    public long Add(int bin, RowBinaryReader row)
    {
        long rows = row.Int64(), zeros = row.Int64();
        double least = row.Double(), most = row.Double();
        Far += row.Int64();
        BigInteger steps = row.Int128(), squared = row.Int128();
        Rows += rows;
        if (bin == bins.Length)
        {
            missing += rows;
            return rows;
        }
        bins[bin] += rows;
        (zero, sum, squares) = (zero + zeros, sum + steps, squares + squared);
        (minimum, maximum) = (Math.Min(minimum, least), Math.Max(maximum, most));
        return rows;
    }

    public void AddFar(double value)
    {
        far.Add([value]);
        Far--;
    }

    public NumericProfile ToProfile() => new(column, missing, zero, bins, MomentGrid.Of(edges), sum + far.Sum, squares + far.Squares, minimum > maximum ? null : minimum, minimum > maximum ? null : maximum);
}

/// <summary>A column with levels in one cell.</summary>
internal sealed class LevelTotals
{
    private readonly Dictionary<string, long> levels = new(StringComparer.Ordinal);
    private long missing, restLevels, restRows;

    public int Told { get; private set; }

    public long Rows { get; private set; }

    public long Add(string? level, long rows)
    {
        if (level is null) missing = rows;
        else levels.Add(level, rows);
        Told++;
        Rows += rows;
        return rows;
    }

    /// <param name="all">Levels there are, missing among them.</param>
    public void AddRest(long all, long rows)
    {
        (restLevels, restRows) = (all - Told, rows - Rows);
        Rows = rows;
    }

    public void Clear()
    {
        levels.Clear();
        (missing, Rows, Told) = (0, 0, 0);
    }

    public CategoricalProfile ToProfile(string column, IReadOnlyCollection<string> known) => CategoricalProfile.Capped(column, missing, levels, known, restLevels, restRows);
}
