namespace Concord.Logs.Inbox;

/// <summary>Where a prediction lies in the inbox.</summary>
internal readonly record struct InboxPlace(long Batch, int Place);

/// <param name="Oldest">When the oldest was received, microseconds since 1970.</param>
internal sealed record InboxWaiting(Guid Version, long Rows, long Bytes, long Oldest);

/// <summary>
/// Which predictions wait in the inbox, in memory: an index on disk would write a page for each of them. It is read anew when a process begins, and only the
/// writer of the inbox touches it.
/// </summary>
internal sealed class InboxIndex
{
    private readonly Dictionary<Guid, OfVersion> versions = [];

    private sealed class OfVersion
    {
        public Dictionary<UInt128, InboxPlace> Predictions { get; } = [];

        public SortedDictionary<long, Batch> Batches { get; } = [];

        public long Rows { get; set; }

        public long Bytes { get; set; }
    }

    private sealed record Batch(long Rows, long Bytes, long At, UInt128[] Ids);

    /// <summary>The newest batch that was looked at, also one of another process.</summary>
    public long Newest { get; private set; }

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    public IReadOnlyList<(Guid Version, long Batch)> Batches => [.. versions.SelectMany(version => version.Value.Batches.Keys.Select(batch => (version.Key, batch)))];

    /// <summary>Rows and age of what waits, by version.</summary>
    public IReadOnlyList<InboxWaiting> Waiting() =>
        [.. versions.Where(version => version.Value.Batches.Count > 0).Select(version => new InboxWaiting(version.Key, version.Value.Rows, version.Value.Bytes, version.Value.Batches.First().Value.At))];

    public InboxPlace? Find(Guid version, UInt128 prediction) =>
        versions.TryGetValue(version, out var known) && known.Predictions.TryGetValue(prediction, out var place) ? place : null;

    public void Add(long batch, Guid version, long rows, long bytes, long at, IReadOnlyList<(UInt128 Id, int Place)> ids)
    {
        if (!versions.TryGetValue(version, out var known)) versions[version] = known = new();
        foreach (var (id, place) in ids) known.Predictions[id] = new(batch, place);
        known.Batches[batch] = new(rows, bytes, at, [.. ids.Select(prediction => prediction.Id)]);
        (known.Rows, known.Bytes) = (known.Rows + rows, known.Bytes + bytes);
        (Rows, Bytes, Newest) = (Rows + rows, Bytes + bytes, Math.Max(Newest, batch));
    }

    public void Remove(Guid version, long batch)
    {
        if (!versions.TryGetValue(version, out var known) || !known.Batches.Remove(batch, out var gone)) return;
        (known.Rows, known.Bytes) = (known.Rows - gone.Rows, known.Bytes - gone.Bytes);
        (Rows, Bytes) = (Rows - gone.Rows, Bytes - gone.Bytes);
        foreach (var id in gone.Ids)
        {
            if (known.Predictions.TryGetValue(id, out var place) && place.Batch == batch) known.Predictions.Remove(id);
        }
    }

    /// <summary>A batch without rows waits for nothing, but has been seen.</summary>
    public void Saw(long batch) => Newest = Math.Max(Newest, batch);
}
