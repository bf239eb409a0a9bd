using Concord.Controls;
using Concord.Foundation;
using Concord.Links;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <summary>A level as it comes in: numbers by the names of the criteria.</summary>
internal sealed record LevelEntry(int Likelihood, IReadOnlyDictionary<string, int> Consequences);

/// <summary>An assessment as a person makes it.</summary>
/// <param name="Residual">Expected once treatment works; null: not judged, and nothing is expected any more.</param>
/// <param name="Target">What is wanted; null: the appetite of the criteria says it.</param>
/// <param name="Controls">References of applied controls the current level rests on.</param>
internal sealed record AssessmentEntry(LevelEntry Inherent, LevelEntry Current, LevelEntry? Residual, LevelEntry? Target, IReadOnlyList<string> Controls, string Note);

/// <summary>Risks are assessed: levels by dimension, on controls and measures as they are at that moment.</summary>
internal sealed class RiskAssessments(ConcordDb db, StandardsLibrary standards, RiskSight sight, RiskReassessment reassessment)
{
    public async Task<Risk> Assess(string riskRef, int expectedVersion, AssessmentEntry entry, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var risk = await db.RiskToChange(riskRef, stop);
        var by = actor.DemandPerson(Permission.EditRisks, risk.UnitId);
        Refusal.IfStale(risk, expectedVersion);
        await Assess(work, risk, entry, by, stop);
        await work.Commit(stop);
        return risk;
    }

    /// <summary>As a step. It answers everything that asked for a new assessment.</summary>
    public async Task<RiskAssessment> Assess(Work work, Risk risk, AssessmentEntry entry, PersonId by, CancellationToken stop)
    {
        var levels = Read(entry);
        await db.DemandControls(entry.Controls, stop);
        var grounds = await sight.Of(risk, entry.Controls, stop);
        var (stateBefore, tier) = (risk.State, await db.TierOf(risk, stop));
        var band = RiskBands.Of(standards.Criteria, levels.Current.Level, tier, levels.Current)!;
        var due = db.Today.AddMonths(RiskBands.Named(standards.Criteria, band.Band).ReassessMonths);
        var assessment = risk.Assess(levels, new(standards.Criteria.Version, await reassessment.Basis(risk.SystemRef, stop), grounds), due, entry.Note, by, db.Now);
        db.Add(assessment);
        await reassessment.Answer(risk, stop);
        await db.LinkControls(risk, entry.Controls, stop);
        var unbacked = risk.ClaimsControl && !grounds.HasEffectiveControl ? "; nothing effective backs the current level" : "";
        work.Note("risk.assessed", risk.Ref, $"assessment {assessment.Number}: inherent {levels.Inherent}, current {levels.Current}, residual {levels.Residual?.ToString() ?? "not judged"}, {band.Band}{unbacked}"
            + (risk.State == stateBefore ? "" : $"; was {Words.Of(stateBefore)}, now {Words.Of(risk.State)}"));
        return assessment;
    }

    /// <summary>All four levels are looked at before anything is refused.</summary>
    private RatedLevels Read(AssessmentEntry entry)
    {
        var faults = new List<Finding>();
        RatedLevel? Level(string place, LevelEntry? level)
        {
            try
            {
                return level is null ? null : new(standards.Criteria, place, level.Likelihood, level.Consequences);
            }
            catch (FindingsException wrong)
            {
                faults.AddRange(wrong.Findings);
                return null;
            }
        }
        var (inherent, current, residual, target) = (Level("inherent", entry.Inherent), Level("current", entry.Current), Level("residual", entry.Residual), Level("target", entry.Target));
        return faults.Count > 0 ? throw new FindingsException(faults) : new(inherent!, current!, residual, target);
    }
}

internal static class RiskControls
{
    /// <summary>Refuses controls nobody knows, all at once.</summary>
    public static async Task DemandControls(this ConcordDb db, IReadOnlyList<string> references, CancellationToken stop)
    {
        var known = await db.Set<AppliedControl>().Where(control => references.Contains(control.Ref)).Select(control => control.Ref).ToListAsync(stop);
        known.AddRange(db.Held<AppliedControl>().Select(control => control.Ref));
        var unknown = references.Except(known, StringComparer.Ordinal).Select(reference => Finding.Error(reference, "risk-control", "There is no such applied control, or it lies outside your part of the organisation.")).ToList();
        if (unknown.Count > 0) throw new FindingsException(unknown);
    }

    /// <summary>A control that a level or a plan names belongs with the risk; the statement of applicability reads it so. What was linked once stays linked.</summary>
    public static async Task LinkControls(this ConcordDb db, Risk risk, IReadOnlyList<string> controls, CancellationToken stop)
    {
        if (controls.Count == 0) return;
        var linked = await db.Set<Link>().Where(link => link.From == risk.Ref && link.Relation == Relation.Control).Select(link => link.To).ToListAsync(stop);
        linked.AddRange(db.Held<Link>().Where(link => link.From == risk.Ref && link.Relation == Relation.Control).Select(link => link.To));
        foreach (var control in controls.Distinct(StringComparer.Ordinal).Except(linked, StringComparer.Ordinal)) db.Add(new Link(risk.Ref, Relation.Control, control, "makes the risk smaller", db.Now));
    }
}
