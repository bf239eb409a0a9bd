using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents.Concerns;

/// <param name="IsAnswer">Said by the organisation; else by whoever sent the concern.</param>
/// <param name="Waits">Not yet read by anybody.</param>
internal sealed record ConcernLine(bool IsAnswer, DateOnly Day, string Text, bool Waits);

internal sealed record ConcernThread(DateOnly Day, string About, ConcernState State, IReadOnlyList<ConcernLine> Lines);

/// <summary>
/// The side of the anonymous channel that anybody may use. It is given no actor and asks for none: nothing that could tell who sent a concern, or when in the day,
/// reaches it.
/// </summary>
internal sealed class ConcernChannel(ConcordDb db)
{
    public const int LongestText = 20_000;

    /// <summary>Addresses are not kept, so a flood cannot be told from a bad day by them: the channel holds so many letters until somebody takes them in.</summary>
    public const int MostWaiting = 2_000;

    /// <returns>The receipt. It cannot be shown again.</returns>
    public async Task<string> Send(string text, string about, CancellationToken stop)
    {
        var letter = new ConcernLetter(ConcernId.New(), await Checked(text, stop), Shortened(about), db.Today);
        var (receipt, kept) = ConcernReceipt.New(letter.ConcernId);
        db.AddRange(letter, kept);
        await db.SaveChangesAsync(stop);
        return receipt;
    }

    /// <summary>Further words under the same receipt.</summary>
    public async Task Add(string receipt, string text, CancellationToken stop)
    {
        var concern = await Find(receipt, stop);
        db.Add(new ConcernLetter(concern, await Checked(text, stop), "", db.Today));
        await db.SaveChangesAsync(stop);
    }

    public async Task<ConcernThread> Read(string receipt, CancellationToken stop)
    {
        var id = await Find(receipt, stop);
        var waiting = await db.Set<ConcernLetter>().AsNoTracking().Where(letter => letter.ConcernId == id).ToListAsync(stop);
        var taken = await db.Set<Concern>().IgnoreQueryFilters().AsNoTracking().Include(concern => concern.Words).SingleOrDefaultAsync(concern => concern.Id == id, stop);
        var first = waiting.OrderBy(letter => letter.About.Length == 0).ThenBy(letter => letter.Day).FirstOrDefault();
        return new(taken?.Day ?? first!.Day, taken?.About ?? first!.About, taken?.State ?? ConcernState.Open,
        [
            .. (taken?.Words ?? []).OrderBy(word => word.Number).Select(word => new ConcernLine(word.By is not null, word.Day, word.Text, Waits: false)),
            .. waiting.OrderBy(letter => letter.Day).Select(letter => new ConcernLine(IsAnswer: false, letter.Day, letter.Text, Waits: true)),
        ]);
    }

    private async Task<ConcernId> Find(string receipt, CancellationToken stop)
    {
        // Each has a salt of its own, so all are tried; without an index nobody can look a receipt up either.
        foreach (var kept in await db.Set<ConcernReceipt>().AsNoTracking().ToListAsync(stop))
            if (kept.Is(receipt)) return kept.ConcernId;
        throw new RuleViolation("CONCERN-RECEIPT", "No concern has this receipt. Check the letters; a receipt that is lost cannot be found again.");
    }

    private async Task<string> Checked(string text, CancellationToken stop)
    {
        if (Written.SaysNothing(text)) throw new RuleViolation("CONCERN-TEXT", "Write what worries you.");
        if (text.Length > LongestText) throw new RuleViolation("CONCERN-TEXT", $"At most {LongestText:N0} characters fit here. Send the rest with the receipt.");
        if (await db.Set<ConcernLetter>().CountAsync(stop) >= MostWaiting) throw new RuleViolation("CONCERN-FULL", "The channel is full. Try again tomorrow, or speak to somebody you trust.");
        return text.Trim();
    }

    private static string Shortened(string about) => about.Trim() is { Length: > 200 } longer ? longer[..200] : about.Trim();
}
