using Concord.Actions;
using Concord.Controls;
using Concord.Documents;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Incidents;
using Concord.Incidents.Clocks;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Overview;

internal enum LateKind
{
    EvidenceOutOfDate,
    CorrectionOverdue,
    ActionOverdue,
    DocumentReviewOverdue,
    RiskAssessmentOverdue,
    ImpactAssessmentOverdue,

    /// <summary>A period of law that passed before anybody was told.</summary>
    NotificationMissed,
}

/// <summary>Something that should have happened by a day that is over.</summary>
/// <param name="Ref">Of the applied control, the nonconformity, the action, the document, the risk, the impact assessment or the incident.</param>
/// <param name="Due">The last day on which it was in time.</param>
internal sealed record LateThing(LateKind Kind, string Ref, string Title, PersonName? Owner, DateOnly Due, int DaysLate);

/// <summary>How far the requirements of one standard are in one phase.</summary>
internal sealed record EditionStanding(string Edition, string Designation, int Total, IReadOnlyDictionary<RequirementResult, int> Results);

/// <param name="Late">The latest first.</param>
/// <param name="Shortcomings">Requirements of the phase that do not hold, the worst first.</param>
internal sealed record PhaseStanding(PdcaPhase Phase, IReadOnlyList<EditionStanding> Editions, IReadOnlyList<LateThing> Late, IReadOnlyList<RequirementLine> Shortcomings);

/// <summary>Plan, do, check, act: what stands where, and what is late.</summary>
internal sealed class CycleViews(ConcordDb db, RequirementViews requirements, IncidentViews incidents, StandardsLibrary standards)
{
    public async Task<IReadOnlyList<PhaseStanding>> Show(CancellationToken stop)
    {
        var (assessments, reviews, overdue) = (await Assessments(stop), await Reviews(stop), await Overdue(stop));
        return [.. (await requirements.Phases(stop)).Select(phase => Standing(phase, phase.Phase switch { PdcaPhase.Do => assessments, PdcaPhase.Check => reviews, PdcaPhase.Act => overdue, _ => [] }))];
    }

    private PhaseStanding Standing(PhaseRequirements phase, IReadOnlyList<LateThing> overdue) => new(
        phase.Phase,
        [
            .. standards.Editions.Select(edition => (Edition: edition, Lines: phase.Requirements.Where(line => line.Edition == edition.Key).ToList()))
                .Where(pair => pair.Lines.Count > 0)
                .Select(pair => new EditionStanding(pair.Edition.Key, pair.Edition.Designation, pair.Lines.Count,
                    pair.Lines.GroupBy(line => line.Shown).ToDictionary(results => results.Key, results => results.Count()))),
        ],
        [
            .. phase.Outdated.Select(control => Late(LateKind.EvidenceOutOfDate, control.Ref, control.Title, control.Owner, control.LastDay))
                .Concat(overdue).OrderByDescending(late => late.DaysLate).ThenBy(late => late.Ref, StringComparer.Ordinal),
        ],
        [
            .. phase.Requirements.Where(line => line.Shown is RequirementResult.NotConforming or RequirementResult.Partial)
                .OrderByDescending(line => line.Shown == RequirementResult.NotConforming),
        ]);

    private async Task<IReadOnlyList<LateThing>> Overdue(CancellationToken stop)
    {
        var today = db.Today;
        var open = await db.Set<Nonconformity>().AsNoTracking().Where(known => known.State != NonconformityState.ClosedEffective && known.DueOn < today)
            .Select(known => new { known.Ref, known.Title, known.OwnerId, known.DueOn }).ToListAsync(stop);
        var actions = await db.Set<PlannedAction>().AsNoTracking().Where(action => action.State == ActionState.Open && action.DueOn < today)
            .Select(action => new { action.Ref, action.Title, action.OwnerId, action.DueOn }).ToListAsync(stop);
        var names = await db.NamesOf([.. open.Select(known => (PersonId?)known.OwnerId), .. actions.Select(action => action.OwnerId)], stop);
        return
        [
            .. open.Select(known => Late(LateKind.CorrectionOverdue, known.Ref, known.Title, names.Of(known.OwnerId), known.DueOn)),
            .. actions.Select(action => Late(LateKind.ActionOverdue, action.Ref, action.Title, names.Of(action.OwnerId), action.DueOn!.Value)),
            .. (await incidents.Running(stop)).Where(running => running.Clock is { State: ClockState.Missed, End: not null })
                .Select(running => Late(LateKind.NotificationMissed, running.Incident.Ref, $"{running.Clock.Clock}: {running.Clock.Title}", owner: null, LastDay(running.Clock))),
        ];
    }

    /// <summary>Risks and impacts are assessed again while the system runs: what was to be looked at until a day that is over.</summary>
    private async Task<IReadOnlyList<LateThing>> Assessments(CancellationToken stop)
    {
        var today = db.Today;
        var risks = await db.Set<Risk>().AsNoTracking().Where(risk => risk.State != RiskState.Closed && risk.ReassessDueOn < today)
            .Select(risk => new { risk.Ref, risk.Title, OwnerId = (PersonId?)risk.OwnerId, risk.ReassessDueOn }).ToListAsync(stop);
        var impacts = await (from impact in db.Set<ImpactAssessment>().AsNoTracking()
                             join system in db.Set<AiSystem>() on impact.SystemId equals system.Id
                             where impact.State == ImpactState.InForce && impact.DueOn < today
                             select new { impact.Ref, system.Name, OwnerId = (PersonId?)system.BusinessOwnerId, impact.DueOn }).ToListAsync(stop);
        var names = await db.NamesOf([.. risks.Select(risk => risk.OwnerId), .. impacts.Select(impact => impact.OwnerId)], stop);
        return
        [
            .. risks.Select(risk => Late(LateKind.RiskAssessmentOverdue, risk.Ref, risk.Title, names.Of(risk.OwnerId), risk.ReassessDueOn!.Value)),
            .. impacts.Select(impact => Late(LateKind.ImpactAssessmentOverdue, impact.Ref, $"Impacts of {impact.Name}", names.Of(impact.OwnerId), impact.DueOn!.Value)),
        ];
    }

    private async Task<IReadOnlyList<LateThing>> Reviews(CancellationToken stop)
    {
        var today = db.Today;
        var documents = await db.Set<Document>().AsNoTracking().Where(document => document.ReviewDueOn != null && document.ReviewDueOn < today)
            .Select(document => new { document.Ref, document.Title, document.OwnerId, document.ReviewDueOn }).ToListAsync(stop);
        var names = await db.NamesOf(documents.Select(document => document.OwnerId), stop);
        return [.. documents.Select(document => Late(LateKind.DocumentReviewOverdue, document.Ref, document.Title, names.Of(document.OwnerId), document.ReviewDueOn!.Value))];
    }

    /// <summary>Where the period is counted. The last hour of a day is over when the next one begins.</summary>
    private static DateOnly LastDay(ClockLine clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.End!.Value.AddTicks(-1), TimeZoneInfo.FindSystemTimeZoneById(clock.TimeZone)).DateTime);

    private LateThing Late(LateKind kind, string reference, string title, PersonName? owner, DateOnly due) => new(kind, reference, title, owner, due, db.Today.DayNumber - due.DayNumber);
}
