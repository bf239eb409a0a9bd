using Concord.Actions;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Analysis;

/// <summary>
/// Ends a gap analysis: its result is frozen, and each step of its plan becomes a proposed action. What is frozen is what the person saw: the row version
/// covers the analysis only, so the result carries a fingerprint of all that its parts say.
/// </summary>
internal sealed class GapConclusion(ConcordDb db, GapRegister analyses, GapStanding standing, InterviewViews interviews, GapLibrary library, ActionRegister actions)
{
    /// <param name="seen">The fingerprint of the result the person saw.</param>
    public async Task<GapAnalysis> Conclude(string reference, int expectedVersion, string? seen, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var analysis = await analyses.FindOpen(reference, actor, stop);
        Refusal.IfStale(analysis, expectedVersion);
        var by = actor.DemandPerson(Permission.AnalyseGaps, analysis.UnitId);
        var result = await standing.Result(analysis.Ref, stop);
        GapFingerprint.Of(result, await interviews.NotSigned(analysis.Ref, stop)).Demand(seen, analysis.Ref);
        await Conclude(work, analysis, result, by, stop);
        await work.Commit(stop);
        return analysis;
    }

    private async Task Conclude(Work work, GapAnalysis analysis, GapResult result, PersonId by, CancellationToken stop)
    {
        if (result.Count(GapState.NotAssessed) == result.Findings.Count)
            throw new RuleViolation("GAP-EMPTY", "Nothing is known yet: register systems, hold interviews, or read policies in and review what is suggested from them.");
        analysis.Conclude(result.ToJson(), by, db.Today);
        work.Note("gap.concluded", analysis.Ref,
            $"{result.Count(GapState.Met)} met, {result.Count(GapState.Partly)} partly, {result.Count(GapState.Gap)} gaps, {result.Count(GapState.NotAssessed)} not assessed; SHA-256 {analysis.ResultSha256[..12]}…");
        await Propose(work, analysis, result, stop);
        await db.EndInterviews(work, analysis, stop);
    }

    /// <summary>What is not proposed twice: a requirement of which a place was accepted in this analysis, and a step of an earlier one that still waits or is being done.</summary>
    private async Task Propose(Work work, GapAnalysis analysis, GapResult result, CancellationToken stop)
    {
        var served = (await db.ActionsServing(analysis, db.Set<PlannedAction>().IgnoreQueryFilters(), stop)).Select(action => action.Requirement).ToHashSet(StringComparer.Ordinal);
        var owner = await db.OwnersOfSteps(analysis, stop);
        var findings = result.Findings.ToDictionary(finding => finding.Requirement, StringComparer.Ordinal);
        foreach (var step in result.Plan.Where(step => !served.Contains(step.Requirement)))
        {
            var finding = findings[step.Requirement];
            var what = $"{Words.Of(finding.State)}: {finding.Because}.\n{string.Join('\n', finding.Reasons.Select(reason => $"{Words.Of(reason.Part)}: {reason.Why}"))}\n\nProposed sentence: {library.Proposal(step.Requirement)!.Sentence}";
            await actions.Plan(work, new(analysis.UnitId, step.Title, what, analysis.Ref, step.Requirement, [step.Requirement], owner(step.Requirement), null, step.EffortDays), stop);
        }
    }
}
