using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>What signals are raised on: a monitor, which measures a log, or a series, whose figures come from elsewhere. Invariant: one of both ids is null.</summary>
internal sealed record Watched(string Ref, OrganisationUnitId UnitId, AiSystemId SystemId, ModelVersionId ModelVersionId, MonitorId? MonitorId, MetricSeriesId? SeriesId)
{
    /// <summary>The member of evidence that names it.</summary>
    public string Word => SeriesId is null ? "monitor" : "series";

    public static Watched Of(Concord.Monitoring.Monitor monitor) => new(monitor.Ref, monitor.UnitId, monitor.SystemId, monitor.ModelVersionId, monitor.Id, null);

    public static Watched Of(MetricSeries series) => new(series.Ref, series.UnitId, series.SystemId, series.ModelVersionId, null, series.Id);
}

/// <summary>What evidence holds of a window, so that somebody else can compute or find it again.</summary>
internal sealed record FrozenFacts(JsonNode? Inputs, JsonNode? Definition, JsonNode? Result);

/// <summary>One window, or the reference, as the loop sees it.</summary>
/// <param name="KnownSince">When what it says was known first: a person who closed a signal later had seen it.</param>
/// <param name="Said">How evidence describes what was measured: "700 rows".</param>
/// <param name="Facts">Read only when evidence is made of it.</param>
internal sealed record WatchedWindow(string Window, DateTimeOffset KnownSince, string Said, IReadOnlyList<(MeasureKind Kind, string Subject, Judgement Judgement)> Judged, Func<FrozenFacts> Facts)
{
    /// <summary>The window of a log; null for the reference and for figures from elsewhere.</summary>
    public JudgedWindow? Measured { get; init; }

    public IEnumerable<Observation> Observations() => Judged.Select(judged => Observation.Of(judged.Kind, judged.Subject, Window, judged.Judgement));
}

/// <summary>What a monitor or a series says now, window by window, oldest first. Only complete windows: a provisional one raises nothing.</summary>
internal sealed class WatchedWindows(ConcordDb db, PoliciesInForce policies)
{
    /// <summary>So many windows of silence are told one by one; a longer one began before them.</summary>
    private const int MostMissing = 400;

    /// <summary>What the signal came from, as it stands now.</summary>
    public async Task<(Watched Source, IReadOnlyList<WatchedWindow> Windows)> Behind(Signal signal, CancellationToken stop)
    {
        if (signal.SeriesId is { } id)
        {
            var series = await db.Set<MetricSeries>().AsNoTracking().Include(s => s.Limits).SingleAsync(s => s.Id == id, stop);
            return (Watched.Of(series), await Of(series, await policies.For(series.SystemId, stop), stop));
        }
        var monitor = await db.Set<Concord.Monitoring.Monitor>().AsNoTracking().Include(m => m.References).SingleAsync(m => m.Id == signal.MonitorId, stop);
        return (Watched.Of(monitor), monitor.InForce is { } reference ? await Of(monitor, reference, await policies.For(monitor.SystemId, stop), stop) : []);
    }

    /// <summary>The reference, where it was judged, then the complete windows in order of time, then those in which a log that is awaited was silent for too long.</summary>
    public async Task<IReadOnlyList<WatchedWindow>> Of(Concord.Monitoring.Monitor monitor, FrozenReference reference, MonitoringPolicy policy, CancellationToken stop)
    {
        var computed = await db.Set<WindowComputation>().AsNoTracking().Where(w => w.MonitorId == monitor.Id && w.IsNewest).OrderBy(w => w.Start).ToListAsync(stop);
        var windows = computed.Where(w => w.IsComplete).Select(computation => new JudgedWindow(computation, WindowMeasurement.FromJson(computation.Measures))).ToList();
        var retired = await db.Set<ModelVersion>().Where(version => version.Id == monitor.ModelVersionId).Select(version => version.RetiredOn).SingleAsync(stop);
        var judged = PolicyChanges.Reference(reference, policy).Fairness.Where(fairness => fairness.DecidedBy.IsBreach).Select(fairness => (MeasureKind.Fairness, fairness.Attribute, fairness.DecidedBy)).ToList();
        return
        [
            new(Condition.ReferenceWindow, reference.FrozenAt, FormattableString.Invariant($"{reference.Rows:N0} rows"), judged, () => EvidenceContent.Of(monitor, reference, null, policy)),
            .. windows.Select(window => new WatchedWindow(window.Computation.Window, window.KnownSince, FormattableString.Invariant($"{window.Computation.Rows:N0} rows"), [.. window.Measures.Judgements()],
                () => EvidenceContent.Of(monitor, reference, window.Computation, policy)) { Measured = window }),
            .. Silent(monitor, reference, computed, policy, retired),
        ];
    }

