using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks;

internal sealed record ConflictLine(string Ref, int Version, OrganisationUnitId UnitId, string Risk, RegisterField Field, string Theirs, string Ours, string File, string SourceSystem, DateTimeOffset NoticedAt, ConflictState State, string Note, string? ResolvedBy, DateTimeOffset? ResolvedAt);

/// <summary>Acts on the enterprise register: lines enter it as the enterprise has them, conflicts with the AI register are resolved by people.</summary>
internal sealed class EnterpriseRegister(ConcordDb db)
{
    private static readonly ListOrder<RegisterConflict> Order = new ListOrder<RegisterConflict>("-noticed", conflict => conflict.Ref)
        .By("noticed", conflict => conflict.NoticedAt).By("risk", conflict => conflict.RiskRef).By("state", conflict => conflict.State);

    /// <summary>Takes over a line of the enterprise's own register, as part of an act.</summary>
    /// <param name="reference">What it is called; null: the next free reference.</param>
    public async Task<EnterpriseRisk> Add(Work work, string? reference, OrganisationUnitId unit, EnterpriseRiskFacts facts, CancellationToken stop)
    {
        work.Actor.Demand(Permission.EditRisks, unit);
        await db.DemandPerson(facts.Owner, stop);
        var line = new EnterpriseRisk(await work.Reference<EnterpriseRisk>(reference, "ENT", stop), unit, facts);
        db.Add(line);
        work.Note("enterprise-risk.added", line.Ref, $"rating {(line.Rating.Length > 0 ? line.Rating : "not said")}{(line.SourceId is { } there ? $", there {there}" : "")}");
        return line;
    }

    /// <summary>Filter: <c>state:open</c> <c>risk:RISK-0001</c>.</summary>
    public async Task<PageOf<ConflictLine>> Conflicts(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<RegisterConflict>().AsNoTracking();
        if (request.State<ConflictState>("state") is { } state) list = list.Where(conflict => conflict.State == state);
        if (request.FilterValue("risk") is { } risk) list = list.Where(conflict => conflict.RiskRef == risk);
        var page = await list.Page(request, Order, conflict => conflict, stop);
        var names = await db.NamesOf(page.Items.Select(conflict => conflict.ResolvedBy), stop);
        return page.Map(conflict => Line(conflict, names));
    }

    public async Task<ConflictLine> Conflict(string reference, CancellationToken stop)
    {
        var conflict = await db.Set<RegisterConflict>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("conflict", reference);
        return Line(conflict, await db.NamesOf([conflict.ResolvedBy], stop));
    }

    /// <summary>Ours is kept, or it is noted what is to be done. The value itself changes where it is kept: in the AI register by its own acts, there by its master.</summary>
    public async Task<RegisterConflict> Resolve(string reference, int expectedVersion, ConflictState to, string note, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var conflict = await db.Set<RegisterConflict>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("conflict", reference);
        actor.DemandPerson(Permission.EditRisks, conflict.UnitId);
        Refusal.IfStale(conflict, expectedVersion);
        conflict.Resolve(to, note, actor.Ref, db.Now);
        work.Note("enterprise-conflict.resolved", conflict.Ref, $"{Words.Of(conflict.Field)} of {conflict.RiskRef}: {Words.Of(to)}");
        await work.Commit(stop);
        return conflict;
    }

    private static ConflictLine Line(RegisterConflict conflict, IReadOnlyDictionary<string, string> names) => new(
        conflict.Ref, conflict.Version, conflict.UnitId, conflict.RiskRef, conflict.Field, conflict.Theirs, conflict.Ours, conflict.File, conflict.SourceSystem, conflict.NoticedAt, conflict.State, conflict.Note,
        conflict.ResolvedBy.Length == 0 ? null : names.GetValueOrDefault(conflict.ResolvedBy, conflict.ResolvedBy), conflict.ResolvedAt);
}
