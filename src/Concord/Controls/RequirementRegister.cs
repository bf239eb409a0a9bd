using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Controls;

/// <summary>What a person says of a requirement beside its derived result. It speaks for the whole organisation.</summary>
internal sealed class RequirementRegister(ConcordDb db, StandardsLibrary standards)
{
    /// <param name="expectedVersion">0 while nothing was said of the requirement yet.</param>
    /// <param name="owner">Null: nobody.</param>
    public async Task<RequirementState> Set(string key, int expectedVersion, WorkStatus status, PersonId? owner, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        await DemandOrganisation(work, stop);
        var state = await Find(key, expectedVersion, stop);
        await db.DemandPerson(owner, stop);
        var (before, ownerBefore) = (state.WorkStatus, state.OwnerId);
        state.Set(status, owner);
        var names = await db.NamesOf([ownerBefore, owner], stop);
        work.Note("requirement.work", state.Ref, string.Join("; ",
        [
            $"{Words.Of(before)} → {Words.Of(status)}",
            .. owner == ownerBefore ? Array.Empty<string>() : [$"owner {names.Of(ownerBefore)?.Name ?? "nobody"} → {names.Of(owner)?.Name ?? "nobody"}"],
        ]));
        await work.Commit(stop);
        return state;
    }

    /// <param name="result">Null: the derived result holds again.</param>
    public async Task<RequirementState> Overrule(string key, int expectedVersion, RequirementResult? result, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var state = await Overrule(work, key, expectedVersion, result, reason, stop);
        await work.Commit(stop);
        return state;
    }

    public async Task<RequirementState> Overrule(Work work, string key, int expectedVersion, RequirementResult? result, string reason, CancellationToken stop)
    {
        await DemandOrganisation(work, stop);
        var state = await Find(key, expectedVersion, stop);
        state.Overrule(result, reason);
        work.Note("requirement.overruled", state.Ref, result is { } said ? $"a person says {Words.Of(said)} instead of {Words.Of(state.Derived)}"
            : $"the derived result holds again: {Words.Of(state.Derived)}");
        return state;
    }

    /// <summary>Whether a control of a standard applies, and why. Deciding the same again changes nothing and is not journalled.</summary>
    public async Task<RequirementState> Decide(string key, int expectedVersion, bool applicable, string justification, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (state, changed) = await Decide(work, key, expectedVersion, applicable, justification, stop);
        if (changed) await work.Commit(stop);
        return state;
    }

    /// <summary>As a step. Every result follows from its own facts, so there is nothing to derive anew.</summary>
    /// <returns>The state, and whether the decision is another one than before: only then there is a note.</returns>
    public async Task<(RequirementState State, bool Changed)> Decide(Work work, string key, int expectedVersion, bool applicable, string justification, CancellationToken stop)
    {
        await DemandOrganisation(work, stop);
        if (standards.DemandRequirement(key) is { Kind: RequirementKind.Clause } clause)
            throw new RuleViolation("CONTROL-CLAUSE", $"{clause.Key} is a clause. Whether it applies is not decided: only controls are taken in or excluded.");
        var state = await Find(key, expectedVersion, stop);
        var before = (state.Override, state.OverrideReason, state.Justification);
        state.Decide(applicable, justification);
        if (before == (state.Override, state.OverrideReason, state.Justification)) return (state, false);
        work.Note("requirement.decided", state.Ref, $"{Decision(before.Override, before.Justification)} → {Decision(state.Override, state.Justification)}{(string.IsNullOrWhiteSpace(justification) ? "" : ", with a justification")}");
        return (state, true);
    }

    private static string Decision(RequirementResult? result, string? justification) => (result, justification) switch
    {
        (RequirementResult.NotApplicable, _) => "excluded",
        ({ } other, null) => $"not decided, overruled as {Words.Of(other)}",
        (_, null) => "not decided",
        _ => "applicable",
    };

    private async Task DemandOrganisation(Work work, CancellationToken stop) => work.Actor.Demand(Permission.JudgeRequirements,
        await db.Set<OrganisationUnit>().Where(unit => unit.ParentId == null).Select(unit => unit.Id).SingleAsync(stop));

    private async Task<RequirementState> Find(string key, int expectedVersion, CancellationToken stop)
    {
        var requirement = standards.DemandRequirement(key);
        var state = await db.Set<RequirementState>().FindAsync([requirement.Key], stop);
        if (state is not null && db.Entry(state).State == EntityState.Added) // By an earlier step of this act.
        {
            state.BeginSaying();
            return state;
        }
        Refusal.IfStale(state ?? new RequirementState(requirement.Key), expectedVersion);
        if (state is not null) return state;
        db.Add(state = new RequirementState(requirement.Key));
        state.BeginSaying();
        return state;
    }
}
