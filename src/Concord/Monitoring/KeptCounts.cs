using System.Security.Cryptography;
using Concord.Journal;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>
/// What is known of the segments of a monitor's log without reading them: the counts kept under one question. They hold the labels of the rows too, so the
/// files of labels that came late are part of the name they are kept under: a segment of a window whose labels changed is counted anew.
/// </summary>
/// <param name="question">Of <see cref="ProfileQuestion.Sha256"/>.</param>
internal sealed class KeptCounts(ConcordDb db, Monitor monitor, string question, IReadOnlyList<LogSegment> segments, IReadOnlyList<LabelsInWindow> labels)
{
    private sealed record Line(LogSegmentId Segment, string Window, string Key, long Rows, DateTimeOffset? First, DateTimeOffset? Last);

    private readonly Dictionary<LogSegmentId, LogSegment> byId = segments.ToDictionary(segment => segment.Id);
    private readonly ILookup<string, LabelSegment> labelsOf = labels.ToLookup(label => label.Window, label => label.Labels, StringComparer.Ordinal);
    private ILookup<LogSegmentId, Line> lines = Array.Empty<Line>().ToLookup(line => line.Segment);

    public async Task Load(CancellationToken stop) =>
        lines = (await Known().Select(kept => new Line(kept.SegmentId, kept.Window, kept.Question, kept.Rows, kept.First, kept.Last)).ToListAsync(stop)).ToLookup(line => line.Segment);

    /// <summary>Segments of which nobody knows how many rows they have in which window. Labels play no part in that.</summary>
    public IReadOnlyList<LogSegment> Fresh =>
        [.. segments.Where(segment => segment.HasRows && lines[segment.Id].DistinctBy(line => line.Window).Sum(line => line.Rows) != segment.Rows)];

    /// <summary>Segments whose rows are not all counted with the labels that are known now.</summary>
    public IReadOnlyList<LogSegment> Uncounted =>
        [.. segments.Where(segment => segment.HasRows && lines[segment.Id].Where(IsCurrent).Sum(line => line.Rows) != segment.Rows)];

    /// <summary>Rows by window and segment of all segments that are counted.</summary>
    /// <param name="place">What a segment's rows are called.</param>
    public IEnumerable<WindowRows> Rows(Func<LogSegment, string> place)
    {
        var fresh = Fresh.Select(segment => segment.Id).ToHashSet();
        return segments.Where(segment => !fresh.Contains(segment.Id)).SelectMany(segment => lines[segment.Id].DistinctBy(line => line.Window)
            .Select(line => new WindowRows(Window.Parse(line.Window)!.Value, place(segment), line.Rows, line.First, line.Last)));
    }

    public bool Has(LogSegmentId segment, string window) => lines[segment].Any(line => line.Window == window && IsCurrent(line));

    /// <summary>Whether rows of this window were deleted before this question was asked: then nobody can tell its counts any more.</summary>
    public bool IsLost(Window window) => segments.Any(segment => segment.ExpiredAt is not null
        && (lines[segment.Id].Any() ? lines[segment.Id].Any(line => line.Window == window.Label) && !Has(segment.Id, window.Label)
            : window.Length == WindowLength.All || (segment.First < window.End && segment.Last >= window.Start)));

    /// <summary>The counts of a window that are kept, by segment.</summary>
    public async Task<Dictionary<LogSegmentId, Profile>> Of(string window, CancellationToken stop) =>
        (await Known().Where(kept => kept.Window == window).Select(kept => new { kept.SegmentId, kept.Question, kept.Profile }).ToListAsync(stop))
            .Where(kept => kept.Question == Key(kept.SegmentId, window)).ToDictionary(kept => kept.SegmentId, kept => Profile.FromBytes(kept.Profile));

    /// <summary>Adds counts to what is kept; those of the same rows with fewer labels give way.</summary>
    public async Task Keep(LogSegmentId segment, Profile counts, CancellationToken stop)
    {
        if (Has(segment, counts.Window)) return;
        db.RemoveRange(await db.Set<SegmentProfile>().Where(kept => kept.MonitorId == monitor.Id && kept.SegmentId == segment && kept.Window == counts.Window && kept.Question.StartsWith(question)).ToListAsync(stop));
        db.Add(new SegmentProfile(monitor, segment, Key(segment, counts.Window), counts));
    }

    private IQueryable<SegmentProfile> Known() => db.Set<SegmentProfile>().AsNoTracking().Where(kept => kept.MonitorId == monitor.Id && kept.Question.StartsWith(question));

    private bool IsCurrent(Line line) => line.Key == Key(line.Segment, line.Window);

    /// <summary>What the counts of a segment in a window are kept under. A label that came after rows were deleted cannot be one of theirs.</summary>
    private string Key(LogSegmentId id, string window)
    {
        if (!byId.TryGetValue(id, out var segment)) return question;
        var files = labelsOf[window].Where(label => label.CanTouch(segment) && !(label.ReceivedAt > segment.ExpiredAt)).Select(label => label.Sha256).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) return question;
        var encoding = new CanonicalEncoding();
        foreach (var sha256 in files) encoding.Add(sha256);
        return $"{question}+{Convert.ToHexStringLower(SHA256.HashData(encoding.ToArray()))}";
    }
}

/// <summary>A file of labels that came late has some for predictions of this window.</summary>
internal sealed record LabelsInWindow(string Window, LabelSegment Labels);
