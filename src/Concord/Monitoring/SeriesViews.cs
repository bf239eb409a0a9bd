using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>One figure with its interval, its verdict and where it comes from.</summary>
/// <param name="Low">Lower end of the 95 % interval, also where it was worked out from counts or a standard error.</param>
/// <param name="IsNewest">False: a later figure of the same window counts.</param>
/// <param name="NotComputed">Why there is no value.</param>
internal sealed record MeasurementLine(
    string Series, string Metric, string Subject, string Window, DateTimeOffset Start, int Number, double? Value, string Unit, long N, long? Successes, double? StandardError, double? Low, double? High,
    Verdict Verdict, Judgement DecidedBy, string JudgedBy, bool IsComplete, bool IsNewest, string Correction, string Source, string SourceSha256, string ReceivedBy, Via ReceivedVia, DateTimeOffset ReceivedAt,
    IReadOnlyDictionary<string, string>? NotComputed)
{
    public static MeasurementLine Of(MetricSeries series, SeriesMeasurement measurement, string receivedBy)
    {
        var interval = measurement.Figure().Interval(series.Whole);
        return new(series.Ref, series.Metric, series.Subject, measurement.Window, measurement.Start, measurement.Number, measurement.Value, series.Unit, measurement.N, measurement.Successes, measurement.StandardError,
            interval?.Low, interval?.High, measurement.Verdict, measurement.Judgement(), measurement.JudgedBy, measurement.IsComplete, measurement.IsNewest, measurement.Correction, measurement.Source, measurement.SourceSha256,
            receivedBy, measurement.ReceivedVia, measurement.ReceivedAt, measurement.Value is null ? new Dictionary<string, string>(StringComparer.Ordinal) { ["value"] = measurement.NotComputable } : null);
    }
}

internal sealed record LimitsLine(string Ref, int Number, LimitsState State, LimitFigures Figures, string ProposedBy, DateTimeOffset ProposedAt, string ApprovedBy, DateTimeOffset? InForceSince, int Version);

/// <param name="Newest">The newest figure that counts; null while there is none.</param>
/// <param name="Trend">Values of the newest windows, oldest first; null where a window has none.</param>
/// <param name="Limit">That of the newest verdict where the value itself was compared.</param>
internal sealed record SeriesLine(
    string Ref, int Version, SeriesState State, string SystemRef, string ModelRef, string VersionLabel, string Metric, string Title, string Subject, MeasureKind Kind, string Unit, bool HigherIsBetter,
    string Tool, string ToolVersion, WindowLength Window, MeasurementLine? Newest, IReadOnlyList<double?> Trend, double? Limit)
{
    public string Label => Subject.Length == 0 ? Title : $"{Title} ({Subject})";
}

/// <param name="NextDue">When a measurement is missed next.</param>
internal sealed record SeriesDetail(
    SeriesLine Line, string SystemName, string ModelName, int GraceHours, DateTimeOffset NextDue, string DefinedBy, DateTimeOffset DefinedAt, IReadOnlyList<LimitsLine> Limits, int Windows)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public OrganisationUnitId UnitId { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public LimitsLine InForce => Limits.Single(limits => limits.State == LimitsState.InForce);

    [System.Text.Json.Serialization.JsonIgnore]
    public LimitsLine? Proposed => Limits.SingleOrDefault(limits => limits.State == LimitsState.Proposed);
}

internal sealed class SeriesViews(ConcordDb db)
{
    private const int TrendWindows = 14;

    public static readonly ListOrder<MetricSeries> Order = new ListOrder<MetricSeries>("ref", series => series.Ref)
        .By("metric", series => series.Metric).By("subject", series => series.Subject).By("title", series => series.Title).By("state", series => series.State);

    public static readonly ListOrder<SeriesMeasurement> MeasurementOrder = new ListOrder<SeriesMeasurement>("-window", measurement => measurement.Id)
        .By("window", measurement => measurement.Start).By("received", measurement => measurement.ReceivedAt).By("value", measurement => measurement.Value ?? 0)
        .By("n", measurement => measurement.N).By("verdict", measurement => measurement.Verdict);

