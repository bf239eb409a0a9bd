using Concord.Foundation;
using Concord.Logs;
using Concord.Logs.Inbox;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>Rows that were acknowledged and could not be stored beside what is there.</summary>
/// <param name="Rows">All of them; only the first are shown.</param>
internal sealed record SetAsideLine(string Segment, DateTimeOffset At, long Rows, IReadOnlyList<SetAsideRow> First);

/// <param name="Differs">The columns in which it differs from the stored prediction.</param>
internal sealed record SetAsideRow(string Prediction, IReadOnlyList<string> Differs);

/// <param name="Waiting">Rows acknowledged and not yet in a segment.</param>
internal sealed record InboxState(long Waiting, DateTimeOffset? Oldest, long SetAsideTotal, IReadOnlyList<SetAsideLine> SetAside);

/// <summary>What waits in the inbox of a monitor's model, and what was set aside when it was sealed.</summary>
internal sealed class InboxViews(ConcordDb db, LogInbox inbox, DataLocation data)
{
    private const int SegmentsShown = 10;
    private const int RowsShown = 5;

    public async Task<InboxState> OfMonitor(string monitorRef, CancellationToken stop)
    {
        var version = await db.Set<Monitor>().AsNoTracking().Where(monitor => monitor.Ref == monitorRef).Select(monitor => (Inventory.ModelVersionId?)monitor.ModelVersionId).SingleOrDefaultAsync(stop)
            ?? throw Refusal.Missing("monitor", monitorRef);
        var all = db.Set<SetAsideRows>().AsNoTracking().Where(rows => rows.ModelVersionId == version);
        var newest = await all.OrderByDescending(rows => rows.At).Take(SegmentsShown)
            .Select(rows => new { rows.At, rows.Rows, rows.Path, rows.Schema, Segment = db.Set<LogSegment>().Where(segment => segment.Id == rows.SegmentId).Select(segment => segment.Ref).Single() }).ToListAsync(stop);
        var waiting = inbox.Waiting.SingleOrDefault(known => known.Version == version.Value);
        return new(waiting?.Rows ?? 0, waiting is null ? null : DateTimeOffset.UnixEpoch.AddTicks(waiting.Oldest * TimeSpan.TicksPerMicrosecond), await all.SumAsync(rows => rows.Rows, stop),
            [.. newest.Select(rows => new SetAsideLine(rows.Segment, rows.At, rows.Rows, First(rows.Path, LogSchema.FromJson(rows.Schema))))]);
    }

    private List<SetAsideRow> First(string path, LogSchema schema)
    {
        var file = data.Absolute(path);
        if (!File.Exists(file)) return []; // Journal verification names a file that is missing.
        var names = schema.Columns.ToDictionary(column => column.Name, column => column.Source, StringComparer.Ordinal);
        return [.. SegmentFiles.SetAside(file, RowsShown).Select(row => new SetAsideRow(row.Prediction, [.. row.Why.Split(',').Select(name => names.GetValueOrDefault(name, name))]))];
    }
}
