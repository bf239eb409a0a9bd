namespace Concord.Standards;

/// <summary>How long evidence of a kind counts as fresh, counted from its own date.</summary>
internal sealed record EvidenceValidity(string Version, IReadOnlyDictionary<string, int> Days)
{
    /// <summary>Null for a kind the library does not know: the caller refuses it, it never counts as fresh forever.</summary>
    public TimeSpan? For(string kind) => Days.TryGetValue(kind, out var days) ? TimeSpan.FromDays(days) : null;
}
