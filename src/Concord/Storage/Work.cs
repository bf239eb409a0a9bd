using Concord.Foundation;
using Concord.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Concord.Storage;

/// <summary>
/// One act on the record: everything it changes and the entries that tell of it, committed together or not at all. Writers stand in line
/// from the beginning of the act, so that references and the chain of entries have no gaps and no branches.
/// </summary>
internal sealed class Work : IAsyncDisposable
{
    private readonly IDbContextTransaction transaction;
    private readonly bool isPart;
    private readonly List<JournalNote> notes = [];
    private readonly HashSet<JournalNote> said = [];
    private readonly Dictionary<string, JournalNote> tellers = new(StringComparer.Ordinal);
    private readonly HashSet<(Type Kind, string Reference)> given = [];
    private readonly HashSet<string> counted = [];
    private bool committed;

    private Work(ConcordDb db, Actor actor, IDbContextTransaction transaction, bool isPart) =>
        (Db, Actor, this.transaction, this.isPart) = (db, actor, transaction, isPart);

    public ConcordDb Db { get; }

    public Actor Actor { get; }

    /// <summary>Inside a transaction that is already open the act is part of it: whoever opened that one commits both.</summary>
    public static async Task<Work> Begin(ConcordDb db, Actor actor, CancellationToken stop)
    {
        var outer = db.Database.CurrentTransaction;
        var begun = outer ?? await db.Database.BeginTransactionAsync(stop);
        await db.LockJournal(stop);
        return new(db, actor, begun, isPart: outer is not null);
    }

    /// <summary>Says what is being done. Rows changed in this act are told by the note on their record, others by the first note.</summary>
    public void Note(string act, string subject, string detail)
    {
        var note = new JournalNote(act, subject, detail);
        if (!said.Add(note)) return; // Said twice is said once; two equal notes would both claim the same rows.
        notes.Add(note);
        tellers.TryAdd(subject, note);
    }

    /// <summary>The next free reference of a kind: <c>RISK-0042</c>.</summary>
    public async Task<string> NextRef(string prefix, CancellationToken stop)
    {
        var counter = await Db.Set<ReferenceCounter>().FindAsync([prefix], stop);
        if (counter is null) Db.Add(counter = new(prefix));
        else if (counted.Add(prefix)) await Db.Entry(counter).ReloadAsync(stop); // Known from an earlier act; others may have counted since.
        counted.Add(prefix);
        return counter.Next();
    }

    /// <summary>Keeps a reference for a record that this act adds.</summary>
    /// <returns>Whether the act had not given it to another one before.</returns>
    public bool Give<T>(string reference) where T : class, IRecord => given.Add((typeof(T), reference));

    public async Task Commit(CancellationToken stop)
    {
        if (notes.Count == 0) throw new InvalidOperationException("An act without a note: say what was done before committing.");
        var previous = await Db.Set<JournalEntry>().AsNoTracking().OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(stop);
        Db.ChangeTracker.DetectChanges();
        using var still = Db.WithoutDetecting();
        foreach (var entry in RowState.Changed(Db).Where(entry => entry.State == EntityState.Modified && entry.Entity is IRecord))
            entry.Property(nameof(IRecord.Version)).CurrentValue = ((IRecord)entry.Entity).Version + 1;
        var states = RowState.Changed(Db)
            .GroupBy(entry => Teller(RowState.RefOf(entry)))
            .ToDictionary(group => group.Key, group => group.Select(RowState.After).ToList());
        foreach (var note in notes)
        {
            previous = JournalEntry.After(previous, Db.Now, Actor, note, states.GetValueOrDefault(note) ?? []);
            Db.Add(previous);
        }
        try
        {
            await Db.SaveCommitted(stop);
        }
        catch (DbUpdateConcurrencyException conflict)
        {
            var record = conflict.Entries.Select(entry => entry.Entity).OfType<IRecord>().FirstOrDefault()?.Ref ?? "A record";
            throw new RuleViolation(Refusal.Stale, $"{record} was changed meanwhile. Look at it again, then repeat your change.");
        }
        if (!isPart) await transaction.CommitAsync(stop);
        committed = true;
        ForgetEntries();
    }

    /// <summary>Entries are written once and never touched again; keeping them would slow down a long row of acts.</summary>
    private void ForgetEntries()
    {
        foreach (var entry in Db.ChangeTracker.Entries().Where(entry => entry.Entity is JournalEntry or JournalState).ToList()) entry.State = EntityState.Detached;
    }

    private JournalNote Teller(string? reference) => reference is not null && tellers.TryGetValue(reference, out var note) ? note : notes[0];

    public async ValueTask DisposeAsync()
    {
        if (!isPart) await transaction.DisposeAsync();
        if (!committed) Db.ChangeTracker.Clear(); // An act that was not committed leaves nothing behind, not even in memory.
    }
}

/// <summary>Counts the references of one kind.</summary>
internal sealed class ReferenceCounter
{
    private ReferenceCounter()
    {
    }

    public ReferenceCounter(string prefix) => Prefix = prefix;

    public string Prefix { get; private set; } = "";

    public int Last { get; private set; }

    public string Next() => $"{Prefix}-{++Last:0000}";
}
