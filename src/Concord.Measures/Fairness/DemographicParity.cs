namespace Concord.Measures;

/// <summary>Demographic parity: is the favourable decision given at the same rate in every group?</summary>
/// <remarks>
/// Difference: largest minus smallest selection rate. Ratio: smallest over largest. On labelled rows, and ("All") on every decided
/// row, since a selection rate needs no label. Empty groups are left out. Reference: Calders, Kamiran and Pechenizkiy (2009).
/// </remarks>
public static class DemographicParity
{
    /// <summary>Difference of selection rates over labelled rows.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured Difference(IEnumerable<GroupCounts> groups) => GroupComparison.Difference(groups, static group => group.SelectionRate);

    /// <summary>Ratio of selection rates over labelled rows.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured Ratio(IEnumerable<GroupCounts> groups) => GroupComparison.Ratio(groups, static group => group.SelectionRate);

    /// <summary>Difference of selection rates over all decided rows.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured DifferenceAll(IEnumerable<GroupCounts> groups) => GroupComparison.Difference(groups, static group => group.SelectionRateAll);

    /// <summary>Ratio of selection rates over all decided rows.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured RatioAll(IEnumerable<GroupCounts> groups) => GroupComparison.Ratio(groups, static group => group.SelectionRateAll);
}
