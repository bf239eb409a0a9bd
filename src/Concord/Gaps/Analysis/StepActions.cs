using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Analysis;

/// <summary>An action that serves a step of a plan.</summary>
/// <param name="Source">The analysis that planned it: this one or another of the same part of the organisation.</param>
internal sealed record StepAction(string Requirement, string Ref, string Source, PersonName? Owner);

/// <summary>
/// Which actions serve the steps of an analysis, whoever planned them: its own, those of places accepted in it among them, and steps of other
/// analyses that wait or are being done. Conclusion proposes for none of them again, and the plan shows them.
/// </summary>
internal static class StepActions
{
    /// <summary>Who is proposed as the owner of a step: who owns the requirement, else who leads the analysis.</summary>
    public static async Task<Func<string, PersonId>> OwnersOfSteps(this ConcordDb db, GapAnalysis analysis, CancellationToken stop)
    {
        var owners = await db.Set<RequirementState>().Where(state => state.OwnerId != null).ToDictionaryAsync(state => state.Ref, state => state.OwnerId!.Value, StringComparer.Ordinal, stop);
        return requirement => owners.TryGetValue(requirement, out var owner) ? owner : analysis.LeadId;
    }

    /// <param name="actions">Those the reader may see, or all.</param>
    public static async Task<IReadOnlyList<StepAction>> ActionsServing(this ConcordDb db, GapAnalysis analysis, IQueryable<PlannedAction> actions, CancellationToken stop)
    {
        var planned = await actions.AsNoTracking()
            .Where(action => action.Source == analysis.Ref || (action.UnitId == analysis.UnitId && db.Set<GapAnalysis>().Any(other => other.Ref == action.Source)))
            .OrderBy(action => action.Ref).Select(action => new { action.Ref, action.Source, action.Cause, action.Requirements, action.OwnerId, action.State, action.PlannedAt, action.EndedAt }).ToListAsync(stop);
        var names = await db.NamesOf(planned.Select(action => action.OwnerId), stop);
        return
        [
            .. planned.Where(action => action.Source == analysis.Ref).SelectMany(action => action.Requirements.Select(key => new StepAction(key, action.Ref, action.Source, names.Of(action.OwnerId)))),
            .. planned.Where(action => action.Source != analysis.Ref && (action.State is ActionState.Proposed or ActionState.Open || WaitedThen(action.PlannedAt, action.EndedAt)))
                .Select(action => new StepAction(action.Cause, action.Ref, action.Source, names.Of(action.OwnerId))),
        ];

        // A plan that is frozen keeps the action that served it, although it is done or dropped since.
        bool WaitedThen(DateTimeOffset from, DateTimeOffset? until) =>
            analysis.EndedOn is { } day && DateOnly.FromDateTime(from.UtcDateTime) <= day && until is { } end && DateOnly.FromDateTime(end.UtcDateTime) > day;
    }
}
