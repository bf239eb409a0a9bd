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
        foreach (var (score, positives, negatives) in counts.Entries())
        {
            var p = Math.Clamp(score, Clip, 1 - Clip);
            sum.Add(-Math.Log(p) * positives);
            sum.Add(-Math.Log(1 - p) * negatives);
        }

        return Measured.Of(sum.Value / counts.Rows);
    }
}
