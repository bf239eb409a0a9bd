using Concord.Monitoring;

namespace Concord.Loop;

/// <summary>What one complete window says about one subject. A verdict that is neither clean nor a breach says nothing.</summary>
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
            Verdict.Ok => Observed.Clean,
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
/// are passed over: they neither breach nor clear. A breach that ended before the newest window is history and raises nothing.
/// </summary>
internal sealed record Condition(Breach? Breach, bool IsClean)
{
    /// <summary>The word that stands for a window when the reference itself is in breach.</summary>
    public const string ReferenceWindow = "reference";

    private static readonly Condition Undecided = new(null, IsClean: false);

    /// <param name="windows">Complete windows of one subject, oldest first; the reference, where it was judged, is the first.</param>
    public static Condition Of(IReadOnlyList<Observation> windows, PolicyPersistence persistence)
    {
        var telling = windows.Where(window => window.Observed != Observed.Nothing).ToList();
        if (telling.Count == 0) return Undecided;
        var row = telling.AsEnumerable().Reverse().TakeWhile(window => window.Observed is Observed.Warn or Observed.Alert).ToList();
        if (row.Count == 0)
            return new(null, IsClean: telling.AsEnumerable().Reverse().TakeWhile(window => window.Observed == Observed.Clean).Count() >= persistence.Clear);
        var alerts = row.TakeWhile(window => window.Observed == Observed.Alert).Count();
        if (alerts < persistence.Alert && row.Count < persistence.Warn && !IsInReference(row)) return Undecided;
        return new(Unbroken(row, alerts >= persistence.Alert ? SignalSeverity.Alert : SignalSeverity.Warn), IsClean: false);
    }

    /// <summary>
    /// The newest breached window with the first of the row. A limit that the reference already breaks is raised once, for the reference:
    /// its windows only repeat what was known when it was frozen.
    /// </summary>
    private static Breach Unbroken(List<Observation> newestFirst, SignalSeverity severity)
    {
        var oldest = newestFirst[^1];
        if (IsInReference(newestFirst)) return oldest.Breach! with { Since = oldest.Window };
        return newestFirst[0].Breach! with { Since = oldest.Window, Severity = severity };
    }

    private static bool IsInReference(List<Observation> newestFirst) => newestFirst[^1].Window == ReferenceWindow;
}
