namespace Concord.Measures;

/// <summary>An interval around an estimate.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>The point of the standard normal law that leaves 2.5 % above it: half the width of a 95 % interval in standard errors.</summary>
    public const double NormalPoint95 = 1.959963984540054;
}
