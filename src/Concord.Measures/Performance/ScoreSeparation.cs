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
        return counts.OneClass is { } obstacle
            ? Measured.Not(obstacle)
            : KolmogorovSmirnov.Statistic(counts.ByClass(positive: false), counts.ByClass(positive: true));
    }
}
