using Concord.Inventory;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Overview;

/// <summary>How a system stands by its measurements.</summary>
internal enum StandingWord
{
    NotMonitored,

    /// <summary>Monitored, but nothing was measured yet, or too little to judge. Not a pass.</summary>
    Insufficient,
    Ok,
    Warn,
    Alert,
}

/// <param name="Signals">All that are open, those whose closing is proposed among them.</param>
/// <param name="Since">First window of the oldest unbroken breach; null without one.</param>
/// <param name="Window">The newest complete window.</param>
/// <param name="RowsInWindow">Its rows, or what the figure of a series rests on.</param>
internal sealed record SystemStanding(
    string Ref, string Name, RiskClass RiskClass, string DataNote, LifeCycle State, StandingWord Standing, IReadOnlyList<SignalRow> Signals, string? Since, string? Window, long? RowsInWindow, DateTimeOffset? MeasuredAt)
{
    public bool IsMonitored => Standing != StandingWord.NotMonitored;

    public bool IsOutOfBounds => Standing is StandingWord.Warn or StandingWord.Alert;

    /// <summary>As somebody who answers for all of them reads: the worst first, of equals the one of the higher risk class.</summary>
    public static IReadOnlyList<SystemStanding> WorstFirst(IEnumerable<SystemStanding> systems) =>
        [.. systems.OrderByDescending(system => system.Standing).ThenByDescending(system => system.RiskClass).ThenBy(system => system.Ref, StringComparer.Ordinal)];
}

/// <summary>How the systems stand: from their open signals, the newest complete window of each monitor and the newest figure of each series.</summary>
internal sealed class Standings(ConcordDb db, SignalViews signals)
{
    /// <param name="systems">References; null: all visible ones that are monitored or have a signal, plus every other one.</param>
    public async Task<IReadOnlyList<SystemStanding>> Of(IReadOnlyCollection<string>? systems, CancellationToken stop)
    {
        var known = await db.Set<AiSystem>().AsNoTracking().Where(system => systems == null || systems.Contains(system.Ref)).OrderBy(system => system.Ref)
            .Select(system => new { system.Id, system.Ref, system.Name, system.RiskClass, system.DataNote, system.State }).ToListAsync(stop);
        var monitored = await db.Set<Concord.Monitoring.Monitor>().AsNoTracking().Where(monitor => monitor.State != MonitorState.Stopped)
            .Select(monitor => new { monitor.Id, monitor.SystemId }).ToListAsync(stop);
        var newest = await db.Set<WindowComputation>().AsNoTracking()
            .Where(window => window.IsNewest && window.IsComplete
                && !db.Set<WindowComputation>().Any(later => later.MonitorId == window.MonitorId && later.IsNewest && later.IsComplete && later.Start > window.Start))
            .Select(window => new { window.MonitorId, window.Window, window.Rows, window.Judged, window.ComputedAt }).ToListAsync(stop);
        var series = await db.Set<MetricSeries>().AsNoTracking().Where(known => known.State == SeriesState.Active)
            .Select(known => new
            {
                known.SystemId,
                Newest = db.Set<SeriesMeasurement>().Where(m => m.SeriesId == known.Id && m.IsNewest && m.IsComplete).OrderByDescending(m => m.Start)
                    .Select(m => new { m.Window, m.N, m.Verdict, m.ReceivedAt }).FirstOrDefault(),
            }).ToListAsync(stop);
        var followed = series.ToLookup(known => known.SystemId, known => known.Newest is { } figure
            ? new Measured(figure.Window, figure.N, figure.Verdict is Verdict.Ok or Verdict.Warn or Verdict.Alert, figure.ReceivedAt) : null);
        var open = (await signals.AllOpen(stop)).ToLookup(signal => signal.SystemRef, StringComparer.Ordinal);
        var windows = newest.ToLookup(window => window.MonitorId);
        var monitors = monitored.ToLookup(monitor => monitor.SystemId, monitor => monitor.Id);
        return [.. known.Select(system =>
        {
            var own = open[system.Ref].ToList();
            var measured = monitors[system.Id].SelectMany(monitor => windows[monitor]).Select(window => new Measured(window.Window, window.Rows, window.Judged > 0, window.ComputedAt))
                .Concat(followed[system.Id].OfType<Measured>()).OrderByDescending(window => window.Window, StringComparer.Ordinal).ToList();
            var beyond = own.FindAll(signal => signal.State != SignalState.ClosureProposed); // The others have been within their limits again; only a person's word is missing.
            var standing = beyond.Count > 0 ? beyond.Exists(signal => signal.Severity == SignalSeverity.Alert) ? StandingWord.Alert : StandingWord.Warn
                : !monitors[system.Id].Any() && !followed[system.Id].Any() ? StandingWord.NotMonitored
                : measured.Exists(window => window.IsJudged) ? StandingWord.Ok : StandingWord.Insufficient;
            var last = measured.FirstOrDefault();
            return new SystemStanding(system.Ref, system.Name, system.RiskClass, system.DataNote, system.State, standing, own, Earliest(beyond), last?.Window, last?.Rows, last?.At);
        })];
    }

    /// <summary>The newest complete window of a monitor, or the newest figure of a series.</summary>
    private sealed record Measured(string Window, long Rows, bool IsJudged, DateTimeOffset At);

    /// <summary>A breach of the reference is older than any window.</summary>
    private static string? Earliest(List<SignalRow> signals) =>
        signals.Exists(signal => signal.Since == Condition.ReferenceWindow) ? Condition.ReferenceWindow : signals.Select(signal => signal.Since).Order(StringComparer.Ordinal).FirstOrDefault();
}
