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
internal sealed class LogExpiry(ConcordDb db, DataLocation data)
{
    /// <param name="before">UTC; every segment whose last row is older goes as a whole.</param>
    public async Task<LogExpiryReceipt> Expire(string modelRef, DateTimeOffset before, Actor actor, CancellationToken stop)
    {
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleOrDefaultAsync(m => m.Ref == modelRef, stop) ?? throw Refusal.Missing("model", modelRef);
        actor.DemandPerson(Permission.EditMonitoring, model.UnitId);
        if (before > db.Now) throw new RuleViolation("EXPIRE-FUTURE", $"{before:yyyy-MM-dd} lies in the future. Name a day that has come: only rows before it are deleted.");
        var versions = model.Versions.Select(version => version.Id).ToList();
        await using var work = await db.Begin(actor, stop);
        var segments = await db.Set<LogSegment>().Where(segment => versions.Contains(segment.ModelVersionId) && segment.Path != "").OrderBy(segment => segment.Number).ToListAsync(stop);
        var due = segments.Where(segment => segment.HasRows && segment.Last < before).ToList();
        await DemandCounted(due, stop);
        foreach (var segment in due)
        {
            segment.Expire(before, db.Now);
            work.Note("log.expired", segment.Ref, string.Create(CultureInfo.InvariantCulture, $"{segment.Rows:N0} rows before {before:yyyy-MM-dd} deleted on schedule, file SHA-256 {segment.Sha256[..12]}…; counts and measures stay"));
        }
        if (due.Count > 0) await work.Commit(stop);

        // The record says it first: a file that is left behind by a power cut is found by verification and goes with the next call.
        foreach (var segment in segments.Where(segment => segment.ExpiredAt is not null)) Delete(data.Absolute(segment.Path));
        return new(model.Ref, before, due.Count, due.Sum(segment => segment.Rows), segments.Count(segment => segment.HasRows && segment.First < before));
    }

    private async Task DemandCounted(List<LogSegment> due, CancellationToken stop)
    {
        foreach (var ofVersion in due.GroupBy(segment => segment.ModelVersionId))
        {
            var monitor = await db.Set<Monitor>().AsNoTracking().Include(m => m.References).SingleOrDefaultAsync(m => m.ModelVersionId == ofVersion.Key, stop);
            var kept = monitor?.InForce is { Profile.Length: > 0 } reference
                ? new KeptCounts(db, monitor, ReferenceProfile.FromBytes(reference.Profile).Question(MonitorDefinition.Parse(monitor.Definition)).Sha256(), [.. ofVersion]) : null;
            if (kept is not null) await kept.Load(stop);
            if (kept is null || kept.Fresh.Count > 0)
                throw new RuleViolation("EXPIRE-UNCOUNTED", $"{(kept is null ? MeasureWords.Plural(ofVersion.Count(), "segment") : kept.Fresh[0].Ref)} of {monitor?.Ref ?? "a version without monitor"} was not counted against the reference in force, so nothing would be left of its rows. Run the monitor first: concord monitor run {monitor?.Ref}");
        }
    }

    private static void Delete(string file)
    {
        if (!File.Exists(file)) return;
        File.Delete(file);
        DurableFolder.Flush(Path.GetDirectoryName(file)!);
    }
}
