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
    private readonly Entry[] entries;
    private readonly IsotonicCalibration calibration;
    private readonly string? obstacle;
    private readonly double rows;

    private ConfidenceBasedPerformance(Entry[] entries, IsotonicCalibration calibration, ConfidenceBasedPerformance? ofCalibration)
    {
        this.entries = entries;
        this.calibration = calibration;
        rows = entries.Sum(entry => entry.Selected + entry.Rejected);
        obstacle = calibration.Blocks.Length == 0 ? "there is no labelled row to calibrate with" : rows == 0 ? "no row has a score and a decision" : null;
        Accuracy = Guard(EstimateAccuracy);
        Precision = Guard(EstimatePrecision);
        Recall = Guard(EstimateRecall);
        Auc = Corrected(Guard(EstimateAuc), ofCalibration?.Auc, static counts => RocAuc.Of(counts).Value);
        Brier = Corrected(Guard(EstimateBrier), ofCalibration?.Brier, static counts => BrierScore.Of(counts).Value);
    }

    /// <summary>The share of rows decided as they will turn out.</summary>
    public PerformanceEstimate Accuracy { get; }

    /// <summary>The share of rows decided 1 that will turn out positive.</summary>
    public PerformanceEstimate Precision { get; }

    /// <summary>The share of the positives to come that were decided 1.</summary>
    public PerformanceEstimate Recall { get; }

    /// <summary>The area under the ROC curve.</summary>
    public PerformanceEstimate Auc { get; }

    /// <summary>The mean squared error of the score; not computed for scores outside 0 … 1.</summary>
    public PerformanceEstimate Brier { get; }

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
        return new(Entries(scoresOfPositiveDecisions, scoresOfNegativeDecisions, calibration), calibration, calibration.OnLearnt.Value);
    }

    /// <summary>The estimates for the rows of the calibration themselves, uncorrected; only those that need no decision mean anything.</summary>
    internal static ConfidenceBasedPerformance OfLearnt(IsotonicCalibration calibration)
    {
        var learnt = EmpiricalDistribution.FromCounts(calibration.Learnt.Entries().Select(entry => (entry.Score, entry.Positives + entry.Negatives)));
        return new(Entries(EmpiricalDistribution.Empty, learnt, calibration), calibration, ofCalibration: null);
    }

    private static Entry[] Entries(
        EmpiricalDistribution scoresOfPositiveDecisions, EmpiricalDistribution scoresOfNegativeDecisions, IsotonicCalibration calibration)
    {
        var scores = scoresOfPositiveDecisions.Merge(scoresOfNegativeDecisions).Values;
        var byScore = new Entry[scores.Length];
        var next = 0;
        foreach (var counts in PooledBlocks.Of([scoresOfPositiveDecisions, scoresOfNegativeDecisions]))
        {
            byScore[next] = new(scores[next], counts[0], counts[1], calibration.PlaceOf(scores[next]));
            next++;
        }

        return byScore;
    }

    private PerformanceEstimate Corrected(PerformanceEstimate estimate, PerformanceEstimate? flattered, Func<ScoreCounts, Measured> realise)
    {
        var realised = realise(calibration.Learnt);
        return flattered is { Value.IsComputed: true } known && estimate.Value.IsComputed && realised.IsComputed
            ? estimate with { Value = Measured.Of(Math.Clamp(estimate.Value.Value + realised.Value - known.Value.Value, 0, 1)) }
            : estimate;
    }

    private PerformanceEstimate Guard(Func<PerformanceEstimate> estimate) => obstacle is null ? estimate() : PerformanceEstimate.Not(obstacle);

    private PerformanceEstimate EstimateAccuracy()
    {
        var right = Sum(static entry => (entry.Probability * entry.Selected) + ((1 - entry.Probability) * entry.Rejected));
        return Estimate(right / rows, _ => (1 / rows, -1 / rows));
    }

    private PerformanceEstimate EstimatePrecision()
    {
        var selected = Sum(static entry => entry.Selected);
        return selected == 0
            ? PerformanceEstimate.Not("no row is decided 1")
            : Estimate(Sum(static entry => entry.Probability * entry.Selected) / selected, _ => (1 / selected, 0));
    }

    private PerformanceEstimate EstimateRecall()
    {
        var positives = Sum(static entry => entry.Probability * (entry.Selected + entry.Rejected));
        if (positives == 0)
            return PerformanceEstimate.Not("no positive row is to be expected");
        var recall = Sum(static entry => entry.Probability * entry.Selected) / positives;
        return Estimate(recall, _ => ((1 - recall) / positives, -recall / positives));
    }

    private PerformanceEstimate EstimateBrier()
    {
        if (entries[0].Score < 0 || entries[^1].Score > 1)
            return PerformanceEstimate.Not("scores lie outside 0 to 1, so they are no probabilities");
        var error = Sum(static entry => (entry.Selected + entry.Rejected)
            * ((entry.Probability * (1 - entry.Score) * (1 - entry.Score)) + ((1 - entry.Probability) * entry.Score * entry.Score)));
        return Estimate(error / rows, entry => ((1 - (2 * entries[entry].Score)) / rows, (1 - (2 * entries[entry].Score)) / rows));
    }

    private PerformanceEstimate EstimateAuc()
    {
        var positives = Sum(static entry => entry.Probability * (entry.Selected + entry.Rejected));
        var negatives = rows - positives;
        var pairs = (positives * negatives) - Sum(static entry => entry.Probability * (1 - entry.Probability) * (entry.Selected + entry.Rejected));
        if (pairs <= 1e-9 * rows)
            return PerformanceEstimate.Not("no pair of a positive and a negative row is to be expected");

        // What a row adds to the ordered pairs as its probability rises: negatives below it less positives above it, those at its score one half.
        var ordered = default(CompensatedSum);
        var negativesBelow = default(CompensatedSum);
        var positivesBelow = default(CompensatedSum);
        var gain = new double[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var (p, count) = (entries[i].Probability, entries[i].Selected + entries[i].Rejected);
            var positivesAbove = positives - positivesBelow.Value - (p * count);
            ordered.Add(p * count * (negativesBelow.Value + ((1 - p) * (count - 1) / 2)));
            gain[i] = negativesBelow.Value + ((1 - p) * (count - 1) / 2) - positivesAbove - (p * (count - 1) / 2);
            negativesBelow.Add((1 - p) * count);
            positivesBelow.Add(p * count);
        }

        var area = ordered.Value / pairs;
        return Estimate(area, i =>
        {
            var slope = (gain[i] - (area * (negatives - positives + (2 * entries[i].Probability) - 1))) / pairs;
            return (slope, slope);
        });
    }

    /// <summary>The estimate with the standard error that follows from the derivatives by the probability of a row decided 1 and of one decided 0.</summary>
    private PerformanceEstimate Estimate(double value, Func<int, (double Selected, double Rejected)> derivative)
    {
        var ofBlocks = new double[calibration.Blocks.Length];
        var variance = default(CompensatedSum);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var (selected, rejected) = derivative(i);
            variance.Add(entry.Probability * (1 - entry.Probability) * ((entry.Selected * selected * selected) + (entry.Rejected * rejected * rejected)));
            var (place, sum) = (entry.Place, (entry.Selected * selected) + (entry.Rejected * rejected));
            ofBlocks[place.Below] += (1 - place.Weight) * sum;
            ofBlocks[place.Above] += place.Weight * sum;
        }

        for (var i = 0; i < ofBlocks.Length; i++)
        {
            var block = calibration.Blocks[i];
            var share = (block.Positives + 1.0) / (block.Rows + 2.0);
            variance.Add(ofBlocks[i] * ofBlocks[i] * share * (1 - share) / block.Rows);
        }

        return new(Measured.Of(Math.Clamp(value, 0, 1)), Measured.Of(Math.Sqrt(variance.Value)));
    }

    private double Sum(Func<Entry, double> term)
    {
        var sum = default(CompensatedSum);
        foreach (var entry in entries)
            sum.Add(term(entry));
        return sum.Value;
    }

    /// <summary>The rows of one score: how many decided 1, how many decided 0, and what the calibration makes of it.</summary>
    private readonly record struct Entry(double Score, double Selected, double Rejected, IsotonicCalibration.Place Place)
    {
        public double Probability => Place.Share;
    }
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
