using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>What somebody wants to be rid of.</summary>
/// <param name="Before">UTC; every segment whose last row is older goes as a whole.</param>
/// <param name="Seen">Rows the person saw that would go; with another number nothing is deleted. Null: nobody looked.</param>
internal sealed record RowsToExpire(DateTimeOffset Before, long? Seen = null);

/// <summary>What became of the rows of a model that were to be deleted.</summary>
/// <param name="Kept">Segments that begin before the date and end after it; they wait for a later date.</param>
/// <param name="Labels">Labels that came late and were deleted, because no row they can belong to is left.</param>
internal sealed record LogExpiryReceipt(string Model, DateTimeOffset Before, int Segments, long Rows, int Kept, long Labels)
{
    /// <summary>Why copies of deleted rows may be left in the cluster, and what to do; null where the servers were told to delete them, or there is no cluster.</summary>
    public string? CopiesLeft { get; init; }
}

/// <summary>A window that would lose rows.</summary>
/// <param name="Rows">That would be deleted.</param>
/// <param name="Counted">Rows of the whole window, as measured last.</param>
/// <param name="WithoutOutcome">Of the whole window. Labels that come for rows which are gone are refused.</param>
internal sealed record ExpiringWindow(string Monitor, string Version, string Window, long Rows, long Counted, long WithoutOutcome);

/// <summary>What would be deleted; nothing was.</summary>
/// <param name="Labels">Labels that came late and would be deleted, because no row they can belong to would be left.</param>
/// <param name="LabelsKept">Labels in files that have some for rows that would go and can have some for rows that stay: these files stay whole until then.</param>
internal sealed record LogExpiryPreview(string Model, DateTimeOffset Before, int Segments, long Rows, int Kept, long Labels, long LabelsKept, IReadOnlyList<ExpiringWindow> Windows);

/// <summary>
/// Deletes rows of prediction logs on schedule, with the labels that came later. Their counts stay, and so does all that was measured: a window can still be measured again from them, exactly
/// where a figure rests on counts, else within its bound. Rows nobody has counted yet are not deleted.
/// </summary>
internal sealed class LogExpiry(ConcordDb db, DataLocation data, WindowMeasuring measuring, IProfileEngine engine, InboxSealing sealing)
{
    /// <summary>What <see cref="Expire"/> would delete, or refuse. Rows that wait in the inbox are in no segment yet and are not among it.</summary>
    public async Task<LogExpiryPreview> Preview(string modelRef, DateTimeOffset before, Actor actor, CancellationToken stop)
    {
        var model = await Of(modelRef, stop);
        actor.Demand(Permission.EditMonitoring, model.UnitId);
        DemandPast(before);
        var segments = await Held(model).AsNoTracking().ToListAsync(stop);
        var due = Due(segments, before);
        var labels = await Labels(model).AsNoTracking().ToListAsync(stop);
        DemandFiles(labels);
        var gone = LeftOver(labels, segments, due);
        return new(model.Ref, before, due.Count, due.Sum(segment => segment.Rows), Kept(segments, before), gone.Sum(label => label.Labels),
            labels.Except(gone).Where(label => label.HasLabels && Of(label, due).Any(label.CanTouch)).Sum(label => label.Labels), await Windows(model, due, before, stop));
    }

