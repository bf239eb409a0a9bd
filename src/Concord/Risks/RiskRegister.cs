using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <summary>A risk as it enters the register.</summary>
/// <param name="SystemRef">The AI system it is about; null: the organisation as a whole.</param>
/// <param name="CatalogueId">The entry of the risk catalogue it came from; empty: none.</param>
/// <param name="Inherent">Without controls; null: not assessed yet. The same for the other levels.</param>
/// <param name="EnterpriseRiskRef">The line of the enterprise register it is part of; empty: none yet.</param>
/// <param name="Reference">The organisation's own reference; null: the next free one.</param>
internal sealed record RiskOpening(
    OrganisationUnitId Unit, string Title, string? SystemRef, string CatalogueId, PersonId Owner, RiskSource Source,
    RiskLevel? Inherent, RiskLevel? Current, RiskLevel? Residual, string EnterpriseRiskRef = "", RiskState State = RiskState.Open, string? Reference = null);

/// <summary>What a reopening did: the loop tells it on the signal.</summary>
/// <param name="Changed">False when the risk was already open at its inherent level.</param>
internal sealed record RiskReopening(Risk Risk, bool Changed, RiskState StateBefore, RiskLevel? LevelBefore, RiskState State, RiskLevel? Level);

/// <summary>The register's acts: open, hand over, word anew, close, reopen on evidence, tie to the enterprise register.</summary>
internal sealed class RiskRegister(ConcordDb db, StandardsLibrary standards, RiskReassessment reassessment, RiskAcceptances acceptances, Actors actors)
{
    /// <summary>A person opens a risk as open or in treatment; every other state is a decision of its own.</summary>
    public async Task<Risk> Open(RiskOpening opening, Actor actor, CancellationToken stop)
    {
        if (opening.State is not (RiskState.Open or RiskState.Treating))
            throw new RuleViolation("RISK-OPEN-STATE", $"A risk is opened as open or treating, not as {Words.Of(opening.State)}. Open it, then decide.");
        await using var work = await db.Begin(actor, stop);
        var risk = await Open(work, opening, stop);
        await work.Commit(stop);
        return risk;
    }

    public async Task<Risk> Open(Work work, RiskOpening opening, CancellationToken stop)
    {
        work.Actor.Demand(Permission.EditRisks, opening.Unit);
        await DemandKnown(opening, stop);
        var risk = new Risk(await work.Reference<Risk>(opening.Reference, "RISK", stop), opening.Unit, opening.Title, opening.SystemRef, opening.CatalogueId,
            opening.Owner, opening.Source, opening.Inherent, opening.Current, opening.Residual, opening.State, opening.EnterpriseRiskRef);
        db.Add(risk);
        var entry = risk.CatalogueId.Length > 0 ? $", catalogue {risk.CatalogueId}" : "";
        work.Note("risk.opened", risk.Ref, $"source {Words.Of(risk.Source)}{entry}, {Words.Of(risk.State)} at {Level(risk.Current)}");
        return risk;
    }

    public async Task<Risk> HandOver(string riskRef, int expectedVersion, PersonId to, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await Change(riskRef, expectedVersion, actor, stop);
        await db.DemandPerson(to, stop);
        var names = await db.NamesOf([risk.OwnerId, to], stop);
        var (from, why) = (risk.OwnerId, Written.Demand(reason, "RISK-OWNER-REASON", "Say why somebody else answers for it."));
        var accepted = await db.Set<RiskAcceptance>().AsNoTracking().Where(one => one.RiskId == risk.Id).ToListAsync(stop);
        var mayAct = (await actors.OfPerson(to, actor.Via, stop))?.May(Permission.PlanActions, risk.UnitId) == true;
        risk.HandOver(to, mayAct, accepted.MaxBy(one => one.At)?.By);
        work.Note("risk.handedOver", risk.Ref, $"from {names.Of(from)?.Ref} to {names.Of(to)?.Ref}: {why}");
        await work.Commit(stop);
        return risk;
    }

    public async Task<Risk> Reword(string riskRef, int expectedVersion, string title, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await Change(riskRef, expectedVersion, actor, stop);
        var (before, why) = (risk.Title, Written.Demand(reason, "RISK-TITLE-REASON", "Say why it is worded anew."));
        risk.Reword(title);
        work.Note("risk.reworded", risk.Ref, $"was \"{before}\": {why}");
        // Its levels speak of what the old words said: whoever accepts it would accept something nobody assessed.
        await reassessment.Ask(work, risk, FormattableString.Invariant($"it was worded anew on {db.Today:yyyy-MM-dd}, after its newest assessment"), "", stop);
        await work.Commit(stop);
        return risk;
    }

    /// <summary>A duty of somebody other than the risk's owner and the author of its newest assessment, who could accept it as it stands.</summary>
    public async Task<Risk> Close(string riskRef, int expectedVersion, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await db.RiskToChange(riskRef, stop);
        var by = actor.DemandDuty(Permission.EditRisks, risk.UnitId);
        Refusal.IfStale(risk, expectedVersion);
        var before = risk.State;
        var life = await db.Set<AiSystem>().IgnoreQueryFilters().Where(system => system.Ref == risk.SystemRef).Select(system => (LifeCycle?)system.State).SingleOrDefaultAsync(stop);
        risk.Close(await acceptances.Terms(risk, stop), RiskAuthority.Reached(standards.Criteria, actor, risk.UnitId).Rank, by, life is { } state && AiSystem.IsEnd(state), reason);
        work.Note("risk.closed", risk.Ref, $"was {Words.Of(before)} at {Level(risk.Current)}");
        await work.Commit(stop);
        return risk;
    }

