namespace Concord.Measures;

/// <summary>Page-Hinkley: has the mean of a stream risen?</summary>
/// <remarks>
/// Sₜ = max(0, α Sₜ₋₁ + (xₜ − x̄ₜ − δ)) with the running mean x̄ₜ, the t-th value included; drift when Sₜ less its smallest value so far
/// exceeds λ, from the 30th value on, and everything begins anew after that. δ is the change that does not matter, λ how much must have
/// added up, α forgets slowly. All three are in the unit of the values. It sees rises only; feed −x to see falls. Equal values never
/// alarm. A value that is not finite is refused. Reference: Page (1954), Continuous Inspection Schemes, Biometrika 41; Mouss et al.
/// (2004), Asian Control Conference.
/// </remarks>
public sealed class PageHinkley
{
    /// <summary>The usual change that does not matter.</summary>
    public const double DefaultDelta = 0.005;

    /// <summary>The usual threshold.</summary>
    public const double DefaultThreshold = 50;

    /// <summary>The usual forgetting factor.</summary>
    public const double DefaultForgetting = 0.9999;

    private const long SmallestNumber = 30;

    private readonly double delta;
    private readonly double threshold;
    private readonly double forgetting;
    private long seen;
    private double mean;
    private double sum;
    private double smallest = double.PositiveInfinity;

    /// <summary>A detector that has seen nothing.</summary>
    /// <param name="delta">0 or above.</param>
    /// <param name="threshold">Above 0.</param>
    /// <param name="forgetting">Above 0, at most 1.</param>
    public PageHinkley(double delta = DefaultDelta, double threshold = DefaultThreshold, double forgetting = DefaultForgetting)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delta);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(forgetting);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(forgetting, 1);
        this.delta = delta;
        this.threshold = threshold;
        this.forgetting = forgetting;
    }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite.</param>
    public StreamState Observe(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Leave out rows without a value.");
        seen++;
        mean += (value - mean) / seen;
        sum = Math.Max(0, (forgetting * sum) + (value - mean - delta));
        smallest = Math.Min(smallest, sum);
        if (seen < SmallestNumber || sum - smallest <= threshold)
            return StreamState.Stable;
        (seen, mean, sum, smallest) = (0, 0, 0, double.PositiveInfinity);
        return StreamState.Drift;
    }
}
