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

    /// <summary>
    /// Between what the average precision lies when scores are known by bin only: in each bin the positive rows may all come after the negative ones or all
    /// before them.
    /// </summary>
    /// <param name="bins">Labelled rows by bin, each bin under any one score in it.</param>
    /// <returns>Null where there is no positive row.</returns>
    public static Bounds? FromBins(ScoreCounts bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        if (bins.Positives == 0)
            return null;
        var (least, most) = (default(CompensatedSum), default(CompensatedSum));
        var (truePositives, selected) = (0L, 0L);
        for (var i = bins.Scores.Length - 1; i >= 0; i--)
        {
            double positives = bins.PositivesAt[i], after = selected + bins.NegativesAt[i];

            // Σ (t + j) / (a + j) over the positives of the bin is their number less (a − t) Σ 1 / (a + j), and that sum is at most ln((a + p) / a).
            least.Add(after == 0 ? positives : Math.Max(0, positives - ((after - truePositives) * Math.Log((after + positives) / after))));
            truePositives += bins.PositivesAt[i];
            most.Add(positives == 0 ? 0 : positives * truePositives / (selected + positives));
            selected += bins.PositivesAt[i] + bins.NegativesAt[i];
        }

        return new(Math.Min(least.Value / bins.Positives, 1), Math.Min(most.Value / bins.Positives, 1));
    }
}
