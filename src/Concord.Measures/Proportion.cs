namespace Concord.Measures;

/// <summary>So many out of so many: a rate that remembers its denominator.</summary>
/// <remarks>
/// Invariant: 0 ≤ successes ≤ trials. An empty denominator gives no value, never 0. The interval is Wilson's, which stays inside 0 … 1 and
/// is honest for small counts. Reference: Wilson (1927), Journal of the American Statistical Association 22.
/// </remarks>
public readonly record struct Proportion
{
    /// <summary>A rate from its counts.</summary>
    /// <param name="successes">The numerator, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The denominator, 0 or more.</param>
    public Proportion(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        (Successes, Trials) = (successes, trials);
    }

    /// <summary>The numerator.</summary>
    public long Successes { get; }

    /// <summary>The denominator.</summary>
    public long Trials { get; }

    /// <summary>The rate.</summary>
    public Measured Value => Trials == 0 ? Measured.Not("no row counts towards the denominator") : Measured.Of((double)Successes / Trials);

    /// <summary>Wilson's 95 % interval; null without a denominator.</summary>
    public ConfidenceInterval? Wilson95
    {
        get
        {
            if (Trials == 0)
                return null;
            const double z = ConfidenceInterval.NormalPoint95;
            double n = Trials;
            var p = Successes / n;
            var denominator = 1 + (z * z / n);
            var centre = (p + (z * z / (2 * n))) / denominator;
            var half = z / denominator * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
            return new(Math.Max(centre - half, 0), Math.Min(centre + half, 1));
        }
    }
}
