using System.Globalization;

namespace Concord.Measures;

/// <summary>How mature the labels of a window are: how many are in, how many should be, and by when it is final.</summary>
/// <remarks>
/// Expected: Σ over days of rows · (share of labels in after that many days) · (share of rows that ever get one), over all rows. Final by
/// the last day of the window plus the days after which 99 % of labels are in. Late: clearly fewer are in than expected, below by more
/// than three standard errors of a count with those chances; labels are lost or the delays have grown. Rows of days after the given one
/// count as not due. No rows, or nothing known about delays: not computed. There is no clock here: the caller says what day it is.
/// </remarks>
/// <param name="In">Labelled rows of all rows.</param>
/// <param name="Expected">The share of labels that should be in.</param>
/// <param name="FinalBy">The day from which no more than 1 % of labels is to come; null where nothing is known.</param>
/// <param name="IsFinal">Whether that day has come.</param>
/// <param name="IsLate">Whether clearly fewer labels are in than expected.</param>
public readonly record struct LabelMaturity(Proportion In, Measured Expected, DateOnly? FinalBy, bool IsFinal, bool IsLate)
{
    /// <summary>The share of labels after which a window counts as final.</summary>
    public const double FinalShare = 0.99;

    /// <summary>For example "62% of labels in; final by 12 March 2026".</summary>
    public string Says => !In.Value.IsComputed ? "no rows"
        : string.Create(CultureInfo.InvariantCulture, $"{In.Value.Value:0%} of labels in; ")
            + (FinalBy is not { } day ? "nothing is known about delays"
                : IsFinal ? "final"
                : string.Create(CultureInfo.InvariantCulture, $"final by {day:d MMMM yyyy}"));

    /// <summary>The maturity of a window.</summary>
    /// <param name="days">Per day of decision all rows and the labelled ones.</param>
    /// <param name="delays">How long labels take.</param>
    /// <param name="today">The day on which it is asked.</param>
    public static LabelMaturity Of(IEnumerable<(DateOnly Day, long Rows, long Labelled)> days, LabelDelays delays, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(delays);
        (DateOnly Day, long Rows, long Labelled)[] all = [.. days.Where(day => day.Rows > 0)];
        var labelsIn = new Proportion(all.Sum(day => day.Labelled), all.Sum(day => day.Rows));
        var until = delays.DaysUntil(FinalShare);
        if (all.Length == 0 || !until.IsComputed)
            return new(labelsIn, all.Length == 0 ? Measured.Not("the window has no rows") : until, FinalBy: null, IsFinal: false, IsLate: false);

        var ever = delays.EverLabelled.Value.Value;
        var expected = 0.0;
        var variance = 0.0;
        foreach (var (day, rows, _) in all)
        {
            var chance = ever * delays.ShareWithin(today.DayNumber - day.DayNumber).Value;
            expected += rows * chance;
            variance += rows * chance * (1 - chance);
        }

        var final = DateOnly.FromDayNumber((int)Math.Min(DateOnly.MaxValue.DayNumber, all.Max(day => day.Day).DayNumber + until.Value));
        return new(
            labelsIn,
            Measured.Of(expected / labelsIn.Trials),
            final,
            IsFinal: today >= final,
            IsLate: labelsIn.Successes < expected - (3 * Math.Sqrt(variance)));
    }
}
