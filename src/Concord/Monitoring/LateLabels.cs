using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>What became of a batch of labels. Once somebody holds it, the labels are on disk.</summary>
/// <param name="Segment">Reference of the manifest's line.</param>
/// <param name="KnownBatch">The very same batch had been stored before; nothing was stored now.</param>
/// <param name="KnownLabels">Labels that were stored already, the same.</param>
/// <param name="First">The earliest prediction that got a label.</param>
internal sealed record LabelReceipt(string Model, string Version, string Segment, long Stored, long KnownLabels, long RefusedRows, bool KnownBatch, string Sha256, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyList<Finding> Findings);

/// <summary>Takes labels that came after their predictions: read apart, matched with the stored predictions, made durable, entered in the manifest.</summary>
internal sealed class LateLabels(ConcordDb db, PredictionLog log, LogIntake intake, DataLocation data, InboxSealing sealing)
{
    /// <param name="batch">Its <c>Complete</c> says nothing about labels and is not used.</param>
    public async Task<LabelReceipt> Append(string modelRef, Batch batch, Actor actor, CancellationToken stop)
    {
        var (model, version, monitor) = await log.Target(modelRef, batch.Version, stop);
        var by = actor.IsSystem ? null : (PersonId?)actor.DemandPerson(Permission.AppendLog, model.UnitId);
        if (batch.Key is { } key && await Known(version, key, stop) is { } sent)
        {
            if (batch.Files is [var same] && SegmentFiles.Sha256(same) != sent.SourceSha256)
                throw new RuleViolation("BATCH-KEY-REUSED", $"The key {key} stands for another batch ({sent.Ref}). Use a new key for new labels.");
            return Receipt(model, version, sent, knownBatch: true, []);
        }
        await sealing.Seal(version.Id, stop); // Labels may be of predictions that still wait in the inbox.
        using var folder = StagingFolder.Create(data, "labels");
        var columns = MonitorDefinition.Parse(monitor.Definition).ToColumns(version.Label);
        var staged = await intake.Stage(new(batch.Files, columns, LogPurpose.Labels, folder.FullName, batch.KeepGoodRows), stop);
        return await Store(model, version, staged, batch, by, actor, stop);
    }

