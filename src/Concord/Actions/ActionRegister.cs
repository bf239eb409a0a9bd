using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Actions;

/// <summary>The one list of what is to be done: planned by people and by what the product finds, agreed with an owner, ended with what came of it.</summary>
internal sealed class ActionRegister(ConcordDb db, StandardsLibrary standards)
{
    public async Task<PlannedAction> Plan(ActionPlan plan, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var action = await Plan(work, plan, stop);
        await work.Commit(stop);
        return action;
    }

    /// <summary>As a step. With owner and day it is open, without it is a proposal. What the same cause of the same record planned already is left as it is.</summary>
    public async Task<PlannedAction> Plan(Work work, ActionPlan plan, CancellationToken stop)
    {
        work.Actor.Demand(Permission.PlanActions, plan.Unit);
        if (await Known(plan, stop) is { } known) return known;
        if (plan.DueOn < db.Today) throw new RuleViolation("ACTION-DUE", $"{plan.DueOn:yyyy-MM-dd} is over. Name a day to come.");
        await db.DemandPerson(plan.Owner, stop);
        var action = new PlannedAction(await work.Reference<PlannedAction>(own: null, "ACT", stop),
            plan with { Requirements = standards.DemandKeys(plan.Requirements) }, work.Actor.PersonId, db.Now);
        if (plan is { Owner: { } owner, DueOn: { } due }) action.Agree(owner, due, plan.EffortDays);
        db.Add(action);
        work.Note("action.planned", action.Ref,
            $"{Words.Of(action.State)}{(action.DueOn is { } day ? $" until {day:yyyy-MM-dd}" : "")}{(action.Source.Length > 0 ? $", from {action.Source}" : "")}: {action.Title}");
        return action;
    }

    /// <summary>Somebody answers for it until a day.</summary>
    public async Task<PlannedAction> Agree(string reference, int expectedVersion, PersonId owner, DateOnly dueOn, double? effortDays, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var action = await Find(reference, stop);
        actor.Demand(Permission.PlanActions, action.UnitId);
        Refusal.IfStale(action, expectedVersion);
        await db.DemandPerson(owner, stop);
        if (dueOn < db.Today && dueOn != action.DueOn) throw new RuleViolation("ACTION-DUE", $"{dueOn:yyyy-MM-dd} is over. Agree on a day to come.");
        action.Agree(owner, dueOn, effortDays);
        var names = await db.NamesOf([owner], stop);
        work.Note("action.agreed", action.Ref, $"{names.Of(owner)?.Ref} until {dueOn:yyyy-MM-dd}");
        await work.Commit(stop);
        return action;
    }

    /// <summary>Its owner may say what was done, whatever their role.</summary>
    public Task<PlannedAction> Finish(string reference, int expectedVersion, string outcome, Actor actor, CancellationToken stop) =>
        End(reference, expectedVersion, "action.done", (action, at) => action.Finish(actor.PersonId, outcome, at), ownerMay: true, actor, stop);

    public Task<PlannedAction> Drop(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop) =>
        End(reference, expectedVersion, "action.dropped", (action, at) => action.Drop(actor.PersonId, reason, at), ownerMay: false, actor, stop);

    public Task<PlannedAction> Reopen(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop) =>
        End(reference, expectedVersion, "action.reopened", (action, _) => action.Reopen(reason), ownerMay: false, actor, stop, reason);

    private async Task<PlannedAction> End(
        string reference, int expectedVersion, string act, Action<PlannedAction, DateTimeOffset> end, bool ownerMay, Actor actor, CancellationToken stop, string? said = null)
    {
        await using var work = await db.Begin(actor, stop);
        var action = await Find(reference, stop);
        if (!ownerMay || actor.PersonId is null || actor.PersonId != action.OwnerId) actor.Demand(Permission.PlanActions, action.UnitId);
        Refusal.IfStale(action, expectedVersion);
        end(action, db.Now);
        work.Note(act, action.Ref, said ?? action.Outcome);
        await work.Commit(stop);
        return action;
    }

    /// <summary>Also one planned earlier in the same act, which the database does not know yet.</summary>
    private async Task<PlannedAction?> Known(ActionPlan plan, CancellationToken stop) => plan.Cause.Length == 0 ? null
        : db.Held<PlannedAction>().FirstOrDefault(action => action.Source == plan.Source && action.Cause == plan.Cause)
            ?? await db.Set<PlannedAction>().IgnoreQueryFilters().FirstOrDefaultAsync(action => action.Source == plan.Source && action.Cause == plan.Cause, stop);

    private async Task<PlannedAction> Find(string reference, CancellationToken stop) =>
        await db.Set<PlannedAction>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("action", reference);
}
