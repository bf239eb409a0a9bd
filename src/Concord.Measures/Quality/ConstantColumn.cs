namespace Concord.Measures;

/// <summary>Has a column stopped varying? The share of its most frequent value.</summary>
/// <remarks>
/// Among the rows with a value; 1 is a constant column. A column that varied in the reference and is constant now usually means a default value or a
/// broken source, and rank tests see it only if the default was rare. Fewer than two values cannot vary and are not called constant.
/// </remarks>
public static class ConstantColumn
{
    /// <summary>Rows with the most frequent value, of all rows with one.</summary>
    /// <param name="sample">A numeric column.</param>
    public static Proportion MostFrequent(EmpiricalDistribution sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var most = 0L;
        foreach (var count in sample.Counts)
            most = Math.Max(most, count);
        return new(most, sample.Count);
    }

    /// <summary>Rows with the most frequent level, of all rows with one.</summary>
    /// <param name="sample">A categorical column.</param>
    public static Proportion MostFrequent(CategoryCounts sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var present = sample.Levels
            .Where(level => !string.Equals(level.Key, CategoryCounts.MissingLevel, StringComparison.Ordinal))
            .Select(level => level.Value);
        return new(present.DefaultIfEmpty().Max(), sample.Rows - sample.Missing);
    }

    /// <summary>
    /// How probable it is that every value of the window is one and the same of those in the reference, where nothing has changed: all rows of the
    /// window are among the rows of both samples that hold it. Without a value in the window: not computed.
    /// </summary>
    /// <param name="reference">Values of the reference that hold it, of all its values.</param>
    /// <param name="currentValues">Values of the window, all of them the same.</param>
    public static Measured PValue(Proportion reference, long currentValues) => currentValues <= 0
        ? Measured.Not("the window has no value")
        : Measured.Of(HypergeometricLaw.AllWithin(currentValues, reference.Successes + currentValues, reference.Trials + currentValues));

    /// <summary>Whether a column that varied in the reference is constant now; null where the window has fewer than two values or the reference none.</summary>
    /// <param name="reference">Most frequent value of the reference.</param>
    /// <param name="current">Most frequent value of the window.</param>
    public static bool? BecameConstant(Proportion reference, Proportion current) =>
        reference.Trials == 0 || current.Trials < 2 ? null : reference.Successes < reference.Trials && current.Successes == current.Trials;
}
