namespace Concord.Measures;

/// <summary>Average precision: the precision at each distinct threshold, weighted by the recall gained there.</summary>
/// <remarks>
/// Σ (Rₖ − Rₖ₋₁) Pₖ over distinct scores from high to low, step-wise without interpolation; rows with equal scores enter together.
/// No positive row: not computed. Reference: Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, chapter 8.
/// </remarks>
public static class AveragePrecision
{
    /// <summary>The average precision, from 0 to 1.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    public static Measured Of(ScoreCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Positives == 0)
            return Measured.Not(counts.OneClass!);
        var sum = default(CompensatedSum);
        var truePositives = 0L;
        var selected = 0L;
        for (var i = counts.Scores.Length - 1; i >= 0; i--)
        {
            truePositives += counts.PositivesAt[i];
            selected += counts.PositivesAt[i] + counts.NegativesAt[i];
            sum.Add((double)counts.PositivesAt[i] / counts.Positives * ((double)truePositives / selected));
        }

        return Measured.Of(Math.Min(sum.Value, 1));
    }
}
