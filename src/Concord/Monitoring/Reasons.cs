using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Takes figures apart into values and the reasons for missing ones, for the <c>notComputed</c> object beside them.</summary>
internal sealed class Reasons
{
    private Dictionary<string, string>? reasons;

    public Reasons()
    {
    }

    /// <summary>Goes on from reasons that are known, but for figures that are told anew.</summary>
    public Reasons(IReadOnlyDictionary<string, string>? known, ReadOnlySpan<string> without)
    {
        foreach (var (name, reason) in known ?? new Dictionary<string, string>(StringComparer.Ordinal))
            if (!without.Contains(name)) (reasons ??= new(StringComparer.Ordinal))[name] = reason;
    }

    /// <summary>Null when every figure was computed.</summary>
    public IReadOnlyDictionary<string, string>? OrNull => reasons;

    public double? Take(string name, Measured figure)
    {
        if (figure.Reason is { } reason) (reasons ??= new(StringComparer.Ordinal))[name] = reason;
        return figure.ValueOrNull;
    }
}

/// <summary>Collects between what the figures lie that are not exact.</summary>
internal sealed class BoundsTaken
{
    /// <summary>How such figures were come by.</summary>
    public const string Binned = "binned";

    private Dictionary<string, Bounds>? bounds;

    /// <summary>Null when every figure is exact.</summary>
    public IReadOnlyDictionary<string, Bounds>? OrNull => bounds;

    public string? Method => bounds is null ? null : Binned;

    public void Take(string name, Figure figure)
    {
        if (figure.Between is { } ends) (bounds ??= new(StringComparer.Ordinal))[name] = ends;
    }
}
