namespace Concord.Measures;

/// <summary>A rate per group, then compared: what every group fairness measure is made of.</summary>
/// <remarks>
/// Groups whose rate has an empty denominator are left out of every comparison, never counted as 0. With fewer than two groups
/// left there is nothing to compare: not computed.
/// </remarks>
public static class GroupComparison
{
    /// <summary>Largest minus smallest rate, from 0 to 1.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    /// <param name="rate">The rate to compare.</param>
    public static Measured Difference(IEnumerable<GroupCounts> groups, Func<GroupCounts, Proportion> rate)
    {
        var rates = Rates(groups, rate);
        return rates.Length < 2 ? NothingToCompare : Measured.Of(rates[^1] - rates[0]);
    }

    /// <summary>Smallest over largest rate, from 0 to 1; not computed where all rates are 0.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    /// <param name="rate">The rate to compare.</param>
    public static Measured Ratio(IEnumerable<GroupCounts> groups, Func<GroupCounts, Proportion> rate)
    {
        var rates = Rates(groups, rate);
        return rates.Length < 2 ? NothingToCompare
            : rates[^1] == 0 ? Measured.Not("the rate is 0 in every group")
            : Measured.Of(rates[0] / rates[^1]);
    }

    /// <summary>The group the others are compared with: the largest, and of equally large ones the one with the larger name. Null without groups.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    /// <param name="size">What counts as size, for example labelled rows or all decided rows.</param>
    public static GroupCounts? Reference(IEnumerable<GroupCounts> groups, Func<GroupCounts, long> size)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(size);
        return groups.OrderByDescending(size).ThenByDescending(group => group.Group, StringComparer.Ordinal).FirstOrDefault();
    }

    private static Measured NothingToCompare => Measured.Not("fewer than two groups have this rate");

    private static double[] Rates(IEnumerable<GroupCounts> groups, Func<GroupCounts, Proportion> rate)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(rate);
        return [.. groups.Select(group => rate(group).Value).Where(value => value.IsComputed).Select(value => value.Value).Order()];
    }
}
