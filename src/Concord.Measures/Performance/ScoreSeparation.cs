namespace Concord.Measures;

/// <summary>KS separation: the largest gap between the score distributions of positive and negative rows.</summary>
/// <remarks>
/// The two-sample Kolmogorov-Smirnov statistic between the classes; equally the best attainable recall minus false positive rate. One
/// class missing: not computed.
/// </remarks>
public static class ScoreSeparation
{
    /// <summary>The separation, from 0 to 1.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    public static Measured Of(ScoreCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.OneClass is { } obstacle)
            return Measured.Not(obstacle);
        var (negatives, positives, largest) = (0L, 0L, 0.0);
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            negatives += counts.NegativesAt[i];
            positives += counts.PositivesAt[i];
            largest = Math.Max(largest, Math.Abs(CumulativeGap.At(negatives, counts.Negatives, positives, counts.Positives)));
        }

        return Measured.Of(largest);
    }
}
