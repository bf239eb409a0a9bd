namespace Concord.Measures;

/// <summary>The labelled rows of a model by score: for each distinct score how many turned out positive and how many negative.</summary>
/// <remarks>
/// All that ranking and calibration measures need, exactly and without the rows. Rows without a score or without a label are not
/// in it. Immutable; merging adds counts.
/// </remarks>
public sealed class ScoreCounts
{
    private readonly double[] scores;
    private readonly long[] positives;
    private readonly long[] negatives;

    private ScoreCounts(double[] scores, long[] positives, long[] negatives)
    {
        this.scores = scores;
        this.positives = positives;
        this.negatives = negatives;
        for (var i = 0; i < scores.Length; i++)
        {
            Positives = checked(Positives + positives[i]);
            Negatives = checked(Negatives + negatives[i]);
        }
    }

    /// <summary>Of labelled rows none of which has a score: as empty as without labels, but for another reason.</summary>
    public static ScoreCounts NoneScored { get; } = new([], [], []);

    /// <summary>The distinct scores, ascending.</summary>
    public ReadOnlySpan<double> Scores => scores;

    /// <summary>Positive rows at each of <see cref="Scores"/>.</summary>
    public ReadOnlySpan<long> PositivesAt => positives;

    /// <summary>Negative rows at each of <see cref="Scores"/>.</summary>
    public ReadOnlySpan<long> NegativesAt => negatives;

    /// <summary>Positive rows.</summary>
    public long Positives { get; }

    /// <summary>Negative rows.</summary>
    public long Negatives { get; }

    /// <summary>All labelled rows.</summary>
    public long Rows => Positives + Negatives;

    /// <summary>From labelled rows in any order.</summary>
    /// <param name="rows">Score and label (true = positive) per row; scores are finite.</param>
    public static ScoreCounts FromRows(IEnumerable<(double Score, bool Label)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromCounts(rows.Select(row => (row.Score, row.Label ? 1L : 0L, row.Label ? 0L : 1L)));
    }

    /// <summary>From scores with the number of rows that turned out positive and negative.</summary>
    /// <param name="counts">In any order; a score may come more than once; scores are finite.</param>
    public static ScoreCounts FromCounts(IEnumerable<(double Score, long Positives, long Negatives)> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var entries = new List<(double Score, long Positives, long Negatives)>();
        var ordered = true;
        foreach (var (score, positive, negative) in counts)
        {
            if (!double.IsFinite(score))
                throw new ArgumentOutOfRangeException(nameof(counts), score, "Leave out rows without a score.");
            ArgumentOutOfRangeException.ThrowIfNegative(positive, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfNegative(negative, nameof(counts));
            if (positive + negative == 0)
                continue;
            ordered = ordered && (entries.Count == 0 || entries[^1].Score <= score);
            entries.Add((score + 0.0, positive, negative));
        }

        if (!ordered)
            entries.Sort(static (first, second) => first.Score.CompareTo(second.Score));
        return Collapse(entries);
    }

    /// <summary>From the scores of the rows that turned out positive and of those that turned out negative.</summary>
    /// <param name="positive">Rows without a score are left out.</param>
    /// <param name="negative">Rows without a score are left out.</param>
    public static ScoreCounts FromClasses(EmpiricalDistribution positive, EmpiricalDistribution negative)
    {
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        var length = EmpiricalDistribution.DistinctOf(positive.Values, negative.Values);
        var (scores, positives, negatives) = (new double[length], new long[length], new long[length]);
        ReadOnlySpan<double> high = positive.Values, low = negative.Values;
        int above = 0, below = 0;
        for (var i = 0; i < length; i++)
        {
            var score = below == low.Length || (above < high.Length && high[above] <= low[below]) ? high[above] : low[below];
            scores[i] = score;
            if (above < high.Length && high[above] == score)
                positives[i] = positive.Counts[above++];
            if (below < low.Length && low[below] == score)
                negatives[i] = negative.Counts[below++];
        }

        return new(scores, positives, negatives);
    }

    private static ScoreCounts Collapse(List<(double Score, long Positives, long Negatives)> ascending)
    {
        var last = -1;
        var distinct = new double[ascending.Count];
        var positive = new long[ascending.Count];
        var negative = new long[ascending.Count];
        foreach (var entry in ascending)
        {
            if (last < 0 || distinct[last] != entry.Score)
                distinct[++last] = entry.Score;
            positive[last] = checked(positive[last] + entry.Positives);
            negative[last] = checked(negative[last] + entry.Negatives);
        }

        return new(distinct[..(last + 1)], positive[..(last + 1)], negative[..(last + 1)]);
    }

    /// <summary>The counts of both samples together.</summary>
    /// <param name="other">Rows that are not in this one.</param>
    public ScoreCounts Merge(ScoreCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FromCounts(Entries().Concat(other.Entries()));
    }

    /// <summary>The distinct scores with their counts, ascending.</summary>
    public IEnumerable<(double Score, long Positives, long Negatives)> Entries()
    {
        for (var i = 0; i < scores.Length; i++)
            yield return (scores[i], positives[i], negatives[i]);
    }

    /// <summary>Why there is no row, or null.</summary>
    internal string? NoRow => Rows > 0 ? null : this == NoneScored ? "no labelled row has a score" : "no row has a label";

    /// <summary>Why a ranking measure cannot be computed, or null.</summary>
    internal string? OneClass =>
        NoRow ?? (Positives == 0 ? "no labelled row is positive" : Negatives == 0 ? "no labelled row is negative" : null);

    /// <summary>Why a measure of probabilities cannot be computed, or null.</summary>
    internal string? NoProbability =>
        NoRow ?? (scores[0] < 0 || scores[^1] > 1 ? "scores lie outside 0 to 1, so they are no probabilities" : null);
}
