namespace Concord.Measures;

/// <summary>Brier score: the mean squared error of the score as a probability.</summary>
/// <remarks>
/// Mean of (score − label)², from 0 (certain and right) to 1 (certain and wrong). No labelled row, or scores outside 0 … 1: not computed.
/// Its standard error comes from the variance of the squared errors (divided by one less than the rows), so two windows can be
/// compared. Reference: Brier (1950), Monthly Weather Review 78.
/// </remarks>
public static class BrierScore
{
    /// <summary>The score with its standard error.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    public static MeanError Of(ScoreCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.NoProbability is { } obstacle)
            return new(Measured.Not(obstacle), Measured.Not(obstacle), counts.Rows);
        var sum = default(CompensatedSum);
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            var (ofPositive, ofNegative) = Errors(counts.Scores[i]);
            sum.Add(ofPositive * counts.PositivesAt[i]);
            sum.Add(ofNegative * counts.NegativesAt[i]);
        }

        var mean = sum.Value / counts.Rows;
        if (counts.Rows < 2)
            return new(Measured.Of(mean), Measured.Not("a variance needs two labelled rows"), counts.Rows);

        var deviations = default(CompensatedSum);
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            var (ofPositive, ofNegative) = Errors(counts.Scores[i]);
            deviations.Add((ofPositive - mean) * (ofPositive - mean) * counts.PositivesAt[i]);
            deviations.Add((ofNegative - mean) * (ofNegative - mean) * counts.NegativesAt[i]);
        }

        return new(Measured.Of(mean), Measured.Of(deviations.Value / (counts.Rows - 1)), counts.Rows);
    }

    /// <summary>The two-sided p-value for the difference of two scores measured on different rows.</summary>
    /// <param name="first">One score.</param>
    /// <param name="second">The other.</param>
    public static Measured DifferencePValue(MeanError first, MeanError second) =>
        DifferenceTest.PValue(first.Value, first.StandardError, second.Value, second.StandardError);

    private static (double OfPositive, double OfNegative) Errors(double score) => ((1 - score) * (1 - score), score * score);
}

/// <summary>A mean of errors with what is needed to compare it.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Variance">The variance of the single errors.</param>
/// <param name="Rows">How many.</param>
public readonly record struct MeanError(Measured Value, Measured Variance, long Rows)
{
    /// <summary>The standard error of the mean.</summary>
    public Measured StandardError
    {
        get
        {
            var rows = Rows;
            return Variance.Select(variance => Math.Sqrt(variance / rows));
        }
    }

    /// <summary>The 95 % interval by the normal law, not clipped; null where there is no standard error.</summary>
    public ConfidenceInterval? Interval95 => Value.IsComputed && StandardError.IsComputed
        ? new(Value.Value - (ConfidenceInterval.NormalPoint95 * StandardError.Value), Value.Value + (ConfidenceInterval.NormalPoint95 * StandardError.Value))
        : null;
}
