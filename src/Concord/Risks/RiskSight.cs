using Concord.Controls;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <summary>
/// What a level can rest on, as it is now: the derived state of applied controls, and what the metrics that indicate the risk said in the newest complete window of the
/// system's monitors and series that may be seen. A metric that nothing measures is named as such; it is no good sign.
/// </summary>
internal sealed class RiskSight(ConcordDb db, StandardsLibrary standards)
{
    public async Task<RiskGrounds> Of(Risk risk, IReadOnlyCollection<string> controls, CancellationToken stop) =>
        new(await Controls(risk.SystemRef, controls, stop), await Indicators(risk.SystemRef, standards.FindRisk(risk.CatalogueId)?.IndicatorMetrics ?? [], stop));

    /// <param name="systemRef">Of the risk; null: it is about the organisation as a whole, and any control can be meant.</param>
    public async Task<IReadOnlyList<ControlSight>> Controls(string? systemRef, IReadOnlyCollection<string> references, CancellationToken stop)
    {
        if (references.Count == 0) return [];
        var elsewhere = await Elsewhere(systemRef, references, stop);
        return [.. (await DerivationFacts.OfControls(db, [.. references], stop)).OrderBy(control => control.Ref, StringComparer.Ordinal).Select(control => Derivation.Of(control, db.Today))
            .Select(derived => elsewhere.Contains(derived.Control.Ref) ? new ControlSight(derived.Control.Ref, derived.Control.Title, derived.State, $"it does not cover {systemRef}; {derived.Because}", IsElsewhere: true)
                : new(derived.Control.Ref, derived.Control.Title, derived.State, derived.Because))];
    }

    /// <summary>Those that cover other systems, or another part of the organisation, whoever may see them.</summary>
    private async Task<HashSet<string>> Elsewhere(string? systemRef, IReadOnlyCollection<string> references, CancellationToken stop)
    {
        if (systemRef is null) return [];
        using var everything = db.SeeEverything();
        var unit = db.Held<AiSystem>().FirstOrDefault(system => system.Ref == systemRef)?.UnitId ?? await db.Set<AiSystem>().Where(system => system.Ref == systemRef).Select(system => system.UnitId).SingleAsync(stop);
        var over = (await UnitTree.Read(db, stop)).UpFrom(unit);
        var controls = await db.Set<AppliedControl>().AsNoTracking().Where(control => references.Contains(control.Ref)).ToListAsync(stop);
        return [.. controls.Concat(db.Held<AppliedControl>().Where(control => references.Contains(control.Ref))).Where(control => !control.AppliesTo(systemRef, over)).Select(control => control.Ref)];
    }

    private async Task<IReadOnlyList<IndicatorSight>> Indicators(string? systemRef, IReadOnlyList<string> metrics, CancellationToken stop)
    {
        if (metrics.Count == 0) return [];
        if (systemRef is null) return [.. metrics.Select(metric => NotMeasured(metric, "the risk is about the organisation as a whole, and measures are of systems"))];
        var measured = (await Monitors(systemRef, stop)).Concat(await Series(systemRef, metrics, stop)).ToLookup(sight => sight.Metric, StringComparer.Ordinal);
        return [.. metrics.SelectMany(metric => measured[metric].DefaultIfEmpty(NotMeasured(metric, $"no monitor or series of {systemRef} has a complete window with it")))];
    }

    private async Task<IEnumerable<IndicatorSight>> Monitors(string systemRef, CancellationToken stop)
    {
        var monitors = await (from monitor in db.Set<Monitoring.Monitor>()
                              join system in db.Set<AiSystem>() on monitor.SystemId equals system.Id
                              join model in db.Set<Model>() on monitor.ModelId equals model.Id
                              where system.Ref == systemRef
                              orderby monitor.Ref
                              select new
                              {
                                  monitor.Ref, Model = model.Ref,
                                  Newest = db.Set<WindowComputation>().Where(window => window.MonitorId == monitor.Id && window.IsNewest && window.IsComplete)
                                      .OrderByDescending(window => window.Start).Select(window => new { window.Window, window.Measures }).FirstOrDefault(),
                              }).AsNoTracking().ToListAsync(stop);
        return monitors.Where(monitor => monitor.Newest is not null).SelectMany(monitor => Judged(WindowMeasurement.FromJson(monitor.Newest!.Measures))
            .GroupBy(judged => judged.Judgement.Metric, StringComparer.Ordinal).Select(group =>
            {
                var worst = Judgement.Worst(group.Select(judged => judged.Judgement));
                var subject = group.First(judged => ReferenceEquals(judged.Judgement, worst)).Subject;
                return Sight(worst, monitor.Ref, monitor.Model, monitor.Newest!.Window, subject, group.Count());
            }));
    }

    private async Task<IEnumerable<IndicatorSight>> Series(string systemRef, IReadOnlyList<string> metrics, CancellationToken stop)
    {
        var series = await (from one in db.Set<MetricSeries>()
                            join system in db.Set<AiSystem>() on one.SystemId equals system.Id
                            join model in db.Set<Model>() on one.ModelId equals model.Id
                            where system.Ref == systemRef && metrics.Contains(one.Metric)
                            orderby one.Ref
                            select new
                            {
                                one.Ref, Model = model.Ref, one.Metric, one.Title, one.Subject,
                                Newest = db.Set<SeriesMeasurement>().Where(figure => figure.SeriesId == one.Id && figure.IsNewest && figure.IsComplete)
                                    .OrderByDescending(figure => figure.Start).Select(figure => new { figure.Window, figure.DecidedBy }).FirstOrDefault(),
                            }).AsNoTracking().ToListAsync(stop);
        return series.Where(one => one.Newest is not null)
            .Select(one => Sight(MeasurementFormat.Read<Judgement>(one.Newest!.DecidedBy), one.Ref, one.Model, one.Newest.Window, one.Subject.Length > 0 ? one.Subject : one.Title, 1) with { Metric = one.Metric });
    }

    /// <summary>Every check by itself: the worst of a column would hide the others, which speak of other risks.</summary>
    private static IEnumerable<(string Subject, Judgement Judgement)> Judged(WindowMeasurement window) =>
        window.Judgements().Where(judged => judged.Kind != MeasureKind.Quality).Select(judged => (MeasureWords.Subject(judged.Subject), judged.Judgement))
            .Concat(window.Quality.Select(quality => (MeasureWords.Subject(quality.Column), quality.DecidedBy)));

    private static IndicatorSight Sight(Judgement judgement, string source, string model, string window, string subject, int subjects) => new(
        judgement.Metric, source, model, window, subject, judgement.Measure, MeasureWords.Standing(judgement), judgement.Value, judgement.Limit, judgement.N, subjects, judgement.Reason);

    private static IndicatorSight NotMeasured(string metric, string reason) => new(metric, "", "", "", "", "", "not measured", null, null, null, 0, reason);
}
