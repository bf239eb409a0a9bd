using Concord.Logs;
using Concord.Storage;

namespace Concord.Monitoring;

/// <summary>The log of one monitor, and what is known of it without reading it.</summary>
/// <param name="Segments">With a file, those whose rows were deleted on schedule among them.</param>
/// <param name="Labels">Files of labels that came late.</param>
internal sealed record MonitoredLog(MonitorDefinition Definition, ReferenceProfile Reference, IReadOnlyList<LogSegment> Segments, IReadOnlyList<LabelSegment> Labels, KeptCounts Kept)
{
    /// <summary>Labels that came late, by window of their prediction and file.</summary>
    public required IReadOnlyList<WindowRows> LateLabels { get; init; }
}

/// <summary>
/// Measures planned windows. Those of few rows, all still there, are read as a whole for exact figures; all others are added up from counts per segment, and
/// only rows nobody has counted are read.
/// </summary>
internal sealed class WindowMeasuring(ConcordDb db, IProfileEngine engine, Measurement measurement, DataLocation data)
{
    /// <summary>In place of an engine: no row was read.</summary>
    private const string KeptBefore = "counts kept by segment";

    /// <summary>What is known of the log of a monitor. Of files only those of late labels are read, for the windows they touch; of deleted ones that is remembered.</summary>
    public async Task<MonitoredLog> Open(Monitor monitor, ReferenceProfile reference, IReadOnlyList<LogSegment> segments, IReadOnlyList<LabelSegment> labels, CancellationToken stop)
    {
        var definition = MonitorDefinition.Parse(monitor.Definition);
        var touched = await LateLabels(definition, segments, labels, stop);
        var byPath = labels.ToDictionary(label => data.Absolute(label.Path), StringComparer.Ordinal);
        var kept = new KeptCounts(db, monitor, reference.Question(definition).Sha256(), segments, [.. touched.Select(rows => new LabelsInWindow(rows.Window.Label, byPath[rows.Path]))]);
        await kept.Load(stop);
        return new(definition, reference, segments, labels, kept) { LateLabels = touched };
    }

    /// <summary>Rows by window and file; only segments nobody has counted yet are read for it.</summary>
    public async Task<IReadOnlyList<WindowRows>> Rows(MonitoredLog log, CancellationToken stop)
    {
        List<WindowRows> rows = [.. log.Kept.Rows(segment => data.Absolute(segment.Path))];
        if (log.Kept.Fresh is { Count: > 0 } fresh)
        {
            using var reading = engine.Open(Parts(log, fresh));
            rows.AddRange(await reading.Windows(log.Definition.Window, stop));
        }
        return rows;
    }

    public async Task<IReadOnlyList<MeasuredWindow>> Measure(MonitoredLog log, ReferenceSample reference, MonitoringPolicy policy, IReadOnlyList<PlannedWindow> windows, Arrivals arrivals, CancellationToken stop)
    {
        var bySize = windows.ToLookup(window => Measurement.IsExact(reference.Profile, window.Rows, policy) && SegmentsOf(log, window).All(segment => segment.HasRows));
        var measured = new List<MeasuredWindow>();
        if (bySize[true].ToList() is { Count: > 0 } exact)
        {
            using var reading = engine.Open(Parts(log, exact.SelectMany(window => SegmentsOf(log, window)).DistinctBy(segment => segment.Id)));
            var counted = await measurement.MeasureExactly(log.Definition, policy, reference, reading, [.. exact.Select(window => window.Window)], arrivals, stop);
            measured.AddRange(counted.Select(window => window with { Engine = reading.Describe().Name }));
        }
        foreach (var some in bySize[false].Chunk(Measurement.WindowsAtOnce(reference.Profile))) measured.AddRange(await AddUp(log, reference, policy, some, arrivals, stop));
        return measured;
    }

    /// <summary>The segment a file is of.</summary>
    public LogSegment SegmentAt(MonitoredLog log, string path) => log.Segments.Single(segment => data.Absolute(segment.Path) == path);

    private async Task<IReadOnlyList<MeasuredWindow>> AddUp(MonitoredLog log, ReferenceSample reference, MonitoringPolicy policy, IReadOnlyList<PlannedWindow> windows, Arrivals arrivals, CancellationToken stop)
    {
        var question = reference.Profile.Question(log.Definition);
        var unknown = windows.SelectMany(window => SegmentsOf(log, window).Where(segment => !log.Kept.Has(segment.Id, window.Window.Label))).DistinctBy(segment => segment.Id).ToList();
        var (counted, engineUsed) = ((IReadOnlyList<PartProfile>)[], "");
        if (unknown.Count > 0)
        {
            using var reading = engine.Open(Parts(log, unknown));
            counted = await reading.Profiles(new(log.Definition.Window, [.. windows.Select(window => window.Window)]), question, rowsFollow: false, stop);
            engineUsed = reading.Describe().Name;
        }
        var measured = new List<MeasuredWindow>();
        foreach (var window in windows)
        {
            var known = await log.Kept.Of(window.Window.Label, stop);
            var fresh = counted.Where(part => part.Profile.Window == window.Window.Label && !known.ContainsKey(SegmentAt(log, part.Path).Id)).ToList();
            var counts = Profile.Sum([.. known.Values, .. fresh.Select(part => part.Profile)], question.Categorical);
            measured.Add(Measurement.OfCounts(log.Definition, policy, reference, counts, fresh, arrivals, rowsDeleted: SegmentsOf(log, window).Any(segment => !segment.HasRows))
                with { Engine = fresh.Count == 0 ? KeptBefore : known.Count == 0 ? engineUsed : $"{engineUsed}, {KeptBefore}" });
        }
        return measured;
    }

    private IEnumerable<LogSegment> SegmentsOf(MonitoredLog log, PlannedWindow window) => log.Segments.Where(segment => window.Paths.Contains(data.Absolute(segment.Path)));

    /// <summary>Labels that came late, by window of their prediction and file.</summary>
    public async Task<IReadOnlyList<WindowRows>> LateLabels(MonitorDefinition definition, IReadOnlyList<LogSegment> segments, IReadOnlyList<LabelSegment> labels, CancellationToken stop)
    {
        List<WindowRows> windows = [.. labels.SelectMany(label => label.Remembered(data.Absolute(label.Path)))];
        if (!labels.Any(label => label.HasLabels)) return windows;
        using var reading = engine.Open([.. segments.Select(segment => Part(segment, labels))]);
        windows.AddRange(await reading.LateLabels(definition.Window, stop));
        return windows;
    }

    private IReadOnlyList<LogPart> Parts(MonitoredLog log, IEnumerable<LogSegment> segments) => [.. segments.Select(segment => Part(segment, log.Labels))];

    private LogPart Part(LogSegment segment, IReadOnlyList<LabelSegment> labels) => segment.ToPart(data.Absolute(segment.Path)) with
    {
        LateLabels = [.. labels.Where(late => late.HasLabels && late.CanTouch(segment)).Select(late => data.Absolute(late.Path))],
    };
}
