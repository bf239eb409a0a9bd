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

    /// <summary>Whether a column that varied in the reference is constant now; null where the window has fewer than two values or the reference none.</summary>
    /// <param name="reference">Most frequent value of the reference.</param>
    /// <param name="current">Most frequent value of the window.</param>
    public static bool? BecameConstant(Proportion reference, Proportion current) =>
        reference.Trials == 0 || current.Trials < 2 ? null : reference.Successes < reference.Trials && current.Successes == current.Trials;
}
