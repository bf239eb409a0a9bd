using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Loop;

/// <summary>What one complete window says about one subject. A verdict that is neither clean nor a breach says nothing, and so does a figure that only chance may have carried past its limit.</summary>
internal enum Observed
{
    Nothing,
    Clean,
    Warn,
    Alert,
}

/// <summary>One subject of one window: the verdict, and the breach when there is one.</summary>
internal sealed record Observation(SignalKind Kind, string Subject, string Window, Observed Observed, Breach? Breach)
{
    public static Observation Of(MeasureKind kind, string subject, string window, Judgement judgement) => new(
        Enum.Parse<SignalKind>(kind.ToString()), subject, window,
        judgement.Verdict switch
        {
            Verdict.Ok when judgement.IsKept => Observed.Clean,
            Verdict.Warn => Observed.Warn,
            Verdict.Alert => Observed.Alert,
            _ => Observed.Nothing,
        },
        judgement.IsBreach
            ? new(judgement.Verdict == Verdict.Alert ? SignalSeverity.Alert : SignalSeverity.Warn, judgement.Measure, judgement.Metric, judgement.Value!.Value, judgement.Limit!.Value,
                judgement.Low, judgement.High, judgement.N, window, window)
            : null);
}

/// <summary>
/// Where a subject stands now, from its windows in order of time. A verdict has no memory; this is the memory. Windows without enough data
/// are passed over: they neither breach nor clear, but they interrupt a row of clean windows, as does a window nothing is known of. A breach
/// that ended before the newest window is history and raises nothing.
/// </summary>
/// <param name="CleanUpTo">The newest window of the clean row that lets a signal be closed; null where there is no such row.</param>
internal sealed record Condition(Breach? Breach, string? CleanUpTo)
{
    /// <summary>The word that stands for a window when the reference itself is in breach.</summary>
    public const string ReferenceWindow = "reference";

    private static readonly Condition Undecided = new(null, CleanUpTo: null);

    public bool IsClean => CleanUpTo is not null;

    /// <param name="windows">Complete windows of one subject, oldest first; the reference, where it was judged, is the first.</param>
    /// <param name="signal">The one a clean row would close: what was clean before its breach is no recovery.</param>
    public static Condition Of(IReadOnlyList<Observation> windows, PolicyPersistence persistence, Signal? signal = null)
    {
        var telling = windows.Where(window => window.Observed != Observed.Nothing).ToList();
        if (telling.Count == 0) return Undecided;
        var row = telling.AsEnumerable().Reverse().TakeWhile(window => window.Observed is Observed.Warn or Observed.Alert).ToList();
        if (row.Count == 0) return new(null, EndOfCleanRow(windows, persistence.Clear, signal?.BreachedFrom ?? DateTimeOffset.MinValue));
        var alerts = row.TakeWhile(window => window.Observed == Observed.Alert).Count();
        if (alerts < persistence.Alert && row.Count < persistence.Warn && !IsInReference(row)) return Undecided;
        return new(Unbroken(row, alerts >= persistence.Alert ? SignalSeverity.Alert : SignalSeverity.Warn), CleanUpTo: null);
    }

    /// <summary>The newest row of so many clean windows after the newest breach. Its windows follow each other in the calendar: of what lies in a gap nobody knows whether it was clean.</summary>
    private static string? EndOfCleanRow(IReadOnlyList<Observation> windows, int wanted, DateTimeOffset from)
    {
        var (row, end, upTo) = (0, DateTimeOffset.MinValue, (string?)null);
        foreach (var observation in windows)
        {
            if (observation.Observed is Observed.Warn or Observed.Alert) upTo = null;
            if (observation.Observed != Observed.Clean || Window.Parse(observation.Window) is not { } window || window.Start < from) continue;
            row = window.Start == end ? row + 1 : 1;
            end = window.End;
            if (row >= wanted) upTo = observation.Window;
        }
        return upTo;
    }

    /// <summary>
    /// The newest breached window with the first of the row. A limit that the reference already breaks is raised once, for the reference:
    /// its windows only repeat what was known when it was frozen.
    /// </summary>
    private static Breach Unbroken(List<Observation> newestFirst, SignalSeverity severity)
    {
        var oldest = newestFirst[^1];
        if (IsInReference(newestFirst)) return oldest.Breach! with { Since = oldest.Window };
        var newest = newestFirst[0].Breach!;
        return newest with { Since = newestFirst.TakeWhile(window => newest.GoesOnFrom(window.Breach!)).Last().Window, Severity = severity };
    }

    private static bool IsInReference(List<Observation> newestFirst) => newestFirst[^1].Window == ReferenceWindow;
}
