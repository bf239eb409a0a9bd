using System.Globalization;
using Concord.Foundation;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>Computes the windows of a monitor that need it and keeps each computation with what it rests on.</summary>
internal sealed class WindowComputing(ConcordDb db, IProfileEngine engine, Measurement measurement, FrozenSamples samples, MonitoringPolicy policy, DataLocation data)
{
    /// <summary>So many windows are measured in one pass over the log; after each pass they are on record.</summary>
    private const int WindowsAtOnce = 24;

    /// <param name="alive">Called between passes: the run still works.</param>
    public async Task<(int Computed, int Unchanged)> Compute(Monitor monitor, FrozenReference reference, MonitorRun run, Actor actor, Func<CancellationToken, Task> alive, CancellationToken stop)
    {
        var segments = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Path != "").ToListAsync(stop);
        if (segments.Count == 0) return (0, 0);
        var labels = await db.Set<LabelSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Path != "").ToListAsync(stop);
        DemandFiles([.. segments.Select(segment => (segment.Ref, segment.Path)), .. labels.Select(segment => (segment.Ref, segment.Path)), (reference.Ref, reference.Path)]);
        var definition = MonitorDefinition.Parse(monitor.Definition);
        var parts = segments.Select(segment => new LogPart(data.Absolute(segment.Path), LogSchema.FromJson(segment.Schema))
        {
            LateLabels = [.. labels.Where(late => late.CanTouch(segment)).Select(late => data.Absolute(late.Path))],
        }).ToList();
        using var reading = engine.Open(parts);
        var plan = await Plan(monitor, reference, segments, labels, reading, definition, stop);
        if (plan.ToCompute.Count == 0) return (0, plan.Unchanged);
        var sample = await samples.Get(reference.Sha256, monitor.DefinitionSha256, () => measurement.Freeze(definition, [new(data.Absolute(reference.Path), LogSchema.FromJson(reference.Schema))], stop));
        foreach (var windows in plan.ToCompute.Chunk(WindowsAtOnce))
        {
            await alive(stop);
            var measured = await measurement.Measure(definition, policy, sample, reading, new(definition.Window, [.. windows.Select(window => window.Window)]), plan.Arrivals, stop);
            foreach (var window in windows)
                await Keep(monitor, reference, run, window, measured.Single(result => result.Window.Equals(window.Window)), actor, stop);
        }
        return (plan.ToCompute.Count, plan.Unchanged);
    }

    /// <summary>The engine would say it too, but with a path of this computer and without the batch.</summary>
    private void DemandFiles(IEnumerable<(string Ref, string Path)> files)
    {
        if (files.FirstOrDefault(file => !File.Exists(data.Absolute(file.Path))) is { Ref: { } missing })
            throw new RuleViolation("RUN-FILE-MISSING", $"The file of {missing} is not in the data folder. Restore it from a backup; concord journal verify names every file that is missing or changed.");
    }

    private async Task<WindowPlan> Plan(Monitor monitor, FrozenReference reference, List<LogSegment> segments, List<LabelSegment> labels, ILogReading reading, MonitorDefinition definition, CancellationToken stop)
    {
        // Segments handed in complete but without new rows have no file, yet they complete windows.
        var declared = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Complete && segment.Path == "").ToListAsync(stop);
        var files = segments.Select(segment => (segment.Path, segment.Sha256)).Concat(labels.Select(segment => (segment.Path, segment.Sha256)))
            .ToDictionary(file => data.Absolute(file.Path), file => file.Sha256, StringComparer.Ordinal);
        var computed = await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor.Id && window.IsNewest).ToListAsync(stop);
        var log = new LoggedRows(await reading.Windows(definition.Window, stop), await reading.LateLabels(definition.Window, stop), files, [.. segments.Where(segment => segment.Complete), .. declared]);
        return WindowPlan.Of(monitor, log, computed, Inputs("", monitor, reference), db.Now);
    }

    private async Task Keep(Monitor monitor, FrozenReference reference, MonitorRun run, PlannedWindow planned, MeasuredWindow measured, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        foreach (var older in await db.Set<WindowComputation>().Where(window => window.MonitorId == monitor.Id && window.Window == planned.Window.Label && window.IsNewest).ToListAsync(stop))
            older.GiveWay();
        var window = planned.Window;
        var isAll = window.Length == WindowLength.All;
        var computation = new WindowComputation(monitor, run.Id, window.Label, isAll ? null : window.Start, isAll ? null : window.End, Inputs(planned.RowsSha256, monitor, reference), db.Now);
        computation.Record(measured.Measures.Rows, measured.Measures.Labelled, Words.Key(measured.Measures.Verdict),
            measured.Measures.Judgements().Count(judged => judged.Judgement.Verdict is Verdict.Ok or Verdict.Warn or Verdict.Alert), planned.IsComplete, measured.Measures.ToJson(), measured.Profile.ToBytes(), measured.Profile.Sha256());
        db.Add(computation);
        work.Note("window.computed", monitor.Ref, string.Create(CultureInfo.InvariantCulture,
            $"{window.Label}: {computation.Rows:N0} rows, {computation.Verdict}{(planned.IsComplete ? "" : ", provisional")}, profile SHA-256 {computation.ProfileSha256[..12]}…"));
        await work.Commit(stop);
    }

    private ComputationInputs Inputs(string rows, Monitor monitor, FrozenReference reference) =>
        new(rows, reference.Sha256, monitor.DefinitionSha256, policy.Sha256, engine.Describe().Name);
}
