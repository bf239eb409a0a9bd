namespace Concord.Web.Parts;

/// <summary>How a state feels; the word beside it says what it is. "Unknown" is not "good".</summary>
public enum Tone
{
    Neutral,
    Ok,
    Warn,
    Alert,
    Unknown,
}

public static class Tones
{
    /// <summary>The tone of a verdict, a level or a state by its word; words without an obvious feeling are neutral.</summary>
    public static Tone Of(string word) => word switch
    {
        "ok" or "conforming" or "effective" or "closed" or "closed effective" or "live" or "approved" or "low" => Tone.Ok,
        "warn" or "partial" or "high" or "due" or "verifying" or "restricted" => Tone.Warn,
        "alert" or "not conforming" or "failing" or "critical" or "overdue" or "reopened" or "suspended" => Tone.Alert,
        "insufficient" or "notComputable" or "not enough data" or "not computable" or "not assessed" or "undecided" or "unproven" or "not monitored" => Tone.Unknown,
        _ => Tone.Neutral,
    };

    public static string Shape(this Tone tone) => tone switch
    {
        Tone.Ok => "ok",
        Tone.Warn => "warn",
        Tone.Alert => "alert",
        Tone.Unknown => "unknown",
        _ => "neutral",
    };
}
