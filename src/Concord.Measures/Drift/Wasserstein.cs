namespace Concord.Measures;

/// <summary>First Wasserstein distance: how far values would have to be carried, on average per row, to turn one sample into the other.</summary>
/// <remarks>
/// ∫ |F(x) − G(x)| dx over the values present, in the unit of the column; missing rows play no part. Divided by the reference's
/// population standard deviation it compares across columns. A side without a value, and the second form on a constant reference:
/// not computed. Reference: Vallender (1974), Theory of Probability and its Applications 18.
/// </remarks>
public static class Wasserstein
{
    /// <summary>The distance in the unit of the column.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured Of(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (Walk.Obstacle(reference, current) is { } obstacle)
            return Measured.Not(obstacle);
        var sum = default(CompensatedSum);
        var before = default(Walk.Step);
        foreach (var step in new Walk(reference, current))
        {
            // Before the first value the gap is 0, so that the first stretch has no weight.
            if (before.Gap != 0)
                sum.Add(Math.Abs(before.Gap) * (step.Value - before.Value));
            before = step;
        }

        return Measured.Finite(sum.Value);
    }

    /// <summary>The distance in standard deviations of the reference.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured OverReferenceDeviation(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        OverReferenceDeviation(reference, Of(reference, current));

    /// <summary>A distance already at hand in standard deviations of the reference.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="distance">The distance in the unit of the column.</param>
    public static Measured OverReferenceDeviation(EmpiricalDistribution reference, Measured distance)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (!distance.IsComputed)
            return distance;
        var deviation = reference.PopulationStandardDeviation();
        return !deviation.IsComputed ? deviation
            : deviation.Value == 0 ? Measured.Not("all values of the reference are equal, so it has no standard deviation to compare with")
            : Measured.Finite(distance.Value / deviation.Value);
    }
}
