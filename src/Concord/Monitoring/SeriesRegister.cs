using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>What a person asks to be followed.</summary>
/// <param name="Title">Null: that of the standards library.</param>
/// <param name="Kind">Null: that of the metric's family in the standards library.</param>
/// <param name="Version">Label of the model version; null: the newest in use.</param>
internal sealed record SeriesRequest(
    string Metric, LimitFigures Limits, bool HigherIsBetter, string Tool, string ToolVersion = "", string Subject = "", string Unit = "", WindowLength Window = WindowLength.Month,
    int GraceHours = Monitor.DefaultGraceHours, string? Title = null, MeasureKind? Kind = null, string? Version = null);

/// <summary>What became of limits that somebody set.</summary>
/// <param name="Judged">Windows whose verdict changed; empty while the limits wait for approval.</param>
internal sealed record LimitsResult(MetricSeries Series, SeriesLimits Limits, IReadOnlyList<(string Window, Verdict Before, Verdict After)> Judged);

/// <summary>Defines series and sets their limits.</summary>
internal sealed class SeriesRegister(ConcordDb db, StandardsLibrary standards)
{
    public async Task<MetricSeries> Define(string modelRef, SeriesRequest request, Actor actor, CancellationToken stop)
    {
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleOrDefaultAsync(m => m.Ref == modelRef, stop) ?? throw Refusal.Missing("model", modelRef);
        var by = actor.DemandPerson(Permission.EditMonitoring, model.UnitId);
        var version = MonitorRegister.Pick(model, request.Version);
        CheckAll(request);
        await using var work = await db.Begin(actor, stop);
        var (metric, subject) = (request.Metric.Trim(), request.Subject.Trim());
        if (await db.Set<MetricSeries>().AnyAsync(series => series.ModelVersionId == version.Id && series.Metric == metric && series.Subject == subject, stop))
            throw new RuleViolation("SERIES-KNOWN", $"{version.Ref} already has a series of {metric}{(subject.Length == 0 ? "" : $" for {subject}")}. Change its limits, or name another subject.");
        var series = new MetricSeries(await work.NextRef("SER", stop), version, model.SystemId, Description(request), by, db.Now);
        var limits = series.SetLimits(request.Limits, by, db.Now);
        db.Add(series);
        work.Note("series.defined", series.Ref, $"{series.Label} of {version.Ref}, from {series.Tool}, every {Words.Of(series.Window)}: {limits.Figures()}");
        await work.Commit(stop);
        return series;
    }

    /// <summary>Limits that are looser in anything wait for another person; all others judge the stored figures at once.</summary>
    public async Task<LimitsResult> SetLimits(string seriesRef, LimitFigures figures, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var series = await Find(seriesRef, stop);
        if (CheckShare(series.Metric, series.Unit, figures).ToList() is { Count: > 0 } findings) throw new FindingsException(findings);
        var limits = series.SetLimits(figures, actor.DemandPerson(Permission.EditMonitoring, series.UnitId), db.Now);
        db.Add(limits);
        var judged = limits.State == LimitsState.InForce ? await Judge(series, stop) : [];
        work.Note(limits.State == LimitsState.InForce ? "limits.tightened" : "limits.proposed", series.Ref, $"{limits.Ref}: {limits.Figures()}{Told(judged)}");
        await work.Commit(stop);
        return new(series, limits, judged);
    }

    public async Task<LimitsResult> ApproveLimits(string limitsRef, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var series = await db.Set<MetricSeries>().Include(s => s.Limits).SingleOrDefaultAsync(s => s.Limits.Any(l => l.Ref == limitsRef), stop) ?? throw Refusal.Missing("limits", limitsRef);
        var limits = series.Limits.Single(known => known.Ref == limitsRef);
        var by = actor.DemandDuty(Permission.EditMonitoring, series.UnitId);
        Refusal.IfStale(limits, expectedVersion);
        series.Approve(limits, by, db.Now);
        var judged = await Judge(series, stop);
        work.Note("limits.approved", series.Ref, $"{limits.Ref}: {limits.Figures()}{Told(judged)}");
        await work.Commit(stop);
        return new(series, limits, judged);
    }

    /// <summary>Nothing is expected or taken in any more; what was pushed stays.</summary>
    public async Task<MetricSeries> Stop(string seriesRef, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var series = await Find(seriesRef, stop);
        actor.DemandPerson(Permission.EditMonitoring, series.UnitId);
        Refusal.IfStale(series, expectedVersion);
        series.Stop();
        work.Note("series.stopped", series.Ref, "no measurement is expected any more");
        await work.Commit(stop);
        return series;
    }

    private SeriesDescription Description(SeriesRequest request)
    {
        var known = standards.FindMetric(request.Metric.Trim());
        return new(request.Metric.Trim(), request.Title ?? known?.Title ?? "", request.Kind ?? KindOf(known?.Family), request.Subject, request.Unit, request.HigherIsBetter, request.Tool, request.ToolVersion,
            request.Window, request.GraceHours);
    }

    /// <summary>Description and limits are one form: what is wrong with both is said at once.</summary>
    private void CheckAll(SeriesRequest request)
    {
        var findings = MetricSeries.Check(Description(request)).Concat(request.Limits.Check(request.Window, request.HigherIsBetter)).Concat(CheckShare(request.Metric.Trim(), request.Unit, request.Limits)).ToList();
        if (findings.Count > 0) throw new FindingsException(findings);
    }

    private IEnumerable<Finding> CheckShare(string metric, string unit, LimitFigures limits) => limits.CheckShare(metric, MetricSeries.Largest(standards.FindMetric(metric), unit));

    /// <summary>A signal has one of four kinds; what is neither drift nor performance nor fairness is quality: of data, of service, of oversight.</summary>
    private static MeasureKind KindOf(string? family) => Enum.TryParse<MeasureKind>(family, ignoreCase: true, out var kind) ? kind : MeasureKind.Quality;

    private async Task<IReadOnlyList<(string Window, Verdict Before, Verdict After)>> Judge(MetricSeries series, CancellationToken stop) =>
        SeriesJudging.Judge(series, await db.Set<SeriesMeasurement>().Where(measurement => measurement.SeriesId == series.Id && measurement.IsNewest).ToListAsync(stop), db.Now);

    private static string Told(IReadOnlyList<(string Window, Verdict Before, Verdict After)> judged) => judged.Count == 0 ? ""
        : $"; judged anew: {string.Join(", ", judged.TakeLast(12).Select(window => $"{window.Window} {Words.Of(window.Before)} → {Words.Of(window.After)}"))}{(judged.Count > 12 ? $" and {judged.Count - 12} before" : "")}";

    private async Task<MetricSeries> Find(string reference, CancellationToken stop) =>
        await db.Set<MetricSeries>().Include(series => series.Limits).SingleOrDefaultAsync(series => series.Ref == reference, stop) ?? throw Refusal.Missing("series", reference);
}
