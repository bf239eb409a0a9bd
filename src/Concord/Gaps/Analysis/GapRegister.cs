using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Analysis;

/// <summary>Begins and gives up gap analyses. It speaks for the part of the organisation it belongs to.</summary>
internal sealed class GapRegister(ConcordDb db)
{
    /// <param name="reference">The organisation's own; null: the next free one.</param>
    public async Task<GapAnalysis> Start(OrganisationUnitId unit, string title, PersonId lead, string? reference, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var analysis = await Start(work, unit, title, lead, reference, stop);
        await work.Commit(stop);
        return analysis;
    }

    public async Task<GapAnalysis> Start(Work work, OrganisationUnitId unit, string title, PersonId lead, string? reference, CancellationToken stop)
    {
        work.Actor.Demand(Permission.AnalyseGaps, unit);
        await db.DemandPerson(lead, stop);
        var analysis = new GapAnalysis(await work.Reference<GapAnalysis>(reference, "GAP", stop), unit, title, lead, db.Today);
        db.Add(analysis);
        work.Note("gap.started", analysis.Ref, analysis.Title);
        return analysis;
    }

    public async Task<GapAnalysis> Withdraw(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var analysis = await Find(reference, actor, stop);
        Refusal.IfStale(analysis, expectedVersion);
        analysis.Withdraw(reason, actor.DemandPerson(Permission.AnalyseGaps, analysis.UnitId), db.Today);
        work.Note("gap.withdrawn", analysis.Ref, analysis.Reason);
        await db.EndInterviews(work, analysis, stop);
        await work.Commit(stop);
        return analysis;
    }

    /// <summary>An analysis whose parts the actor may work on.</summary>
    public async Task<GapAnalysis> FindOpen(string reference, Actor actor, CancellationToken stop)
    {
        var analysis = await Find(reference, actor, stop);
        analysis.DemandOpen();
        return analysis;
    }

    private async Task<GapAnalysis> Find(string reference, Actor actor, CancellationToken stop)
    {
        var analysis = await db.Set<GapAnalysis>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("gap analysis", reference);
        actor.Demand(Permission.AnalyseGaps, analysis.UnitId);
        return analysis;
    }
}
