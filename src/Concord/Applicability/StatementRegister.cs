using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Applicability;

/// <summary>Drafts, approves and withdraws revisions of the statement of applicability. It speaks for the whole organisation.</summary>
internal sealed class StatementRegister(ConcordDb db, StandardsLibrary library, StatementLines lines)
{
    /// <param name="standards">Whose controls it states, as people name them; none: of every edition that has controls.</param>
    public async Task<StatementRevision> Draft(IEnumerable<string> standards, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandPerson(Permission.JudgeRequirements, await db.WholeOrganisation(stop));
        var editions = StatementEditions.Named(library, standards);
        if (await db.Set<StatementRevision>().AsNoTracking().Where(known => known.State == StatementState.Draft).Select(known => known.Ref).FirstOrDefaultAsync(stop) is { } open)
            throw new RuleViolation("STATEMENT-DRAFT", $"{open} is a draft already. Have it approved, or withdraw it first.");
        var number = (await db.Set<StatementRevision>().MaxAsync(known => (int?)known.Number, stop) ?? 0) + 1;
        var revision = new StatementRevision(number, StatementContent.Of(db.Today, editions, await lines.Read(editions, stop)), reason, actor.Ref, db.Now);
        db.Add(revision);
        work.Note("statement.drafted", revision.Ref,
            $"{string.Join(", ", revision.Standards)} as of {revision.AsOf:yyyy-MM-dd}: {revision.Applicable} applicable, {revision.Excluded} excluded, {revision.NotDecided} not decided, SHA-256 {revision.ContentSha256[..12]}…");
        await work.Commit(stop);
        return revision;
    }

    /// <summary>By another person than the one who drafted it. The revision approved before is superseded.</summary>
    public async Task<StatementRevision> Approve(int number, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandDuty(Permission.JudgeRequirements, await db.WholeOrganisation(stop));
        var revision = await Find(number, expectedVersion, stop);
        revision.Approve(actor.Ref, db.Now);
        work.Note("statement.approved", revision.Ref, $"drafted by {revision.DraftedBy}, SHA-256 {revision.ContentSha256[..12]}…");
        foreach (var before in await db.Set<StatementRevision>().Where(known => known.State == StatementState.Approved && known.Id != revision.Id).ToListAsync(stop))
        {
            before.GiveWay(db.Now);
            work.Note("statement.superseded", before.Ref, $"by {revision.Ref}");
        }
        await work.Commit(stop);
        return revision;
    }

    public async Task<StatementRevision> Withdraw(int number, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandPerson(Permission.JudgeRequirements, await db.WholeOrganisation(stop));
        var revision = await Find(number, expectedVersion, stop);
        revision.Withdraw(db.Now);
        work.Note("statement.withdrawn", revision.Ref, "the draft");
        await work.Commit(stop);
        return revision;
    }

    private async Task<StatementRevision> Find(int number, int expectedVersion, CancellationToken stop)
    {
        var revision = await db.Set<StatementRevision>().SingleOrDefaultAsync(known => known.Number == number, stop) ?? throw Refusal.Missing("revision of the statement", $"{number}");
        Refusal.IfStale(revision, expectedVersion);
        return revision;
    }
}
