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

/// <summary>An entry as the list shows it.</summary>
internal sealed record JournalRow(long Sequence, DateTimeOffset At, string ActorRef, Via Via, string Act, string Subject, string Detail);

/// <param name="Last">Number of the newest entry.</param>
internal sealed record JournalDetail(JournalLine Entry, long Last);

/// <summary>Questions to the journal. It is one chain and tells of the whole organisation: who reads it needs the permission for all of it.</summary>
internal sealed class JournalViews(ConcordDb db)
{
    public static readonly ListOrder<JournalEntry> Order = new("-ref", entry => entry.Sequence);

    /// <summary>Filter: <c>subject:RISK-0042</c>, <c>actor:PERSON-0001</c>, <c>act:risk</c> or <c>act:risk.reopened</c>, and words of the sentence.</summary>
    public async Task<PageOf<JournalRow>> List(Actor actor, PageRequest request, CancellationToken stop)
    {
        await DemandWhole(actor, stop);
        var entries = db.Set<JournalEntry>().AsNoTracking().Mentioning(request, entry => entry.Detail);
        if (request.FilterValue("subject") is { } subject) entries = entries.Where(entry => entry.Subject == subject);
        if (request.FilterValue("actor") is { } doer) entries = entries.Where(entry => entry.ActorRef == doer);
        if (request.FilterValue("act") is { } act) entries = entries.Where(entry => entry.Act == act || entry.Act.StartsWith(act + "."));
        return await entries.Page(request, Order, entry => new JournalRow(entry.Sequence, entry.At, entry.ActorRef, entry.Via, entry.Act, entry.Subject, entry.Detail), stop);
    }

    public async Task<JournalDetail> Detail(Actor actor, long sequence, CancellationToken stop)
    {
        await DemandWhole(actor, stop);
        var entry = await db.Set<JournalEntry>().AsNoTracking().Include(known => known.States).SingleOrDefaultAsync(known => known.Sequence == sequence, stop)
            ?? throw Refusal.Missing("entry", sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new(Line(entry), await db.Set<JournalEntry>().MaxAsync(known => known.Sequence, stop));
    }

    /// <summary>Oldest first, so that a reader who keeps the last sequence can go on from there.</summary>
    /// <param name="subject">Reference of a record; null: entries on all records.</param>
    public async Task<JournalPage> After(Actor actor, long sequence, string? subject, int size, CancellationToken stop)
    {
        await DemandWhole(actor, stop);
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

    private async Task DemandWhole(Actor actor, CancellationToken stop) => actor.Demand(Permission.ViewJournal, await db.WholeOrganisation(stop));
}
