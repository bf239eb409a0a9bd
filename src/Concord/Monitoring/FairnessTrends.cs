using System.Globalization;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>One group beside the largest: difference and ratio of selection rates over all decided rows, both with 95 % intervals from counts.</summary>
internal sealed record GroupGap(string Group, string Against, Measured Difference, ConfidenceInterval? DifferenceInterval, Measured Ratio, ConfidenceInterval? RatioInterval)
{
    /// <summary>Null for the largest group itself, and where either group has fewer decided rows than the policy asks for.</summary>
    public static GroupGap? Of(FairnessMeasurement measured, GroupMeasurement group, MonitoringPolicy policy)
    {
        var largest = Largest(measured);
        if (largest is null || group == largest || group.NAll < policy.Samples.Group || largest.NAll < policy.Samples.Group) return null;
        return Between(group, largest);
    }

    /// <summary>The two groups whose ratio is the smallest; null where no two have enough rows.</summary>
    public static GroupGap? Smallest(FairnessMeasurement measured) =>
        measured.Smallest is { } smallest ? Between(measured.Groups.Single(group => group.Group == smallest.Group), measured.Groups.Single(group => group.Group == smallest.Against)) : null;

    private static GroupGap Between(GroupMeasurement group, GroupMeasurement other)
    {
        var (own, against) = (Rate(group), Rate(other));
        return new(group.Group, other.Group, RateDifference.Of(own, against), RateDifference.Interval95(own, against), DisparateImpact.Ratio(own, against), DisparateImpact.Interval95(own, against));
    }

    public static GroupMeasurement? Largest(FairnessMeasurement measured) => measured.Groups.OrderByDescending(group => group.NAll).ThenByDescending(group => group.Group, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The counts behind a rate: a share of whole rows gives them back exactly.</summary>
    public static Proportion Rate(GroupMeasurement group) => new((long)Math.Round((group.SelectionRateAll ?? 0) * group.NAll), group.NAll);
}

/// <summary>Whether the ratio of one group to the largest moves over windows, and how to say it.</summary>
internal static class FairnessTrends
{
    /// <summary>
    /// "The ratio of 18-25 to 36-50 fell from 0.93 to 0.77 in 8 windows (now 95 % 0.70 to 0.84; trend p 0.002)". Weighted regression of the logarithm of
    /// the ratio on the number of the window, each window weighted by what its counts allow. Null where fewer than three windows have enough rows.
    /// </summary>
    public static string? Words(string attribute, IReadOnlyList<WindowMeasurement> windows, MonitoringPolicy policy)
    {
        var measured = windows.Select(window => window.Fairness.FirstOrDefault(fairness => string.Equals(fairness.Attribute, attribute, StringComparison.Ordinal))).ToArray();
        if (measured.LastOrDefault(fairness => fairness?.Smallest is not null) is not { Smallest: { } smallest }) return null;
        var ratios = measured.Select((fairness, at) => (At: at, Ratio: fairness is null ? null : Ratio(fairness, smallest.Group, smallest.Against, policy))).Where(one => one.Ratio is not null).ToArray();
        var trend = WeightedTrend.Of(ratios.Select(one => ((double)one.At, one.Ratio!.Value.Log, one.Ratio.Value.Error)));
        if (!trend.PValue.IsComputed) return null;
        var (first, last) = (ratios[0].Ratio!.Value, ratios[^1].Ratio!.Value);
        var moved = trend.PValue.Value > policy.FairnessSignificance ? "shows no trend:" : trend.Slope.Value < 0 ? "fell" : "rose";
        return string.Create(CultureInfo.InvariantCulture,
            $"The ratio of {MeasureWords.Name(smallest.Group)} to {MeasureWords.Name(smallest.Against)} {moved} from {first.Value:0.00} to {last.Value:0.00} in {MeasureWords.Plural(ratios.Length, "window")} (now 95 % {last.Interval.Low:0.00} to {last.Interval.High:0.00}; trend p {MeasureWords.PValue(trend.PValue.Value)}).");
    }

    private static (double Value, ConfidenceInterval Interval, Measured Log, Measured Error)? Ratio(FairnessMeasurement fairness, string group, string against, MonitoringPolicy policy)
    {
        if (Find(fairness, group, policy) is not { } own || Find(fairness, against, policy) is not { } other) return null;
        var (rate, reference) = (GroupGap.Rate(own), GroupGap.Rate(other));
        if (DisparateImpact.Interval95(rate, reference) is not { } interval || DisparateImpact.Ratio(rate, reference) is not { IsComputed: true } ratio) return null;
        return (ratio.Value, interval, Measured.Of(Math.Log(ratio.Value)), Measured.Of((Math.Log(interval.High) - Math.Log(interval.Low)) / (2 * ConfidenceInterval.NormalPoint95)));
    }

    private static GroupMeasurement? Find(FairnessMeasurement fairness, string group, MonitoringPolicy policy) =>
        fairness.Groups.FirstOrDefault(one => string.Equals(one.Group, group, StringComparison.Ordinal) && one.NAll >= policy.Samples.Group);
}
