using Concord.Applicability;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Cli.Demo;

/// <summary>The bank's people decide which controls apply, and draft and approve the revisions of the statement.</summary>
internal sealed class GfcStatements(ConcordDb db, StandardsLibrary library, Actors actors, RequirementRegister decisions, StatementRegister statements)
{
    public async Task Draft(GfcRevision revision, GfcOrganisation gfc, CancellationToken stop)
    {
        var drafter = await Actor(revision.DraftedBy, gfc, stop);
        await Decide(revision, gfc, drafter, stop);
        await statements.Draft(revision.Standards, revision.Reason, drafter, stop);
    }

    public async Task Approve(GfcRevision revision, GfcOrganisation gfc, CancellationToken stop)
    {
        var draft = await db.Set<StatementRevision>().AsNoTracking().SingleAsync(known => known.State == StatementState.Draft, stop);
        await statements.Approve(draft.Number, draft.Version, await Actor(revision.ApprovedBy, gfc, stop), stop);
    }

    /// <summary>What is to be stated for the first time is decided before; what was decided before stays as it is.</summary>
    private async Task Decide(GfcRevision revision, GfcOrganisation gfc, Actor by, CancellationToken stop)
    {
        var stated = StatementEditions.Named(library, revision.Standards).Select(edition => edition.Key).ToHashSet(StringComparer.Ordinal);
        var known = await db.Set<RequirementState>().AsNoTracking().ToDictionaryAsync(state => state.Ref, StringComparer.Ordinal, stop);
        var open = gfc.Decisions.Where(decision => stated.Contains(library.DemandRequirement(decision.RequirementKey).Edition)
            && known.GetValueOrDefault(decision.RequirementKey) is not ({ IsExcluded: true } or { Justification: not null })).ToList();
        if (open.Count == 0) return;
        await using var work = await db.Begin(by, stop);
        foreach (var decision in open) await decisions.Decide(work, decision.RequirementKey, known.GetValueOrDefault(decision.RequirementKey)?.Version ?? 0, decision.Applicable, decision.Justification, stop);
        await work.Commit(stop);
    }

    /// <summary>As if signed in on a page: approving is a duty.</summary>
    private async Task<Actor> Actor(string id, GfcOrganisation gfc, CancellationToken stop) =>
        await actors.OnLocalConsole(gfc.People.Single(person => person.Id == id).Email, stop) with { Via = Via.Page };
}
