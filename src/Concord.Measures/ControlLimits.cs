namespace Concord.Measures;

/// <summary>Control limits: between which values a measure moved as long as nothing was wrong.</summary>
/// <remarks>
/// Mean ± 3 standard deviations (divided by one less than their number) of the measure on chunks of the reference. Chunks should have
/// about as many rows as the windows that are compared, because small chunks scatter more. A value is outside when it lies beyond a
/// limit, not on it. Chunks without a value are left out; fewer than three others: no limits. Reference: Shewhart (1931), Economic Control of
/// Quality of Manufactured Product.
/// </remarks>
/// <param name="Centre">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
/// <param name="Chunks">How many chunks they rest on.</param>
/// <param name="Multiplier">How many standard deviations the limits lie from the mean.</param>
public readonly record struct ControlLimits(Measured Centre, Measured Deviation, int Chunks, double Multiplier)
{
    /// <summary>The usual multiplier.</summary>
    public const double DefaultMultiplier = 3;

    /// <summary>The lower and the upper limit; null without them.</summary>
    public ConfidenceInterval? Interval => Centre.IsComputed && Deviation.IsComputed
        ? new(Centre.Value - (Multiplier * Deviation.Value), Centre.Value + (Multiplier * Deviation.Value))
        : null;

    /// <summary>Limits from a measure of reference chunks.</summary>
    /// <param name="chunks">The measure of each chunk.</param>
    /// <param name="multiplier">Above 0.</param>
    public static ControlLimits FromReference(IEnumerable<Measured> chunks, double multiplier = DefaultMultiplier)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiplier);
        double[] values = [.. chunks.Where(chunk => chunk.IsComputed).Select(chunk => chunk.Value)];
        var sample = EmpiricalDistribution.FromRows(values);
        var few = Measured.Not("fewer than three reference chunks have a value");
        return values.Length < 3 ? new(few, few, values.Length, multiplier) : new(
            sample.Mean(),
            sample.PopulationStandardDeviation().Select(deviation => deviation * Math.Sqrt(values.Length / (values.Length - 1.0))),
            values.Length,
            multiplier);
    }

    /// <summary>Whether a value lies beyond a limit; null where either is missing.</summary>
    /// <param name="value">The measure of a window.</param>
    public bool? IsOutside(Measured value) =>
        Interval is { } limits && value.IsComputed ? value.Value < limits.Low || value.Value > limits.High : null;
}
