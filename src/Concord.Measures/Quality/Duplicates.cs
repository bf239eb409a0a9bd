namespace Concord.Measures;

/// <summary>The share of rows that repeat another one.</summary>
/// <remarks>
/// Of n rows with the same key, or the same content by hash, n − 1 are repeats. Counts per key are all it needs; keys of two samples
/// merge by adding counts, and a key in both is a repeat. Missing keys are not equal to each other and are left out. No row: a rate
/// without a denominator.
/// </remarks>
public static class Duplicates
{
    /// <summary>Repeats, of all rows.</summary>
    /// <param name="rowsPerKey">For each key how many rows hold it.</param>
    public static Proportion Of(IEnumerable<long> rowsPerKey)
    {
        ArgumentNullException.ThrowIfNull(rowsPerKey);
        var (rows, keys) = (0L, 0L);
        foreach (var count in rowsPerKey)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(rowsPerKey));
            rows = checked(rows + count);
            keys += count > 0 ? 1 : 0;
        }

        return new(rows - keys, rows);
    }

    /// <summary>Repeats, of all rows with a key.</summary>
    /// <param name="keys">Rows per key.</param>
    public static Proportion Of(CategoryCounts keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Of(keys.Levels.Where(level => !string.Equals(level.Key, CategoryCounts.MissingLevel, StringComparison.Ordinal)).Select(level => level.Value));
    }
}
