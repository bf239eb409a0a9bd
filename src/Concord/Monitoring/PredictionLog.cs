using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>A batch as somebody hands it in.</summary>
/// <param name="Version">Label of the model version; null: the one version that is not retired and has a monitor.</param>
/// <param name="Key">Idempotency key; null: the batch is known by the SHA-256 of its bytes.</param>
/// <param name="Complete">The windows of these rows are complete: no more rows will come for them.</param>
internal sealed record Batch(IReadOnlyList<string> Files, string? Version = null, string? Key = null, bool KeepGoodRows = false, bool Complete = false)
{
    /// <summary>Told how far the reading is.</summary>
    public IProgress<LogProgress>? Progress { get; init; }
}

/// <summary>What became of a batch. Once somebody holds it, the rows are on disk.</summary>
/// <param name="Segment">Reference of the manifest's line; empty while the rows wait in the inbox.</param>
/// <param name="KnownBatch">The very same batch had been stored before; nothing was stored now.</param>
/// <param name="KnownRows">Rows whose prediction was already stored with the same content.</param>
internal sealed record LogReceipt(string Model, string Version, string Segment, long Stored, long KnownRows, long RefusedRows, bool KnownBatch, string Sha256, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyList<Finding> Findings)
{
    /// <summary>With what the rows were compared, prediction by prediction, before the receipt was given.</summary>
    public ComparedWith ComparedWith { get; init; } = ComparedWith.Log;
}

/// <summary>Rows that wait in the inbox are compared with the segments when they are sealed; what says something else then is set aside, never dropped.</summary>
internal enum ComparedWith
{
    Log,
    Inbox,
}

