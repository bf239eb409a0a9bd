namespace Concord.Measures;

/// <summary>Has a column changed its unit? The median of the sizes of its non-zero values over that of the reference.</summary>
/// <remarks>
/// A column that arrives divided by 100 keeps its ranks, its zeros and often its bins; the ratio of medians shows it at once. Zeros are left out because
/// their share may change for other reasons, and signs because the median of a column of both signs lies near zero, where a small shift moves it many times
/// over: where no value is negative the sizes are the values. Not computed where a side has only zeros or no value. Median by linear interpolation.
/// </remarks>
public static class UnitChange
{
    /// <summary>The ratio of medians; 1 when nothing changed, 0.01 when values arrive divided by 100.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured Ratio(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        var (before, now) = (reference.MedianOfMagnitude(), current.MedianOfMagnitude());
        return !before.IsComputed ? Measured.Not($"in the reference {before.Reason}")
            : !now.IsComputed ? Measured.Not($"in the window {now.Reason}")
            : Measured.Finite(now.Value / before.Value);
    }
}
