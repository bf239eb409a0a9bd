using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

internal sealed record ReferenceLine(string Ref, ReferenceState State, long Rows, DateTimeOffset? First, DateTimeOffset? Last, string Sha256, string SourceSha256, DateTimeOffset FrozenAt, string FrozenBy, string ApprovedBy, DateTimeOffset? InForceSince, int Version)
{
    /// <summary>What whoever approves it should know; null where there is nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>A reference of fewer rows than the policy asks for blinds its monitor.</summary>
    public static string? TooFew(long rows, MonitoringPolicy policy) => rows >= policy.Samples.Window ? null
        : FormattableString.Invariant($"{rows} rows are fewer than the {policy.Samples.Window} that a verdict needs: with this reference every window is \"not enough data\".");
}

internal sealed record SegmentLine(string Ref, int Number, long Rows, DateTimeOffset? First, DateTimeOffset? Last, long KnownRows, long RefusedRows, bool Complete, string Sha256, string ReceivedBy, Via Via, DateTimeOffset ReceivedAt)
{
    /// <summary>When its rows were deleted on schedule; null: they are there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>A batch of labels that came after their predictions.</summary>
/// <param name="First">The earliest prediction that got a label.</param>
internal sealed record LabelSegmentLine(string Ref, int Number, long Labels, DateTimeOffset? First, DateTimeOffset? Last, long KnownLabels, long RefusedRows, string Sha256, string ReceivedBy, Via Via, DateTimeOffset ReceivedAt)
{
    /// <summary>When its labels were deleted with their rows; null: they are there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

internal sealed record RunLine(string Ref, RunTrigger Trigger, RunState State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int WindowsComputed, int WindowsUnchanged, string Problem);

internal sealed record MonitorDetail(
    string Ref, int Version, MonitorState State, string SystemRef, string SystemName, string ModelRef, string ModelName, string VersionLabel, string Definition, string DefinitionSha256, int GraceHours, string Schedule,
    IReadOnlyList<ReferenceLine> References, IReadOnlyList<SegmentLine> Segments, int SegmentCount, long LogRows, IReadOnlyList<RunLine> Runs, IReadOnlyList<WindowLine> Windows)
{
    /// <summary>The newest batches of labels that came late.</summary>
    public IReadOnlyList<LabelSegmentLine> LabelSegments { get; init; } = [];

    public int LabelSegmentCount { get; init; }

    public long LateLabels { get; init; }

    /// <summary>Rows before this day were deleted on schedule, what was counted of them stays; null: none were.</summary>
    public DateTimeOffset? DeletedBefore { get; init; }

    public long DeletedRows { get; init; }

    /// <summary>Null: no row has come yet, or no whole window has passed since the newest.</summary>
    public LogSilence? Silence { get; init; }
}

/// <summary>How long no row has come, by the clock.</summary>
/// <param name="Windows">Whole windows that have passed since the newest row, grace included.</param>
/// <param name="IsAwaited">False: nobody said that the log goes on, so its silence raises nothing.</param>
internal sealed record LogSilence(DateTimeOffset NewestRow, int Windows, bool IsAwaited)
{
    /// <summary>"No row since 3 March 2025; 2 whole windows have passed."</summary>
    public string Passed => string.Create(CultureInfo.InvariantCulture, $"No row since {NewestRow.UtcDateTime:d MMMM yyyy}; {(Windows >= Arrivals.LongestSilence ? "at least " : "")}{MeasureWords.Plural(Windows, "whole window")} {(Windows == 1 ? "has" : "have")} passed.");

