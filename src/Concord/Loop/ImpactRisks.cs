using Concord.Foundation;
using Concord.Impacts;
using Concord.Links;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>
/// A grave harm of an assessment in force is a candidate for the risk register. A person decides: it is opened as a risk, it is a risk that is there already,
/// or it is none, and why. Nothing is opened by itself: a risk needs an owner, and most harms are known under another name.
/// </summary>
internal sealed class ImpactRisks(ConcordDb db, ImpactMethod method, RiskRegister risks)
{
    /// <param name="owner">Null: the business owner of the system.</param>
    /// <param name="title">Null: as the harm says it.</param>
    public Task<ImpactAssessment> Open(string reference, int expectedVersion, int effect, string? title, PersonId? owner, string enterpriseRisk, Actor actor, CancellationToken stop) =>
        Decide(reference, expectedVersion, effect, actor, async (assessment, harm, by, work) =>
        {
            var system = await db.SystemOf(assessment, stop);
            RiskLevel? inherent = harm is { Likelihood: { } likelihood, Score: { } score } ? new(likelihood, score) : null;
            var called = Written.SaysNothing(title) ? Written.Composed($"{harm.What} (consequence for {method.LevelOf(harm.Dimension)})") : title.Trim();
            var risk = await risks.Open(work, new(system.UnitId, called, system.Ref, "", owner ?? system.BusinessOwnerId, RiskSource.Impact, inherent, inherent, Residual: null, enterpriseRisk), stop);
            return (CandidateRisk.Accepted(assessment, harm, risk.Ref, "opened from this harm", by, db.Now), $"{harm.Called} is opened as {risk.Ref}");
        }, stop);

    /// <summary>This harm is a risk that is on record already.</summary>
    public Task<ImpactAssessment> Known(string reference, int expectedVersion, int effect, string risk, string note, Actor actor, CancellationToken stop) =>
        Decide(reference, expectedVersion, effect, actor, async (assessment, harm, by, work) =>
        {
            var named = risk.Trim();
            var system = await db.SystemOf(assessment, stop);
            var found = await db.Set<Risk>().AsNoTracking().SingleOrDefaultAsync(one => one.Ref == named, stop) ?? throw Refusal.Missing("risk", named);
            if (found.SystemRef is { } other && other != system.Ref) throw new RuleViolation("IMPACT-RISK-SYSTEM", $"{named} is a risk of {other}, and {assessment.Ref} speaks of {system.Ref}. Name a risk of that system, or open one from the harm.");
            return (CandidateRisk.Accepted(assessment, harm, named, note, by, db.Now), $"{harm.Called} is {named}");
        }, stop);

    public Task<ImpactAssessment> Decline(string reference, int expectedVersion, int effect, string reason, Actor actor, CancellationToken stop) =>
        Decide(reference, expectedVersion, effect, actor, (assessment, harm, by, _) => Task.FromResult((CandidateRisk.Declined(assessment, harm, reason, by, actor.Ref, db.Now), $"{harm.Called} is no risk of its own: {reason.Trim()}")), stop);

    private async Task<ImpactAssessment> Decide(
        string reference, int expectedVersion, int effect, Actor actor, Func<ImpactAssessment, ImpactEffect, PersonId, Work, Task<(CandidateRisk Decision, string Said)>> decide, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var assessment = await db.Impact(reference, stop);
        var by = actor.DemandPerson(Permission.EditRisks, assessment.UnitId);
        Refusal.IfStale(assessment, expectedVersion);
        assessment.DemandInForce("Its harms become risks when it is in force.");
        var harm = assessment.Said.Harms.FirstOrDefault(one => one.Number == effect) ?? throw Refusal.Missing($"harm of {reference}", $"H{effect}");
        if (harm.Score < method.Score.CandidateFrom)
            throw new RuleViolation("IMPACT-NO-CANDIDATE", $"{harm.Called} has score {harm.Score}; harms from {method.Score.CandidateFrom} on are offered to the risk register. Open a risk by hand if you want one.");
        var before = await db.Set<CandidateRisk>().SingleOrDefaultAsync(one => one.AssessmentId == assessment.Id && one.Effect == effect, stop);
        if (before is { } known && !known.IsTakenOver(assessment)) throw new RuleViolation("IMPACT-DECIDED", $"{harm.Called} of {reference} is decided already. The next revision can be decided otherwise.");
        if (before is not null) await TakeBack(before, assessment, harm, stop);
        var (decision, said) = await decide(assessment, harm, by, work);
        db.Add(decision);
        db.AddRange(decision.Links(assessment, harm, method, db.Now));
        assessment.Decided();
        work.Note("impact.risk-decided", assessment.Ref, said);
        await work.Commit(stop);
        return assessment;
    }

    /// <summary>What the revision before decided stands there; here it gives way with its links.</summary>
    private async Task TakeBack(CandidateRisk before, ImpactAssessment assessment, ImpactEffect harm, CancellationToken stop)
    {
        var gone = before.Links(assessment, harm, method, db.Now);
        var notes = gone.Select(link => link.Note).ToList();
        var (from, to) = (assessment.Ref, before.RiskRef);
        db.RemoveRange(await db.Set<Link>().Where(link => notes.Contains(link.Note) && ((link.From == from && link.To == to) || (link.From == to && link.To == from))).ToListAsync(stop));
        db.Remove(before);
    }
}
