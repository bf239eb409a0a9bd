namespace Concord.Measures;

/// <summary>Performance estimated from scores alone, before labels arrive. It is an estimate and must be called one.</summary>
/// <remarks>
/// Assumes that scores are calibrated: among rows with score s the share s is positive. Accuracy: mean of s where the decision is 1
/// and of 1 − s where it is 0. AUC: each row counted s times as a positive and 1 − s times as a negative, ties one half.
/// Rows without score play no part. No row, or scores outside 0 … 1: not computed. It does not see a change of the relation between
/// features and labels. Reference: Guillory et al. (2021), Predicting with Confidence on Unseen Distributions; Bialek et al. (2024), Estimating
/// Model Performance Under Covariate Shift.
/// </remarks>
public static class EstimatedPerformance
{
    /// <summary>The estimated accuracy.</summary>
    /// <param name="scoresOfPositiveDecisions">Scores of the rows decided 1.</param>
    /// <param name="scoresOfNegativeDecisions">Scores of the rows decided 0.</param>
    public static Measured Accuracy(EmpiricalDistribution scoresOfPositiveDecisions, EmpiricalDistribution scoresOfNegativeDecisions)
    {
        ArgumentNullException.ThrowIfNull(scoresOfPositiveDecisions);
        ArgumentNullException.ThrowIfNull(scoresOfNegativeDecisions);
        var rows = scoresOfPositiveDecisions.Count + scoresOfNegativeDecisions.Count;
        if (rows == 0)
            return Measured.Not("no row has a score and a decision");
        if ((NoProbability(scoresOfPositiveDecisions) ?? NoProbability(scoresOfNegativeDecisions)) is { } obstacle)
            return Measured.Not(obstacle);
        var sum = default(CompensatedSum);
        for (var i = 0; i < scoresOfPositiveDecisions.Values.Length; i++)
            sum.Add(scoresOfPositiveDecisions.Values[i] * scoresOfPositiveDecisions.Counts[i]);
        for (var i = 0; i < scoresOfNegativeDecisions.Values.Length; i++)
            sum.Add((1 - scoresOfNegativeDecisions.Values[i]) * scoresOfNegativeDecisions.Counts[i]);
        return Measured.Of(sum.Value / rows);
    }

    /// <summary>The estimated area under the ROC curve.</summary>
    /// <param name="scores">Scores of all rows.</param>
    public static Measured Auc(EmpiricalDistribution scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
            return Measured.Not("no row has a score");
        if (NoProbability(scores) is { } obstacle)
            return Measured.Not(obstacle);
        var pairs = default(CompensatedSum);
        var positives = default(CompensatedSum);
        var negatives = default(CompensatedSum);
        for (var i = 0; i < scores.Values.Length; i++)
        {
            var positive = scores.Values[i] * scores.Counts[i];
            var negative = (1 - scores.Values[i]) * scores.Counts[i];
            pairs.Add(positive * (negatives.Value + (negative / 2)));
            positives.Add(positive);
            negatives.Add(negative);
        }

        return positives.Value == 0 || negatives.Value == 0
            ? Measured.Not("the scores promise one class only")
            : Measured.Of(pairs.Value / positives.Value / negatives.Value);
    }

    private static string? NoProbability(EmpiricalDistribution scores) =>
        scores.Count > 0 && (scores.Values[0] < 0 || scores.Values[^1] > 1) ? "scores lie outside 0 to 1, so they are no probabilities" : null;
}