    /// <summary>The same with what follows from it.</summary>
    public string Says => Passed + (IsAwaited ? "" : " More rows are not awaited, so that raises nothing.");
}

/// <param name="IsComplete">False: provisional; rows may still come, and it raises nothing.</param>
internal sealed record WindowLine(string Window, DateTimeOffset? Start, DateTimeOffset? End, long Rows, long Labelled, string Verdict, bool IsComplete, DateTimeOffset ComputedAt, string ProfileSha256, string Engine)
{
    /// <summary>How often it was computed: more than once when rows, labels, reference or rules changed. What was said before is kept.</summary>
    public int Computations { get; init; } = 1;
}

/// <summary>One version of a model on the charts: its windows with all measures, oldest first.</summary>
internal sealed record VersionHistory(string VersionLabel, string MonitorRef, MonitorDefinition Definition, ReferenceMeasurement? Reference, IReadOnlyList<MeasuredLine> Windows)
{
    /// <summary>What is beyond a limit in the data itself, the newest window first.</summary>
    public IEnumerable<(string Window, QualityMeasurement Finding)> QualityFindings() =>
        Windows.Reverse().SelectMany(window => window.Measures.Quality.Where(finding => finding.DecidedBy.IsBreach).Select(finding => (window.Line.Window, finding)));
}

internal sealed record MeasuredLine(WindowLine Line, WindowMeasurement Measures)
{
    /// <summary>What was said when all rows of the window were in for the first time; null when that still stands.</summary>
    public SaidOfWindow? SaidFirst { get; init; }
}

/// <summary>What one computation of a window said of its performance. Nothing of it changes when labels arrive; another computation is added.</summary>
internal sealed record SaidOfWindow(DateTimeOffset ComputedAt, bool IsNewest, bool IsComplete, long Rows, long Labelled, string Verdict, DateOnly? LabelsFinalBy, PerformanceMeasurement Performance, IReadOnlyList<EstimateMeasurement> Estimates)
{
    public static SaidOfWindow Of(WindowLine line, bool isNewest, string measures)
    {
        var read = WindowMeasurement.FromJson(measures);
        return new(line.ComputedAt, isNewest, line.IsComplete, line.Rows, line.Labelled, line.Verdict, read.WithoutLabels?.FinalBy, read.Performance, read.WithoutLabels?.Estimates ?? []);
    }
}

/// <summary>One measure over the newest windows of a monitor, oldest first: enough for a small picture.</summary>
/// <param name="Values">Null where a window has no value, and where none has rows.</param>
internal sealed record MeasureTrend(string Measure, string Subject, IReadOnlyList<double?> Values, double? Limit);

/// <summary>A new reference that waits for another person's approval.</summary>
internal sealed record ProposedReference(string Ref, string MonitorRef, string SystemRef, long Rows, DateTimeOffset FrozenAt);

/// <param name="NewestWindow">The newest complete window and its verdict; empty while there is none.</param>
internal sealed record MonitorLine(string Ref, int Version, MonitorState State, string SystemRef, string ModelRef, string VersionLabel, string Schedule, string NewestWindow, string Verdict);

/// <param name="Measures">All measures with their verdicts: JSON of the contract's window object.</param>
/// <param name="Said">Every computation of it, the newest first: what was said then, and what is known now.</param>
internal sealed record StoredWindow(WindowLine Line, string Measures, IReadOnlyList<SaidOfWindow> Said);

internal sealed class MonitoringViews(ConcordDb db, PoliciesInForce policies)
{
    /// <summary>As many windows as a chart can show; older ones are reached by the page of the monitor.</summary>
    public const int WindowsOnChart = 36;

    /// <summary>Computations of one window that are shown, the newest first.</summary>
    public const int ComputationsShown = 50;

    public static readonly ListOrder<Monitor> Order = new ListOrder<Monitor>("ref", monitor => monitor.Ref).By("state", monitor => monitor.State);

    /// <summary>Filter: <c>state:</c> <c>model:MODEL-0001</c> <c>system:SYS-0001</c>.</summary>
    public async Task<PageOf<MonitorLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<Monitor>().AsNoTracking();
        if (request.State<MonitorState>("state") is { } state) list = list.Where(monitor => monitor.State == state);
        if (request.FilterValue("model") is { } model) list = list.Where(monitor => db.Set<Model>().Any(known => known.Id == monitor.ModelId && known.Ref == model));
        if (request.FilterValue("system") is { } system) list = list.Where(monitor => db.Set<AiSystem>().Any(known => known.Id == monitor.SystemId && known.Ref == system));
        var page = await list.Page(request, Order, monitor => new
        {
            monitor.Ref,
            monitor.Version,
            monitor.State,
            monitor.Schedule,
            System = db.Set<AiSystem>().Where(known => known.Id == monitor.SystemId).Select(known => known.Ref).Single(),
            Model = db.Set<Model>().Where(known => known.Id == monitor.ModelId).Select(known => known.Ref).Single(),
            Label = db.Set<ModelVersion>().Where(known => known.Id == monitor.ModelVersionId).Select(known => known.Label).Single(),
            Newest = db.Set<WindowComputation>().Where(window => window.MonitorId == monitor.Id && window.IsNewest && window.IsComplete).OrderByDescending(window => window.Start)
                .Select(window => new { window.Window, window.Verdict }).FirstOrDefault(),
        }, stop);
        return page.Map(row => new MonitorLine(row.Ref, row.Version, row.State, row.System, row.Model, row.Label, row.Schedule, row.Newest?.Window ?? "", row.Newest?.Verdict ?? ""));
    }

