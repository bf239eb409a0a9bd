namespace Concord.Measures;

/// <summary>Counts of people by several attributes at once, from which the groups of any attribute and of any intersection follow.</summary>
/// <remarks>
/// One cell per combination of levels. Groups of a single attribute are sums of cells, those of an intersection carry the levels joined
/// by " x ", in quotation marks where they could be read otherwise. A measure that looks fair for each attribute alone can be unfair for an intersection; cells are small, so
/// <see cref="GroupCounts.TooSmall"/> matters more. Immutable; merging adds counts. Reference: Crenshaw (1989); Kearns et al. (2018),
/// Preventing Fairness Gerrymandering, ICML.
/// </remarks>
public sealed class GroupTable
{
    private readonly (string?[] Levels, GroupCounts Counts)[] cells;

    private GroupTable(IReadOnlyList<string> attributes, (string?[] Levels, GroupCounts Counts)[] cells)
    {
        Attributes = attributes;
        this.cells = cells;
    }

    /// <summary>The names of the attributes.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>From cells.</summary>
    /// <param name="attributes">The names of the attributes, at least one, all different.</param>
    /// <param name="cells">Per combination one level for each attribute (null is missing) and the counts, whose own name does not matter; one may come more than once.</param>
    public static GroupTable FromCells(IReadOnlyList<string> attributes, IEnumerable<(IReadOnlyList<string?> Levels, GroupCounts Counts)> cells)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(cells);
        if (attributes.Count == 0 || attributes.Distinct(StringComparer.Ordinal).Count() != attributes.Count)
            throw new ArgumentException("There is at least one attribute and no name comes twice.", nameof(attributes));
        var all = cells.Select(cell => (Levels: cell.Levels.ToArray(), cell.Counts)).ToArray();
        return all.All(cell => cell.Levels.Length == attributes.Count)
            ? new([.. attributes], all)
            : throw new ArgumentException("Every cell has one level for each attribute.", nameof(cells));
    }

    /// <summary>The counts of both samples together.</summary>
    /// <param name="other">Rows that are not in this one, with the same attributes in the same order.</param>
    public GroupTable Merge(GroupTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Attributes.SequenceEqual(other.Attributes, StringComparer.Ordinal)
            ? new(Attributes, [.. cells, .. other.cells])
            : throw new ArgumentException("Both tables have the same attributes.", nameof(other));
    }

    /// <summary>The groups of one attribute or of an intersection, in the order of their names.</summary>
    /// <param name="attributes">One or more of <see cref="Attributes"/>.</param>
    public IReadOnlyList<GroupCounts> By(params IReadOnlyList<string> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        int[] places = [.. attributes.Select(attribute => Attributes.Index().Where(pair => string.Equals(pair.Item, attribute, StringComparison.Ordinal))
            .Select(pair => pair.Index).DefaultIfEmpty(-1).First())];
        if (places.Length == 0 || places.Contains(-1))
            throw new ArgumentException("Name one or more attributes of the table.", nameof(attributes));
        return [.. cells
            .GroupBy(cell => GroupCounts.NameOf([.. places.Select(place => cell.Levels[place])]), StringComparer.Ordinal)
            .Select(group => group
                .Select(cell => cell.Counts with { Group = group.Key })
                .Aggregate((first, second) => first.Merge(second)))
            .OrderBy(group => group.Group, StringComparer.Ordinal)];
    }
}
