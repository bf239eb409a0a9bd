using System.Security.Cryptography;
using Concord.Foundation;

namespace Concord.Journal;

/// <summary>
/// One act, as it happened. Entries form a chain: each carries the hash of everything before it, so that a change of an old entry shows in
/// every later one. Leaf and node hashes are prefixed as in RFC 6962, section 2.1.
/// </summary>
internal sealed class JournalEntry
{
    private JournalEntry()
    {
    }

    /// <summary>1 for the first entry, without gaps.</summary>
    public long Sequence { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The person's reference, never the name: names are personal and can be erased.</summary>
    public string ActorRef { get; private set; } = "";

    public Via Via { get; private set; }

    /// <summary>What was done: <c>risk.reopened</c>.</summary>
    public string Act { get; private set; } = "";

    /// <summary>The reference of the record it was done to.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>One sentence, without personal values.</summary>
    public string Detail { get; private set; } = "";

    public byte[] PreviousHash { get; private set; } = [];

    public byte[] Hash { get; private set; } = [];

    public List<JournalState> States { get; private set; } = [];

    public static byte[] Beginning { get; } = SHA256.HashData("concord journal 1"u8);

    public static JournalEntry After(JournalEntry? previous, DateTimeOffset at, Actor actor, JournalNote note, IEnumerable<JournalState> states)
    {
        var entry = new JournalEntry
        {
            Sequence = (previous?.Sequence ?? 0) + 1,
            At = CanonicalEncoding.ToMicrosecond(at),
            ActorRef = actor.Ref,
            Via = actor.Via,
            Act = note.Act,
            Subject = note.Subject,
            Detail = note.Detail,
            PreviousHash = previous?.Hash ?? Beginning,
            States = [.. states.OrderBy(state => state.Table, StringComparer.Ordinal).ThenBy(state => state.RowKey, StringComparer.Ordinal)],
        };
        foreach (var state in entry.States) state.BelongTo(entry.Sequence);
        entry.Hash = entry.ComputeHash();
        return entry;
    }

    /// <summary>The hash this entry should have, computed from its content and the hash before it.</summary>
    public byte[] ComputeHash() => new EntryContent(Sequence, At, ActorRef, Via.ToString(), Act, Subject, Detail).Hash(PreviousHash, States);
}

/// <summary>What the hash of an entry speaks for, beside the states of the rows.</summary>
internal sealed record EntryContent(long Sequence, DateTimeOffset At, string ActorRef, string Via, string Act, string Subject, string Detail)
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    public byte[] Hash(byte[] previous, IReadOnlyCollection<JournalState> states)
    {
        var content = new CanonicalEncoding().Add(Sequence).Add(At).Add(ActorRef).AddState(Via).Add(Act).Add(Subject).Add(Detail).Add(states.Count);
        foreach (var state in states.OrderBy(state => state.Table, StringComparer.Ordinal).ThenBy(state => state.RowKey, StringComparer.Ordinal))
            content.Add(state.Table).Add(state.RowKey).Add(state.Hash);
        var leaf = SHA256.HashData([LeafPrefix, .. content.ToArray()]);
        return SHA256.HashData([NodePrefix, .. previous, .. leaf]);
    }
}

/// <summary>What a row looked like after the act: the hash of all its values, or none when the act removed it.</summary>
internal sealed class JournalState
{
    private JournalState()
    {
    }

    public JournalState(string table, string rowKey, byte[]? hash) => (Table, RowKey, Hash) = (table, rowKey, hash);

    public long EntrySequence { get; private set; }

    public string Table { get; private set; } = "";

    public string RowKey { get; private set; } = "";

    public byte[]? Hash { get; private set; }

    internal void BelongTo(long sequence) => EntrySequence = sequence;
}

/// <summary>What an act says about itself before it is committed.</summary>
internal sealed record JournalNote(string Act, string Subject, string Detail);
