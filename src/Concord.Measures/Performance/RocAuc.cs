namespace Concord.Measures;

/// <summary>Area under the ROC curve: the probability that a positive row scores above a negative one.</summary>
/// <remarks>
/// Mann-Whitney form, ties counted one half. One class missing: not computed. The standard error is DeLong's: the variances of the
/// placement values (for a positive row the share of negatives below it, for a negative row the share of positives above it, ties
/// one half), divided by one less than their number, over the number of rows of the class. It needs two rows of each class. The
/// interval is not clipped to 0 … 1. Reference: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44.
/// </remarks>
public static class RocAuc
{
    /// <summary>The area with its standard error.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    public static AreaUnderCurve Of(ScoreCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.OneClass is { } obstacle)
            return new(Measured.Not(obstacle), Measured.Not(obstacle));

        // A positive row at a score beats the negatives below it and ties with those at it; its placement in half negatives is whole.
        var negativesBelow = 0L;
        var area = default(CompensatedSum);
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            var positives = counts.PositivesAt[i];
            var negatives = counts.NegativesAt[i];
            area.Add((double)positives / counts.Positives * ((negativesBelow + (negatives / 2.0)) / counts.Negatives));
            negativesBelow += negatives;
        }

        var error = counts.Positives < 2 || counts.Negatives < 2
            ? Measured.Not("a standard error needs two labelled rows of each class")
            : Measured.Of(StandardError(counts, area.Value));
        return new(Measured.Of(area.Value), error);
    }

    /// <summary>
    /// Between what the area lies when scores are known by bin only: pairs in one bin may all be in the wrong or all in the right order. The middle is the area
    /// with ties counted one half.
    /// </summary>
    /// <param name="bins">Labelled rows by bin, each bin under any one score in it.</param>
    /// <returns>Null where a class has no row.</returns>
    public static Bounds? FromBins(ScoreCounts bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        if (bins.OneClass is not null)
            return null;
        var tied = default(CompensatedSum);
        for (var i = 0; i < bins.Scores.Length; i++)
            tied.Add((double)bins.PositivesAt[i] / bins.Positives * ((double)bins.NegativesAt[i] / bins.Negatives));
        var middle = Of(bins).Value.Value;
        return new(Math.Max(middle - (tied.Value / 2), 0), Math.Min(middle + (tied.Value / 2), 1));
    }

    /// <summary>The two-sided p-value for the difference of two areas measured on different rows.</summary>
    /// <remarks>
    /// z = difference over √(sum of squared standard errors). Not computed without both standard errors, or where both are 0 and the
    /// areas differ.
    /// </remarks>
    /// <param name="first">One area.</param>
    /// <param name="second">The other.</param>
    public static Measured DifferencePValue(AreaUnderCurve first, AreaUnderCurve second) =>
        DifferenceTest.PValue(first.Value, first.StandardError, second.Value, second.StandardError);

    /// <summary>Squared deviations of the placements of one class from the area, which is their mean.</summary>
    /// <summary>From the variances of both classes' placements among the rows of the other.</summary>
    private static double StandardError(ScoreCounts counts, double area)
    {
        var (positivesAbove, negativesBelow) = (counts.Positives, 0L);
        var (ofPositives, ofNegatives) = (default(CompensatedSum), default(CompensatedSum));
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            var (positives, negatives) = (counts.PositivesAt[i], counts.NegativesAt[i]);
            positivesAbove -= positives;
            var gap = ((negativesBelow + (negatives / 2.0)) / counts.Negatives) - area;
            ofPositives.Add(gap * gap * positives);
            gap = ((positivesAbove + (positives / 2.0)) / counts.Positives) - area;
            ofNegatives.Add(gap * gap * negatives);
            negativesBelow += negatives;
        }

        return Math.Sqrt((ofPositives.Value / (counts.Positives - 1) / counts.Positives) + (ofNegatives.Value / (counts.Negatives - 1) / counts.Negatives));
    }
}

/// <summary>An area under the ROC curve with its uncertainty.</summary>
/// <param name="Value">The area, from 0 to 1.</param>
/// <param name="StandardError">DeLong's standard error.</param>
public readonly record struct AreaUnderCurve(Measured Value, Measured StandardError)
{
    /// <summary>The 95 % interval, not clipped; null where there is no standard error.</summary>
    public ConfidenceInterval? Interval95 => Value.IsComputed && StandardError.IsComputed
        ? new(Value.Value - (ConfidenceInterval.NormalPoint95 * StandardError.Value), Value.Value + (ConfidenceInterval.NormalPoint95 * StandardError.Value))
        : null;
}
