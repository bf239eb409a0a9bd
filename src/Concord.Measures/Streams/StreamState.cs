namespace Concord.Measures;

/// <summary>What a detector says after a value.</summary>
public enum StreamState
{
    /// <summary>Nothing to report.</summary>
    Stable,

    /// <summary>Worth watching.</summary>
    Warning,

    /// <summary>The stream has changed.</summary>
    Drift,
}
