using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Inventory;

/// <summary>A system as it enters the inventory. One that already works is registered where it stands.</summary>
/// <param name="Reference">The organisation's own reference, for example SYS-01; null: the next free one.</param>
internal sealed record SystemRegistration(OrganisationUnitId Unit, SystemDescription Description, LifeCycle State = LifeCycle.Proposed, DateOnly? Since = null,
    string? Reference = null);

/// <param name="Reference">The organisation's own reference; null: the next free one.</param>
internal sealed record ModelRegistration(string Name, string Purpose, string Technique, string? Reference = null);

/// <param name="Label">As the prediction log names it.</param>
/// <param name="LiveSince">Null: today.</param>
internal sealed record VersionRegistration(string Label, DateOnly? LiveSince = null, string Notes = "");

/// <summary>The inventory's acts: register, describe, move through the life cycle, and the same for models and their versions.</summary>
internal sealed class Registry(ConcordDb db, IEnumerable<ILifeCycleCheck> checks)
{
    public async Task<AiSystem> Register(SystemRegistration registration, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var system = await Register(work, registration, stop);
        await work.Commit(stop);
        return system;
    }

    public async Task<AiSystem> Register(Work work, SystemRegistration registration, CancellationToken stop)
    {
        work.Actor.Demand(Permission.EditInventory, registration.Unit);
        await DemandOwners(registration.Description, stop);
        var reference = await work.Reference<AiSystem>(registration.Reference, "SYS", stop);
        var system = new AiSystem(reference, registration.Unit, registration.Description, registration.State, registration.Since
            ?? registration.Description.LiveSince ?? db.Today);
        db.Add(system);
        work.Note("system.registered", system.Ref, $"{system.Name}, {Words.Of(system.State)}, risk class {Words.Of(system.RiskClass)}");
        return system;
    }

    public async Task<AiSystem> Describe(string systemRef, int expectedVersion, SystemDescription description, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var system = await FindSystem(systemRef, stop);
        actor.Demand(Permission.EditInventory, system.UnitId);
        Refusal.IfStale(system, expectedVersion);
        await DemandOwners(description, stop);
        system.Describe(description);
        var changed = db.ChangedWords(system);
        if (changed.Length == 0) return system;
        work.Note("system.described", system.Ref, $"changed: {changed}");
        await work.Commit(stop);
        return system;
    }

    public async Task<AiSystem> Move(string systemRef, int expectedVersion, LifeCycle to, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var system = await FindSystem(systemRef, stop);
        if (to == LifeCycle.Approved) actor.DemandDuty(Permission.EditInventory, system.UnitId);
        else actor.Demand(Permission.EditInventory, system.UnitId);
        Refusal.IfStale(system, expectedVersion);
        var from = system.State;
        var against = await Hindrances(system, to, stop);
        system.Move(to, db.Today, reason, against);
        var although = against.Count > 0 ? $", although: {string.Join(" ", against.Select(hindrance => hindrance.Message))}" : "";
        work.Note("system.moved", system.Ref, $"{Words.Of(from)} → {Words.Of(to)}{(string.IsNullOrWhiteSpace(reason) ? "" : $": {reason.Trim()}")}{although}");
        await work.Commit(stop);
        return system;
    }

    /// <summary>What other rooms know against the move.</summary>
    public async Task<IReadOnlyList<Hindrance>> Hindrances(AiSystem system, LifeCycle to, CancellationToken stop)
    {
        var against = new List<Hindrance>();
        foreach (var check in checks)
            if (await check.Against(system, to, stop) is { } hindrance) against.Add(hindrance);
        return against;
    }

    public Task<Model> AddModel(string systemRef, ModelRegistration registration, Actor actor, CancellationToken stop) =>
        AddModel(systemRef, registration, first: null, actor, stop);

    /// <summary>A model and, where it works already, its first version: both or none.</summary>
    public async Task<Model> AddModel(string systemRef, ModelRegistration registration, VersionRegistration? first, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var model = await AddModel(work, await FindSystem(systemRef, stop), registration, stop);
        if (first is not null) AddVersion(work, model, first);
        await work.Commit(stop);
        return model;
    }

    public async Task<Model> AddModel(Work work, AiSystem system, ModelRegistration registration, CancellationToken stop)
    {
        work.Actor.Demand(Permission.EditInventory, system.UnitId);
        system.DemandInLife();
        var reference = await work.Reference<Model>(registration.Reference, "MODEL", stop);
        var model = new Model(reference, system.UnitId, system.Id, registration.Name, registration.Purpose, registration.Technique);
        db.Add(model);
        work.Note("model.added", model.Ref, $"{model.Name}, works in {system.Ref}");
        return model;
    }

    public async Task<ModelVersion> AddVersion(string modelRef, VersionRegistration registration, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var version = AddVersion(work, await FindModel(modelRef, stop), registration);
        await work.Commit(stop);
        return version;
    }

    public ModelVersion AddVersion(Work work, Model model, VersionRegistration registration)
    {
        work.Actor.Demand(Permission.EditInventory, model.UnitId);
        var version = model.AddVersion(registration.Label, registration.LiveSince ?? db.Today, registration.Notes, work.Actor.PersonId);
        db.Add(version);
        work.Note("version.added", version.Ref, $"live since {version.LiveSince:yyyy-MM-dd}");
        return version;
    }

    /// <param name="on">The last day the version decides; not in the future.</param>
    public async Task<ModelVersion> RetireVersion(string versionRef, int expectedVersion, DateOnly on, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var version = await db.Set<ModelVersion>().SingleOrDefaultAsync(known => known.Ref == versionRef, stop)
            ?? throw Refusal.Missing("model version", versionRef);
        actor.Demand(Permission.EditInventory, version.UnitId);
        Refusal.IfStale(version, expectedVersion);
        if (on > db.Today)
            throw new RuleViolation("VERSION-RETIRE-DATE", $"{on:yyyy-MM-dd} lies in the future. Retire the version on the day it stops deciding, or later.");
        version.Retire(on, actor.PersonId);
        work.Note("version.retired", version.Ref, $"on {on:yyyy-MM-dd}");
        await work.Commit(stop);
        return version;
    }

    private async Task<AiSystem> FindSystem(string reference, CancellationToken stop) =>
        await db.Set<AiSystem>().SingleOrDefaultAsync(system => system.Ref == reference, stop) ?? throw Refusal.Missing("system", reference);

    private async Task<Model> FindModel(string reference, CancellationToken stop) =>
        await db.Set<Model>().Include(model => model.Versions).SingleOrDefaultAsync(model => model.Ref == reference, stop)
            ?? throw Refusal.Missing("model", reference);

    private async Task DemandOwners(SystemDescription description, CancellationToken stop)
    {
        await db.DemandPerson(description.BusinessOwner, stop);
        await db.DemandPerson(description.TechnicalOwner, stop);
    }
}
