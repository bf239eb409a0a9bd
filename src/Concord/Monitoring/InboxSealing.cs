using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Logs.Inbox;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>
/// Moves rows from the inbox into segments. In this order: a file under its final name, the manifest row with the range it replaces, then the range leaves the
/// inbox. Whatever ends in between is made up for before the next sealing: a range that the manifest has is dropped, a file that it does not have is nothing.
/// A segment holds the rows of one sender, because who sent rows may not judge what they show.
/// </summary>
internal sealed class InboxSealing(ConcordDb db, LogInbox inbox, DataLocation data)
{
    /// <summary>So many rows become one segment.</summary>
    public const long MostRows = 500_000;

    private const int KeysNamed = 5;

    /// <summary>Seals everything that waits for one version of a model.</summary>
    /// <returns>The references of the new segments.</returns>
    public async Task<IReadOnlyList<string>> Seal(ModelVersionId version, CancellationToken stop)
    {
        if (!inbox.Exists) return [];
        await inbox.Sealing.WaitAsync(stop);
        try
        {
            using var everything = db.SeeEverything();
            List<string> made = [];
            foreach (var sender in await inbox.Do(writer => writer.Senders(version.Value)))
            {
                while (await Seal(sender, stop) is { } segment) made.Add(segment);
            }
            return made;
        }
        finally
        {
            inbox.Sealing.Release();
        }
    }

    /// <summary>The segment of a batch that came through the inbox, or the batch as it waits there; null when it never came.</summary>
    public async Task<InboxAnswer?> Known(ModelVersionId version, string key) =>
        inbox.Exists ? await inbox.Do(writer => writer.Find(version.Value, InboxIntake.Identity(key))) : null;

