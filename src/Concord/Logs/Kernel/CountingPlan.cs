namespace Concord.Logs.Kernel;

/// <summary>What one pass over a log counts.</summary>
/// <param name="Numeric">Numeric columns, each with the edges of its bins; without edges its values are only kept.</param>
/// <param name="ScoreEdges">Null: the score is not profiled.</param>
/// <param name="Levels">Columns whose levels are counted: those of the profile first, then those that only form groups.</param>
/// <param name="Attributes">Groups, as places in <paramref name="Levels"/>.</param>
/// <param name="KeepValues">Keep the values of the numeric columns as well: row-level.</param>
/// <param name="KeepScores">Keep the scores by decision and label as well: row-level.</param>
/// <param name="JointParts">Into how many parts of the rows co-moments of the numeric columns are counted; 0: not at all.</param>
internal sealed record CountingPlan(
    IReadOnlyList<(string Column, SearchEdges? Edges)> Numeric,
    SearchEdges? ScoreEdges,
    IReadOnlyList<string> Levels,
    IReadOnlyList<int[]> Attributes,
    bool KeepValues,
    bool KeepScores,
    int JointParts = 0)
{
    public bool NeedsScore => KeepScores || ScoreEdges is not null;

    /// <summary>Nothing is asked but the values of some columns: neither when rows were nor what was decided is looked at.</summary>
    public bool IsValuesOnly => !NeedsScore && Levels.Count == 0 && Attributes.Count == 0 && JointParts == 0 && Numeric.All(column => column.Edges is null);
}
