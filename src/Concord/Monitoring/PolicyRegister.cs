using Concord.Foundation;
using Concord.Inventory;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>Writes, proposes, approves and withdraws policies.</summary>
internal sealed class PolicyRegister(ConcordDb db, PoliciesInForce inForce)
{
    /// <summary>The policy that the product came with is the first one of an organisation. Whatever a later version of the product brings, it changes nothing by itself.</summary>
    public async Task AdoptShipped(CancellationToken stop)
    {
        if (await db.Set<PolicyRevision>().AnyAsync(stop)) return;
        await using var work = await db.Begin(Actor.System, stop);
        if (await db.Set<PolicyRevision>().AnyAsync(stop)) return; // Another process was faster.
        var shipped = MonitoringPolicy.Read();
        var revision = PolicyRevision.Shipped(await work.NextRef("POL", stop), new(shipped.Version, await File.ReadAllTextAsync(MonitoringPolicy.DefaultFile, stop), "Shipped with Concord.", null), db.Now);
        db.Add(revision);
        work.Note("policy.adopted", revision.Ref, $"policy {revision.Label} as shipped, SHA-256 {revision.TextSha256[..12]}…");
        await work.Commit(stop);
    }

    /// <param name="systemRef">The AI system it is for; empty: the whole organisation.</param>
    public async Task<PolicyRevision> Draft(string systemRef, string text, string reason, DateOnly? validFrom, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var system = systemRef.Length == 0 ? null : await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop) ?? throw Refusal.Missing("system", systemRef);
        actor.DemandPerson(Permission.EditMonitoring, system?.UnitId ?? await db.WholeOrganisation(stop));
        if (await OfScope(system?.Id).FirstOrDefaultAsync(revision => revision.State == PolicyState.Draft || revision.State == PolicyState.Proposed, stop) is { } open)
            throw new RuleViolation("POLICY-DRAFT", $"{open.Ref} is {Words.Of(open.State)} already. Go on with it, or withdraw it first.");
        var revision = new PolicyRevision(await work.NextRef("POL", stop), system?.Id, await Checked(text, system?.Id, reason, validFrom, null, stop), actor.Ref, db.Now);
        db.Add(revision);
        work.Note("policy.drafted", revision.Ref, $"{revision.Label}, for {Scope(systemRef)}");
        await work.Commit(stop);
        return revision;
    }

    public async Task<PolicyRevision> Edit(string reference, int expectedVersion, string text, string reason, DateOnly? validFrom, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (revision, unit) = await Find(reference, stop);
        actor.DemandPerson(Permission.EditMonitoring, unit);
        Refusal.IfStale(revision, expectedVersion);
        revision.Edit(await Checked(text, revision.SystemId, reason, validFrom, revision, stop), actor.Ref, db.Now);
        work.Note("policy.edited", revision.Ref, $"{revision.Label}, SHA-256 {revision.TextSha256[..12]}…");
        await work.Commit(stop);
        return revision;
    }

    public async Task<PolicyRevision> Propose(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (revision, unit) = await Find(reference, stop);
        actor.DemandPerson(Permission.EditMonitoring, unit);
        Refusal.IfStale(revision, expectedVersion);
        var current = await inForce.Newest(revision.SystemId, db.Now, stop);
        if (current?.TextSha256 == revision.TextSha256) throw new RuleViolation("POLICY-SAME", $"{revision.Ref} says what {current.Ref}, which is in force, says. Change what should change, then propose it.");
        revision.Propose(db.Now);
        work.Note("policy.proposed", revision.Ref, $"{revision.Label}: {revision.Reason}");
        await work.Commit(stop);
        return revision;
    }

    /// <summary>By another person than those who wrote it. The next run of each monitor judges by it, without reading a row.</summary>
    public async Task<PolicyRevision> Approve(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (revision, unit) = await Find(reference, stop);
        actor.DemandDuty(Permission.EditMonitoring, unit);
        Refusal.IfStale(revision, expectedVersion);
        await CheckTogether(revision, stop);
        revision.Approve(actor.Ref, db.Now);
        work.Note("policy.approved", revision.Ref, $"{revision.Label}, in force from {revision.InForceFrom:yyyy-MM-dd HH:mm} UTC, SHA-256 {revision.TextSha256[..12]}…");
        await work.Commit(stop);
        return revision;
    }

    public async Task<PolicyRevision> Withdraw(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (revision, unit) = await Find(reference, stop);
        actor.DemandPerson(Permission.EditMonitoring, unit);
        Refusal.IfStale(revision, expectedVersion);
        revision.Withdraw(db.Now);
        work.Note("policy.withdrawn", revision.Ref, revision.Label);
        await work.Commit(stop);
        return revision;
    }

    /// <summary>Everything that is wrong with a text at once; and a version nobody used for another text in the same scope.</summary>
    private async Task<PolicyProposal> Checked(string text, AiSystemId? system, string reason, DateOnly? validFrom, PolicyRevision? itself, CancellationToken stop)
    {
        var faults = new List<Finding>();
        var read = PolicyText.Read(text, "policy", whole: system is null, faults);
        if (validFrom < db.Today) faults.Add(Finding.Error("Valid from", "wrong-value", "A policy cannot begin in the past: windows judged until today were judged by another one. Choose today or later, or leave it empty."));
        if (faults.Count > 0) throw new FindingsException(faults);
        if (await OfScope(system).AnyAsync(known => known.Label == read!.Value.Version && known.State != PolicyState.Withdrawn && known.Id != (itself == null ? default : itself.Id), stop))
            throw new RuleViolation("POLICY-VERSION", $"There already is a revision {read!.Value.Version}. Give this one another version: evidence names it.");
        var proposal = new PolicyProposal(read!.Value.Version, text, reason, validFrom);
        if (system is not null) PoliciesInForce.Together(await inForce.Newest(null, db.Now, stop), new PolicyRevision("policy", system, proposal, "", db.Now));
        return proposal;
    }

    /// <summary>What systems do differently must fit the organisation's policy also after it changed.</summary>
    private async Task CheckTogether(PolicyRevision revision, CancellationToken stop)
    {
        if (revision.SystemId is { } own)
        {
            await inForce.If(revision, own, stop);
            return;
        }
        foreach (var system in await db.Set<PolicyRevision>().AsNoTracking().Where(known => known.SystemId != null && known.State == PolicyState.Approved).Select(known => known.SystemId!.Value).Distinct().ToListAsync(stop))
            await inForce.If(revision, system, stop);
    }

    private IQueryable<PolicyRevision> OfScope(AiSystemId? system) => db.Set<PolicyRevision>().Where(revision => revision.SystemId == system);

    private async Task<(PolicyRevision Revision, OrganisationUnitId Unit)> Find(string reference, CancellationToken stop)
    {
        var revision = await db.Set<PolicyRevision>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("policy revision", reference);
        var unit = revision.SystemId is { } system
            ? (await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Id == system, stop) ?? throw Refusal.Missing("policy revision", reference)).UnitId
            : await db.WholeOrganisation(stop);
        return (revision, unit);
    }

    private static string Scope(string systemRef) => systemRef.Length == 0 ? "the whole organisation" : systemRef;
}