    /// <summary>Evidence speaks against the controls: the risk stands at its inherent level again and remembers what was before.</summary>
    public RiskReopening Reopen(Work work, Risk risk, string because)
    {
        var (stateBefore, levelBefore) = (risk.State, risk.Current);
        var changed = risk.Reopen();
        // Whoever assessed it did not know of this. The record that speaks asks once.
        if (levelBefore is not null && !db.Held<RiskAsk>().Any(ask => ask.RiskId == risk.Id && ask.From == because))
            db.Add(new RiskAsk(risk.Id, "evidence speaks against what its level rests on", because, db.Now));
        if (changed)
            work.Note("risk.reopened", risk.Ref,
                $"by {because}: was {Words.Of(stateBefore)} at {Level(levelBefore)}; now {Words.Of(risk.State)} at {Level(risk.Current)}");
        return new(risk, changed, stateBefore, levelBefore, risk.State, risk.Current);
    }

    /// <param name="enterpriseRiskRef">Empty: takes the link away.</param>
    public Task<Risk> LinkToEnterprise(string riskRef, int expectedVersion, string enterpriseRiskRef, Actor actor, CancellationToken stop) => Tie(riskRef, expectedVersion, null, enterpriseRiskRef, actor, stop);

    /// <summary>It is no longer part of that line.</summary>
    public Task<Risk> TakeFromEnterprise(string riskRef, int expectedVersion, string enterpriseRiskRef, Actor actor, CancellationToken stop) => Tie(riskRef, expectedVersion, enterpriseRiskRef, "", actor, stop);

    /// <param name="from">The line it must be part of now; null: any or none.</param>
    private async Task<Risk> Tie(string riskRef, int expectedVersion, string? from, string to, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await Change(riskRef, expectedVersion, actor, stop);
        if (from is not null && risk.EnterpriseRiskRef != from) throw Refusal.Missing($"AI risk that is part of {from}:", riskRef);
        await DemandEnterpriseRisk(to, stop);
        risk.LinkToEnterprise(to);
        work.Note("risk.linked", risk.Ref, to.Length > 0 ? $"part of enterprise risk {to}" : "no longer part of an enterprise risk");
        await work.Commit(stop);
        return risk;
    }

    private async Task<Risk> Change(string riskRef, int expectedVersion, Actor actor, CancellationToken stop)
    {
        var risk = await db.RiskToChange(riskRef, stop);
        actor.Demand(Permission.EditRisks, risk.UnitId);
        Refusal.IfStale(risk, expectedVersion);
        return risk;
    }

    private string Level(RiskLevel? level) => RiskBands.Text(standards.Criteria, level);

    private async Task DemandKnown(RiskOpening opening, CancellationToken stop)
    {
        await db.DemandPerson(opening.Owner, stop);
        if (opening.CatalogueId.Length > 0 && standards.FindRisk(opening.CatalogueId) is null)
            throw Refusal.Missing("entry of the risk catalogue", opening.CatalogueId);
        if (opening.SystemRef is { } system && !await db.Knows<AiSystem>(system, stop)) throw Refusal.Missing("system", system);
        await DemandEnterpriseRisk(opening.EnterpriseRiskRef, stop);
    }

    private async Task DemandEnterpriseRisk(string reference, CancellationToken stop)
    {
        if (reference.Length > 0 && !await db.Knows<EnterpriseRisk>(reference, stop)) throw Refusal.Missing("enterprise risk", reference);
    }
}

internal static class RiskReading
{
    public static async Task<Risk> RiskToChange(this ConcordDb db, string reference, CancellationToken stop) =>
        await db.Set<Risk>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("risk", reference);

    /// <summary>The tier of the system a risk is about, whoever may see that system; null: of none.</summary>
    public static async Task<RiskClass?> TierOf(this ConcordDb db, Risk risk, CancellationToken stop) =>
        db.Held<AiSystem>().FirstOrDefault(system => system.Ref == risk.SystemRef)?.RiskClass
        ?? await db.Set<AiSystem>().IgnoreQueryFilters().Where(system => system.Ref == risk.SystemRef).Select(system => (RiskClass?)system.RiskClass).SingleOrDefaultAsync(stop);

    /// <summary>References of the applied controls that the current level rests on, by the newest assessment.</summary>
    public static async Task<IReadOnlyList<string>> ControlsOf(this ConcordDb db, Risk risk, CancellationToken stop) =>
        (db.Held<RiskAssessment>().Where(one => one.RiskId == risk.Id).MaxBy(one => one.Number)
            ?? await db.Set<RiskAssessment>().AsNoTracking().Where(one => one.RiskId == risk.Id).OrderByDescending(one => one.Number).FirstOrDefaultAsync(stop))?.Controls ?? [];
}
