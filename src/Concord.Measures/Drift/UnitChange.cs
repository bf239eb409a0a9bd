namespace Concord.Measures;

/// <summary>Has a column changed its unit? The median of its non-zero values over that of the reference.</summary>
/// <remarks>
/// A column that arrives divided by 100 keeps its ranks, its zeros and often its bins; the ratio of medians shows it at once.
/// Zeros are left out because their share may change for other reasons. Not computed where a side has only zeros or no value, or
/// where the reference's median is zero (values of both signs). Median by linear interpolation. In a column of both signs the median says
/// little of the unit and a small shift moves it many times over; there the sizes of the values must have changed as well
/// (<see cref="RatioOfMagnitudes"/>).
/// </remarks>
public static class UnitChange
{
    /// <summary>The ratio of the medians of the sizes of the values, signs left out; the same as <see cref="Ratio"/> where no value is negative.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured RatioOfMagnitudes(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        return Of(reference.MedianOfMagnitude(), current.MedianOfMagnitude());
    }

    /// <summary>The ratio of medians; 1 when nothing changed, 0.01 when values arrive divided by 100.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured Ratio(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        return Of(reference.MedianOfNonZero(), current.MedianOfNonZero());
    }

    private static Measured Of(Measured before, Measured now) =>
        !before.IsComputed ? Measured.Not($"in the reference {before.Reason}")
            : !now.IsComputed ? Measured.Not($"in the window {now.Reason}")
            : before.Value == 0 ? Measured.Not("the median of the reference's non-zero values is zero")
            : Measured.Finite(now.Value / before.Value);
}
