namespace Concord.Measures;

/// <summary>One-sample chi-square, as some drift tools compute it. For reproducing their figures; it is not the native definition.</summary>
/// <remarks>
/// Σ (c − m e)² / (m e) with e the reference's shares taken as exact and m the rows of the window; K − 1 degrees of freedom.
/// Because the reference is a sample too, this form gives false alarms, more of them the larger the window. A level that the
/// reference never has makes it infinite: not computed. Use <see cref="ChiSquareTwoSample"/> to judge.
/// </remarks>
public static class ChiSquareOneSample
{
    /// <summary>The test of a window against shares taken as exact.</summary>
    /// <param name="counts">Both samples.</param>
    public static ChiSquareTest Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Obstacle is { } obstacle)
            return ChiSquareTest.Not(obstacle);
        var sum = default(CompensatedSum);
        var levels = 0;
        for (var level = 0; level < counts.Length; level++)
        {
            if (counts.Reference[level] + counts.Current[level] == 0)
                continue;
            if (counts.Reference[level] == 0)
                return ChiSquareTest.Not("the window has a level that the reference never has");
            levels++;
            var expected = counts.ReferenceShare(level) * counts.CurrentTotal;
            sum.Add((counts.Current[level] - expected) * (counts.Current[level] - expected) / expected);
        }

        return levels < 2 ? ChiSquareTest.Not("there is only one level to compare") : ChiSquareTest.Of(sum.Value, levels - 1);
    }
}