    public async Task<LogExpiryReceipt> Expire(string modelRef, RowsToExpire what, Actor actor, CancellationToken stop)
    {
        var model = await Of(modelRef, stop);
        actor.DemandDuty(Permission.EditMonitoring, model.UnitId);
        var before = what.Before;
        DemandPast(before);
        StagingFolder.RemoveAbandoned(data); // Rows that a killed import left are rows too.
        foreach (var version in model.Versions) await sealing.Seal(version.Id, stop); // What waits is older or newer than the day only once it is a segment.
        await using var work = await db.Begin(actor, stop);
        var segments = await Held(model).ToListAsync(stop);
        var due = Due(segments, before);
        var rows = due.Sum(segment => segment.Rows);
        if (due.Count > 0 && what.Seen is { } seen && seen != rows) // The same act sent twice finds nothing to do and loses nothing.
            throw new RuleViolation("EXPIRE-CHANGED", string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows of {model.Ref} would go now, you saw {seen:N0}; nothing was deleted. Look again at what would go, then repeat it."));
        var labels = await Labels(model).ToListAsync(stop);
        DemandFiles(labels);
        await Windows(model, due, before, stop);
        foreach (var segment in due)
        {
            segment.Expire(before, db.Now);
            work.Note("log.expired", segment.Ref, segment.Path.Length == 0 ? $"rows before {before:yyyy-MM-dd} that had been set aside deleted on schedule"
                : string.Create(CultureInfo.InvariantCulture, $"{segment.Rows:N0} rows before {before:yyyy-MM-dd} deleted on schedule, file SHA-256 {segment.Sha256[..12]}…; counts and measures stay"));
        }
        var gone = LeftOver(labels, segments, []);
        foreach (var label in gone)
        {
            label.Expire(Staying(label, segments, []), await WindowsOf(label, segments, stop), db.Now);
            work.Note("labels.expired", label.Ref, string.Create(CultureInfo.InvariantCulture, $"{label.Labels:N0} labels of rows that were deleted on schedule deleted with them, file SHA-256 {label.Sha256[..12]}…; counts and measures stay"));
        }
        if (due.Count + gone.Count > 0) await work.Commit(stop);

        // The record says it first: a file that is left behind by a power cut is found by verification and goes with the next call.
        List<LogSegment> expired = [.. segments.Where(segment => segment.ExpiredAt is not null)];
        await Delete(expired, [.. labels.Where(label => label.ExpiredAt is not null)], stop);
        return new(model.Ref, before, due.Count, rows, Kept(segments, before), gone.Sum(label => label.Labels)) { CopiesLeft = await Forget(expired, stop) };
    }

    /// <summary>What is deleted is deleted, whether a server answers or not; each call goes over the copies of all deleted rows once more.</summary>
    private async Task<string?> Forget(IEnumerable<LogSegment> expired, CancellationToken stop)
    {
        try
        {
            await engine.Forget([.. expired.Where(segment => segment.Path.Length > 0).Select(segment => segment.ToPart(data.Absolute(segment.Path)))], stop);
            return null;
        }
        catch (RuleViolation unanswered)
        {
            return $"The rows are deleted here, but copies of them may be left in the cluster: {unanswered.Message} Then delete once more up to the same day (concord log expire): the copies of all deleted rows are deleted with it.";
        }
    }

    private async Task<Model> Of(string modelRef, CancellationToken stop) =>
        await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleOrDefaultAsync(m => m.Ref == modelRef, stop) ?? throw Refusal.Missing("model", modelRef);

    private void DemandPast(DateTimeOffset before)
    {
        if (before > db.Now) throw new RuleViolation("EXPIRE-FUTURE", $"{before:yyyy-MM-dd} lies in the future. Name a day that has come: only rows before it are deleted.");
    }

    private IQueryable<LogSegment> Held(Model model)
    {
        var versions = model.Versions.Select(version => version.Id).ToList();
        return db.Set<LogSegment>().Where(segment => versions.Contains(segment.ModelVersionId) && (segment.Path != "" || db.Set<SetAsideRows>().Any(beside => beside.SegmentId == segment.Id))).OrderBy(segment => segment.Number);
    }

    private IQueryable<LabelSegment> Labels(Model model)
    {
        var versions = model.Versions.Select(version => version.Id).ToList();
        return db.Set<LabelSegment>().Where(label => versions.Contains(label.ModelVersionId) && label.Path != "").OrderBy(label => label.Number);
    }

    /// <summary>Labels whose rows are all gone, those included that were left over when rows went without their labels.</summary>
    private static List<LabelSegment> LeftOver(IEnumerable<LabelSegment> labels, IReadOnlyList<LogSegment> segments, IReadOnlyList<LogSegment> due) =>
        [.. labels.Where(label => label.IsLeftOver(Staying(label, segments, due)))];

    private static IEnumerable<LogSegment> Staying(LabelSegment label, IEnumerable<LogSegment> segments, IEnumerable<LogSegment> due) => Of(label, segments).Where(segment => segment.HasRows).Except(due);

    private static IEnumerable<LogSegment> Of(LabelSegment label, IEnumerable<LogSegment> segments) => segments.Where(segment => segment.ModelVersionId == label.ModelVersionId);

    /// <summary>What is counted of a window needs the labels that came later for it.</summary>
    private void DemandFiles(IEnumerable<LabelSegment> labels)
    {
        if (labels.FirstOrDefault(label => label.HasLabels && !File.Exists(data.Absolute(label.Path))) is { } missing)
            throw new RuleViolation("EXPIRE-FILE-MISSING", $"The file of {missing.Ref} is not in the data folder; nothing was deleted. Restore it from a backup; concord journal verify names every file that is missing or changed.");
    }

    /// <summary>The file is read a last time for the windows its labels belong to.</summary>
    private async Task<IEnumerable<WindowRows>> WindowsOf(LabelSegment label, IEnumerable<LogSegment> segments, CancellationToken stop)
    {
        var definition = await db.Set<Monitor>().AsNoTracking().Where(monitor => monitor.ModelVersionId == label.ModelVersionId).Select(monitor => monitor.Definition).SingleAsync(stop);
        return await measuring.LateLabels(MonitorDefinition.Parse(definition), [.. Of(label, segments)], [label], stop);
    }

    private static List<LogSegment> Due(IEnumerable<LogSegment> segments, DateTimeOffset before) => [.. segments.Where(segment => segment.ExpiredAt is null && segment.Last < before)];

    private static int Kept(IEnumerable<LogSegment> segments, DateTimeOffset before) => segments.Count(segment => segment.HasRows && segment.First < before && !(segment.Last < before));

    /// <summary>The windows that lose rows; refused where something would be lost with them.</summary>
    private async Task<IReadOnlyList<ExpiringWindow>> Windows(Model model, IReadOnlyList<LogSegment> due, DateTimeOffset before, CancellationToken stop)
    {
        var windows = new List<ExpiringWindow>();
        foreach (var ofVersion in due.Where(segment => segment.HasRows).GroupBy(segment => segment.ModelVersionId))
            windows.AddRange(await Counted(model.Versions.Single(version => version.Id == ofVersion.Key), [.. ofVersion], before, stop));
        return windows;
    }

    /// <summary>With the labels that are known now: one that came since the last run is in no counts yet.</summary>
    private async Task<IEnumerable<ExpiringWindow>> Counted(ModelVersion version, IReadOnlyList<LogSegment> due, DateTimeOffset before, CancellationToken stop)
    {
        var monitor = await db.Set<Monitor>().AsNoTracking().Include(m => m.References).SingleOrDefaultAsync(m => m.ModelVersionId == version.Id, stop);
        if (monitor?.InForce is not { Profile.Length: > 0 } reference) throw Uncounted(MeasureWords.Plural(due.Count, "segment"), monitor?.Ref);
        var labels = await db.Set<LabelSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == version.Id && segment.Path != "").ToListAsync(stop);
        var log = await measuring.Open(monitor, ReferenceProfile.FromBytes(reference.Profile), due, labels, stop);
        if (log.Kept.Uncounted is [var first, ..]) throw Uncounted(first.Ref, monitor.Ref);
        var said = await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor.Id && window.IsNewest)
            .Select(window => new { window.Window, window.End, window.IsComplete, window.Rows, window.Labelled }).ToListAsync(stop);
        monitor.DemandAllIn(before, said.Where(window => window.IsComplete).Max(window => window.End), db.Now);
        return from rows in log.Kept.Rows(segment => segment.Ref)
               group rows.Rows by rows.Window into window
               orderby window.Key.Start
               let known = said.SingleOrDefault(one => one.Window == window.Key.Label)
               select new ExpiringWindow(monitor.Ref, version.Label, window.Key.Label, window.Sum(), known?.Rows ?? 0, (known?.Rows - known?.Labelled) ?? 0);
    }

    private static RuleViolation Uncounted(string what, string? monitor) => new("EXPIRE-UNCOUNTED", monitor is null
        ? $"{what} of a version without monitor were never counted, so nothing would be left of their rows. Define a monitor and run it first."
        : $"{what} of {monitor} was not counted against the reference in force with the labels that are in, so something of its rows would be lost. Run the monitor first: concord monitor run {monitor}");

    /// <summary>The rows, those that contradicted them and were kept beside, and labels that came late; the list of received batches stays, for it holds no rows.</summary>
    private async Task Delete(IReadOnlyList<LogSegment> expired, IReadOnlyList<LabelSegment> labels, CancellationToken stop)
    {
        var ids = expired.Select(segment => segment.Id).ToList();
        var beside = await db.Set<SetAsideRows>().AsNoTracking().Where(rows => ids.Contains(rows.SegmentId)).Select(rows => rows.Path).ToListAsync(stop);
        foreach (var file in expired.Select(segment => segment.Path).Where(path => path.Length > 0).Concat(beside).Concat(labels.Select(label => label.Path)).Select(data.Absolute).Where(File.Exists))
        {
            File.Delete(file);
            DurableFolder.Flush(Path.GetDirectoryName(file)!);
        }
    }
}
