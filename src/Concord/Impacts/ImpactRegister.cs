using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Impacts;

/// <summary>Brings impact assessments from their beginning into force, and to the next revision. What is written into them: <see cref="ImpactWriting"/>.</summary>
internal sealed class ImpactRegister(ConcordDb db, ImpactMethod method)
{
    /// <summary>The first of a system is empty; each later one begins with the text of the one before. Of a system one is open at a time.</summary>
    public async Task<ImpactAssessment> Begin(string systemRef, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop) ?? throw Refusal.Missing("system", systemRef);
        actor.DemandPerson(Permission.EditImpacts, system.UnitId);
        system.DemandInLife();
        var known = await db.Set<ImpactAssessment>().AsNoTracking().Where(each => each.SystemId == system.Id).ToListAsync(stop);
        if (known.Find(each => each.IsOpen) is { } open)
            throw new RuleViolation("IMPACT-OPEN", $"{open.Ref} is {Words.Of(open.State)} already. Go on with it, or withdraw it first.");
        var before = known.Where(each => each.State is ImpactState.InForce or ImpactState.Superseded).MaxBy(each => each.Revision);
        var assessment = new ImpactAssessment(await work.NextRef("IMP", stop), system, known.Select(each => each.Revision).DefaultIfEmpty().Max() + 1, before, actor.Ref, db.Now);
        db.Add(assessment);
        work.Note("impact.begun", assessment.Ref, $"of {system.Ref}, revision {assessment.Revision}, method {method.Version}{(before is null ? "" : $", with the text of {before.Ref}")}");
        await work.Commit(stop);
        return assessment;
    }

    /// <exception cref="FindingsException">Everything that is missing, with its place.</exception>
    public Task<ImpactAssessment> Submit(string reference, int expectedVersion, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, unit => actor.DemandPerson(Permission.EditImpacts, unit), async (assessment, system, work) =>
        {
            var content = assessment.Said;
            var screening = ImpactScreening.Of(method, content, system.ConfirmedClass());
            var gaps = ImpactGaps.Of(method, content, screening, db.Today, method.LatestReview(system, db.Today));
            var scored = content with { Effects = [.. content.Effects.Select(effect => effect with { Score = ImpactScore.Of(method, effect)?.High })] };
            assessment.Submit(scored, screening.Depth, gaps, ImpactFit.BasisOf(system, (await db.ModelLines([system.Id], stop))[system.Id]), method, actor.Ref, db.Now);
            work.Note("impact.submitted", assessment.Ref, $"of {system.Ref}, {Words.Of(screening.Depth)}: {content.Harms.Count()} harms, {content.Benefits.Count()} benefits, {Words.Of(content.Conclusion.Verdict!.Value)}, SHA-256 {assessment.ContentSha256[..12]}…");
        }, stop);

    public Task<ImpactAssessment> Return(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, unit => actor.DemandPerson(Permission.ApproveImpacts, unit), (assessment, _, work) =>
        {
            assessment.Return(reason);
            work.Note("impact.returned", assessment.Ref, assessment.Returned);
            return Task.CompletedTask;
        }, stop);

    /// <summary>By another person than those who wrote it. The one before is superseded.</summary>
    public Task<ImpactAssessment> Approve(string reference, int expectedVersion, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, unit => actor.DemandDuty(Permission.ApproveImpacts, unit), async (assessment, system, work) =>
        {
            assessment.Approve(actor.Ref, await db.Stale(assessment, system, stop), method.LatestReview(system, db.Today), db.Now);
            work.Note("impact.approved", assessment.Ref, $"of {system.Ref}, {Words.Of(assessment.Verdict!.Value)}, to be looked at again until {assessment.DueOn:yyyy-MM-dd}, written by {string.Join(", ", assessment.Authors)}");
            foreach (var before in await db.Set<ImpactAssessment>().Where(each => each.SystemId == system.Id && each.State == ImpactState.InForce && each.Id != assessment.Id).ToListAsync(stop))
            {
                before.GiveWay(assessment.Ref, db.Now);
                work.Note("impact.superseded", before.Ref, $"by {assessment.Ref}");
                await TakeOver(before, assessment, work, stop);
            }
        }, stop);

    /// <summary>What was decided of a harm for the risk register holds on where the harm is unchanged; one that says something else is asked again.</summary>
    private async Task TakeOver(ImpactAssessment before, ImpactAssessment next, Work work, CancellationToken stop)
    {
        var harms = before.Said.Harms.ToDictionary(harm => harm.Number);
        var decided = await db.Set<CandidateRisk>().AsNoTracking().Where(one => one.AssessmentId == before.Id).ToDictionaryAsync(one => one.Effect, stop);
        foreach (var harm in next.Said.Harms.Where(harm => decided.ContainsKey(harm.Number) && harms.TryGetValue(harm.Number, out var was) && harm.SaysWhat(was)))
        {
            var decision = decided[harm.Number].In(next);
            db.Add(decision);
            db.AddRange(decision.Links(next, harm, method, db.Now));
            next.Decided();
            work.Note("impact.risk-taken-over", next.Ref, $"{harm.Called} is {(decision.RiskRef.Length > 0 ? decision.RiskRef : "no risk of its own")}, as {before.Ref} decided it");
        }
    }

    public Task<ImpactAssessment> Withdraw(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, unit => actor.DemandPerson(Permission.EditImpacts, unit), (assessment, _, work) =>
        {
            assessment.Withdraw(reason, db.Now);
            work.Note("impact.withdrawn", assessment.Ref, assessment.EndedBecause);
            return Task.CompletedTask;
        }, stop);

    /// <summary>The authority was told of what is in force.</summary>
    public Task<ImpactAssessment> Notify(string reference, int expectedVersion, DateOnly on, string to, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, unit => actor.DemandPerson(Permission.EditImpacts, unit), (assessment, _, work) =>
        {
            assessment.Notify(on, to, db.Today);
            work.Note("impact.notified", assessment.Ref, $"{assessment.NotifiedTo} on {on:yyyy-MM-dd}");
            return Task.CompletedTask;
        }, stop);

    private async Task<ImpactAssessment> Act(string reference, int expectedVersion, Actor actor, Func<OrganisationUnitId, PersonId> demand, Func<ImpactAssessment, AiSystem, Work, Task> act, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var assessment = await db.Impact(reference, stop);
        demand(assessment.UnitId);
        Refusal.IfStale(assessment, expectedVersion);
        await act(assessment, await db.SystemOf(assessment, stop), work);
        await work.Commit(stop);
        return assessment;
    }
}
