using System.Globalization;
using Concord.Foundation;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>What a run computed.</summary>
/// <param name="Judged">Windows whose figures stood and were judged by a new policy, without reading a row.</param>
internal sealed record ComputedWindows(int Computed, int Judged, int Unchanged);

/// <summary>Computes the windows of a monitor that need it and keeps each computation with what it rests on.</summary>
internal sealed class WindowComputing(ConcordDb db, IProfileEngine engine, Measurement measurement, FrozenSamples samples, DataLocation data)
{
    /// <summary>So many windows are measured in one pass over the log; after each pass they are on record.</summary>
    private const int WindowsAtOnce = 24;

    /// <param name="alive">Called between passes: the run still works.</param>
    public async Task<ComputedWindows> Compute(Monitor monitor, FrozenReference reference, MonitorRun run, MonitoringPolicy policy, Actor actor, Func<CancellationToken, Task> alive, CancellationToken stop)
    {
        var segments = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Path != "").ToListAsync(stop);
        if (segments.Count == 0) return new(0, 0, 0);
        var labels = await db.Set<LabelSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Path != "").ToListAsync(stop);
        DemandFiles([.. segments.Select(segment => (segment.Ref, segment.Path)), .. labels.Select(segment => (segment.Ref, segment.Path)), (reference.Ref, reference.Path)]);
        var definition = MonitorDefinition.Parse(monitor.Definition);
        var parts = segments.Select(segment => segment.ToPart(data.Absolute(segment.Path)) with
        {
            LateLabels = [.. labels.Where(late => late.CanTouch(segment)).Select(late => data.Absolute(late.Path))],
        }).ToList();
        using var reading = engine.Open(parts);
        var inputs = Inputs(monitor, reference, policy);
        var plan = await Plan(monitor, segments, labels, reading, definition, inputs, alive, stop);
        var (toCompute, judged, completed) = (plan.ToCompute.ToList(), 0, 0);
        foreach (var standing in plan.ToJudge)
        {
            if (await Judge(monitor, run, standing, plan.Arrivals, definition, inputs, policy, actor, stop)) judged++;
            else toCompute.Add(standing.Planned);
        }
        foreach (var standing in plan.NowComplete)
        {
            if (await Judge(monitor, run, standing, plan.Arrivals, definition, inputs, policy, actor, stop)) completed++;
            else toCompute.Add(standing.Planned);
        }
        var counted = new ComputedWindows(toCompute.Count, judged, plan.Unchanged + completed);
        if (toCompute.Count == 0) return counted;
        var sample = await samples.Get(reference.Sha256, monitor.DefinitionSha256, () => measurement.Freeze(definition, [new(data.Absolute(reference.Path), LogSchema.FromJson(reference.Schema))], stop));
        foreach (var windows in toCompute.Chunk(WindowsAtOnce))
        {
            await alive(stop);
            var measured = await KeepAlive(measurement.Measure(definition, policy, sample, reading, new(definition.Window, [.. windows.Select(window => window.Window)]), plan.Arrivals, stop), alive, stop);
            foreach (var window in windows)
            {
                var result = measured.Single(result => result.Window.Equals(window.Window));
                // Which version of an engine counted is known only once it has answered.
                await Keep(monitor, run, window, inputs with { Engine = engine.Describe().Name }, result.Measures, result.Profile.ToBytes(), result.Profile.Sha256(), "window.computed", "", actor, stop);
            }
        }
        return counted;
    }

    /// <summary>
    /// Figures that stand, without reading a row: under another policy, or because all rows are in by now. The second is news even with the figures it
    /// had, for before it raised nothing. False: they were kept without what a verdict needs, and must be measured anew.
    /// </summary>
    private async Task<bool> Judge(Monitor monitor, MonitorRun run, StandingFigures standing, Arrivals arrivals, MonitorDefinition definition, ComputationInputs inputs, MonitoringPolicy policy, Actor actor, CancellationToken stop)
    {
        var (planned, last) = standing;
        var figures = WindowMeasurement.FromJson(last.Measures);
        if (!WindowVerdicts.CanJudge(figures, policy)) return false;
        if (planned.IsComplete && !last.IsComplete) figures = arrivals.Complete(figures, planned.Window, definition);
        var judged = WindowVerdicts.Judge(figures, policy);
        var (act, told) = ("window.completed", ", all rows are in");
        if (last.PolicySha256 != inputs.PolicySha256)
        {
            var measured = figures.JudgedBy?.FiguresOf ?? last.ComputedAt;
            judged = judged with { JudgedBy = judged.JudgedBy! with { FiguresOf = measured } };
            (act, told) = ("window.judged", string.Create(CultureInfo.InvariantCulture, $", figures of {measured:yyyy-MM-dd HH:mm} judged by policy {policy.Version}"));
        }
        await Keep(monitor, run, planned, inputs with { Engine = last.Engine }, judged, last.Profile, last.ProfileSha256, act, told, actor, stop);
        return true;
    }

    /// <summary>Loading a cluster or one pass over a large log may take longer than a silent run is waited for.</summary>
    private static async Task<T> KeepAlive<T>(Task<T> work, Func<CancellationToken, Task> alive, CancellationToken stop)
    {
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromMinutes(1), stop)) != work && !stop.IsCancellationRequested) await alive(stop);
        return await work;
    }

    /// <summary>The engine would say it too, but with a path of this computer and without the batch.</summary>
    private void DemandFiles(IEnumerable<(string Ref, string Path)> files)
    {
        if (files.FirstOrDefault(file => !File.Exists(data.Absolute(file.Path))) is { Ref: { } missing })
            throw new RuleViolation("RUN-FILE-MISSING", $"The file of {missing} is not in the data folder. Restore it from a backup; concord journal verify names every file that is missing or changed.");
    }

    private async Task<WindowPlan> Plan(Monitor monitor, List<LogSegment> segments, List<LabelSegment> labels, ILogReading reading, MonitorDefinition definition, ComputationInputs inputs, Func<CancellationToken, Task> alive, CancellationToken stop)
    {
        // Segments handed in complete but without new rows have no file, yet they complete windows.
        var declared = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Complete && segment.Path == "").ToListAsync(stop);
        var files = segments.Select(segment => (segment.Path, segment.Sha256)).Concat(labels.Select(segment => (segment.Path, segment.Sha256)))
            .ToDictionary(file => data.Absolute(file.Path), file => file.Sha256, StringComparer.Ordinal);
        var computed = await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor.Id && window.IsNewest).ToListAsync(stop);
        var log = new LoggedRows(await KeepAlive(reading.Windows(definition.Window, stop), alive, stop), await reading.LateLabels(definition.Window, stop), files, [.. segments.Where(segment => segment.Complete), .. declared]);
        return WindowPlan.Of(monitor, log, computed, inputs, db.Now);
    }

    private async Task Keep(Monitor monitor, MonitorRun run, PlannedWindow planned, ComputationInputs inputs, WindowMeasurement measures, byte[] profile, string profileSha256, string act, string told, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        foreach (var older in await db.Set<WindowComputation>().Where(window => window.MonitorId == monitor.Id && window.Window == planned.Window.Label && window.IsNewest).ToListAsync(stop))
            older.GiveWay();
        var window = planned.Window;
        var isAll = window.Length == WindowLength.All;
        var computation = new WindowComputation(monitor, run.Id, window.Label, isAll ? null : window.Start, isAll ? null : window.End, inputs with { RowsSha256 = planned.RowsSha256 }, db.Now);
        computation.Record(measures.Rows, measures.Labelled, Words.Key(measures.Verdict),
            measures.Judgements().Count(judged => judged.Judgement.Verdict is Verdict.Ok or Verdict.Warn or Verdict.Alert), planned.IsComplete, measures.ToJson(), profile, profileSha256);
        db.Add(computation);
        work.Note(act, monitor.Ref, string.Create(CultureInfo.InvariantCulture,
            $"{window.Label}: {computation.Rows:N0} rows, {computation.Verdict}{(planned.IsComplete ? "" : ", provisional")}{told}, profile SHA-256 {computation.ProfileSha256[..12]}…"));
        await work.Commit(stop);
    }

    private ComputationInputs Inputs(Monitor monitor, FrozenReference reference, MonitoringPolicy policy) =>
        new("", reference.Sha256, monitor.DefinitionSha256, policy.Sha256, engine.Describe().Name);
}