    /// <summary>The monitor of a model's version.</summary>
    /// <param name="label">Null: the newest version that has a monitor and is not retired.</param>
    public async Task<string> OfModel(string modelRef, string? label, CancellationToken stop)
    {
        var found = await (from model in db.Set<Model>()
                           join version in db.Set<ModelVersion>() on model.Id equals version.ModelId
                           join monitor in db.Set<Monitor>() on version.Id equals monitor.ModelVersionId
                           where model.Ref == modelRef && (label == null ? version.RetiredOn == null : version.Label == label)
                           orderby version.LiveSince descending, version.Ref descending
                           select monitor.Ref).AsNoTracking().FirstOrDefaultAsync(stop);
        return found ?? throw Refusal.Missing("monitor of the model", label is null ? modelRef : $"{modelRef}:{label}");
    }

    /// <summary>Labels of a model's versions in use that have no monitor, in the order they went live.</summary>
    public async Task<IReadOnlyList<string>> Unmonitored(string modelRef, CancellationToken stop) =>
        await (from model in db.Set<Model>()
               join version in db.Set<ModelVersion>() on model.Id equals version.ModelId
               where model.Ref == modelRef && version.RetiredOn == null && !db.Set<Monitor>().Any(monitor => monitor.ModelVersionId == version.Id)
               orderby version.LiveSince, version.Ref
               select version.Label).ToListAsync(stop);

    /// <summary>One window as it was computed last.</summary>
    public async Task<StoredWindow> Window(string monitorRef, string window, CancellationToken stop)
    {
        var computations = Computations(monitorRef, window);
        var count = await computations.CountAsync(stop);
        var said = await computations.Take(ComputationsShown)
            .Select(w => new { Line = new WindowLine(w.Window, w.Start, w.End, w.Rows, w.Labelled, w.Verdict, w.IsComplete, w.ComputedAt, w.ProfileSha256, w.Engine), w.IsNewest, w.Measures }).ToListAsync(stop);
        return said.Find(computation => computation.IsNewest) is { } newest
            ? new(newest.Line with { Computations = count }, newest.Measures, [.. said.Select(one => SaidOfWindow.Of(one.Line, one.IsNewest, one.Measures))])
            : throw Refusal.Missing("window", $"{window} of {monitorRef}");
    }

    private IQueryable<WindowComputation> Computations(string monitorRef, string window) =>
        db.Set<WindowComputation>().AsNoTracking()
            .Where(w => w.Window == window && db.Set<Monitor>().Any(monitor => monitor.Id == w.MonitorId && monitor.Ref == monitorRef))
            .OrderByDescending(w => w.IsNewest).ThenByDescending(w => w.ComputedAt);

