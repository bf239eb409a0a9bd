using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>A figure. Where its rows are known by bin only it is not exact, and lies somewhere between two ends.</summary>
/// <param name="Between">Null: the value is exact.</param>
internal readonly record struct Figure(Measured Value, Bounds? Between = null)
{
    public static implicit operator Figure(Measured exact) => new(exact);

    /// <summary>The middle of both ends.</summary>
    /// <param name="whyNot">The reason where there are none.</param>
    public static Figure Middle(Bounds? between, string whyNot) =>
        between is { } ends ? new(Measured.Of((ends.Low + ends.High) / 2), ends) : new(Measured.Not(whyNot));

    public Measured Least => Between is { } ends ? Measured.Of(ends.Low) : Value;

    public Measured Most => Between is { } ends ? Measured.Of(ends.High) : Value;

    /// <summary>The same figure in another unit.</summary>
    public Figure Times(double factor) => new(Value.Select(value => value * factor), Between is { } ends ? Ordered(ends.Low * factor, ends.High * factor) : null);

    /// <summary>How far it fell from the reference's.</summary>
    public Figure FallFrom(Figure reference)
    {
        if (!reference.Value.IsComputed) return new(Measured.Not($"in the reference {reference.Value.Reason}"));
        if (!Value.IsComputed) return new(Value);
        var before = reference.Value.Value;
        var (mine, its) = (this, reference);
        return new(Value.Select(value => before - value), Between is null && reference.Between is null ? null : new(its.Least.Value - mine.Most.Value, its.Most.Value - mine.Least.Value));
    }

    private static Bounds Ordered(double one, double other) => new(Math.Min(one, other), Math.Max(one, other));
}
