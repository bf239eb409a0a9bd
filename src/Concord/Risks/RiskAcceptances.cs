using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <summary>Residual risks are accepted by whom the criteria ask, until a day; the day after, they are open again.</summary>
internal sealed class RiskAcceptances(ConcordDb db, StandardsLibrary standards, RiskSight sight, RiskReassessment reassessment)
{
    /// <param name="until">The last day; null: as long as the criteria allow.</param>
    public async Task<Risk> Accept(string riskRef, int expectedVersion, DateOnly? until, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await db.RiskToChange(riskRef, stop);
        actor.DemandDuty(Permission.AcceptRisks, risk.UnitId);
        Refusal.IfStale(risk, expectedVersion);
        await Accept(work, risk, until, reason, actor, stop);
        await work.Commit(stop);
        return risk;
    }

    /// <summary>As a step.</summary>
    /// <param name="approver">Whose roles decide whether the level is within reach.</param>
    public async Task<RiskAcceptance> Accept(Work work, Risk risk, DateOnly? until, string reason, Actor approver, CancellationToken stop)
    {
        var (rank, reachedAs) = RiskAuthority.Reached(standards.Criteria, approver, risk.UnitId);
        var stale = (await reassessment.Reasons(risk, stop)).Select(why => why.Text).Distinct(StringComparer.Ordinal).ToList();
        var before = risk.State;
        var acceptance = risk.Accept(await Terms(risk, stop), rank, reachedAs, stale, approver.PersonId!.Value, until, reason, db.Now);
        db.Add(acceptance);
        work.Note("risk.accepted", risk.Ref, $"was {Words.Of(before)}; at {RiskBands.Text(standards.Criteria, risk.Current)} by {approver.Ref} as {reachedAs}, asked for {acceptance.Needed}, until {acceptance.Until:yyyy-MM-dd}");
        return acceptance;
    }

    /// <summary>What the criteria ask for now: the state of controls is part of it.</summary>
    public async Task<AcceptanceTerms> Terms(Risk risk, CancellationToken stop)
    {
        var controls = await sight.Controls(risk.SystemRef, await db.ControlsOf(risk, stop), stop);
        return RiskAuthority.Terms(standards.Criteria, risk, await db.TierOf(risk, stop), new RiskGrounds(controls, []).HasEffectiveControl) with
        {
            PlannedBy = await db.Set<RiskTreatment>().Where(treatment => treatment.RiskId == risk.Id).OrderByDescending(treatment => treatment.Number).Select(treatment => (PersonId?)treatment.By).FirstOrDefaultAsync(stop),
        };
    }

    /// <summary>Each day: acceptances whose last day is over end, and their risks are open again.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EndThoseOver(CancellationToken stop)
    {
        using var all = db.SeeEverything();
        var today = db.Today;
        if (!await db.Set<Risk>().AnyAsync(risk => risk.State == RiskState.Accepted && risk.AcceptedUntil < today, stop)) return 0;
        await using var work = await db.Begin(Actor.System, stop);
        var over = await db.Set<Risk>().Where(risk => risk.State == RiskState.Accepted && risk.AcceptedUntil < today).OrderBy(risk => risk.Ref).ToListAsync(stop);
        foreach (var risk in over)
        {
            var until = risk.AcceptedUntil;
            risk.Lapse(today);
            work.Note("risk.acceptance-ended", risk.Ref, $"held until {until:yyyy-MM-dd}; now {Words.Of(risk.State)} at {RiskBands.Text(standards.Criteria, risk.Current)}");
            await reassessment.Ask(work, risk, $"its acceptance held until {until:yyyy-MM-dd} and nobody carries it since", "", stop);
        }
        if (over.Count > 0) await work.Commit(stop);
        return over.Count;
    }
}
