namespace Concord.Measures;

/// <summary>Bootstrap from counts: how much a measure would vary if the same number of rows had been drawn again from what was seen.</summary>
/// <remarks>
/// Each replicate deals out the rows anew over the cells of the table (a multinomial draw with the seen shares), which is the same as drawing
/// rows with replacement, without needing the rows. The interval is the 2.5 % and the 97.5 % quantile (type 7) of the replicates. The
/// generator is our own with a fixed seed, so the same counts give the same interval everywhere. Null where the measure is not computed
/// on the counts themselves or in more than one replicate of twenty; single replicates without a value are left out.
/// It is too narrow for very few rows, and knows nothing of cells that were never seen. Reference: Efron (1979), Annals of Statistics 7.
/// </remarks>
public static class Bootstrap
{
    /// <summary>The usual number of replicates.</summary>
    public const int DefaultReplicates = 1000;

    /// <summary>The usual seed.</summary>
    public const long DefaultSeed = 42;

    private const double LargestShareLeftOut = 0.05;

    /// <summary>The 95 % interval of any measure of a table of counts.</summary>
    /// <param name="counts">Rows per cell, none negative.</param>
    /// <param name="measure">The measure of such a table.</param>
    /// <param name="replicates">At least 40.</param>
    /// <param name="seed">Any number.</param>
    public static ConfidenceInterval? Interval95(
        IReadOnlyList<long> counts, Func<IReadOnlyList<long>, Measured> measure, int replicates = DefaultReplicates, long seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 40);
        foreach (var count in counts)
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
        if (!measure(counts).IsComputed)
            return null;

        var generator = new Generator(seed);
        var values = new List<double>(replicates);
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            if (measure(Draw(counts, generator)).ValueOrNull is { } value)
                values.Add(value);
        }

        if (replicates - values.Count > LargestShareLeftOut * replicates)
            return null;
        var drawn = EmpiricalDistribution.FromRows(values);
        return new(drawn.Quantile(0.025).Value, drawn.Quantile(0.975).Value);
    }

    /// <summary>The 95 % interval of a measure of labelled scores, for example of <see cref="AveragePrecision"/>.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="replicates">At least 40.</param>
    /// <param name="seed">Any number.</param>
    public static ConfidenceInterval? Interval95(
        ScoreCounts counts, Func<ScoreCounts, Measured> measure, int replicates = DefaultReplicates, long seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(measure);
        var cells = counts.Entries().SelectMany<(double Score, long Positives, long Negatives), (double Score, bool Label, long Rows)>(entry =>
            [(entry.Score, true, entry.Positives), (entry.Score, false, entry.Negatives)]).Where(cell => cell.Rows > 0).ToArray();
        return Interval95(
            [.. cells.Select(cell => cell.Rows)],
            drawn => measure(ScoreCounts.FromCounts(cells.Select((cell, i) => (cell.Score, cell.Label ? drawn[i] : 0, cell.Label ? 0 : drawn[i])))),
            replicates,
            seed);
    }

    /// <summary>The 95 % interval of a comparison of groups, for example of <see cref="EqualizedOdds"/>.</summary>
    /// <param name="groups">The groups of one attribute.</param>
    /// <param name="measure">The comparison.</param>
    /// <param name="replicates">At least 40.</param>
    /// <param name="seed">Any number.</param>
    public static ConfidenceInterval? Interval95(
        IReadOnlyList<GroupCounts> groups, Func<IReadOnlyList<GroupCounts>, Measured> measure, int replicates = DefaultReplicates, long seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(measure);
        return Interval95(
            [.. groups.SelectMany<GroupCounts, long>(Cells)],
            drawn => measure([.. groups.Select((group, i) => Group(group.Group, drawn, 6 * i))]),
            replicates,
            seed);
    }

    private static long[] Draw(IReadOnlyList<long> counts, Generator generator)
    {
        var left = counts.Sum();
        var toDeal = left;
        var drawn = new long[counts.Count];
        for (var cell = 0; cell < drawn.Length && toDeal > 0; cell++)
        {
            drawn[cell] = counts[cell] >= left ? toDeal : generator.Binomial(toDeal, (double)counts[cell] / left);
            toDeal -= drawn[cell];
            left -= counts[cell];
        }

        return drawn;
    }

    /// <summary>Six kinds of rows that exclude each other: labelled by decision and label, and unlabelled by decision.</summary>
    private static long[] Cells(GroupCounts group) =>
    [
        group.TruePositives, group.FalsePositives, group.TrueNegatives, group.FalseNegatives,
        group.AllSelected - group.Selected, group.AllRows - group.Rows - (group.AllSelected - group.Selected),
    ];

    private static GroupCounts Group(string name, IReadOnlyList<long> cells, int at) => new(
        name,
        AllRows: cells[at] + cells[at + 1] + cells[at + 2] + cells[at + 3] + cells[at + 4] + cells[at + 5],
        AllSelected: cells[at] + cells[at + 1] + cells[at + 4],
        TruePositives: cells[at],
        FalsePositives: cells[at + 1],
        TrueNegatives: cells[at + 2],
        FalseNegatives: cells[at + 3]);
}
