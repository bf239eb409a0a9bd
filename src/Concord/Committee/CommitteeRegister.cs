using Concord.Foundation;
using Concord.Storage;

namespace Concord.Committee;

/// <summary>Keeps what the committee decided.</summary>
internal sealed class CommitteeRegister(ConcordDb db, CommitteeList list)
{
    /// <param name="expectedVersion">Of the record it is about, as it was seen.</param>
    public async Task<CommitteeDecision> Decide(CommitteeQuestion question, string source, int expectedVersion, CommitteeOutcome outcome, string text, DateOnly? lookAgainOn, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var item = (await list.Open(stop)).FirstOrDefault(known => known.Question == question && known.Source == source)
            ?? throw Refusal.Missing($"question ({Words.Of(question)}) on the list of the committee about", source);
        var by = actor.DemandDuty(Permission.DecideInCommittee, item.UnitId);
        if (item.Version != expectedVersion) throw new RuleViolation(Refusal.Stale, $"{source} was changed meanwhile (version {item.Version}, you saw {expectedVersion}). Look at it again, then decide.");
        if (item.Answerable == by) throw new RuleViolation("COMMITTEE-OWN", $"You answer for {source}. Somebody else decides on it.");
        var decision = new CommitteeDecision(await work.NextRef("COM", stop), item, outcome, text, lookAgainOn, by, db.Now);
        db.Add(decision);
        work.Note("committee.decided", decision.Ref, $"{Words.Of(question)}, {source}: {Words.Of(outcome)}");
        await work.Commit(stop);
        return decision;
    }
}
