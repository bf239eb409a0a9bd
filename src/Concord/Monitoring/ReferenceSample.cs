using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>A reference sample, counted once and compared with every window.</summary>
/// <param name="Values">The values of the numeric columns; null where the reference has too many rows to be compared by them.</param>
/// <param name="Delays">Null when the log does not tell when labels came. The reference counts as old enough for all of them.</param>
internal sealed record ReferenceSample(
    ReferenceProfile Profile,
    ReferenceValues? Values,
    PerformanceFacts Performance,
    LabelDelays? Delays,
    IReadOnlyList<LogPart> Log) : IDisposable
{
    public void Dispose() => Values?.Dispose();
}

/// <param name="Profile">The counts the measures rest on, to be kept.</param>
/// <param name="Parts">The same by file.</param>
internal sealed record MeasuredWindow(Window Window, WindowMeasurement Measures, Profile Profile, IReadOnlyList<PartProfile> Parts)
{
    /// <summary>What counted the rows; empty where that is not asked.</summary>
    public string Engine { get; init; } = "";
}
