using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Actions;

/// <summary>What was not kept, where, and who has to answer until when.</summary>
/// <param name="Because">Reference of what found it: a signal, an audit finding.</param>
internal sealed record NonconformityReport(
    OrganisationUnitId Unit, string SystemRef, string ControlRef, string Title, PersonId Owner, NonconformityGrade Grade, DateOnly DueOn, string Because);

/// <summary>Opens nonconformities, takes corrections, and has somebody else judge them.</summary>
internal sealed class NonconformityRegister(ConcordDb db)
{
    public async Task<Nonconformity> OpenOrJoin(NonconformityReport report, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.Demand(Permission.WorkSignals, report.Unit);
        var nonconformity = await OpenOrJoin(work, report, stop);
        await work.Commit(stop);
        return nonconformity;
    }

    /// <summary>One is open for a system and a control at a time: a further breach joins it.</summary>
    public async Task<Nonconformity> OpenOrJoin(Work work, NonconformityReport report, CancellationToken stop)
    {
        if (await FindOpen(report.SystemRef, report.ControlRef, stop) is { } open)
        {
            open.Join(report.DueOn, report.Grade);
            work.Note("nonconformity.joined", open.Ref, $"by {report.Because}; {Words.Of(open.Grade)}, {Words.Of(open.State)}, due {open.DueOn:yyyy-MM-dd}");
            return open;
        }
        await db.DemandPerson(report.Owner, stop);
        var opened = new Nonconformity(await work.Reference<Nonconformity>(own: null, "NC", stop), report.Unit, report.Title, report.SystemRef,
            report.ControlRef, report.Owner, report.Grade, db.Now, report.DueOn);
        db.Add(opened);
        work.Note("nonconformity.opened", opened.Ref,
            $"by {report.Because} for {report.SystemRef} and {report.ControlRef}; {Words.Of(opened.Grade)}, due {opened.DueOn:yyyy-MM-dd}");
        return opened;
    }

    public async Task<Nonconformity> Correct(string reference, int expectedVersion, string text, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var nonconformity = await Find(reference, stop);
        var by = actor.DemandPerson(Permission.CorrectNonconformity, nonconformity.UnitId);
        Refusal.IfStale(nonconformity, expectedVersion);
        nonconformity.Correct(by, text, db.Now);
        db.Add(nonconformity.Corrections[^1]);
        work.Note("nonconformity.corrected", nonconformity.Ref, $"correction {nonconformity.Corrections.Count} recorded");
        await work.Commit(stop);
        return nonconformity;
    }

    /// <param name="fixers">Who took part in the fixing besides those who recorded a correction: only the loop knows who sent logs or changed versions.</param>
    public async Task<Nonconformity> Verify(string reference, int expectedVersion, bool effective, string reason, IReadOnlySet<PersonId> fixers, Actor actor,
        CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var nonconformity = await Verify(work, reference, expectedVersion, effective, reason, fixers, stop);
        await work.Commit(stop);
        return nonconformity;
    }

    public async Task<Nonconformity> Verify(Work work, string reference, int expectedVersion, bool effective, string reason, IReadOnlySet<PersonId> fixers,
        CancellationToken stop)
    {
        var nonconformity = await Find(reference, stop);
        var by = work.Actor.DemandDuty(Permission.VerifyNonconformity, nonconformity.UnitId);
        Refusal.IfStale(nonconformity, expectedVersion);
        nonconformity.Verify(by, effective, reason, fixers, db.Now);
        work.Note("nonconformity.verified", nonconformity.Ref, effective ? "the correction was effective"
            : "the correction was not effective; it is open again");
        return nonconformity;
    }

    /// <summary>Also those opened earlier in the same act, which the database does not know yet.</summary>
    private async Task<Nonconformity?> FindOpen(string systemRef, string controlRef, CancellationToken stop) =>
        db.Held<Nonconformity>().FirstOrDefault(known => known.SystemRef == systemRef && known.ControlRef == controlRef && known.IsOpen)
        ?? await db.Set<Nonconformity>().IgnoreQueryFilters()
            .FirstOrDefaultAsync(known => known.SystemRef == systemRef && known.ControlRef == controlRef
                && known.State != NonconformityState.ClosedEffective, stop);

    private async Task<Nonconformity> Find(string reference, CancellationToken stop)
    {
        var nonconformity = await db.Set<Nonconformity>().Include(known => known.Corrections).SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("nonconformity", reference);
        return nonconformity;
    }
}