/// <summary>From when to when rows of a version are in its prediction log: what somebody needs who wants to hand in what is newer.</summary>
/// <param name="Monitor">Reference of the monitor that says what the columns mean.</param>
/// <param name="Rows">Without those deleted on schedule.</param>
internal sealed record LogExtent(string Model, string Version, string Monitor, long Rows, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>Appends batches to a model's prediction log: read apart, compared with what is stored, made durable, entered in the manifest.</summary>
internal sealed class PredictionLog(ConcordDb db, LogIntake intake, DataLocation data, InboxSealing sealing)
{
    public async Task<LogReceipt> Append(string modelRef, Batch batch, Actor actor, CancellationToken stop)
    {
        var (model, version, monitor) = await Target(modelRef, batch.Version, stop);
        var by = actor.IsSystem ? null : (PersonId?)actor.DemandPerson(Permission.AppendLog, model.UnitId);
        if (batch.Key is { } key && await Known(version, key, stop) is { } sent)
        {
            if (batch.Files is [var same] && SegmentFiles.Sha256(same) != sent.SourceSha256)
                throw new RuleViolation("BATCH-KEY-REUSED", $"The key {key} stands for another batch ({sent.Ref}). Use a new key for new rows.");
            return Receipt(model, version, sent, knownBatch: true, []);
        }
        if (batch.Key is { } told && await sealing.Known(version.Id, told) is { } received)
        {
            if (batch.Files is [var again] && SegmentFiles.Sha256(again) != received.Sha256)
                throw new RuleViolation("BATCH-KEY-REUSED", $"The key {told} stands for another batch. Use a new key for new rows.");
            return InboxIntake.Receipt(model.Ref, version.Label, received, []);
        }
        await sealing.Seal(version.Id, stop); // What waits in the inbox is compared with as well.
        using var folder = StagingFolder.Create(data, "rows");
        var columns = MonitorDefinition.Parse(monitor.Definition).ToColumns(version.Label);
        var staged = await intake.Stage(new(batch.Files, columns, LogPurpose.Append, folder.FullName, batch.KeepGoodRows) { Progress = batch.Progress }, stop);
        if (batch.Key is null && await sealing.Known(version.Id, staged.Sha256) is { } twin) return InboxIntake.Receipt(model.Ref, version.Label, twin, staged.Findings);
        return await Store(model, version, staged, batch, by, actor, stop);
    }

    /// <summary>Stores rows that are already staged. Another batch may have been stored since they were compared; then they are compared again.</summary>
    public async Task<LogReceipt> Store(Model model, ModelVersion version, StagedLog staged, Batch batch, PersonId? by, Actor actor, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await Known(version, batch.Key ?? staged.Sha256, stop) is { } sent) return Receipt(model, version, sent, knownBatch: true, staged.Findings);
            var stored = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == version.Id)
                .OrderBy(segment => segment.Number).Select(segment => new { segment.Number, segment.Path, segment.ExpiredBefore }).ToListAsync(stop);
            RefuseExpired(staged.First, stored.Max(segment => segment.ExpiredBefore));
            var files = stored.Where(segment => segment.Path.Length > 0 && segment.ExpiredBefore is null).Select(segment => data.Absolute(segment.Path)).ToList();
            var known = SegmentFiles.Compare(staged.Path, staged.Schema, files);
            var changed = Changed(known);
            if (!batch.KeepGoodRows && changed.Count > 0) throw new FindingsException(changed);
            var number = stored.Count == 0 ? 1 : stored[^1].Number + 1;
            stop.ThrowIfCancellationRequested(); // From here on it is entered or fails by itself: a file that nobody entered would stay behind.
            var sealedRows = Seal(model, version, staged, number, known.Known + known.Different > 0 ? files : [], staged.Rows - known.Known - known.Different);
            try
            {
                return await Enter(model, version, changed.Count == 0 ? staged : Without(staged, known, changed, sealedRows), batch, sealedRows, number, known.Known, by, actor, CancellationToken.None);
            }
            catch (ManifestMoved) when (attempt < 20)
            {
                if (sealedRows.Path.Length > 0) File.Move(data.Absolute(sealedRows.Path), staged.Path, overwrite: true);
            }
        }
    }

    /// <summary>What is stored of a version, for somebody who may add to it. Rows in the inbox count when they are sealed.</summary>
    public async Task<LogExtent> Extent(string modelRef, string? label, Actor actor, CancellationToken stop)
    {
        var (model, version, monitor) = await Target(modelRef, label, stop);
        actor.DemandPerson(Permission.AppendLog, model.UnitId);
        var segments = db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == version.Id);
        return new(model.Ref, version.Label, monitor.Ref, await segments.Where(segment => segment.ExpiredBefore == null).SumAsync(segment => segment.Rows, stop),
            await segments.OrderBy(segment => segment.First).Where(segment => segment.First != null && segment.ExpiredBefore == null).Select(segment => segment.First).FirstOrDefaultAsync(stop),
            await segments.OrderByDescending(segment => segment.Last).Where(segment => segment.Last != null).Select(segment => segment.Last).FirstOrDefaultAsync(stop));
    }

    /// <summary>The prediction log of a model version: its files in order, with their name maps.</summary>
    public async Task<IReadOnlyList<LogSegment>> Segments(ModelVersionId version, CancellationToken stop) =>
        await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == version).OrderBy(segment => segment.Number).ToListAsync(stop);

    private async Task<LogReceipt> Enter(Model model, ModelVersion version, StagedLog staged, Batch batch, SealedRows rows, int number, long known, PersonId? by, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var last = await db.Set<LogSegment>().Where(s => s.ModelVersionId == version.Id).MaxAsync(s => (int?)s.Number, stop) ?? 0;
        if (last + 1 != number) throw new ManifestMoved();
        var received = new ReceivedBatch(batch.Key ?? staged.Sha256, staged.Sha256, staged.RefusedRows, known + staged.RepeatedRows, batch.Complete, by, actor.Via, db.Now);
        var segment = new LogSegment(await work.NextRef("SEG", stop), version, number, rows.Path, rows.Sha256, staged.Schema.ToJson(), rows.Rows, staged.First, staged.Last, received);
        db.Add(segment);
        work.Note("log.appended", segment.Ref, string.Create(CultureInfo.InvariantCulture,
            $"{version.Ref}: {rows.Rows:N0} rows stored, {segment.KnownRows:N0} already known, {staged.RefusedRows:N0} refused, SHA-256 {staged.Sha256[..12]}…"));
        await work.Commit(stop);
        return Receipt(model, version, segment, knownBatch: false, staged.Findings);
    }

    private SealedRows Seal(Model model, ModelVersion version, StagedLog staged, int number, IReadOnlyList<string> without, long rows)
    {
        if (rows == 0) return new("", "", 0);
        var source = staged.Path;
        if (without.Count > 0)
        {
            source = staged.Path + ".new";
            rows = SegmentFiles.WriteUnknown(staged.Path, without, source);
        }
        var path = SegmentFiles.PlaceOf(model.Ref, version.Label, staged.First, staged.Last, number) + ".parquet";
        return new(path, SegmentFiles.Seal(source, data.Absolute(path)), rows);
    }

    /// <summary>Rows before it were deleted on schedule; null: none were.</summary>
    public Task<DateTimeOffset?> Horizon(ModelVersionId version, CancellationToken stop) =>
        db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == version && segment.ExpiredBefore != null)
            .OrderByDescending(segment => segment.ExpiredBefore).Select(segment => segment.ExpiredBefore).FirstOrDefaultAsync(stop);

    /// <param name="first">The oldest row that comes in.</param>
    public static void RefuseExpired(DateTimeOffset? first, DateTimeOffset? horizon)
    {
        if (first < horizon)
            throw new RuleViolation("LOG-EXPIRED", $"This batch has rows before {horizon:yyyy-MM-dd}. Stored rows of that time were deleted on schedule, so nobody can tell any more whether these are new. Leave them out.");
    }

    /// <summary>What is left of a batch without the rows that contradict stored ones. When those were is no time of the log: a pull goes on from its last.</summary>
    private StagedLog Without(StagedLog staged, KnownRows known, List<Finding> changed, SealedRows rows)
    {
        var (first, last) = rows.Path.Length == 0 ? (null, null) : SegmentFiles.Span(data.Absolute(rows.Path), staged.Schema);
        return staged with { RefusedRows = staged.RefusedRows + known.Different, Findings = [.. staged.Findings, .. changed], First = first, Last = last };
    }

    private static List<Finding> Changed(KnownRows known) =>
    [
        .. known.DifferentIds.Select(LogConflicts.Changed),
        .. known.Different > known.DifferentIds.Count
            ? [Finding.Error("batch", "prediction-changed-more", string.Create(CultureInfo.InvariantCulture, $"{known.Different - known.DifferentIds.Count:N0} more predictions are stored with other content."))]
            : Array.Empty<Finding>(),
    ];

    /// <summary>The version a batch is for, with the monitor that says what its columns mean.</summary>
    /// <param name="label">Null: the one version that is not retired and has a monitor.</param>
    internal async Task<(Model Model, ModelVersion Version, Monitor Monitor)> Target(string modelRef, string? label, CancellationToken stop)
    {
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleOrDefaultAsync(m => m.Ref == modelRef, stop) ?? throw Refusal.Missing("model", modelRef);
        var ids = model.Versions.Select(version => version.Id).ToList();
        var monitors = await db.Set<Monitor>().AsNoTracking().Where(monitor => ids.Contains(monitor.ModelVersionId)).ToListAsync(stop);
        var candidates = model.Versions
            .Where(version => label is null ? version.RetiredOn is null && monitors.Any(monitor => monitor.ModelVersionId == version.Id) : version.Label == label)
            .OrderByDescending(version => version.LiveSince).ThenByDescending(version => version.Id.Value).ToList();
        if (label is not null && candidates.Count == 0)
            throw new RuleViolation("LOG-VERSION", $"{modelRef} has no version {label}. Known: {string.Join(", ", model.Versions.Select(version => version.Label))}.");
        if (candidates.Count == 0)
            throw new RuleViolation("LOG-NO-MONITOR", $"{modelRef} has no version with a monitor. Define a monitor first: it says what the columns mean.");
        if (candidates.Count > 1)
            throw new RuleViolation("LOG-WHICH-VERSION", $"{modelRef} has several monitored versions ({string.Join(", ", candidates.Select(version => version.Label))}). Say which one this log is of.");
        var monitor = monitors.SingleOrDefault(monitor => monitor.ModelVersionId == candidates[0].Id)
            ?? throw new RuleViolation("LOG-NO-MONITOR", $"{candidates[0].Ref} has no monitor. Define one first: it says what the columns mean.");
        return (model, candidates[0], monitor);
    }

    private Task<LogSegment?> Known(ModelVersion version, string key, CancellationToken stop) =>
        db.Set<LogSegment>().AsNoTracking().SingleOrDefaultAsync(segment => segment.ModelVersionId == version.Id && segment.BatchKey == key, stop);

    private static LogReceipt Receipt(Model model, ModelVersion version, LogSegment segment, bool knownBatch, IReadOnlyList<Finding> findings) =>
        new(model.Ref, version.Label, segment.Ref, knownBatch ? 0 : segment.Rows, knownBatch ? segment.Rows + segment.KnownRows : segment.KnownRows, segment.RefusedRows,
            knownBatch, segment.SourceSha256, segment.First, segment.Last, segment.ExpiredAt is { } deleted ? [.. findings, Deleted(segment, deleted)] : findings);

    /// <summary>The batch is known by its key, so nobody would notice that its rows are gone.</summary>
    private static Finding Deleted(LogSegment segment, DateTimeOffset at) =>
        Finding.Warning("batch", "batch-rows-deleted", $"Its rows, {segment.Ref}, were deleted on schedule on {at:yyyy-MM-dd}. They are not there, and nothing brings them back; what was counted of them stays.");

    private sealed record SealedRows(string Path, string Sha256, long Rows);

    /// <summary>Another batch was entered meanwhile.</summary>
    private sealed class ManifestMoved : Exception;
}
