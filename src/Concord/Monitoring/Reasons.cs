using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Takes figures apart into values and the reasons for missing ones, for the <c>notComputed</c> object beside them.</summary>
internal sealed class Reasons
{
    private Dictionary<string, string>? reasons;

    /// <summary>Null when every figure was computed.</summary>
    public IReadOnlyDictionary<string, string>? OrNull => reasons;

    public double? Take(string name, Measured figure)
    {
        if (figure.Reason is { } reason) (reasons ??= new(StringComparer.Ordinal))[name] = reason;
        return figure.ValueOrNull;
    }
}
