namespace Concord.Measures;

/// <summary>KSWIN: do the newest values of a stream follow another law than those before them?</summary>
/// <remarks>
/// Among the last 100 values the newest 30 are compared with the 70 before by the two-sample Kolmogorov-Smirnov test, exact and with ties
/// as they are; drift when p ≤ α, after which only the newest 30 are kept. All 70 older values take part: other implementations compare
/// with 30 of them drawn at random, which costs power and gives another answer each time. α is the level of one comparison, and there is
/// one after every value, so choose it small. It sees changes of spread and shape as well as of the mean. Until the window is full,
/// stable. A value that is not finite is refused. Reference: Raab, Heusinger and Schleif (2020), Reactive Soft Prototype Computing for
/// Concept Drift Streams, Neurocomputing 416.
/// </remarks>
public sealed class KolmogorovSmirnovWindow
{
    /// <summary>The usual level of one comparison.</summary>
    public const double DefaultAlpha = 0.0001;

    /// <summary>The usual length of the window.</summary>
    public const int DefaultLength = 100;

    /// <summary>The usual number of newest values.</summary>
    public const int DefaultNewest = 30;

    private readonly double alpha;
    private readonly int length;
    private readonly int newest;
    private readonly List<double> window = [];

    /// <summary>A detector that has seen nothing.</summary>
    /// <param name="alpha">Above 0 and below 1.</param>
    /// <param name="length">Values in the window, more than <paramref name="newest"/>.</param>
    /// <param name="newest">At least 1.</param>
    public KolmogorovSmirnovWindow(double alpha = DefaultAlpha, int length = DefaultLength, int newest = DefaultNewest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(alpha, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(newest, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, newest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 5000);
        this.alpha = alpha;
        this.length = length;
        this.newest = newest;
    }

    /// <summary>The p-value of the last comparison.</summary>
    public Measured PValue { get; private set; } = Measured.Not("the window is not full yet");

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite.</param>
    public StreamState Observe(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Leave out rows without a value.");
        window.Add(value);
        if (window.Count < length)
            return StreamState.Stable;
        if (window.Count > length)
            window.RemoveAt(0);
        PValue = KolmogorovSmirnov.ExactPValue(
            EmpiricalDistribution.FromRows(window.Take(length - newest)), EmpiricalDistribution.FromRows(window.Skip(length - newest)));
        if (PValue.Value > alpha)
            return StreamState.Stable;
        window.RemoveRange(0, length - newest);
        return StreamState.Drift;
    }
}
