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
        DemandFiles([.. segments.Where(segment => segment.HasRows).Select(segment => (segment.Ref, segment.Path)), (reference.Ref, reference.Path)]);
        var definition = MonitorDefinition.Parse(monitor.Definition);
        var sample = await Sample(monitor, reference, definition, stop);
        var job = new Job(monitor, reference, run, definition, sample, segments, actor);
        var kept = new KeptCounts(db, monitor, sample.Profile.Question(definition).Sha256(), segments);
        await kept.Load(stop);
        var plan = await Plan(job, kept, stop);
        await Complete(plan.NowComplete, monitor, actor, stop);
        foreach (var windows in plan.ToCompute.Chunk(WindowsAtOnce))
        {
            await alive(stop);
            var measured = await Measure(job, kept, windows, stop);
            foreach (var window in windows)
                await Keep(job, kept, window, measured.Single(result => result.Window.Equals(window.Window)), stop);
        }
        return (plan.ToCompute.Count, plan.Unchanged);
    }

    /// <summary>What one run works on.</summary>
    private sealed record Job(Monitor Monitor, FrozenReference Reference, MonitorRun Run, MonitorDefinition Definition, ReferenceSample Sample, IReadOnlyList<LogSegment> Segments, Actor Actor);

    private Task<ReferenceSample> Sample(Monitor monitor, FrozenReference reference, MonitorDefinition definition, CancellationToken stop)
    {
        LogPart[] log = [new(data.Absolute(reference.Path), LogSchema.FromJson(reference.Schema))];
        return samples.Get(reference.Sha256, monitor.DefinitionSha256, () => measurement.Freeze(definition, log, stop));
    }

    /// <summary>The engine would say it too, but with a path of this computer and without the batch.</summary>
    private void DemandFiles(IEnumerable<(string Ref, string Path)> files)
    {
        if (files.FirstOrDefault(file => !File.Exists(data.Absolute(file.Path))) is { Ref: { } missing })
            throw new RuleViolation("RUN-FILE-MISSING", $"The file of {missing} is not in the data folder. Restore it from a backup; concord journal verify names every file that is missing or changed.");
    }

    /// <summary>Only segments nobody has counted yet are read to know their windows.</summary>
    private async Task<WindowPlan> Plan(Job job, KeptCounts kept, CancellationToken stop)
    {
        var monitor = job.Monitor;
        List<WindowRows> rows = [.. kept.Rows(segment => data.Absolute(segment.Path))];
        if (kept.Fresh is { Count: > 0 } fresh)
        {
            using var reading = engine.Open(Parts(fresh));
            rows.AddRange(await reading.Windows(job.Definition.Window, stop));
        }

        // Segments handed in complete but without new rows have no file, yet they complete windows.
        var declared = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Complete && segment.Path == "").ToListAsync(stop);
        var manifest = job.Segments.Select(segment => (Path: data.Absolute(segment.Path), segment)).Concat(declared.Select(segment => (Path: segment.Ref, segment)))
            .ToDictionary(pair => pair.Path, pair => pair.segment, StringComparer.Ordinal);
        var computed = await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor.Id && window.IsNewest).ToListAsync(stop);
        return WindowPlan.Of(monitor, [.. rows.Where(row => !kept.IsLost(row.Window))], manifest, computed, Inputs("", monitor, job.Reference), db.Now);
    }

    /// <summary>Windows of few rows, all still there, are read as a whole for exact figures. All others are added up from counts, and only rows nobody has counted are read.</summary>
    private async Task<IReadOnlyList<MeasuredWindow>> Measure(Job job, KeptCounts kept, PlannedWindow[] windows, CancellationToken stop)
    {
        var bySize = windows.ToLookup(window => Measurement.IsExact(job.Sample.Profile, window.Rows, policy) && !SegmentsOf(job, window).Any(segment => segment.ExpiredAt is not null));
        var measured = new List<MeasuredWindow>();
        if (bySize[true].ToArray() is { Length: > 0 } exact)
        {
            using var reading = engine.Open(Parts(exact.SelectMany(window => SegmentsOf(job, window)).DistinctBy(segment => segment.Id)));
            measured.AddRange(await measurement.Measure(job.Definition, policy, job.Sample, reading, new(job.Definition.Window, [.. exact.Select(window => window.Window)]), stop));
        }
        foreach (var window in bySize[false]) measured.Add(await AddUp(job, kept, window, stop));
        return measured;
    }

    private async Task<MeasuredWindow> AddUp(Job job, KeptCounts kept, PlannedWindow window, CancellationToken stop)
    {
        var question = job.Sample.Profile.Question(job.Definition);
        var known = await kept.Of(window.Window.Label, stop);
        var unknown = SegmentsOf(job, window).Where(segment => !known.ContainsKey(segment.Id)).ToList();
        IReadOnlyList<PartProfile> counted = [];
        if (unknown.Count > 0)
        {
            using var reading = engine.Open(Parts(unknown));
            counted = await reading.Profiles(new(job.Definition.Window, [window.Window]), question, rowsFollow: false, stop);
        }
        var counts = Profile.Sum([.. known.Values, .. counted.Select(part => part.Profile)], question.Categorical);
        return Measurement.OfCounts(job.Definition, policy, job.Sample.Profile, counts, counted);
    }

    private IEnumerable<LogSegment> SegmentsOf(Job job, PlannedWindow window) => job.Segments.Where(segment => window.Paths.Contains(data.Absolute(segment.Path)));

    private IReadOnlyList<LogPart> Parts(IEnumerable<LogSegment> segments) => [.. segments.Select(segment => new LogPart(data.Absolute(segment.Path), LogSchema.FromJson(segment.Schema)))];

    private async Task Complete(IReadOnlyList<WindowComputation> windows, Monitor monitor, Actor actor, CancellationToken stop)
    {
        if (windows.Count == 0) return;
        await using var work = await db.Begin(actor, stop);
        var ids = windows.Select(window => window.Id).ToList();
        foreach (var window in await db.Set<WindowComputation>().Where(window => ids.Contains(window.Id)).ToListAsync(stop)) window.BecomeComplete();
        work.Note("windows.completed", monitor.Ref, string.Join(", ", windows.Select(window => window.Window)));
        await work.Commit(stop);
    }

    private async Task Keep(Job job, KeptCounts kept, PlannedWindow planned, MeasuredWindow measured, CancellationToken stop)
    {
        var (monitor, actor) = (job.Monitor, job.Actor);
        await using var work = await db.Begin(actor, stop);
        foreach (var older in await db.Set<WindowComputation>().Where(window => window.MonitorId == monitor.Id && window.Window == planned.Window.Label && window.IsNewest).ToListAsync(stop))
            older.GiveWay();
        var window = planned.Window;
        var isAll = window.Length == WindowLength.All;
        var computation = new WindowComputation(monitor, job.Run.Id, window.Label, isAll ? null : window.Start, isAll ? null : window.End, Inputs(planned.RowsSha256, monitor, job.Reference), db.Now);
        computation.Record(measured.Measures.Rows, measured.Measures.Labelled, Words.Key(measured.Measures.Verdict),
            measured.Measures.Judgements().Count(judged => judged.Judgement.Verdict is Verdict.Ok or Verdict.Warn or Verdict.Alert), planned.IsComplete, measured.Measures.ToJson(), measured.Profile.ToBytes(), measured.Profile.Sha256());
        db.Add(computation);
        foreach (var part in measured.Parts)
        {
            var segment = job.Segments.Single(known => data.Absolute(known.Path) == part.Path).Id;
            if (!kept.Has(segment, window.Label)) db.Add(new SegmentProfile(monitor, segment, part.Profile));
        }
        work.Note("window.computed", monitor.Ref, string.Create(CultureInfo.InvariantCulture,
            $"{window.Label}: {computation.Rows:N0} rows, {computation.Verdict}{(planned.IsComplete ? "" : ", provisional")}, profile SHA-256 {computation.ProfileSha256[..12]}…"));
        await work.Commit(stop);
    }

    private ComputationInputs Inputs(string rows, Monitor monitor, FrozenReference reference) =>
        new(rows, reference.Sha256, monitor.DefinitionSha256, policy.Sha256, engine.Describe().Name);
}
