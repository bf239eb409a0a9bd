using System.Globalization;
using Concord.Foundation;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>What a run computed.</summary>
/// <param name="Judged">Windows whose figures stood and were judged by a new policy, without reading a row.</param>
/// <param name="Lost">Windows that need new figures and keep the old ones, because rows of theirs were deleted on schedule before they were counted this way.</param>
internal sealed record ComputedWindows(int Computed, int Judged, int Unchanged, int Lost);

/// <summary>Computes the windows of a monitor that need it and keeps each computation with what it rests on.</summary>
internal sealed class WindowComputing(ConcordDb db, IProfileEngine engine, Measurement measurement, WindowMeasuring measuring, FrozenSamples samples, DataLocation data)
{
    /// <summary>So many windows are measured in one pass over the log; after each pass they are on record.</summary>
    private const int WindowsAtOnce = 24;

    /// <param name="alive">Called between passes: the run still works.</param>
    public async Task<ComputedWindows> Compute(Monitor monitor, FrozenReference reference, MonitorRun run, MonitoringPolicy policy, Actor actor, Func<CancellationToken, Task> alive, CancellationToken stop)
    {
        var segments = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Path != "").ToListAsync(stop);
        if (segments.Count == 0) return new(0, 0, 0, 0);
        var labels = await db.Set<LabelSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Path != "").ToListAsync(stop);
        DemandFiles([.. segments.Where(segment => segment.HasRows).Select(segment => (segment.Ref, segment.Path)), .. labels.Where(segment => segment.HasLabels).Select(segment => (segment.Ref, segment.Path)), (reference.Ref, reference.Path)]);
        var log = await measuring.Open(monitor, await Frozen(monitor, reference, stop), segments, labels, stop);
        var job = new Job(monitor, run, log, policy, Inputs(monitor, reference, policy), actor);
        var computed = await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor.Id && window.IsNewest).ToListAsync(stop);
        var plan = await Plan(job, computed, alive, stop);
        var (toCompute, standing) = (plan.ToCompute.ToList(), new List<StandingFigures>());
        foreach (var one in plan.ToJudge.Concat(plan.NowComplete))
        {
            if (await JudgeAgain(job, one, plan.Arrivals, stop)) standing.Add(one);
            else toCompute.Add(one.Planned);
        }
        var lost = await JudgeLost(job, computed, stop);
        var judged = standing.Count(one => one.Last.PolicySha256 != job.Inputs.PolicySha256);
        var counted = new ComputedWindows(toCompute.Count, judged, plan.Unchanged + standing.Count - judged, lost);
        if (toCompute.Count == 0) return counted;
        using var sample = await Count(monitor, reference, policy.Samples.ExactRows, stop) with { Profile = log.Reference };
        foreach (var windows in toCompute.Chunk(WindowsAtOnce))
        {
            await alive(stop);
            var measured = await KeepAlive(measuring.Measure(log, sample, policy, windows, plan.Arrivals, stop), alive, stop);
            foreach (var window in windows) await Keep(job, window, measured.Single(result => result.Window.Equals(window.Window)), stop);
        }
        return counted;
    }

    /// <summary>What one run works on.</summary>
    private sealed record Job(Monitor Monitor, MonitorRun Run, MonitoredLog Log, MonitoringPolicy Policy, ComputationInputs Inputs, Actor Actor);

    /// <summary>How windows are counted to be compared with the reference, as it was frozen with it.</summary>
    private async Task<ReferenceProfile> Frozen(Monitor monitor, FrozenReference reference, CancellationToken stop) =>
        reference.Profile.Length > 0 ? ReferenceProfile.FromBytes(reference.Profile) : (await Count(monitor, reference, exactRows: 0, stop)).Profile;

    private Task<ReferenceSample> Count(Monitor monitor, FrozenReference reference, long exactRows, CancellationToken stop) => samples.Get(reference.Sha256, monitor.DefinitionSha256,
        () => measurement.Freeze(MonitorDefinition.Parse(monitor.Definition), [new(data.Absolute(reference.Path), LogSchema.FromJson(reference.Schema))], exactRows, stop));

    /// <summary>
    /// Figures that stand, without reading a row: under another policy, or because all rows are in by now. The second is news even with the figures it
    /// had, for before it raised nothing. False: they were kept without what a verdict needs, and must be measured anew.
    /// </summary>
    private async Task<bool> JudgeAgain(Job job, StandingFigures standing, Arrivals arrivals, CancellationToken stop)
    {
        var (planned, last) = standing;
        if (Judge(last, job, figures => planned.IsComplete && !last.IsComplete ? arrivals.Complete(figures, planned.Window, job.Log.Definition) : figures) is not { } judged) return false;
        await Keep(job, planned, job.Inputs with { RowsSha256 = planned.RowsSha256, Engine = last.Engine }, judged, last, stop);
        return true;
    }

    /// <summary>Windows nobody can measure any more keep the figures they have, which a new policy judges all the same.</summary>
    private async Task<int> JudgeLost(Job job, IReadOnlyList<WindowComputation> computed, CancellationToken stop)
    {
        var lost = computed.Select(last => (Window: Window.Parse(last.Window)!.Value, Last: last)).Where(one => job.Log.Kept.IsLost(one.Window)).ToList();
        foreach (var (window, last) in lost.Where(one => one.Last.PolicySha256 != job.Inputs.PolicySha256))
        {
            if (Judge(last, job, figures => figures) is not { } judged) continue;
            var inputs = new ComputationInputs(last.RowsSha256, last.ReferenceSha256, last.DefinitionSha256, job.Inputs.PolicySha256, last.Engine);
            await Keep(job, new(window, last.RowsSha256, last.IsComplete, last.Rows, new HashSet<string>()), inputs, judged, last, stop);
        }
        return lost.Count;
    }

    /// <summary>Null: the figures were kept without what a verdict needs.</summary>
    private static WindowMeasurement? Judge(WindowComputation last, Job job, Func<WindowMeasurement, WindowMeasurement> asKnownNow)
    {
        var figures = WindowMeasurement.FromJson(last.Measures);
        if (!WindowVerdicts.CanJudge(figures, job.Policy)) return null;
        var judged = WindowVerdicts.Judge(asKnownNow(figures), job.Policy);
        return last.PolicySha256 == job.Inputs.PolicySha256 ? judged : judged with { JudgedBy = judged.JudgedBy! with { FiguresOf = figures.JudgedBy?.FiguresOf ?? last.ComputedAt } };
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

    private async Task<WindowPlan> Plan(Job job, IReadOnlyList<WindowComputation> computed, Func<CancellationToken, Task> alive, CancellationToken stop)
    {
        var (monitor, log) = (job.Monitor, job.Log);
        // Segments handed in complete but without new rows have no file, yet they complete windows.
        var declared = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == monitor.ModelVersionId && segment.Complete && segment.Path == "").ToListAsync(stop);
        var files = log.Segments.Select(segment => (segment.Path, segment.Sha256)).Concat(log.Labels.Select(segment => (segment.Path, segment.Sha256)))
            .ToDictionary(file => data.Absolute(file.Path), file => file.Sha256, StringComparer.Ordinal);
        var rows = (await KeepAlive(measuring.Rows(log, stop), alive, stop)).ToLookup(row => log.Kept.IsLost(row.Window));
        return WindowPlan.Of(monitor, new([.. rows[false]], [.. rows[true]], log.LateLabels, files, [.. log.Segments.Where(segment => segment.Complete), .. declared]), computed, job.Inputs, db.Now);
    }

    private Task Keep(Job job, PlannedWindow planned, MeasuredWindow measured, CancellationToken stop) =>
        Keep(job, planned, job.Inputs with { RowsSha256 = planned.RowsSha256, Engine = measured.Engine }, measured.Measures, (measured.Profile.ToBytes(), measured.Profile.Sha256()), measured.Parts, "window.computed", "", stop);

    private Task Keep(Job job, PlannedWindow planned, ComputationInputs inputs, WindowMeasurement judged, WindowComputation last, CancellationToken stop)
    {
        var (act, told) = last.PolicySha256 == inputs.PolicySha256 ? ("window.completed", ", all rows are in")
            : ("window.judged", string.Create(CultureInfo.InvariantCulture, $", figures of {judged.JudgedBy!.FiguresOf:yyyy-MM-dd HH:mm} judged by policy {job.Policy.Version}"));
        return Keep(job, planned, inputs, judged, (last.Profile, last.ProfileSha256), [], act, told, stop);
    }

    /// <param name="parts">What was counted just now, to be kept by segment.</param>
    private async Task Keep(
        Job job, PlannedWindow planned, ComputationInputs inputs, WindowMeasurement measures, (byte[] Bytes, string Sha256) profile, IReadOnlyList<PartProfile> parts, string act, string told, CancellationToken stop)
    {
        var (monitor, window) = (job.Monitor, planned.Window);
        await using var work = await db.Begin(job.Actor, stop);
        foreach (var older in await db.Set<WindowComputation>().Where(one => one.MonitorId == monitor.Id && one.Window == window.Label && one.IsNewest).ToListAsync(stop))
            older.GiveWay();
        var isAll = window.Length == WindowLength.All;
        var computation = new WindowComputation(monitor, job.Run.Id, window.Label, isAll ? null : window.Start, isAll ? null : window.End, inputs, db.Now);
        computation.Record(measures.Rows, measures.Labelled, Words.Key(measures.Verdict),
            measures.Judgements().Count(judged => judged.Judgement.Verdict is Verdict.Ok or Verdict.Warn or Verdict.Alert), planned.IsComplete, measures.ToJson(), profile.Bytes, profile.Sha256);
        db.Add(computation);
        foreach (var part in parts) await job.Log.Kept.Keep(measuring.SegmentAt(job.Log, part.Path).Id, part.Profile, stop);
        work.Note(act, monitor.Ref, string.Create(CultureInfo.InvariantCulture,
            $"{window.Label}: {computation.Rows:N0} rows, {computation.Verdict}{(planned.IsComplete ? "" : ", provisional")}{told}, profile SHA-256 {computation.ProfileSha256[..12]}…"));
        await work.Commit(stop);
    }

    private ComputationInputs Inputs(Monitor monitor, FrozenReference reference, MonitoringPolicy policy) =>
        new("", reference.Sha256, monitor.DefinitionSha256, policy.Sha256, engine.Describe().Name);
}
