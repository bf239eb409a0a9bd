using System.Globalization;

namespace Concord.Measures;

/// <summary>Did an estimate made without labels hold, now that labels are there?</summary>
/// <remarks>
/// It failed when the realised value lies outside the 95 % interval that was given with it. One window in twenty does so by chance. Many
/// say that the assumption broke: scores no longer mean what they meant in the reference, or the reference was too small to tell what they
/// mean, an error that all windows share. As long as fewer labels are in than required nothing is said. An estimate or a realised value that was not computed: not comparable, with the reason.
/// </remarks>
public static class EstimateCheck
{
    /// <summary>The share of labels that must be in before an estimate is judged.</summary>
    public const double RequiredLabels = 0.95;

    /// <summary>Compares an estimate with what turned out.</summary>
    /// <param name="estimate">The estimate as it was given.</param>
    /// <param name="realised">The same measure on the labels of the same rows.</param>
    /// <param name="labelled">Labelled rows of all rows of the window.</param>
    public static EstimateOutcome Of(PerformanceEstimate estimate, Measured realised, Proportion labelled)
    {
        if (!labelled.Value.IsComputed)
            return new(EstimateVerdict.NotComparable, "the window has no rows");
        if (labelled.Value.Value < RequiredLabels)
            return new(EstimateVerdict.TooEarly, Text($"{Down(labelled.Value.Value):0.# %} of labels are in, {RequiredLabels:0 %} are needed"));
        if (estimate.Interval95 is not { } interval)
            return new(EstimateVerdict.NotComparable, $"there is no estimate: {estimate.Value.Reason ?? estimate.StandardError.Reason}");
        if (!realised.IsComputed)
            return new(EstimateVerdict.NotComparable, $"there is no realised value: {realised.Reason}");
        var inside = realised.Value >= interval.Low && realised.Value <= interval.High;
        var ends = Text($"{interval.Low:0.####} to {interval.High:0.####}");
        return inside
            ? new(EstimateVerdict.Held, Text($"the realised value {realised.Value:0.####} lies inside {ends}"))
            : new(EstimateVerdict.Failed, Text($"the estimate failed: the realised value {realised.Value:0.####} lies outside {ends}"));
    }

    /// <summary>Rounded down, so that what is not enough never reads as if it were.</summary>
    private static decimal Down(double share) => Math.Floor((decimal)share * 1000) / 1000;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What became of an estimate.</summary>
public enum EstimateVerdict
{
    /// <summary>Estimate or realised value is missing.</summary>
    NotComparable,

    /// <summary>Not enough labels are in.</summary>
    TooEarly,

    /// <summary>The realised value lies inside the interval.</summary>
    Held,

    /// <summary>The realised value lies outside the interval.</summary>
    Failed,
}

/// <summary>The outcome of a check.</summary>
/// <param name="Verdict">What became of the estimate.</param>
/// <param name="Reason">Why, in plain words with the figures.</param>
public readonly record struct EstimateOutcome(EstimateVerdict Verdict, string Reason);
