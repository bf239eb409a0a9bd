using System.Globalization;

namespace Concord.Measures;

/// <summary>The outcome of a measure: a finite number, or the reason in plain words why there is none.</summary>
/// <remarks>
/// Invariant: exactly one of value and reason is present, and the value is finite.
/// A measure never answers 0 or "not a number" for "unknown": a mean of no rows is not zero, and a rate without a
/// denominator is not a pass. The default instance is "not computed".
/// </remarks>
public readonly record struct Measured
{
    private const string NeverComputed = "it was not computed";

    private readonly double value;
    private readonly string? reason;

    private Measured(double value, bool isComputed, string? reason)
    {
        this.value = value;
        IsComputed = isComputed;
        this.reason = reason;
    }

    /// <summary>Whether there is a value.</summary>
    public bool IsComputed { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; ask <see cref="IsComputed"/> first.</exception>
    public double Value => IsComputed ? value : throw new InvalidOperationException($"There is no value: {Reason}.");

    /// <summary>The value, or null when there is none.</summary>
    public double? ValueOrNull => IsComputed ? value : null;

    /// <summary>Why there is no value; null when there is one.</summary>
    public string? Reason => IsComputed ? null : reason ?? NeverComputed;

    /// <summary>A computed value.</summary>
    /// <param name="value">A finite number.</param>
    public static Measured Of(double value) => double.IsFinite(value)
        ? new(value, isComputed: true, reason: null)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A measured value is finite; say why there is none with Measured.Not.");

    /// <summary>No value, and why.</summary>
    /// <param name="reason">Plain words that complete "not computed because …".</param>
    public static Measured Not(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(0, isComputed: false, reason);
    }

    /// <summary>A value from this one; a missing value stays missing with its reason.</summary>
    /// <param name="change">What to do with the value.</param>
    public Measured Select(Func<double, double> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return IsComputed ? Finite(change(value)) : this;
    }

    /// <summary>The value with 17 digits, or the reason.</summary>
    public override string ToString() => IsComputed ? value.ToString("R", CultureInfo.InvariantCulture) : $"not computed: {Reason}";

    /// <summary>A value that finite input can push beyond what a double holds.</summary>
    internal static Measured Finite(double value) =>
        double.IsFinite(value) ? Of(value) : Not("the values are too large for double precision");
}
