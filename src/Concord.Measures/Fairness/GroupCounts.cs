namespace Concord.Measures;

/// <summary>What happened to one group of people: the counts from which every group rate follows.</summary>
/// <remarks>
/// Decision and label are turned beforehand so that 1 is what is favourable to the person (<see cref="Flip"/> does it to counts).
/// Labelled rows give the rates that need an outcome; all decided rows give <see cref="SelectionRateAll"/>, which needs none.
/// Merging adds counts.
/// </remarks>
/// <param name="Group">The level as text; intersections as <see cref="NameOf"/> joins them.</param>
/// <param name="AllRows">Rows with a decision, labelled or not.</param>
/// <param name="AllSelected">Of these, rows with the favourable decision.</param>
/// <param name="TruePositives">Labelled rows: favourable decision, favourable label.</param>
/// <param name="FalsePositives">Labelled rows: favourable decision, unfavourable label.</param>
/// <param name="TrueNegatives">Labelled rows: unfavourable decision, unfavourable label.</param>
/// <param name="FalseNegatives">Labelled rows: unfavourable decision, favourable label.</param>
public sealed record GroupCounts(
    string Group, long AllRows, long AllSelected, long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    private const string Joint = " x ";

    /// <summary>Below this number of labelled rows a group is shown as too small.</summary>
    public const long SmallestShown = 30;

    /// <summary>What the group of these levels is called: one level as <see cref="CategoryCounts.NameOf"/> calls it, those of an intersection joined by " x ".</summary>
    /// <remarks>
    /// Groups of equally many attributes never share a name. In an intersection a level stands in quotation marks, its own ones doubled, where it
    /// holds " x ", ends in " x", begins with a quotation mark, or reads like the name of a missing value.
    /// </remarks>
    /// <param name="levels">One per attribute; null is missing.</param>
    public static string NameOf(IReadOnlyList<string?> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return levels.Count == 1 ? CategoryCounts.NameOf(levels[0]) : string.Join(Joint, levels.Select(PartOf));
    }

    /// <summary>Labelled rows.</summary>
    public long Rows => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Labelled rows with the favourable decision.</summary>
    public long Selected => TruePositives + FalsePositives;

    /// <summary>Labelled rows with the favourable label.</summary>
    public long Positives => TruePositives + FalseNegatives;

    /// <summary>Labelled rows with the unfavourable label.</summary>
    public long Negatives => TrueNegatives + FalsePositives;

    /// <summary>
    /// Fewer than 30 labelled rows: to be shown as such, and never to drive a headline by itself. A rule of display; it removes nothing
    /// from a measure.
    /// </summary>
    public bool TooSmall => Rows < SmallestShown;

    /// <summary>The share of labelled rows with the favourable decision.</summary>
    public Proportion SelectionRate => new(Selected, Rows);

    /// <summary>The share of all decided rows with the favourable decision.</summary>
    public Proportion SelectionRateAll => new(AllSelected, AllRows);

    /// <summary>Of those who deserved the favourable decision, the share who got it.</summary>
    public Proportion TruePositiveRate => new(TruePositives, Positives);

    /// <summary>Of those who did not deserve the favourable decision, the share who got it.</summary>
    public Proportion FalsePositiveRate => new(FalsePositives, Negatives);

    /// <summary>Of those who deserved the favourable decision, the share who did not get it.</summary>
    public Proportion FalseNegativeRate => new(FalseNegatives, Positives);

    /// <summary>Of those who got the favourable decision, the share who deserved it.</summary>
    public Proportion PositivePredictiveValue => new(TruePositives, Selected);

    /// <summary>The share of labelled rows with the favourable label.</summary>
    public Proportion BaseRate => new(Positives, Rows);

    /// <summary>The share of labelled rows decided as they turned out.</summary>
    public Proportion Accuracy => new(TruePositives + TrueNegatives, Rows);

    /// <summary>The counts with decision and label turned round: for a model whose decision 0 is the favourable one.</summary>
    public GroupCounts Flip() => this with
    {
        AllSelected = AllRows - AllSelected,
        TruePositives = TrueNegatives,
        FalsePositives = FalseNegatives,
        TrueNegatives = TruePositives,
        FalseNegatives = FalsePositives,
    };

    /// <summary>The counts of both samples of the group together.</summary>
    /// <param name="other">Rows of the same group that are not in this one.</param>
    public GroupCounts Merge(GroupCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!string.Equals(Group, other.Group, StringComparison.Ordinal))
            throw new ArgumentException("Counts of different groups do not add up.", nameof(other));
        return new(
            Group,
            checked(AllRows + other.AllRows),
            checked(AllSelected + other.AllSelected),
            checked(TruePositives + other.TruePositives),
            checked(FalsePositives + other.FalsePositives),
            checked(TrueNegatives + other.TrueNegatives),
            checked(FalseNegatives + other.FalseNegatives));
    }

    // A space is added because a level that ends in " x" forms the joint with the space of the joint behind it: "a x" and "b" would read like "a" and "x b".
    private static string PartOf(string? level) =>
        level is null ? CategoryCounts.MissingLevel
        : level.StartsWith('"') || string.Equals(level, CategoryCounts.MissingLevel, StringComparison.Ordinal) || $"{level} ".Contains(Joint, StringComparison.Ordinal)
            ? $"\"{level.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : level;
}
