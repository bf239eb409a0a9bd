namespace Concord.Measures;

/// <summary>
/// Equalised odds: is the favourable decision given at the same rate in every group, both among those who deserve it and among those
/// who do not?
/// </summary>
/// <remarks>
/// Difference: the larger of the ranges of true and of false positive rate. Ratio: the smaller of the two smallest-over-largest
/// ratios. A rate that cannot be compared between groups is left out; where neither can, not computed. Reference: Hardt, Price and Srebro (2016).
/// </remarks>
public static class EqualizedOdds
{
    /// <summary>The larger of the two differences.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured Difference(IEnumerable<GroupCounts> groups)
    {
        GroupCounts[] all = [.. groups];
        return Worst(
            GroupComparison.Difference(all, static group => group.TruePositiveRate),
            GroupComparison.Difference(all, static group => group.FalsePositiveRate),
            Math.Max);
    }

    /// <summary>The smaller of the two ratios.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured Ratio(IEnumerable<GroupCounts> groups)
    {
        GroupCounts[] all = [.. groups];
        return Worst(
            GroupComparison.Ratio(all, static group => group.TruePositiveRate),
            GroupComparison.Ratio(all, static group => group.FalsePositiveRate),
            Math.Min);
    }

    private static Measured Worst(Measured first, Measured second, Func<double, double, double> worst) =>
        !first.IsComputed ? second : !second.IsComputed ? first : Measured.Of(worst(first.Value, second.Value));
}
