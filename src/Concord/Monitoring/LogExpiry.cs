using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>What became of the rows of a model that were to be deleted.</summary>
/// <param name="Kept">Segments that begin before the date and end after it; they wait for a later date.</param>
internal sealed record LogExpiryReceipt(string Model, DateTimeOffset Before, int Segments, long Rows, int Kept);

/// <summary>
/// Deletes rows of prediction logs on schedule. Their counts stay, and so does all that was measured: a window can still be measured again from them, exactly
/// where a figure rests on counts, else within its bound. Rows nobody has counted yet are not deleted.
/// </summary>
internal sealed class LogExpiry(ConcordDb db, DataLocation data, WindowMeasuring measuring, InboxSealing sealing)
{
    /// <param name="before">UTC; every segment whose last row is older goes as a whole.</param>
    public async Task<LogExpiryReceipt> Expire(string modelRef, DateTimeOffset before, Actor actor, CancellationToken stop)
    {
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleOrDefaultAsync(m => m.Ref == modelRef, stop) ?? throw Refusal.Missing("model", modelRef);
        actor.DemandDuty(Permission.EditMonitoring, model.UnitId);
        if (before > db.Now) throw new RuleViolation("EXPIRE-FUTURE", $"{before:yyyy-MM-dd} lies in the future. Name a day that has come: only rows before it are deleted.");
        var versions = model.Versions.Select(version => version.Id).ToList();
        foreach (var version in versions) await sealing.Seal(version, stop); // What waits is older or newer than the day only once it is a segment.
        await using var work = await db.Begin(actor, stop);
        var segments = await db.Set<LogSegment>().Where(segment => versions.Contains(segment.ModelVersionId) && (segment.Path != "" || db.Set<SetAsideRows>().Any(beside => beside.SegmentId == segment.Id))).OrderBy(segment => segment.Number).ToListAsync(stop);
        var due = segments.Where(segment => segment.ExpiredAt is null && segment.Last < before).ToList();
        foreach (var ofVersion in due.Where(segment => segment.HasRows).GroupBy(segment => segment.ModelVersionId)) await DemandCounted(ofVersion.Key, [.. ofVersion], stop);
        foreach (var segment in due)
        {
            segment.Expire(before, db.Now);
            work.Note("log.expired", segment.Ref, segment.Path.Length == 0 ? $"rows before {before:yyyy-MM-dd} that had been set aside deleted on schedule"
                : string.Create(CultureInfo.InvariantCulture, $"{segment.Rows:N0} rows before {before:yyyy-MM-dd} deleted on schedule, file SHA-256 {segment.Sha256[..12]}…; counts and measures stay"));
        }
        if (due.Count > 0) await work.Commit(stop);

        // The record says it first: a file that is left behind by a power cut is found by verification and goes with the next call.
        await Delete([.. segments.Where(segment => segment.ExpiredAt is not null)], stop);
        return new(model.Ref, before, due.Count, due.Sum(segment => segment.Rows), segments.Count(segment => segment.HasRows && segment.First < before));
    }

    /// <summary>With the labels that are known now: one that came since the last run is in no counts yet.</summary>
    private async Task DemandCounted(ModelVersionId version, IReadOnlyList<LogSegment> due, CancellationToken stop)
    {
        var monitor = await db.Set<Monitor>().AsNoTracking().Include(m => m.References).SingleOrDefaultAsync(m => m.ModelVersionId == version, stop);
        if (monitor?.InForce is not { Profile.Length: > 0 } reference) throw Uncounted(MeasureWords.Plural(due.Count, "segment"), monitor?.Ref);
        var labels = await db.Set<LabelSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == version && segment.Path != "").ToListAsync(stop);
        var log = await measuring.Open(monitor, ReferenceProfile.FromBytes(reference.Profile), due, labels, stop);
        if (log.Kept.Uncounted is [var first, ..]) throw Uncounted(first.Ref, monitor.Ref);
    }

    private static RuleViolation Uncounted(string what, string? monitor) => new("EXPIRE-UNCOUNTED", monitor is null
        ? $"{what} of a version without monitor were never counted, so nothing would be left of their rows. Define a monitor and run it first."
        : $"{what} of {monitor} was not counted against the reference in force with the labels that are in, so something of its rows would be lost. Run the monitor first: concord monitor run {monitor}");

    /// <summary>The rows, and those that contradicted them and were kept beside; the list of received batches stays, for it holds no rows.</summary>
    private async Task Delete(IReadOnlyList<LogSegment> expired, CancellationToken stop)
    {
        var ids = expired.Select(segment => segment.Id).ToList();
        var beside = await db.Set<SetAsideRows>().AsNoTracking().Where(rows => ids.Contains(rows.SegmentId)).Select(rows => rows.Path).ToListAsync(stop);
        foreach (var file in expired.Select(segment => segment.Path).Where(path => path.Length > 0).Concat(beside).Select(data.Absolute).Where(File.Exists))
        {
            File.Delete(file);
            DurableFolder.Flush(Path.GetDirectoryName(file)!);
        }
    }
}