    /// <summary>Another batch may have been stored since this one was matched; then it is matched again.</summary>
    private async Task<LabelReceipt> Store(Model model, ModelVersion version, StagedLog staged, Batch batch, PersonId? by, Actor actor, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await Known(version, batch.Key ?? staged.Sha256, stop) is { } sent) return Receipt(model, version, sent, knownBatch: true, staged.Findings);
            var before = await db.Set<LabelSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == version.Id)
                .OrderBy(segment => segment.Number).Select(segment => new { segment.Number, Path = segment.ExpiredAt == null ? segment.Path : "" }).ToListAsync(stop);
            var found = staged.Path + ".new";
            var match = LabelFiles.Match(staged.Path, await Predictions(model, version, stop), [.. before.Where(segment => segment.Path.Length > 0).Select(segment => data.Absolute(segment.Path))], found, staged.Path + ".spill");
            IReadOnlyList<Finding> findings = [.. staged.Findings, .. Remarks(match)];
            if (!batch.KeepGoodRows && findings.Any(finding => finding.Severity == Severity.Error)) throw new FindingsException(findings);
            var refused = staged.RefusedRows + match.Unknown.Count + match.Changed.Count;
            var received = new ReceivedBatch(batch.Key ?? staged.Sha256, staged.Sha256, refused, match.Known + staged.RepeatedRows, Complete: false, by, actor.Via, db.Now);
            var number = before.Count == 0 ? 1 : before[^1].Number + 1;
            var path = match.New == 0 ? "" : SegmentFiles.PlaceOfLabels(model.Ref, version.Label, match.First, number);
            var sha256 = match.New == 0 ? "" : SegmentFiles.Seal(found, data.Absolute(path));
            if (await Enter(version, number, path, sha256, match, received, actor, stop) is { } segment) return Receipt(model, version, segment, knownBatch: false, findings);
            if (path.Length > 0) File.Delete(data.Absolute(path));
            if (attempt == 20) throw new RuleViolation("LABELS-BUSY", "Other batches of labels are being stored all the time. Hand this one in again later; nothing of it is stored.");
        }
    }

    private async Task<IReadOnlyList<string>> Predictions(Model model, ModelVersion version, CancellationToken stop)
    {
        var files = (await log.Segments(version.Id, stop)).Where(segment => segment.HasRows && LogSchema.FromJson(segment.Schema).Has(LogColumnKind.PredictionId)).ToList();
        return files.Count > 0 ? [.. files.Select(segment => data.Absolute(segment.Path))]
            : throw new RuleViolation("LABELS-NO-PREDICTIONS", $"The prediction log of {model.Ref}, version {version.Label}, holds no predictions with ids, so labels cannot be matched. Hand in the predictions first, with their ids.");
    }

    /// <returns>Null when another batch was entered meanwhile.</returns>
    private async Task<LabelSegment?> Enter(ModelVersion version, int number, string path, string sha256, LabelMatch match, ReceivedBatch received, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var last = await db.Set<LabelSegment>().Where(segment => segment.ModelVersionId == version.Id).MaxAsync(segment => (int?)segment.Number, stop) ?? 0;
        if (last + 1 != number) return null;
        var segment = new LabelSegment(await work.NextRef("LAB", stop), version, number, path, sha256, match.New, match.First, match.Last, received);
        db.Add(segment);
        work.Note("labels.appended", segment.Ref, string.Create(CultureInfo.InvariantCulture,
            $"{version.Ref}: {segment.Labels:N0} labels stored, {segment.KnownLabels:N0} already known, {segment.RefusedRows:N0} refused, SHA-256 {segment.SourceSha256[..12]}…"));
        await work.Commit(stop);
        return segment;
    }

    private static IEnumerable<Finding> Remarks(LabelMatch match) =>
    [
        .. Each(match.Unknown, Finding.Error, "label-of-unknown-prediction", "No prediction with this id is stored for this version of the model, or its row was deleted on schedule. Hand in the prediction first, or say which version the labels belong to."),
        .. Each(match.Changed, Finding.Error, "label-changed", "This prediction has another label already, or the same at another time. A stored label is not overwritten: send the label unchanged, or leave it out."),
        .. Each(match.Early, Finding.Warning, "label-before-prediction", "The label is dated before the prediction. Check the clocks: a label known beforehand is no test of the model."),
    ];

    private static IEnumerable<Finding> Each(LabelIds ids, Func<string, string, string, long?, Finding> finding, string code, string message)
    {
        foreach (var id in ids.Some) yield return finding($"prediction {VisibleText.Bare(id)}", code, message, null);
        if (ids.Count > ids.Some.Count)
            yield return finding("batch", code, string.Create(CultureInfo.InvariantCulture, $"{ids.Count - ids.Some.Count:N0} more: {char.ToLowerInvariant(message[0])}{message[1..]}"), null);
    }

    private Task<LabelSegment?> Known(ModelVersion version, string key, CancellationToken stop) =>
        db.Set<LabelSegment>().AsNoTracking().SingleOrDefaultAsync(segment => segment.ModelVersionId == version.Id && segment.BatchKey == key, stop);

    private static LabelReceipt Receipt(Model model, ModelVersion version, LabelSegment segment, bool knownBatch, IReadOnlyList<Finding> findings)
    {
        if (segment.ExpiredAt is { } at)
            findings = [.. findings, Finding.Warning("batch", "batch-labels-deleted", $"Its labels, {segment.Ref}, were deleted with their rows on schedule on {at:yyyy-MM-dd}. Nothing brings them back; what was counted with them stays.")];
        return new(model.Ref, version.Label, segment.Ref, knownBatch ? 0 : segment.Labels, knownBatch ? segment.Labels + segment.KnownLabels : segment.KnownLabels, segment.RefusedRows,
            knownBatch, segment.SourceSha256, segment.First, segment.Last, findings);
    }
}
