using System.Runtime.InteropServices;

namespace Concord.Measures;

/// <summary>What one categorical column of a sample looks like: how many rows hold each level. Missing is a level.</summary>
/// <remarks>
/// Levels compare as text, character by character; one that reads like the name of missing values stands in quotation marks. A missing value
/// is counted under <see cref="MissingLevel"/>; a rise of it is drift like any other. Levels without rows are left out. Immutable; merging adds counts.
/// </remarks>
public sealed class CategoryCounts
{
    /// <summary>The name under which rows without a value are counted.</summary>
    public const string MissingLevel = "__missing__";

    // Put in in the order of the names, which it keeps.
    private readonly OrderedDictionary<string, long> levels;

    private CategoryCounts(IEnumerable<KeyValuePair<string, long>> pairs)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (level, count) in pairs)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(pairs));
            if (count == 0)
                continue;
            CollectionsMarshal.GetValueRefOrAddDefault(sums, level, out _) += count;
            Rows = checked(Rows + count);
        }

        KeyValuePair<string, long>[] inOrder = [.. sums];
        Array.Sort(inOrder, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        levels = new(inOrder, StringComparer.Ordinal);
    }

    /// <summary>The levels by name with their rows, in the order of their names; the missing level included.</summary>
    public IReadOnlyDictionary<string, long> Levels => levels;

    /// <summary>All rows, missing ones included.</summary>
    public long Rows { get; }

    /// <summary>Rows without a value.</summary>
    public long Missing => this[MissingLevel];

    /// <summary>The share of rows without a value.</summary>
    public Measured MissingShare => Rows == 0 ? Measured.Not("there are no rows") : Measured.Of((double)Missing / Rows);

    /// <summary>Rows that hold a level; 0 for a level that does not occur.</summary>
    /// <param name="level">The name of the level.</param>
    public long this[string level] => levels.GetValueOrDefault(level);

    /// <summary>The same sample without the rows of one level.</summary>
    /// <param name="level">The name of the level; <see cref="MissingLevel"/> leaves the rows with a value.</param>
    public CategoryCounts Without(string level) => levels.ContainsKey(level) ? new(levels.Where(pair => !string.Equals(pair.Key, level, StringComparison.Ordinal))) : this;

    /// <summary>What a level is called: by its text. One that reads like the name of missing values, bare or in quotation marks, gets a pair of these more, so that no two levels share a name.</summary>
    /// <param name="level">The text of the level; null is missing.</param>
    public static string NameOf(string? level) =>
        level is null ? MissingLevel : level.AsSpan().Trim('"').SequenceEqual(MissingLevel) ? $"\"{level}\"" : level;

    /// <summary>From the rows of a column.</summary>
    /// <param name="rows">One entry per row; null is missing.</param>
    public static CategoryCounts FromRows(IEnumerable<string?> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromCounts(rows.Select(row => (row, 1L)));
    }

    /// <summary>From levels with their rows.</summary>
    /// <param name="pairs">In any order; a level may come more than once; null is missing.</param>
    public static CategoryCounts FromCounts(IEnumerable<(string? Level, long Count)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return new(pairs.Select(pair => KeyValuePair.Create(NameOf(pair.Level), pair.Count)));
    }

    /// <summary>The counts of both samples together.</summary>
    /// <param name="other">Rows that are not in this one.</param>
    public CategoryCounts Merge(CategoryCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(levels.Concat(other.levels));
    }

    /// <summary>Both samples over the union of their levels, in the order of the level names.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static PairedCounts Pair(CategoryCounts reference, CategoryCounts current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        var (before, now) = (new List<long>(), new List<long>());
        for (int i = 0, j = 0; i < reference.levels.Count || j < current.levels.Count;)
        {
            var order = i == reference.levels.Count ? 1 : j == current.levels.Count ? -1 : string.CompareOrdinal(reference.levels.GetAt(i).Key, current.levels.GetAt(j).Key);
            before.Add(order <= 0 ? reference.levels.GetAt(i++).Value : 0);
            now.Add(order >= 0 ? current.levels.GetAt(j++).Value : 0);
        }

        return new(before, now);
    }

    /// <summary>Levels that occur here and never in the reference, in the order of their names; missing is a level.</summary>
    /// <param name="reference">The reference sample.</param>
    public IReadOnlyList<string> NewLevels(CategoryCounts reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return [.. levels.Keys.Where(level => !reference.levels.ContainsKey(level))];
    }

    /// <summary>Levels of the reference that do not occur here, in the order of their names; missing is a level.</summary>
    /// <param name="reference">The reference sample.</param>
    public IReadOnlyList<string> LostLevels(CategoryCounts reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.NewLevels(this);
    }

    /// <summary>
    /// The share of rows whose level never occurs in the reference. Missing rows count as rows but not as a new level: their share is
    /// watched on its own.
    /// </summary>
    /// <param name="reference">The reference sample.</param>
    public Measured NewLevelShare(CategoryCounts reference)
    {
        var unseen = NewLevels(reference).Where(level => !string.Equals(level, MissingLevel, StringComparison.Ordinal)).Sum(level => levels[level]);
        return Rows == 0 ? Measured.Not("the window has no rows") : Measured.Of((double)unseen / Rows);
    }
}