    /// <summary>Filter: <c>model:</c> <c>version:</c> <c>system:</c> <c>metric:</c> <c>state:</c> <c>kind:</c> and words.</summary>
    public async Task<PageOf<SeriesLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<MetricSeries>().AsNoTracking();
        if (request.State<SeriesState>("state") is { } state) list = list.Where(series => series.State == state);
        if (request.State<MeasureKind>("kind") is { } kind) list = list.Where(series => series.Kind == kind);
        if (request.FilterValue("metric") is { } metric) list = list.Where(series => series.Metric == metric);
        if (request.FilterValue("model") is { } model) list = list.Where(series => db.Set<Model>().Any(known => known.Id == series.ModelId && known.Ref == model));
        if (request.FilterValue("version") is { } version) list = list.Where(series => db.Set<ModelVersion>().Any(known => known.Id == series.ModelVersionId && known.Label == version));
        if (request.FilterValue("system") is { } system) list = list.Where(series => db.Set<AiSystem>().Any(known => known.Id == series.SystemId && known.Ref == system));
        list = list.Mentioning(request, series => series.Title, series => series.Subject, series => series.Metric, series => series.Ref);
        var page = await list.Page(request, Order, series => series, stop);
        var lines = await Lines(page.Items, stop);
        return page.Map(series => lines[series.Id]);
    }

    public async Task<SeriesDetail> Detail(string reference, CancellationToken stop)
    {
        var series = await db.Set<MetricSeries>().AsNoTracking().Include(s => s.Limits).SingleOrDefaultAsync(s => s.Ref == reference, stop) ?? throw Refusal.Missing("series", reference);
        var line = (await Lines([series], stop))[series.Id];
        var names = await db.NamesOf(series.Limits.SelectMany(limits => new[] { limits.ProposedBy, limits.ApprovedBy }).Append(series.DefinedBy), stop);
        var model = await db.Set<Model>().Where(known => known.Id == series.ModelId).Select(known => known.Name).SingleAsync(stop);
        var system = await db.Set<AiSystem>().Where(known => known.Id == series.SystemId).Select(known => known.Name).SingleAsync(stop);
        var windows = await db.Set<SeriesMeasurement>().CountAsync(measurement => measurement.SeriesId == series.Id && measurement.IsNewest, stop);
        return new(line, system, model, series.GraceHours, series.NextLook(db.Now), names.Of(series.DefinedBy)?.Name ?? "", series.DefinedAt,
            [.. series.Limits.OrderByDescending(limits => limits.Number).Select(limits => new LimitsLine(limits.Ref, limits.Number, limits.State, limits.Figures(), names.Of(limits.ProposedBy)?.Name ?? "", limits.ProposedAt,
                names.Of(limits.ApprovedBy)?.Name ?? "", limits.InForceSince, limits.Version))], windows) { UnitId = series.UnitId };
    }

    /// <summary>Figures of a model. Filter: <c>series:</c> <c>metric:</c> <c>window:</c> <c>verdict:</c> <c>complete:yes|no</c>; <c>history:yes</c> also those that were replaced.</summary>
    public async Task<PageOf<MeasurementLine>> Measurements(string modelRef, PageRequest request, CancellationToken stop)
    {
        var model = await db.Set<Model>().Where(known => known.Ref == modelRef).Select(known => (ModelId?)known.Id).SingleOrDefaultAsync(stop) ?? throw Refusal.Missing("model", modelRef);
        var list = db.Set<SeriesMeasurement>().AsNoTracking().Where(measurement => db.Set<MetricSeries>().Any(series => series.Id == measurement.SeriesId && series.ModelId == model));
        if (request.YesNo("history") != true) list = list.Where(measurement => measurement.IsNewest);
        if (request.YesNo("complete") is { } complete) list = list.Where(measurement => measurement.IsComplete == complete);
        if (request.State<Verdict>("verdict") is { } verdict) list = list.Where(measurement => measurement.Verdict == verdict);
        if (request.FilterValue("window") is { } window) list = list.Where(measurement => measurement.Window == window);
        if (request.FilterValue("series") is { } wanted) list = list.Where(measurement => db.Set<MetricSeries>().Any(series => series.Id == measurement.SeriesId && series.Ref == wanted));
        if (request.FilterValue("metric") is { } metric) list = list.Where(measurement => db.Set<MetricSeries>().Any(series => series.Id == measurement.SeriesId && series.Metric == metric));
        var page = await list.Page(request, MeasurementOrder, measurement => measurement, stop);
        var ids = page.Items.Select(measurement => measurement.SeriesId).Distinct().ToList();
        var of = await db.Set<MetricSeries>().AsNoTracking().Where(series => ids.Contains(series.Id)).ToDictionaryAsync(series => series.Id, stop);
        var names = await db.NamesOf(page.Items.Select(measurement => measurement.ReceivedBy), stop);
        return page.Map(measurement => MeasurementLine.Of(of[measurement.SeriesId], measurement, names.Of(measurement.ReceivedBy)?.Name ?? ""));
    }

    /// <summary>One version of the limits, with the series it belongs to.</summary>
    public async Task<LimitsLine> Limits(string reference, CancellationToken stop) =>
        (await Detail(reference.Split(':')[0], stop)).Limits.SingleOrDefault(limits => limits.Ref == reference) ?? throw Refusal.Missing("limits", reference);

    /// <summary>The figures that count, oldest first, as many as a chart can show.</summary>
    public async Task<IReadOnlyList<MeasurementLine>> History(string seriesRef, CancellationToken stop)
    {
        var series = await db.Set<MetricSeries>().AsNoTracking().SingleOrDefaultAsync(s => s.Ref == seriesRef, stop) ?? throw Refusal.Missing("series", seriesRef);
        var newest = await db.Set<SeriesMeasurement>().AsNoTracking().Where(m => m.SeriesId == series.Id && m.IsNewest).OrderByDescending(m => m.Start).Take(MonitoringViews.WindowsOnChart).ToListAsync(stop);
        return [.. newest.AsEnumerable().Reverse().Select(measurement => MeasurementLine.Of(series, measurement, ""))];
    }

    /// <summary>The values of a series as a small picture.</summary>
    public async Task<MeasureTrend?> Trend(string seriesRef, CancellationToken stop)
    {
        var series = await db.Set<MetricSeries>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == seriesRef, stop) ?? throw Refusal.Missing("series", seriesRef);
        var line = (await Lines([series], stop))[series.Id];
        return line.Newest is null ? null : new(SeriesMeasures.Value, line.Label, line.Trend, line.Limit);
    }

    /// <summary>Of the first series of a system that is followed; null without one.</summary>
    public async Task<MeasureTrend?> TrendOfSystem(string systemRef, CancellationToken stop) =>
        await db.Set<MetricSeries>().Where(series => series.State == SeriesState.Active && db.Set<AiSystem>().Any(system => system.Id == series.SystemId && system.Ref == systemRef))
            .OrderBy(series => series.Ref).Select(series => series.Ref).FirstOrDefaultAsync(stop) is { } first ? await Trend(first, stop) : null;

    /// <summary>Limits that wait for another person's approval.</summary>
    public async Task<IReadOnlyList<(string Limits, string Series, string System, string Title)>> ProposedLimits(CancellationToken stop)
    {
        var found = await (from limits in db.Set<SeriesLimits>()
                           join series in db.Set<MetricSeries>() on limits.SeriesId equals series.Id
                           join system in db.Set<AiSystem>() on series.SystemId equals system.Id
                           where limits.State == LimitsState.Proposed
                           orderby limits.ProposedAt
                           select new { limits.Ref, Series = series.Ref, System = system.Ref, series.Title }).AsNoTracking().Take(PageRequest.LargestSize).ToListAsync(stop);
        return [.. found.Select(line => (line.Ref, line.Series, line.System, line.Title))];
    }

    private async Task<Dictionary<MetricSeriesId, SeriesLine>> Lines(IReadOnlyList<MetricSeries> page, CancellationToken stop)
    {
        var ids = page.Select(series => series.Id).ToList();
        var parts = await (from series in db.Set<MetricSeries>()
                           join system in db.Set<AiSystem>() on series.SystemId equals system.Id
                           join model in db.Set<Model>() on series.ModelId equals model.Id
                           join version in db.Set<ModelVersion>() on series.ModelVersionId equals version.Id
                           where ids.Contains(series.Id)
                           select new { series.Id, System = system.Ref, Model = model.Ref, version.Label }).AsNoTracking().ToDictionaryAsync(row => row.Id, stop);
        var newest = await db.Set<MetricSeries>().AsNoTracking().Where(series => ids.Contains(series.Id))
            .Select(series => new { series.Id, Newest = db.Set<SeriesMeasurement>().Where(m => m.SeriesId == series.Id && m.IsNewest).OrderByDescending(m => m.Start).Take(TrendWindows).ToList() })
            .ToDictionaryAsync(row => row.Id, row => row.Newest, stop);
        return page.ToDictionary(series => series.Id, series =>
        {
            var (part, last) = (parts[series.Id], newest[series.Id].FirstOrDefault());
            var decided = last?.Judgement();
            return new SeriesLine(series.Ref, series.Version, series.State, part.System, part.Model, part.Label, series.Metric, series.Title, series.Subject, series.Kind, series.Unit, series.HigherIsBetter,
                series.Tool, series.ToolVersion, series.Window, last is null ? null : MeasurementLine.Of(series, last, ""), [.. newest[series.Id].AsEnumerable().Reverse().Select(m => m.Value)],
                decided?.Measure == SeriesMeasures.Value ? decided.Limit : null);
        });
    }
}
