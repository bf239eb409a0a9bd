using Concord.Actions;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <summary>A step of a plan, entered into the one list of actions.</summary>
internal sealed record PlannedStep(string Title, PersonId Owner, DateOnly DueOn);

/// <summary>A plan as a person enters it.</summary>
/// <param name="Residual">The level expected once it works; null: as the newest assessment says.</param>
internal sealed record TreatmentEntry(TreatmentOption Option, string Plan, IReadOnlyList<string> Controls, LevelEntry? Residual, IReadOnlyList<PlannedStep> Steps);

/// <summary>Risks are treated: a plan of controls and actions, and the proof that it was carried out.</summary>
internal sealed class RiskTreatments(ConcordDb db, StandardsLibrary standards, RiskSight sight, RiskReassessment reassessment, ActionRegister actions)
{
    public async Task<Risk> Treat(string riskRef, int expectedVersion, TreatmentEntry entry, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await db.RiskToChange(riskRef, stop);
        var by = actor.DemandPerson(Permission.EditRisks, risk.UnitId);
        Refusal.IfStale(risk, expectedVersion);
        await Treat(work, risk, entry, by, stop);
        await work.Commit(stop);
        return risk;
    }

    /// <summary>As a step. Actions of an earlier plan stay in the list: whoever drops them says why.</summary>
    public async Task<RiskTreatment> Treat(Work work, Risk risk, TreatmentEntry entry, PersonId by, CancellationToken stop)
    {
        await db.DemandControls(entry.Controls, stop);
        var residual = entry.Residual is { } level ? new RatedLevel(standards.Criteria, "residual", level.Likelihood, level.Consequences) : null;
        var treatment = risk.Treat(new(entry.Option, entry.Plan, entry.Controls, residual), by, db.Now);
        db.Add(treatment);
        await db.LinkControls(risk, entry.Controls, stop);
        foreach (var step in entry.Steps)
            await actions.Plan(work, new(risk.UnitId, step.Title, "", risk.Ref, "", standards.FindRisk(risk.CatalogueId)?.RequirementKeys ?? [], step.Owner, step.DueOn, null), stop);
        work.Note("risk.treatment-planned", risk.Ref, $"plan {treatment.Number}: {Words.Of(entry.Option)}, expected {RiskBands.Text(standards.Criteria, risk.Residual)}{(entry.Controls.Count > 0 ? $", by {string.Join(", ", entry.Controls)}" : "")}");
        return treatment;
    }

    /// <summary>Says that the plan is carried out. Everything that speaks against it is named at once.</summary>
    public async Task<Risk> Finish(string riskRef, int expectedVersion, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await db.RiskToChange(riskRef, stop);
        actor.DemandPerson(Permission.EditRisks, risk.UnitId);
        Refusal.IfStale(risk, expectedVersion);
        var (done, open) = await Proof(risk, stop);
        risk.FinishTreatment(done, open, reason);
        work.Note("risk.treated", risk.Ref, string.Join("; ", done));
        if (risk.ResidualLikelihood is not null && risk.Current != risk.Residual)
            await reassessment.Ask(work, risk, $"its treatment is carried out; {RiskBands.Text(standards.Criteria, risk.Residual)} was expected, say what it is now", "", stop);
        await work.Commit(stop);
        return risk;
    }

    /// <summary>What shows that the newest plan is carried out, and what speaks against it.</summary>
    public async Task<(IReadOnlyList<string> Done, IReadOnlyList<string> Open)> Proof(Risk risk, CancellationToken stop)
    {
        var plan = await db.Set<RiskTreatment>().AsNoTracking().Where(one => one.RiskId == risk.Id).OrderByDescending(one => one.Number).FirstOrDefaultAsync(stop);
        var controls = await sight.Controls(risk.SystemRef, plan?.Controls ?? [], stop);
        var steps = await db.Set<PlannedAction>().IgnoreQueryFilters().AsNoTracking().Where(action => action.Source == risk.Ref && action.State != ActionState.Dropped).OrderBy(action => action.Ref).ToListAsync(stop);
        return (
            [.. steps.Where(step => step.State == ActionState.Done).Select(step => $"{step.Ref} is done: {step.Outcome}"), .. controls.Where(control => control.Works).Select(control => $"{control.Ref} is effective: {control.Because}")],
            [.. steps.Where(step => step.State != ActionState.Done).Select(Unfinished), .. controls.Where(control => !control.Works).Select(control => $"{control.Ref} {control.Title} is {control.Stands} ({control.Because})")]);
    }

    private static string Unfinished(PlannedAction step) => step.DueOn is { } day
        ? FormattableString.Invariant($"{step.Ref} {step.Title} is open until {day:yyyy-MM-dd}") : $"{step.Ref} {step.Title} is proposed, nobody answers for it";
}