    public async Task<MonitorDetail> Detail(string reference, CancellationToken stop)
    {
        var monitor = await db.Set<Monitor>().AsNoTracking().Include(m => m.References).SingleOrDefaultAsync(m => m.Ref == reference, stop) ?? throw Refusal.Missing("monitor", reference);
        var model = await db.Set<Model>().AsNoTracking().Where(m => m.Id == monitor.ModelId).Select(m => new { m.Ref, m.Name }).SingleAsync(stop);
        var system = await db.Set<AiSystem>().AsNoTracking().Where(s => s.Id == monitor.SystemId).Select(s => new { s.Ref, s.Name }).SingleAsync(stop);
        var version = await db.Set<ModelVersion>().AsNoTracking().Where(v => v.Id == monitor.ModelVersionId).Select(v => new { v.Label, v.RetiredOn }).SingleAsync(stop);
        var log = db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId);
        var segments = await log.OrderByDescending(segment => segment.Number).Take(20).ToListAsync(stop);
        var labels = db.Set<LabelSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId);
        var labelSegments = await labels.OrderByDescending(segment => segment.Number).Take(20).ToListAsync(stop);
        var people = monitor.References.SelectMany(r => new[] { r.FrozenBy, r.ApprovedBy }).Concat(segments.Select(segment => segment.ReceivedBy)).Concat(labelSegments.Select(segment => segment.ReceivedBy)).OfType<PersonId>().Distinct().ToList();
        var names = await db.Set<Person>().AsNoTracking().Where(person => people.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.Name, stop);
        var policy = await policies.For(monitor.SystemId, stop);
        string Name(PersonId? id) => id is { } known ? names.GetValueOrDefault(known, "") : "";
        return new(monitor.Ref, monitor.Version, monitor.State, system.Ref, system.Name, model.Ref, model.Name, version.Label, monitor.Definition, monitor.DefinitionSha256, monitor.GraceHours, monitor.Schedule,
            [.. monitor.References.OrderByDescending(r => r.FrozenAt).Select(r => new ReferenceLine(r.Ref, r.State, r.Rows, r.First, r.Last, r.Sha256, r.SourceSha256, r.FrozenAt, Name(r.FrozenBy), Name(r.ApprovedBy), r.InForceSince, r.Version) { Warning = ReferenceLine.TooFew(r.Rows, policy) })],
            [.. segments.Select(s => new SegmentLine(s.Ref, s.Number, s.Rows, s.First, s.Last, s.KnownRows, s.RefusedRows, s.Complete, s.Sha256, Name(s.ReceivedBy), s.ReceivedVia, s.ReceivedAt) { DeletedAt = s.ExpiredAt })],
            await log.CountAsync(stop), await log.SumAsync(segment => segment.Rows, stop),
            await Runs(monitor.Id, 10, stop), await Windows(monitor.Id, WindowsOnChart, stop))
        {
            LabelSegments = [.. labelSegments.Select(s => new LabelSegmentLine(s.Ref, s.Number, s.Labels, s.First, s.Last, s.KnownLabels, s.RefusedRows, s.Sha256, Name(s.ReceivedBy), s.ReceivedVia, s.ReceivedAt) { DeletedAt = s.ExpiredAt })],
            LabelSegmentCount = await labels.CountAsync(stop),
            LateLabels = await labels.SumAsync(segment => segment.Labels, stop),
            DeletedBefore = await log.Where(segment => segment.ExpiredBefore != null).OrderByDescending(segment => segment.ExpiredBefore).Select(segment => segment.ExpiredBefore).FirstOrDefaultAsync(stop),
            DeletedRows = await log.Where(segment => segment.ExpiredAt != null).SumAsync(segment => segment.Rows, stop),
            Silence = Silence(monitor, await log.MaxAsync(segment => segment.Last, stop), version.RetiredOn, db.Now),
        };
    }

    private static LogSilence? Silence(Monitor monitor, DateTimeOffset? newestRow, DateOnly? retired, DateTimeOffset now)
    {
        if (newestRow is not { } last) return null;
        var newest = Logs.Window.Of(MonitorDefinition.Parse(monitor.Definition).Window, last);
        return monitor.PassedSince(newest, now).Count is > 0 and var passed ? new(last, passed, monitor.AwaitsRowsAfter(newest, retired)) : null;
    }

    public async Task<IReadOnlyList<RunLine>> Runs(MonitorId monitor, int count, CancellationToken stop) =>
        await db.Set<MonitorRun>().AsNoTracking().Where(run => run.MonitorId == monitor).OrderByDescending(run => run.StartedAt).ThenByDescending(run => run.Ref).Take(count)
            .Select(run => new RunLine(run.Ref, run.Trigger, run.State, run.StartedAt, run.FinishedAt, run.WindowsComputed, run.WindowsUnchanged, run.Problem)).ToListAsync(stop);

    /// <summary>The newest windows, newest first.</summary>
    public async Task<IReadOnlyList<WindowLine>> Windows(MonitorId monitor, int count, CancellationToken stop) =>
        await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor && window.IsNewest).OrderByDescending(window => window.Start).Take(count)
            .Select(window => new WindowLine(window.Window, window.Start, window.End, window.Rows, window.Labelled, window.Verdict, window.IsComplete, window.ComputedAt, window.ProfileSha256, window.Engine)
            {
                Computations = db.Set<WindowComputation>().Count(other => other.MonitorId == monitor && other.Window == window.Window),
            }).ToListAsync(stop);

    /// <summary>Everything the model's page draws: every monitored version with its windows, oldest first.</summary>
    public async Task<IReadOnlyList<VersionHistory>> History(string modelRef, CancellationToken stop)
    {
        var monitors = await (from model in db.Set<Model>()
                              join version in db.Set<ModelVersion>() on model.Id equals version.ModelId
                              join monitor in db.Set<Monitor>() on version.Id equals monitor.ModelVersionId
                              where model.Ref == modelRef
                              orderby version.LiveSince, version.Ref
                              select new { version.Label, monitor.Id, monitor.Ref, monitor.Definition, Reference = monitor.References.Where(r => r.State == ReferenceState.InForce).Select(r => r.Measures).FirstOrDefault() })
            .AsNoTracking().ToListAsync(stop);
        var histories = new List<VersionHistory>();
        foreach (var monitor in monitors)
        {
            var windows = await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor.Id && window.IsNewest).OrderByDescending(window => window.Start).Take(WindowsOnChart)
                .Select(w => new { Line = new WindowLine(w.Window, w.Start, w.End, w.Rows, w.Labelled, w.Verdict, w.IsComplete, w.ComputedAt, w.ProfileSha256, w.Engine), w.Measures }).ToListAsync(stop);
            var said = await SaidFirst(monitor.Id, [.. windows.Select(w => w.Line.Window)], stop);
            histories.Add(new(monitor.Label, monitor.Ref, MonitorDefinition.Parse(monitor.Definition), monitor.Reference is { } measures ? ReferenceMeasurement.FromJson(measures) : null,
                [.. windows.AsEnumerable().Reverse().Select(w => new MeasuredLine(w.Line, WindowMeasurement.FromJson(w.Measures)) { SaidFirst = said.GetValueOrDefault(w.Line.Window) })]));
        }
        return histories;
    }

    /// <summary>By window what was said when all its rows were in for the first time, where something else is said now.</summary>
    private async Task<Dictionary<string, SaidOfWindow>> SaidFirst(MonitorId monitor, IReadOnlyList<string> windows, CancellationToken stop)
    {
        var complete = db.Set<WindowComputation>().AsNoTracking().Where(w => w.MonitorId == monitor && w.IsComplete);
        var first = await complete.Where(w => !w.IsNewest && windows.Contains(w.Window) && !complete.Any(other => other.Window == w.Window && other.ComputedAt < w.ComputedAt))
            .Select(w => new { w.Id, Line = new WindowLine(w.Window, w.Start, w.End, w.Rows, w.Labelled, w.Verdict, w.IsComplete, w.ComputedAt, "", w.Engine), w.Measures }).ToListAsync(stop);
        return first.GroupBy(w => w.Line.Window, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.OrderBy(w => w.Id.Value).Select(w => SaidOfWindow.Of(w.Line, isNewest: false, w.Measures)).First(), StringComparer.Ordinal);
    }

    /// <summary>The measure of one subject over the newest windows; without a subject the drift of the score.</summary>
    public async Task<MeasureTrend?> Trend(string monitorRef, MeasureKind kind, string? subject, int windows, CancellationToken stop)
    {
        var newest = await (from monitor in db.Set<Monitor>()
                            join window in db.Set<WindowComputation>() on monitor.Id equals window.MonitorId
                            where monitor.Ref == monitorRef && window.IsNewest && window.IsComplete
                            orderby window.Start descending
                            select new { window.Window, window.Measures }).AsNoTracking().Take(windows).ToListAsync(stop);
        newest.Reverse();
        var judged = newest.Select(window => WindowMeasurement.FromJson(window.Measures))
            .Select(window => window.Judgements().FirstOrDefault(each => each.Kind == kind && (subject is null
                ? window.Drift.Any(drift => drift.Kind == DriftKind.Score && drift.Column == each.Subject) : each.Subject == subject)))
            .ToList();
        return judged.FindLast(each => each.Judgement is not null) is { Judgement: { } last } known
            ? new(last.Measure, known.Subject, [.. WindowGaps.Fill([.. newest.Select(window => window.Window)]).Select(place => place.At is { } at ? judged[at].Judgement?.Value : null)], last.Limit)
            : null;
    }

    public async Task<IReadOnlyList<ProposedReference>> ProposedReferences(CancellationToken stop) =>
        await (from reference in db.Set<FrozenReference>()
               join monitor in db.Set<Monitor>() on reference.MonitorId equals monitor.Id
               join system in db.Set<AiSystem>() on monitor.SystemId equals system.Id
               where reference.State == ReferenceState.Proposed
               orderby reference.FrozenAt
               select new ProposedReference(reference.Ref, monitor.Ref, system.Ref, reference.Rows, reference.FrozenAt)).AsNoTracking().Take(PageRequest.LargestSize).ToListAsync(stop);

    /// <summary>The monitors of a system's models, for its page.</summary>
    public async Task<IReadOnlyList<(string Monitor, string Model, string Version, MonitorState State)>> OfSystem(string systemRef, CancellationToken stop)
    {
        var lines = await (from monitor in db.Set<Monitor>()
                           join system in db.Set<AiSystem>() on monitor.SystemId equals system.Id
                           join model in db.Set<Model>() on monitor.ModelId equals model.Id
                           join version in db.Set<ModelVersion>() on monitor.ModelVersionId equals version.Id
                           where system.Ref == systemRef
                           orderby monitor.Ref
                           select new { Monitor = monitor.Ref, Model = model.Ref, version.Label, monitor.State }).AsNoTracking().ToListAsync(stop);
        return [.. lines.Select(line => (line.Monitor, line.Model, line.Label, line.State))];
    }
}
