namespace Concord.Measures;

/// <summary>Works out the estimates of <see cref="ConfidenceBasedPerformance"/>, and is let go with the rows it needs for that.</summary>
internal sealed class Estimation
{
    private readonly Entry[] entries;
    private readonly IsotonicCalibration calibration;
    private readonly double rows;

    private Estimation(Entry[] entries, IsotonicCalibration calibration)
    {
        (this.entries, this.calibration) = (entries, calibration);
        foreach (var entry in entries)
            rows += entry.Selected + entry.Rejected;
        Obstacle = calibration.Blocks.Length == 0 ? "there is no labelled row to calibrate with" : rows == 0 ? "no row has a score and a decision" : null;
    }

    /// <summary>Of rows by their score and decision.</summary>
    public static Estimation Of(EmpiricalDistribution scoresOfPositiveDecisions, EmpiricalDistribution scoresOfNegativeDecisions, IsotonicCalibration calibration)
    {
        ReadOnlySpan<double> selected = scoresOfPositiveDecisions.Values, rejected = scoresOfNegativeDecisions.Values;
        var merged = new Entry[EmpiricalDistribution.DistinctOf(selected, rejected)];
        for (int i = 0, j = 0, next = 0; next < merged.Length; next++)
        {
            var (one, other) = (i < selected.Length ? selected[i] : double.PositiveInfinity, j < rejected.Length ? rejected[j] : double.PositiveInfinity);
            var score = Math.Min(one, other);
            merged[next] = new(score, one == score ? scoresOfPositiveDecisions.Counts[i++] : 0, other == score ? scoresOfNegativeDecisions.Counts[j++] : 0, calibration.PlaceOf(score));
        }

        return new(merged, calibration);
    }

    /// <summary>Of the rows a calibration was learnt from, whose decisions play no part.</summary>
    public static Estimation OfLearnt(IsotonicCalibration calibration)
    {
        var learnt = calibration.Learnt;
        var merged = new Entry[learnt.Scores.Length];
        for (var i = 0; i < merged.Length; i++)
            merged[i] = new(learnt.Scores[i], Selected: 0, learnt.PositivesAt[i] + learnt.NegativesAt[i], calibration.PlaceOf(learnt.Scores[i]));
        return new(merged, calibration);
    }

    /// <summary>Why nothing can be estimated, or null; then nothing else may be asked.</summary>
    public string? Obstacle { get; }

    public PerformanceEstimate Accuracy()
    {
        var right = Sum(static entry => (entry.Probability * entry.Selected) + ((1 - entry.Probability) * entry.Rejected));
        return Estimate(right / rows, _ => (1 / rows, -1 / rows));
    }

    public PerformanceEstimate Precision()
    {
        var selected = Sum(static entry => entry.Selected);
        return selected == 0
            ? PerformanceEstimate.Not("no row is decided 1")
            : Estimate(Sum(static entry => entry.Probability * entry.Selected) / selected, _ => (1 / selected, 0));
    }

    public PerformanceEstimate Recall()
    {
        var positives = Sum(static entry => entry.Probability * (entry.Selected + entry.Rejected));
        if (positives == 0)
            return PerformanceEstimate.Not("no positive row is to be expected");
        var recall = Sum(static entry => entry.Probability * entry.Selected) / positives;
        return Estimate(recall, _ => ((1 - recall) / positives, -recall / positives));
    }

    public PerformanceEstimate Brier()
    {
        if (entries[0].Score < 0 || entries[^1].Score > 1)
            return PerformanceEstimate.Not("scores lie outside 0 to 1, so they are no probabilities");
        var error = Sum(static entry => (entry.Selected + entry.Rejected)
            * ((entry.Probability * (1 - entry.Score) * (1 - entry.Score)) + ((1 - entry.Probability) * entry.Score * entry.Score)));
        return Estimate(error / rows, entry => ((1 - (2 * entries[entry].Score)) / rows, (1 - (2 * entries[entry].Score)) / rows));
    }

    /// <summary>One score for all rows orders none of them: the area is one half whatever the labels will be, and there is nothing to correct.</summary>
    public bool HasOneScore => entries.Length == 1;

    public PerformanceEstimate Auc()
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
