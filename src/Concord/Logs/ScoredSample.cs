using Concord.Measures;

namespace Concord.Logs;

/// <summary>The scores of the rows with one decision and one label; null: they have none.</summary>
internal sealed record ScoredPart(int? Decision, int? Label, EmpiricalDistribution Scores);

/// <summary>The scores of a window, apart by decision and label: all that measures of performance need, row order aside.</summary>
internal sealed class ScoredSample(IReadOnlyList<ScoredPart> parts)
{
    public static readonly ScoredSample Empty = new([]);

    public IReadOnlyList<ScoredPart> Parts => parts;

    /// <summary>Scores of all rows.</summary>
    public EmpiricalDistribution All => Of(_ => true);

    /// <summary>Rows with score and label.</summary>
    public ScoreCounts Labelled => ScoreCounts.FromClasses(Of(part => part.Label == 1), Of(part => part.Label == 0));

    public EmpiricalDistribution Decided(int decision) => Of(part => part.Decision == decision);

    /// <summary>Decisions against labels of the rows that have a score.</summary>
    public Confusion Confusion => new(TruePositives: Count(1, 1), FalsePositives: Count(1, 0), TrueNegatives: Count(0, 0), FalseNegatives: Count(0, 1));

    private long Count(int decision, int label) => parts.Where(part => part.Decision == decision && part.Label == label).Sum(part => part.Scores.Count);

    private EmpiricalDistribution Of(Func<ScoredPart, bool> wanted) =>
        parts.Where(wanted).Select(part => part.Scores).DefaultIfEmpty(EmpiricalDistribution.Empty).Aggregate((all, part) => all.Merge(part));
}
