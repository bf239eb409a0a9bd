using System.Data.Common;
using Concord.Journal;

namespace Concord.Storage.Verification;

/// <summary>Recomputes the hash of every entry from its content and from the entry before, and remembers what the entries tell of the rows.</summary>
internal sealed class ChainCheck(StoredRecord stored, TableShape entries, TableShape states, ToldStates told, DamageList damage)
{
    private const int Batch = 5000;
    private const long LongestSkip = 1 << 20;

    private long expected = 1;
    private byte[] previousStored = JournalEntry.Beginning;
    private byte[] previousComputed = JournalEntry.Beginning;

    public long Count { get; private set; }

    public byte[]? Head { get; private set; }

    /// <summary>An entry could not be read: rows it tells of may be taken for changed ones.</summary>
    public bool IsIncomplete { get; private set; }

    public async Task Run(CancellationToken stop)
    {
        var above = long.MinValue;
        var skip = 1L;
        while (true)
        {
            var (batch, isBroken) = await ReadEntries(above, stop);
            var upTo = batch.Count > 0 ? batch[^1].Sequence : isBroken ? above : long.MaxValue; // The last round only looks for states without an entry.
            await ReadStates(batch, above, upTo, stop);
            foreach (var entry in batch) Check(entry);
            if (batch.Count > 0) (above, skip) = (upTo, 1);
            if (!isBroken && batch.Count == 0) return;
            if (!isBroken) continue;
            // The database cannot read on here: leave out ever more numbers until it can, or until the numbers are at an end.
            if (skip > LongestSkip) return;
            (above, skip) = (Math.Max(above, 0) + skip, skip * 2);
        }
    }

    private async Task<(List<Entry> Batch, bool IsBroken)> ReadEntries(long above, CancellationToken stop)
    {
        var batch = new List<Entry>(Batch);
        try
        {
            await foreach (var row in stored.Range(entries, nameof(JournalEntry.Sequence), above, long.MaxValue, Batch, stop)) batch.Add(Entry.From(entries, row));
            return (batch, false);
        }
        catch (DbException unreadable)
        {
            var next = batch.Count > 0 ? batch[^1].Sequence + 1 : Math.Max(expected, above + 1);
            if (!IsIncomplete) damage.Add(new(DamageKind.Entry, $"entry {next}", $"it or one soon after cannot be read: {unreadable.Message}", next));
            IsIncomplete = true;
            await stored.Begin(stop);
            return (batch, true);
        }
    }

    private async Task ReadStates(List<Entry> batch, long above, long upTo, CancellationToken stop)
    {
        var bySequence = new Dictionary<long, Entry>();
        foreach (var entry in batch)
        {
            if (!bySequence.TryAdd(entry.Sequence, entry)) entry.Fault ??= "its number is there twice";
        }
        try
        {
            await AddStates(bySequence, above, upTo, stop);
        }
        catch (DbException)
        {
            await stored.Begin(stop);
            foreach (var entry in batch) await ReadStatesOf(entry, bySequence, stop);
        }
    }

    private async Task ReadStatesOf(Entry entry, Dictionary<long, Entry> bySequence, CancellationToken stop)
    {
        entry.States.Clear();
        try
        {
            await AddStates(bySequence, entry.Sequence - 1, entry.Sequence, stop);
        }
        catch (DbException unreadable)
        {
            entry.Fault = $"the states of its rows cannot be read: {unreadable.Message}";
            IsIncomplete = true;
            await stored.Begin(stop);
        }
    }

    private async Task AddStates(Dictionary<long, Entry> bySequence, long above, long upTo, CancellationToken stop)
    {
        var (sequence, table, key, hash) = (At(nameof(JournalState.EntrySequence)), At(nameof(JournalState.Table)), At(nameof(JournalState.RowKey)), At(nameof(JournalState.Hash)));
        await foreach (var row in stored.Range(states, nameof(JournalState.EntrySequence), above, upTo, null, stop))
        {
            if (row.Values[sequence] is long number && bySequence.TryGetValue(number, out var entry))
            {
                entry.Fault ??= row.Fault;
                entry.States.Add(new(row.Values[table] as string ?? "", row.Values[key] as string ?? "", row.Values[hash] as byte[]));
            }
            else if (!IsIncomplete)
            {
                damage.Add(new(DamageKind.Entry, $"entry {row.Values[sequence]}", "states of rows are there, the entry is not", row.Values[sequence] as long?));
            }
        }

        int At(string property) => states.Find(property)!.Value;
    }

    private void Check(Entry entry)
    {
        Count++;
        if (entry.Sequence != expected)
            damage.Add(new(DamageKind.Entry, $"entry {expected}", entry.Sequence == expected + 1 ? "missing" : $"missing or unreadable; the next one is {entry.Sequence}", expected));
        var linked = entry.Sequence != expected || entry.Previous.AsSpan().SequenceEqual(previousStored) || entry.Previous.AsSpan().SequenceEqual(previousComputed);
        var computed = entry.Content?.Hash(entry.Previous, entry.States) ?? [];
        if (entry.Fault is { } fault)
            damage.Add(new(DamageKind.Entry, entry.Place, $"not as Concord writes it: {fault}", entry.Sequence));
        else if (!computed.AsSpan().SequenceEqual(entry.Hash))
            damage.Add(new(DamageKind.Entry, entry.Place, "its content does not give its hash", entry.Sequence));
        else if (!linked)
            damage.Add(new(DamageKind.Entry, entry.Place, "it does not follow from the entry before", entry.Sequence));
        foreach (var state in entry.States) told.Tell(state.Table, state.RowKey, entry.Sequence, state.Hash);
        (expected, previousStored, previousComputed, Head) = (entry.Sequence + 1, entry.Hash, computed, entry.Hash);
    }

    private sealed record Entry(long Sequence, EntryContent? Content, byte[] Previous, byte[] Hash)
    {
        public string? Fault { get; set; }

        public List<JournalState> States { get; } = [];

        public string Place => Content is null ? $"entry {Sequence}" : $"entry {Sequence} ({Content.Act}, {Content.Subject})";

        public static Entry From(TableShape shape, StoredRow row)
        {
            var sequence = Value<long>(nameof(JournalEntry.Sequence));
            var content = row.Fault is not null ? null : new EntryContent(sequence, Value<DateTimeOffset>(nameof(JournalEntry.At)), Text(nameof(JournalEntry.ActorRef)),
                Text(nameof(JournalEntry.Via)), Text(nameof(JournalEntry.Act)), Text(nameof(JournalEntry.Subject)), Text(nameof(JournalEntry.Detail)));
            return new(sequence, content, Bytes(nameof(JournalEntry.PreviousHash)), Bytes(nameof(JournalEntry.Hash))) { Fault = row.Fault };

            T? Value<T>(string property) => row.Values[shape.Find(property)!.Value] is T value ? value : default;
            string Text(string property) => Value<string>(property) ?? "";
            byte[] Bytes(string property) => Value<byte[]>(property) ?? [];
        }
    }
}
