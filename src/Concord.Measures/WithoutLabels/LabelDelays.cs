namespace Concord.Measures;

/// <summary>How long labels take: for rows old enough that nothing more is expected, the days from decision to label.</summary>
/// <remarks>
/// Counts of labels by whole days, and of rows that never got one. The share of labels in after some days is the share of all labels that ever came;
/// rows that never got one are told apart by <see cref="EverLabelled"/>. No label at all: not computed. Immutable; merging adds counts.
/// Only rows that are old enough may go in: younger ones lack their late labels and make delays look short.
/// </remarks>
public sealed class LabelDelays
{
    private readonly SortedDictionary<int, long> labelsByDay = [];

    private LabelDelays(IEnumerable<(int Days, long Labels)> counts, long neverLabelled)
    {
        foreach (var (days, labels) in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(days, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfNegative(labels, nameof(counts));
            if (labels > 0)
                labelsByDay[days] = checked(labelsByDay.GetValueOrDefault(days) + labels);
            Labels = checked(Labels + labels);
        }

        NeverLabelled = neverLabelled;
    }

    /// <summary>Rows that got a label.</summary>
    public long Labels { get; }

    /// <summary>Rows that never got one.</summary>
    public long NeverLabelled { get; }

    /// <summary>Rows that got a label, of all.</summary>
    public Proportion EverLabelled => new(Labels, Labels + NeverLabelled);

    /// <summary>From counts.</summary>
    /// <param name="counts">Labels by whole days since the decision, in any order.</param>
    /// <param name="neverLabelled">Rows without a label.</param>
    public static LabelDelays FromCounts(IEnumerable<(int Days, long Labels)> counts, long neverLabelled = 0)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfNegative(neverLabelled);
        return new(counts, neverLabelled);
    }

    /// <summary>The delays of both samples together.</summary>
    /// <param name="other">Rows that are not in this one.</param>
    public LabelDelays Merge(LabelDelays other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(labelsByDay.Concat(other.labelsByDay).Select(pair => (pair.Key, pair.Value)), checked(NeverLabelled + other.NeverLabelled));
    }

    /// <summary>Of the labels that ever come, the share that is in after so many days.</summary>
    /// <param name="days">Days since the decision, this day included; below 0 nothing is in.</param>
    public Measured ShareWithin(int days) => Labels == 0
        ? Measured.Not(NoLabels)
        : Measured.Of((double)labelsByDay.Where(pair => pair.Key <= days).Sum(pair => pair.Value) / Labels);

    /// <summary>After how many days the given share of the labels is in.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public Measured DaysUntil(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var seen = 0L;

        // 7 % of 100 labels is 7 labels, although 0.07 · 100 is a little above 7 in binary.
        var needed = share * Labels * (1 - 1e-12);
        foreach (var (days, labels) in labelsByDay)
        {
            seen += labels;
            if (seen >= needed)
                return Measured.Of(days);
        }

        return Measured.Not(NoLabels);
    }

    private const string NoLabels = "no label was ever seen, so nothing is known about delays";
}
