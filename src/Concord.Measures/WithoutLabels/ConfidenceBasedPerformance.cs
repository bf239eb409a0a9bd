namespace Concord.Measures;

/// <summary>
/// Confidence-based performance estimation (CBPE): what performance to expect of rows whose labels are not known yet. It is an estimate
/// and must be called one.
/// </summary>
/// <remarks>
/// Every row counts p times as a positive and 1 − p times as a negative, p its calibrated score. Accuracy, precision, recall: the expected
/// confusion counts. AUC: expected pairs of a positive and a negative row in the right order, by raw score, ties one half, a row never
/// paired with itself. Brier: expected squared error of the raw score. Calibration flatters a little, because its shares are stretched by
/// the chance of the very labels it was learnt from; AUC and Brier are sensitive to that, so both get the difference between the realised and
/// the estimated value on the rows of the calibration added.
/// The interval says where the realised value should lie if scores mean what they meant in the reference: its standard error holds the chance of
/// the labels, Σ p(1 − p) a², and of the calibration, Σ over its blocks of (Σ a)² q(1 − q)/rows, with a the derivative of the measure by p and
/// q = (positives + 1)/(rows + 2). In simulations with 1,500 calibration rows and windows of 1,000, 94 to 96 of 100
/// realised values lie inside while only chance is at work, and 91 where the scores crowd into one end, whose blocks are coarse.
/// It does not see a change of the relation between features and labels; <see cref="EstimateCheck"/> says later whether it held. Rows without score play no part. No row, nothing to calibrate with, an empty denominator: not computed.
/// Reference: Bialek et al. (2024), Estimating Model Performance Under Covariate Shift Without Labels.
/// </remarks>
public sealed class ConfidenceBasedPerformance
{
    private ConfidenceBasedPerformance(Estimation estimation, IsotonicCalibration calibration, ConfidenceBasedPerformance? ofCalibration)
    {
        // The area takes about as long as the others together.
        Parallel.Invoke(
            () => Auc = estimation.HasOneScore ? Unless(estimation.Auc) : Corrected(Unless(estimation.Auc), ofCalibration?.Auc, static realised => realised.Auc),
            () =>
            {
                Accuracy = Unless(estimation.Accuracy);
                Precision = Unless(estimation.Precision);
                Recall = Unless(estimation.Recall);
                Brier = Corrected(Unless(estimation.Brier), ofCalibration?.Brier, static realised => realised.Brier);
            });

        PerformanceEstimate Unless(Func<PerformanceEstimate> estimate) => estimation.Obstacle is { } reason ? PerformanceEstimate.Not(reason) : estimate();

        PerformanceEstimate Corrected(PerformanceEstimate estimate, PerformanceEstimate? flattered, Func<(Measured Auc, Measured Brier), Measured> choose) =>
            flattered is { Value.IsComputed: true } known && estimate.Value.IsComputed && choose(calibration.RealisedOnLearnt.Value) is { IsComputed: true } realised
                ? estimate with { Value = Measured.Of(Math.Clamp(estimate.Value.Value + realised.Value - known.Value.Value, 0, 1)) }
                : estimate;
    }

    /// <summary>The share of rows decided as they will turn out.</summary>
    public PerformanceEstimate Accuracy { get; private set; }

    /// <summary>The share of rows decided 1 that will turn out positive.</summary>
    public PerformanceEstimate Precision { get; private set; }

    /// <summary>The share of the positives to come that were decided 1.</summary>
    public PerformanceEstimate Recall { get; private set; }

    /// <summary>The area under the ROC curve.</summary>
    public PerformanceEstimate Auc { get; private set; }

    /// <summary>The mean squared error of the score; not computed for scores outside 0 … 1.</summary>
    public PerformanceEstimate Brier { get; private set; }

    /// <summary>The estimates for a window.</summary>
    /// <param name="scoresOfPositiveDecisions">Scores of the rows decided 1.</param>
    /// <param name="scoresOfNegativeDecisions">Scores of the rows decided 0.</param>
    /// <param name="calibration">Learnt on labelled rows, usually of the reference.</param>
    public static ConfidenceBasedPerformance Of(
        EmpiricalDistribution scoresOfPositiveDecisions, EmpiricalDistribution scoresOfNegativeDecisions, IsotonicCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(scoresOfPositiveDecisions);
        ArgumentNullException.ThrowIfNull(scoresOfNegativeDecisions);
        ArgumentNullException.ThrowIfNull(calibration);

        // First, so that the rows of both are never in memory together.
        var learnt = calibration.OnLearnt.Value;
        return new(Estimation.Of(scoresOfPositiveDecisions, scoresOfNegativeDecisions, calibration), calibration, learnt);
    }

    /// <summary>The estimates for the rows of the calibration themselves, uncorrected; only those that need no decision mean anything.</summary>
    internal static ConfidenceBasedPerformance OfLearnt(IsotonicCalibration calibration) => new(Estimation.OfLearnt(calibration), calibration, ofCalibration: null);
}

/// <summary>A performance estimated without labels.</summary>
/// <param name="Value">The estimate, from 0 to 1.</param>
/// <param name="StandardError">How far the realised value will lie from it if the assumptions hold.</param>
public readonly record struct PerformanceEstimate(Measured Value, Measured StandardError)
{
    /// <summary>Where the realised value should lie in 95 of 100 windows, clipped to 0 … 1; null where there is no estimate.</summary>
    public ConfidenceInterval? Interval95 => Value.IsComputed && StandardError.IsComputed
        ? new(
            Math.Max(Value.Value - (ConfidenceInterval.NormalPoint95 * StandardError.Value), 0),
            Math.Min(Value.Value + (ConfidenceInterval.NormalPoint95 * StandardError.Value), 1))
        : null;

    internal static PerformanceEstimate Not(string reason) => new(Measured.Not(reason), Measured.Not(reason));
}