    /// <returns>The next segment, or null when nothing of this sender waits any more.</returns>
    private async Task<string?> Seal(InboxRange sender, CancellationToken stop)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (await DropSealed(sender, stop) is not { } range) return null;
            using var folder = StagingFolder.Create(data, "seal");
            try
            {
                return await Seal(range, folder.FullName, stop);
            }
            catch (InboxMoved)
            {
                // Another process was quicker; what is left is looked at again.
            }
        }
        throw new RuleViolation("INBOX-BUSY", "Other processes seal the same rows at the same time. Try again in a moment.");
    }

    /// <summary>Ranges that the manifest has leave the inbox: a process ended before it could say so.</summary>
    private async Task<InboxRange?> DropSealed(InboxRange sender, CancellationToken stop)
    {
        var id = await inbox.Do(writer => writer.Id);
        var (version, person) = (ModelVersionId.From(sender.Version), PersonId.From(sender.Person));
        var done = await db.Set<SealedBatches>().AsNoTracking().Where(known => known.ModelVersionId == version && known.Inbox == id && known.Person == person && known.Via == sender.Via && known.To >= sender.From)
            .OrderBy(known => known.To).Select(known => new { known.From, known.To, Segment = db.Set<LogSegment>().Where(segment => segment.Id == known.SegmentId).Select(segment => segment.Ref).Single() }).ToListAsync(stop);
        foreach (var known in done) await inbox.Do(writer => writer.Drop(sender with { From = known.From, To = known.To }, known.Segment, Micros(db.Now)));
        return (await inbox.Do(writer => writer.Senders(sender.Version))).SingleOrDefault(waiting => waiting.Person == sender.Person && waiting.Via == sender.Via);
    }

    private async Task<string?> Seal(InboxRange waiting, string folder, CancellationToken stop)
    {
        using var reading = new InboxReading(data);
        var lines = reading.Lines(waiting, MostRows);
        if (lines.Count == 0) throw new InboxMoved();
        var range = waiting with { From = lines[0].Batch, To = lines[^1].Batch };
        var versionId = ModelVersionId.From(range.Version);
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleAsync(m => m.Versions.Any(v => v.Id == versionId), stop);
        var version = model.Versions.Single(v => v.Id == versionId);
        var stored = await db.Set<LogSegment>().AsNoTracking().Where(segment => segment.ModelVersionId == versionId).OrderBy(segment => segment.Number)
            .Select(segment => new { segment.Number, Path = segment.ExpiredAt == null ? segment.Path : "", segment.BatchKey }).ToListAsync(stop);

        // A batch that came as a file too, under the same key or with the same bytes, is known as a whole.
        var keys = stored.Select(segment => segment.BatchKey).ToHashSet(StringComparer.Ordinal);
        var fresh = lines.Where(line => !keys.Contains(line.Key ?? line.Sha256)).ToList();
        var rows = await Task.Run(() => Write(reading, fresh, [.. stored.Where(segment => segment.Path.Length > 0).Select(segment => data.Absolute(segment.Path))], folder), stop);
        return await Enter(new(model, version, stored.Count == 0 ? 1 : stored[^1].Number + 1, range, lines, rows with { Known = rows.Known + lines.Except(fresh).Sum(line => line.Rows) }), stop);
    }

    private static WrittenRows Write(InboxReading reading, List<InboxLine> lines, List<string> stored, string folder)
    {
        var schema = InboxTable.Union(lines.Select(line => line.Schema).Distinct().Select(reading.Schema));
        var staged = Path.Combine(folder, "rows.parquet");
        var rows = lines.Sum(line => line.Rows);
        if (rows == 0) return new(schema, null, 0, 0, null, 0);
        InboxTable.CopyTo(schema, reading.Parts(lines.Where(line => line.Rows > 0)), staged);
        var known = SegmentFiles.Compare(staged, schema, stored);
        if (known.Known + known.Different == 0) return new(schema, staged, rows, 0, null, 0);
        var (fresh, aside) = (Path.Combine(folder, "new.parquet"), Path.Combine(folder, "aside.parquet"));
        var left = SegmentFiles.WriteUnknown(staged, stored, fresh);
        if (known.Different > 0) SegmentFiles.WriteDifferent(staged, schema, stored, aside);
        return new(schema, left > 0 ? fresh : null, left, known.Known, known.Different > 0 ? aside : null, known.Different);
    }

    private async Task<string> Enter(SealedPart part, CancellationToken stop)
    {
        var (lines, rows, range) = (part.Lines, part.Rows, part.Range);
        DateTimeOffset? first = Moment(lines.Min(line => line.First)), last = Moment(lines.Max(line => line.Last));
        var place = SegmentFiles.PlaceOf(part.Model.Ref, part.Version.Label, first, last, part.Number);
        var (path, sha256) = Put(rows.File, place + ".parquet");
        var (asidePath, asideSha256) = Put(rows.Aside, place + "-set-aside.parquet");
        var list = Path.Combine(Path.GetDirectoryName(data.Absolute(place))!, $".{Path.GetFileName(place)}.ndjson");
        Directory.CreateDirectory(Path.GetDirectoryName(list)!);
        await File.WriteAllTextAsync(list, string.Concat(lines.Select(line => JsonSerializer.Serialize(new { batch = line.Batch, key = line.Key, sha256 = line.Sha256, rows = line.Rows, known = line.Known, refused = line.Refused, receivedAt = Moment(line.At) }) + "\n")), stop);
        var (listPath, listSha256) = Put(list, place + "-batches.ndjson");

        var inboxId = await inbox.Do(writer => writer.Id);
        await using var work = await db.Begin(Actor.System, stop);
        var person = PersonId.From(range.Person);
        if ((await db.Set<LogSegment>().Where(s => s.ModelVersionId == part.Version.Id).MaxAsync(s => (int?)s.Number, stop) ?? 0) + 1 != part.Number
            || await db.Set<SealedBatches>().AnyAsync(s => s.ModelVersionId == part.Version.Id && s.Inbox == inboxId && s.Person == person && s.Via == range.Via && s.To >= range.From, stop))
        {
            foreach (var left in new[] { path, asidePath, listPath }.Where(left => left.Length > 0)) File.Delete(data.Absolute(left));
            throw new InboxMoved();
        }
        var via = Enum.Parse<Via>(range.Via);
        var source = Convert.ToHexStringLower(SHA256.HashData([.. lines.SelectMany(line => Convert.FromHexString(line.Sha256))]));
        var received = new ReceivedBatch($"inbox:{inboxId}:{range.From}-{range.To}:{range.Person:N}", source, lines.Sum(line => line.Refused), rows.Known + lines.Sum(line => line.Known), Complete: false, person, via, Moment(lines.Max(line => (long?)line.At))!.Value);
        var segment = new LogSegment(await work.NextRef("SEG", stop), part.Version, part.Number, path, sha256, rows.Schema.ToJson(), rows.Stored, first, last, received);
        db.Add(segment);
        db.Add(new SealedBatches(segment, inboxId, range, lines.Count, listPath, listSha256));
        if (rows.SetAside > 0) db.Add(new SetAsideRows(segment, rows.SetAside, asidePath, asideSha256, rows.Schema.ToJson(), db.Now));
        work.Note("log.sealed", segment.Ref, Told(part, segment, await db.Set<Person>().IgnoreQueryFilters().Where(known => known.Id == person).Select(known => known.Ref).SingleOrDefaultAsync(stop) ?? "nobody known", listSha256));
        await work.Commit(stop);
        await inbox.Do(writer => writer.Drop(range, segment.Ref, Micros(db.Now)));
        return segment.Ref;
    }

    private static string Told(SealedPart part, LogSegment segment, string person, string list)
    {
        var keys = part.Lines.Where(line => line.Key is not null).Select(line => line.Key!).ToList();
        var named = keys.Count == 0 ? "" : $", keys {string.Join(", ", keys.Take(KeysNamed).Select(key => VisibleText.Quoted(key, 40)))}{(keys.Count > KeysNamed ? $" and {keys.Count - KeysNamed} more" : "")}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{part.Version.Ref}: {segment.Rows:N0} rows of {part.Lines.Count:N0} batches from {person} by {Words.Of(segment.ReceivedVia)}{named}; {segment.KnownRows:N0} already known, {segment.RefusedRows:N0} refused, {part.Rows.SetAside:N0} set aside; list of batches SHA-256 {list[..12]}…");
    }

    private (string Path, string Sha256) Put(string? staged, string path) => staged is null ? ("", "") : (path, SegmentFiles.Seal(staged, data.Absolute(path)));

    private static DateTimeOffset? Moment(long? micros) => micros is { } at ? DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond) : null;

    internal static long Micros(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed record WrittenRows(LogSchema Schema, string? File, long Stored, long Known, string? Aside, long SetAside);

    private sealed record SealedPart(Model Model, ModelVersion Version, int Number, InboxRange Range, List<InboxLine> Lines, WrittenRows Rows);
}
