namespace Concord.Measures;

/// <summary>What a rate could be at worst and at best if the unknown outcomes were known: bounds that need no assumption about selective labels.</summary>
/// <remarks>
/// Every unlabelled row may turn out either way. Accuracy, base rate and positive predictive value: all of them against or all of them
/// for the rate. True positive rate: lowest when all unlabelled rejected rows deserved the decision and no selected one did, highest the
/// other way round; false positive rate likewise. With all labels known both ends are the rate. Bounds are no interval: they do not
/// shrink with more rows of the same kind, and they say nothing about chance. Nothing that could fill the denominator: null. Reference:
/// Manski (2003), Partial Identification of Probability Distributions; Lakkaraju et al. (2017), The Selective Labels Problem.
/// </remarks>
public static class SelectiveLabelBounds
{
    /// <summary>Of those who deserved the favourable decision, the share who got it.</summary>
    /// <param name="group">The counts of a group.</param>
    public static Bounds? TruePositiveRate(GroupCounts group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Conditional(group.TruePositives, group.FalseNegatives, group);
    }

    /// <summary>Of those who did not deserve the favourable decision, the share who got it.</summary>
    /// <param name="group">The counts of a group.</param>
    public static Bounds? FalsePositiveRate(GroupCounts group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Conditional(group.FalsePositives, group.TrueNegatives, group);
    }

    /// <summary>Of those who got the favourable decision, the share who deserved it.</summary>
    /// <param name="group">The counts of a group.</param>
    public static Bounds? PositivePredictiveValue(GroupCounts group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Share(group.TruePositives, UnknownSelected(group), group.AllSelected);
    }

    /// <summary>The share of rows that deserve the favourable decision.</summary>
    /// <param name="group">The counts of a group.</param>
    public static Bounds? BaseRate(GroupCounts group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Share(group.Positives, group.AllRows - group.Rows, group.AllRows);
    }

    /// <summary>The share of rows decided as they turn out.</summary>
    /// <param name="group">The counts of a group.</param>
    public static Bounds? Accuracy(GroupCounts group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Share(group.TruePositives + group.TrueNegatives, group.AllRows - group.Rows, group.AllRows);
    }

    /// <summary>Largest minus smallest rate over groups: the least and the most it could be. Null where fewer than two groups have bounds.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    /// <param name="rate">The bounds of the rate, for example <see cref="TruePositiveRate"/>.</param>
    public static Bounds? Difference(IEnumerable<GroupCounts> groups, Func<GroupCounts, Bounds?> rate)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(rate);
        Bounds[] known = [.. groups.Select(rate).OfType<Bounds>()];
        if (known.Length < 2)
            return null;
        var (least, most) = (0.0, 0.0);
        for (var i = 0; i < known.Length; i++)
        {
            for (var j = 0; j < known.Length; j++)
            {
                if (i == j)
                    continue;
                least = Math.Max(least, known[i].Low - known[j].High);
                most = Math.Max(most, known[i].High - known[j].Low);
            }
        }

        return new(least, most);
    }

    private static long UnknownSelected(GroupCounts group) => group.AllSelected - group.Selected;

    private static long UnknownRejected(GroupCounts group) => group.AllRows - group.Rows - UnknownSelected(group);

    private static Bounds? Share(long sure, long unknown, long all) => all == 0 ? null : new((double)sure / all, (double)(sure + unknown) / all);

    private static Bounds? Conditional(long selected, long rejected, GroupCounts group)
    {
        var most = selected + UnknownSelected(group);
        var least = rejected + UnknownRejected(group);
        if (most + least == 0)
            return null;
        return new(
            selected + least == 0 ? 1 : (double)selected / (selected + least),
            most + rejected == 0 ? 0 : (double)most / (most + rejected));
    }
}
