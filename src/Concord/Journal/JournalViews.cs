using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Journal;

/// <summary>One entry as it leaves: with all that its hash is made of.</summary>
/// <param name="Actor">Reference of the person; names are personal and stand in the person only.</param>
internal sealed record JournalLine(
    long Sequence, DateTimeOffset At, string Actor, Via Via, string Act, string Subject, string Detail, string PreviousHash, string Hash, IReadOnlyList<JournalLineState> States);

/// <param name="Hash">Of the row after the act; null when the act removed it.</param>
internal sealed record JournalLineState(string Table, string Row, string? Hash);

/// <param name="Total">Entries after the one asked for.</param>
internal sealed record JournalPage(IReadOnlyList<JournalLine> Items, int Total);

/// <summary>Questions to the journal.</summary>
internal sealed class JournalViews(ConcordDb db)
{
    /// <summary>Oldest first, so that a reader who keeps the last sequence can go on from there.</summary>
    /// <param name="subject">Reference of a record; null: entries on all records.</param>
    public async Task<JournalPage> After(long sequence, string? subject, int size, CancellationToken stop)
    {
        var entries = db.Set<JournalEntry>().AsNoTracking().Where(entry => entry.Sequence > sequence);
        if (!string.IsNullOrEmpty(subject)) entries = entries.Where(entry => entry.Subject == subject);
        var total = await entries.CountAsync(stop);
        var page = await entries.Include(entry => entry.States).OrderBy(entry => entry.Sequence).Take(size).ToListAsync(stop);
        return new([.. page.Select(Line)], total);
    }

    private static JournalLine Line(JournalEntry entry) => new(
        entry.Sequence, entry.At, entry.ActorRef, entry.Via, entry.Act, entry.Subject, entry.Detail, Convert.ToHexStringLower(entry.PreviousHash), Convert.ToHexStringLower(entry.Hash),
    [
        .. entry.States.OrderBy(state => state.Table, StringComparer.Ordinal).ThenBy(state => state.RowKey, StringComparer.Ordinal)
            .Select(state => new JournalLineState(state.Table, state.RowKey, state.Hash is null ? null : Convert.ToHexStringLower(state.Hash))),
    ]);
}
