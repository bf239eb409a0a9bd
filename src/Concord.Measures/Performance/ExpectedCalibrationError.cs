namespace Concord.Measures;

/// <summary>Expected calibration error: how far, on average, the promised probability lies from what happened.</summary>
/// <remarks>
/// Ten bins of equal width, bin = min(⌊10 s⌋, 9); Σ over non-empty bins of (share of rows) · |mean label − mean score|.
/// No labelled row, or scores outside 0 … 1: not computed. Reference: Naeini, Cooper and Hauskrecht (2015), AAAI.
/// </remarks>
public static class ExpectedCalibrationError
{
    private const int Bins = 10;

    /// <summary>The error, from 0 to 1.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    public static Measured Of(ScoreCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.NoProbability is { } obstacle)
            return Measured.Not(obstacle);

        // (share of the bin) · |mean label − mean score| is |Σ (label − score)| of the bin over all rows.
        var gaps = new CompensatedSum[Bins];
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            var (score, positives, negatives) = (counts.Scores[i], counts.PositivesAt[i], counts.NegativesAt[i]);
            ref var gap = ref gaps[Math.Min((int)Math.Floor(Bins * score), Bins - 1)];
            gap.Add(positives);
            gap.Add(-score * (positives + negatives));
        }

        return Measured.Of(gaps.Sum(gap => Math.Abs(gap.Value)) / counts.Rows);
    }
}
