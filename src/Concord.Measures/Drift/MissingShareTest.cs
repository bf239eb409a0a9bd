namespace Concord.Measures;

/// <summary>Has the share of rows without a value changed?</summary>
/// <remarks>
/// Two-sample chi-square of missing against present, one degree of freedom. Not computed where neither side has missing rows, or
/// neither has present ones, or a side has no rows.
/// </remarks>
public static class MissingShareTest
{
    /// <summary>The test for a numeric column.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static ChiSquareTest Of(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        return Of(reference.Missing, reference.Rows, current.Missing, current.Rows);
    }

    /// <summary>The test from counts.</summary>
    /// <param name="referenceMissing">Rows of the reference without a value.</param>
    /// <param name="referenceRows">All rows of the reference.</param>
    /// <param name="currentMissing">Rows of the window without a value.</param>
    /// <param name="currentRows">All rows of the window.</param>
    public static ChiSquareTest Of(long referenceMissing, long referenceRows, long currentMissing, long currentRows) =>
        ChiSquareTwoSample.Of(new([referenceMissing, referenceRows - referenceMissing], [currentMissing, currentRows - currentMissing]));
}
