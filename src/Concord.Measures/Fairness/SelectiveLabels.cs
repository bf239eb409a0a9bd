namespace Concord.Measures;

/// <summary>Selective labels: do those who got the favourable decision have a known outcome more often than those who did not?</summary>
/// <remarks>
/// Share of labelled rows among the favourable decisions minus that among the others, over all groups together. Where it is more
/// than 5 points in size, rates that need labels describe the labelled people only and must say so. No row with one of the two
/// decisions: not computed. Reference: Lakkaraju et al. (2017), The Selective Labels Problem.
/// </remarks>
public static class SelectiveLabels
{
    /// <summary>The difference above which labels are called selective.</summary>
    public const double NotableDifference = 0.05;

    /// <summary>The difference of labelled shares, from −1 to 1.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured Difference(IEnumerable<GroupCounts> groups)
    {
        GroupCounts[] all = [.. groups];
        var selected = all.Sum(group => group.AllSelected);
        var rejected = all.Sum(group => group.AllRows - group.AllSelected);
        if (selected == 0 || rejected == 0)
            return Measured.Not("there is only one kind of decision");
        var labelledSelected = all.Sum(group => group.Selected);
        var labelledRejected = all.Sum(group => group.Rows - group.Selected);
        return Measured.Of(((double)labelledSelected / selected) - ((double)labelledRejected / rejected));
    }
}
