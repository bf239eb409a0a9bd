namespace Concord.Measures;

/// <summary>EWMA chart: has the level of a stream, smoothed over its recent past, left the limits of the reference?</summary>
/// <remarks>
/// zₜ = λ xₜ + (1 − λ) zₜ₋₁ from z₀ = μ; drift while |zₜ − μ| exceeds L σ √(λ/(2 − λ) · (1 − (1 − λ)²ᵗ)), the limits that widen from the
/// first value on. μ and σ are mean and standard deviation of single values in the reference. λ near 0 sees small lasting shifts, λ = 1
/// is Shewhart's chart. The chart is not reset by an alarm: it shows where the level is. A reference that does not vary alarms at the
/// first other value. A value that is not finite is refused. Reference: Roberts (1959), Technometrics 1; Lucas and Saccucci (1990),
/// Technometrics 32.
/// </remarks>
public sealed class ExponentiallyWeightedChart
{
    /// <summary>The usual weight of the newest value.</summary>
    public const double DefaultWeight = 0.2;

    /// <summary>The usual width of the limits in standard deviations of the smoothed level.</summary>
    public const double DefaultWidth = 3;

    private readonly double mean;
    private readonly double deviation;
    private readonly double weight;
    private readonly double width;
    private double faded = 1;

    /// <summary>A chart at the level of the reference.</summary>
    /// <param name="mean">The mean of the reference, finite.</param>
    /// <param name="deviation">The standard deviation of single values in the reference, 0 or above.</param>
    /// <param name="weight">Above 0, at most 1.</param>
    /// <param name="width">Above 0.</param>
    public ExponentiallyWeightedChart(double mean, double deviation, double weight = DefaultWeight, double width = DefaultWidth)
    {
        if (!double.IsFinite(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean is finite.");
        if (!double.IsFinite(deviation) || deviation < 0)
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The standard deviation is finite and not negative.");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(weight, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        this.mean = mean;
        this.deviation = deviation;
        this.weight = weight;
        this.width = width;
        Level = mean;
    }

    /// <summary>The smoothed level.</summary>
    public double Level { get; private set; }

    /// <summary>The limits for the last value; of no width before the first.</summary>
    public ConfidenceInterval Limits
    {
        get
        {
            var half = width * deviation * Math.Sqrt(weight / (2 - weight) * (1 - faded));
            return new(mean - half, mean + half);
        }
    }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite.</param>
    public StreamState Observe(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Leave out rows without a value.");
        faded *= (1 - weight) * (1 - weight);
        Level += weight * (value - Level);
        return Level < Limits.Low || Level > Limits.High ? StreamState.Drift : StreamState.Stable;
    }
}
