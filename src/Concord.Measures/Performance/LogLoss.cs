namespace Concord.Measures;

/// <summary>Log-loss: the mean surprise at the labels, given the scores as probabilities.</summary>
/// <remarks>
/// −mean of ln(score) over positive and ln(1 − score) over negative rows, scores clipped to [1e-15, 1 − 1e-15] so that one
/// confident error is very bad and not infinite. No labelled row, or scores outside 0 … 1: not computed. Reference: Good (1952), Journal of the
/// Royal Statistical Society B 14.
/// </remarks>
public static class LogLoss
{
    private const double Clip = 1e-15;

    /// <summary>The loss, 0 or above.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    public static Measured Of(ScoreCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.NoProbability is { } obstacle)
            return Measured.Not(obstacle);
        var sum = default(CompensatedSum);
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            var p = Math.Clamp(counts.Scores[i], Clip, 1 - Clip);
            sum.Add(-Math.Log(p) * counts.PositivesAt[i]);
            sum.Add(-Math.Log(1 - p) * counts.NegativesAt[i]);
        }

        return Measured.Of(sum.Value / counts.Rows);
    }
}
