using Concord.Foundation;
using Concord.Links;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents.Concerns;

/// <summary>The side of the anonymous channel that people of the organisation use: they take letters in, answer, take concerns up as incidents, close them.</summary>
internal sealed class ConcernRegister(ConcordDb db)
{
    /// <summary>Stands in the journal for whoever sent a concern.</summary>
    public static readonly Actor Channel = Actor.System with { Ref = "concern-channel", Name = "Anonymous channel" };

    /// <summary>Takes in what waits, because somebody wants to read it now.</summary>
    public async Task<int> TakeIn(Actor actor, CancellationToken stop)
    {
        actor.Demand(Permission.HandleConcerns, await db.WholeOrganisation(stop));
        return await TakeIn(until: null, stop);
    }

    /// <summary>Takes in what came on days that are over; the hour at which this happens tells nothing.</summary>
    public Task<int> TakeInOfPastDays(CancellationToken stop) => TakeIn(db.Today, stop);

    public Task<Concern> Answer(string reference, int expectedVersion, string text, Actor actor, CancellationToken stop) => Act(reference, expectedVersion, actor, (concern, by, work) =>
    {
        db.Add(concern.Answer(by, text, db.Now));
        work.Note("concern.answered", concern.Ref, $"word {concern.Count}");
        return Task.CompletedTask;
    }, stop);

    public Task<Concern> Close(string reference, int expectedVersion, string text, Actor actor, CancellationToken stop) => Act(reference, expectedVersion, actor, (concern, by, work) =>
    {
        db.Add(concern.Close(by, text, db.Now));
        work.Note("concern.closed", concern.Ref, $"word {concern.Count}");
        return Task.CompletedTask;
    }, stop);

    /// <summary>An incident was opened because of it.</summary>
    public Task<Concern> TakeUp(string reference, int expectedVersion, string incident, Actor actor, CancellationToken stop) => Act(reference, expectedVersion, actor, async (concern, _, work) =>
    {
        if (!await db.Knows<Incident>(incident, stop)) throw Refusal.Missing("incident", incident);
        concern.TakeUp(incident);
        db.Add(new Link(concern.Ref, Relation.Incident, incident, "opened from this concern", db.Now));
        // More people read the journal than concerns: which incident it became stands in the concern and its link.
        work.Note("concern.taken-up", concern.Ref, "an incident was opened from it");
    }, stop);

    private async Task<int> TakeIn(DateOnly? until, CancellationToken stop)
    {
        using var everything = db.SeeEverything();
        // Asked without the lock first: most of the time nothing waits.
        if (!await db.Set<ConcernLetter>().AnyAsync(letter => until == null || letter.Day < until, stop)) return 0;
        await using var work = await db.Begin(Channel, stop);
        var letters = await db.Set<ConcernLetter>().Where(letter => until == null || letter.Day < until).OrderBy(letter => letter.Day).ThenBy(letter => letter.Id).ToListAsync(stop);
        if (letters.Count == 0) return 0;
        var unit = await db.WholeOrganisation(stop);
        foreach (var thread in letters.GroupBy(letter => letter.ConcernId))
        {
            var concern = await db.Set<Concern>().SingleOrDefaultAsync(known => known.Id == thread.Key, stop);
            if (concern is null)
            {
                db.Add(concern = new(thread.Key, await work.Reference<Concern>(own: null, "CONC", stop), unit, thread.First().Day, thread.Select(letter => letter.About).FirstOrDefault(about => about.Length > 0) ?? ""));
                work.Note("concern.received", concern.Ref, $"of {concern.Day:yyyy-MM-dd}");
            }
            else work.Note("concern.added-to", concern.Ref, "further words");
            foreach (var letter in thread) db.Add(concern.Hear(letter.Text, letter.Day));
        }
        db.RemoveRange(letters);
        await Shuffle([.. letters.Select(letter => letter.ConcernId).Distinct()], stop);
        await work.Commit(stop);
        return letters.Count;
    }

    /// <summary>A database keeps rows in the order they came: the receipts of these concerns would tell who sent first. They are written anew in the order of their ids, which are random.</summary>
    private async Task Shuffle(IReadOnlyCollection<ConcernId> concerns, CancellationToken stop)
    {
        var receipts = await db.Set<ConcernReceipt>().AsNoTracking().Where(receipt => concerns.Contains(receipt.ConcernId)).ToListAsync(stop);
        await db.Set<ConcernReceipt>().Where(receipt => concerns.Contains(receipt.ConcernId)).ExecuteDeleteAsync(stop);
        db.AddRange(receipts.OrderBy(receipt => receipt.ConcernId.Value).Select(receipt => receipt.Anew()));
    }

    private async Task<Concern> Act(string reference, int expectedVersion, Actor actor, Func<Concern, PersonId, Work, Task> act, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var concern = await db.Set<Concern>().Include(known => known.Words).SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("concern", reference);
        var by = actor.DemandPerson(Permission.HandleConcerns, concern.UnitId);
        Refusal.IfStale(concern, expectedVersion);
        await act(concern, by, work);
        await work.Commit(stop);
        return concern;
    }
}
