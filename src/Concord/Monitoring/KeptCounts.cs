using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>
/// What is known of the segments of a monitor's log without reading them: the counts kept under one question. A segment nobody has counted yet is fresh.
/// </summary>
internal sealed class KeptCounts(ConcordDb db, Monitor monitor, string question, IReadOnlyList<LogSegment> segments)
{
    private sealed record Line(LogSegmentId Segment, string Window, long Rows, DateTimeOffset? First, DateTimeOffset? Last);

    private IReadOnlyList<Line> lines = [];

    public async Task Load(CancellationToken stop) =>
        lines = await db.Set<SegmentProfile>().AsNoTracking().Where(kept => kept.MonitorId == monitor.Id && kept.Question == question)
            .Select(kept => new Line(kept.SegmentId, kept.Window, kept.Rows, kept.First, kept.Last)).ToListAsync(stop);

    /// <summary>Segments with rows that are not all counted.</summary>
    public IReadOnlyList<LogSegment> Fresh
    {
        get
        {
            var counted = lines.GroupBy(line => line.Segment).ToDictionary(line => line.Key, line => line.Sum(one => one.Rows));
            return [.. segments.Where(segment => segment.HasRows && counted.GetValueOrDefault(segment.Id) != segment.Rows)];
        }
    }

    /// <summary>Rows by window and segment of all segments that are counted.</summary>
    /// <param name="place">What a segment's rows are called.</param>
    public IEnumerable<WindowRows> Rows(Func<LogSegment, string> place)
    {
        var fresh = Fresh.Select(segment => segment.Id).ToHashSet();
        return lines.Where(line => !fresh.Contains(line.Segment)).Select(line => new WindowRows(Window.Parse(line.Window)!.Value, place(segments.First(segment => segment.Id == line.Segment)), line.Rows, line.First, line.Last));
    }

    public bool Has(LogSegmentId segment, string window) => lines.Any(line => line.Segment == segment && line.Window == window);

    /// <summary>Whether rows of this window were deleted before this question was asked: then nobody can tell its counts any more.</summary>
    public bool IsLost(Window window) => segments.Any(segment => segment.ExpiredAt is not null && !lines.Any(line => line.Segment == segment.Id)
        && (window.Length == WindowLength.All || (segment.First < window.End && segment.Last >= window.Start)));

    /// <summary>The counts of a window that are kept, by segment.</summary>
    public async Task<Dictionary<LogSegmentId, Profile>> Of(string window, CancellationToken stop) =>
        (await db.Set<SegmentProfile>().AsNoTracking().Where(kept => kept.MonitorId == monitor.Id && kept.Question == question && kept.Window == window)
            .Select(kept => new { kept.SegmentId, kept.Profile }).ToListAsync(stop)).ToDictionary(kept => kept.SegmentId, kept => Profile.FromBytes(kept.Profile));
}