    /// <summary>
    /// The windows since the newest one with rows, each with the whole silence, once that is beyond the policy's limit. A silence within it is no evidence of anything,
    /// so it is left out.
    /// </summary>
    private IEnumerable<WatchedWindow> Silent(Concord.Monitoring.Monitor monitor, FrozenReference reference, List<WindowComputation> computed, MonitoringPolicy policy, DateOnly? retired)
    {
        var known = computed.ConvertAll(computation => new ArrivedRows(Window.Parse(computation.Window)!.Value, computation.Rows, null));
        if (known.Count == 0 || !monitor.AwaitsRowsAfter(known[^1].Window, retired) || monitor.PassedSince(known[^1].Window, db.Now) is not { Count: > 0 } passed) return [];
        var told = QualityVerdicts.Judge(new Arrivals(known).SilenceSince(passed), (_, _) => false, policy).DecidedBy;
        if (!told.IsBreach) return [];
        return passed.Select(window => new WatchedWindow(window.Label, window.End.AddHours(monitor.GraceHours), "no row",
            [(MeasureKind.Quality, QualityMeasurement.WholeLog, told with { Measure = QualityCheck.StillSilent })], () => EvidenceContent.OfSilence(monitor, reference, computed[^1], passed, policy)));
    }

    /// <summary>Windows with a figure, and those whose figure is overdue: silence is judged as well.</summary>
    public async Task<IReadOnlyList<WatchedWindow>> Of(MetricSeries series, MonitoringPolicy policy, CancellationToken stop)
    {
        var all = await db.Set<SeriesMeasurement>().AsNoTracking().Where(m => m.SeriesId == series.Id).OrderBy(m => m.Start).ThenBy(m => m.Number).ToListAsync(stop);
        var figures = all.Where(m => m.IsNewest && m.IsComplete).ToDictionary(m => m.Window, StringComparer.Ordinal);
        var earlier = all.Where(m => !m.IsNewest).ToLookup(m => m.Window, StringComparer.Ordinal);
        var missing = Missing(series, figures);
        return
        [
            .. figures.Values.Select(figure => new WatchedWindow(figure.Window, Later(figure.JudgedAt, figure.ReceivedAt), FormattableString.Invariant($"n {figure.N:N0}"),
                    [(series.Kind, series.Label, figure.Judgement()), (MeasureKind.Quality, Silence(series), Judgement.On(SeriesMeasures.Missing, series.Metric, 0, new(null, 1), figure.N))],
                    () => EvidenceContent.Of(series, figure, [.. earlier[figure.Window]], policy)))
                .Concat(missing.Select((gap, at) => new WatchedWindow(gap.Label, series.DueBy(gap), "no measurement",
                    [(MeasureKind.Quality, Silence(series), Judgement.On(SeriesMeasures.Missing, series.Metric, Row(missing, at), new(null, 1), 0))], () => EvidenceContent.Of(series, null, [.. earlier[gap.Label]], policy))))
                .OrderBy(window => Window.Parse(window.Window)!.Value.Start),
        ];
    }

    /// <summary>The subject of the signal that says nothing came.</summary>
    public static string Silence(MetricSeries series) => $"measurements of {series.Label}";

    private List<Window> Missing(MetricSeries series, Dictionary<string, SeriesMeasurement> figures)
    {
        var missing = new List<Window>();
        if (series.State == SeriesState.Stopped) return missing;
        var window = Window.Of(series.Window, db.Now.AddHours(-series.GraceHours));
        while (series.DueBy(window) > db.Now) window = Before(window);
        for (var count = 0; count < MostMissing && window.Start >= series.FirstExpected.Start; count++, window = Before(window))
            if (!figures.ContainsKey(window.Label)) missing.Insert(0, window);
        return missing;
    }

    /// <summary>How many windows in a row are missing with the one at this place.</summary>
    private static int Row(List<Window> missing, int at)
    {
        var row = 1;
        while (at - row >= 0 && missing[at - row].End == missing[at - row + 1].Start) row++;
        return row;
    }

    private static Window Before(Window window) => Window.Of(window.Length, window.Start.AddTicks(-1));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
