using System.Globalization;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Overview;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Overview;

/// <summary>A monitored system on the first page: how it stands and why.</summary>
/// <param name="Why">One sentence per signal with its reference; one without reference where nothing is beyond a limit.</param>
internal sealed record MonitoredRow(SystemStanding System, IReadOnlyList<(string? Ref, string Sentence)> Why, int More, MeasureTrend? Trend)
{
    private const int TrendWindows = 14;

    /// <summary>So many systems get a small picture; a longer list stays quick.</summary>
    private const int Pictures = 12;

    /// <summary>In the order given.</summary>
    public static async Task<IReadOnlyList<MonitoredRow>> Of(IReadOnlyList<SystemStanding> systems, MonitoringViews monitoring, SeriesViews series, CancellationToken stop)
    {
        var rows = new List<MonitoredRow>();
        foreach (var system in systems.Where(system => system.IsMonitored))
            rows.Add(Of(system, rows.Count < Pictures ? await TrendOf(system, monitoring, series, stop) : null));
        return rows;
    }

    private static MonitoredRow Of(SystemStanding system, MeasureTrend? trend)
    {
        var signals = Telling(system);
        return signals.Count > 0
            ? new(system, [.. signals.Select(signal => ((string?)signal.Ref, SignalSentence.Of(signal)))], system.Signals.Count - signals.Count, trend)
            : new(system, [(null, Quiet(system))], 0, trend);
    }

    /// <summary>One signal of each kind says more than three of one: the worst of drift, performance, fairness, quality; of equals the largest beyond its limit.</summary>
    private static List<SignalRow> Telling(SystemStanding system) =>
    [
        .. system.Signals.Where(signal => signal.State != SignalState.ClosureProposed).GroupBy(signal => signal.Kind).OrderBy(kind => kind.Key)
            .Select(kind => kind.OrderByDescending(signal => signal.Severity).ThenByDescending(signal => signal.Metric == Metric.PsiScore).ThenByDescending(signal => signal.Limit == 0 ? 0 : Math.Abs(Math.Log(Math.Max(signal.Value, 1e-9) / signal.Limit))).First()),
    ];

    private static string Quiet(SystemStanding system) => system switch
    {
        { Window: null } => "Nothing has been measured yet",
        { Standing: StandingWord.Insufficient } => string.Create(CultureInfo.InvariantCulture, $"Too few rows for a verdict: {system.RowsInWindow:N0} in {system.Window}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"No limit is passed; newest window {system.Window}, {system.RowsInWindow:N0} rows") +
            (system.Signals.Count == 0 ? "" : $"; closing of {Plain.Count(system.Signals.Count, "signal")} is proposed"),
    };

    /// <summary>Of what decided; where nothing did, of the score.</summary>
    private static async Task<MeasureTrend?> TrendOf(SystemStanding system, MonitoringViews monitoring, SeriesViews series, CancellationToken stop)
    {
        if (Telling(system) is [var signal, ..])
            return signal.SeriesRef is { } followed ? await series.Trend(followed, stop) : await monitoring.Trend(signal.MonitorRef!, Enum.Parse<MeasureKind>(signal.Kind.ToString()), signal.Subject, TrendWindows, stop);
        var monitors = await monitoring.OfSystem(system.Ref, stop);
        return monitors.Count == 0 ? await series.TrendOfSystem(system.Ref, stop) : await monitoring.Trend(monitors[^1].Monitor, MeasureKind.Drift, subject: null, TrendWindows, stop);
    }
}
