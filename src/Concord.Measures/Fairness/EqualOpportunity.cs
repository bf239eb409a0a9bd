namespace Concord.Measures;

/// <summary>Equal opportunity: do those who deserve the favourable decision get it at the same rate in every group?</summary>
/// <remarks>
/// Largest minus smallest true positive rate; a group without a favourable label is left out. Reference: Hardt, Price and Srebro
/// (2016), Equality of Opportunity in Supervised Learning.
/// </remarks>
public static class EqualOpportunity
{
    /// <summary>Difference of true positive rates.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    public static Measured Difference(IEnumerable<GroupCounts> groups) => GroupComparison.Difference(groups, static group => group.TruePositiveRate);
}
