using Concord.Actions;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Classification;

/// <summary>Puts duties on the list of actions.</summary>
internal sealed class DutyRegister(ConcordDb db, RulePack pack, ActionRegister actions)
{
    public static string CauseOf(string duty) => $"duty {duty}";

    /// <summary>
    /// An action for each of the duties, or for all that have none. One whose day is to come is open, with its owner and that day; one that binds already is a
    /// proposal, because nobody has agreed on a day yet, unless a day is named.
    /// </summary>
    /// <param name="duties">Ids; none: every duty without an action.</param>
    /// <param name="owner">Null: the business owner of the system.</param>
    /// <param name="dueOn">Null: the day from which the duty binds.</param>
    public async Task<IReadOnlyList<PlannedAction>> Plan(string systemRef, IReadOnlyList<string> duties, PersonId? owner, DateOnly? dueOn, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop) ?? throw Refusal.Missing("system", systemRef);
        actor.Demand(Permission.PlanActions, system.UnitId);
        var approved = await db.Set<SystemClassification>().AsNoTracking().SingleOrDefaultAsync(known => known.SystemId == system.Id && known.State == ClassificationState.Approved, stop)
            ?? throw new RuleViolation("DUTY-UNCLASSIFIED", $"{systemRef} has no approved classification, so no duty is known. Classify it first.");
        var owed = approved.Frozen!.Duties;
        if (duties.FirstOrDefault(id => owed.All(duty => duty.Id != id)) is { } stray) throw Refusal.Missing($"duty of {systemRef}", stray);
        var known = await db.Set<PlannedAction>().AsNoTracking().Where(action => action.Source == systemRef).Select(action => action.Cause).ToListAsync(stop);
        var wanted = owed.Where(duty => duties.Count == 0 ? !known.Contains(CauseOf(duty.Id)) : duties.Contains(duty.Id)).ToList();
        if (wanted.Count == 0) throw new RuleViolation("DUTY-PLANNED", "Every duty has an action already. Change owner or day on the page of the action.");
        if (wanted.Find(duty => known.Contains(CauseOf(duty.Id))) is { } planned) throw new RuleViolation("DUTY-PLANNED", $"{planned.Id} has an action already. Change owner or day on its page.");
        var made = new List<PlannedAction>();
        foreach (var duty in wanted)
        {
            var due = dueOn ?? (duty.From >= db.Today ? duty.From : null);
            var what = string.Join(" ", new[] { $"{pack.Title}, duty as {duty.Role}, because it is: {duty.Because}.", duty.Condition.Length > 0 ? $"{duty.Condition}." : "", duty.Note }.Where(part => part.Length > 0));
            made.Add(await actions.Plan(work, new(system.UnitId, duty.Text, what, systemRef, CauseOf(duty.Id), duty.Requirements, owner ?? system.BusinessOwnerId, due, null), stop));
        }
        await work.Commit(stop);
        return made;
    }
}
