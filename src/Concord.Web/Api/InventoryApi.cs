using System.ComponentModel;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>AI systems, their models and the models' versions.</summary>
internal static class InventoryApi
{
    public static void MapInventory(this IEndpointRouteBuilder api)
    {
        var systems = api.MapGroup("/systems").WithTags("Inventory");
        systems.MapGet("", ListSystems).Permit(Permission.ViewRegister).WithSummary("AI systems");
        systems.MapPost("", Register).Permit(Permission.EditInventory).Creates().WithSummary("Register an AI system");
        systems.MapGet("/{reference}", GetSystem).Permit(Permission.ViewRegister).WithSummary("One AI system with its models");
        systems.MapPut("/{reference}", Describe).Permit(Permission.EditInventory).WithSummary("Describe an AI system anew");
        systems.MapPost("/{reference}/move", Move).Permit(Permission.EditInventory).WithSummary("Move an AI system through its life cycle");
        systems.MapPost("/{reference}/models", AddModel).Permit(Permission.EditInventory).Creates().WithSummary("Add a model to an AI system");

        var models = api.MapGroup("/models").WithTags("Inventory");
        models.MapGet("/{reference}", GetModel).Permit(Permission.ViewRegister).WithSummary("One model with its versions");
        models.MapPost("/{reference}/versions", AddVersion).Permit(Permission.EditInventory).Creates().WithSummary("Register a version of a model");
        models.MapGet("/{reference}/versions/{label}", GetVersion).Permit(Permission.ViewRegister).WithSummary("One version of a model");
        models.MapPost("/{reference}/versions/{label}/retire", RetireVersion).Permit(Permission.EditInventory).WithSummary("Retire a version of a model");
    }

    private static async Task<Ok<PageOf<SystemLine>>> ListSystems([AsParameters] ListParameters list, RegistryViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Systems(list.Request, stop));

    private static async Task<OneRecord<SystemDetail>> GetSystem(string reference, RegistryViews views, CancellationToken stop) =>
        One(await views.System(reference, stop));

    private static async Task<CreatedRecord<SystemDetail>> Register(NewSystem body, AddressBook book, Registry registry, RegistryViews views, CurrentActor current, CancellationToken stop)
    {
        var actor = current.Actor;
        var system = await registry.Register(await body.Read(book, actor, stop), actor, stop);
        return Answer.Created(await views.System(system.Ref, stop), system.Version, $"/systems/{system.Ref}");
    }

    private static async Task<OneRecord<SystemDetail>> Describe(
        string reference, SystemFields body, SeenVersion seen, AddressBook book, Registry registry, RegistryViews views, CurrentActor current, CancellationToken stop)
    {
        var actor = current.Actor;
        await registry.Describe(reference, seen.Number, await body.Read(book, actor, stop), actor, stop);
        return One(await views.System(reference, stop));
    }

    private static async Task<OneRecord<SystemDetail>> Move(string reference, LifeCycleMove body, SeenVersion seen, Registry registry, RegistryViews views, CurrentActor current, CancellationToken stop)
    {
        await registry.Move(reference, seen.Number, body.To, body.Reason, current.Actor, stop);
        return One(await views.System(reference, stop));
    }

    private static async Task<CreatedRecord<ModelDetail>> AddModel(string reference, NewModel body, Registry registry, RegistryViews views, CurrentActor current, CancellationToken stop)
    {
        var model = await registry.AddModel(reference, new(body.Name, body.Purpose, body.Technique, body.Reference), current.Actor, stop);
        return Answer.Created(await views.Model(model.Ref, stop), model.Version, $"/models/{model.Ref}");
    }

    private static async Task<OneRecord<ModelDetail>> GetModel(string reference, RegistryViews views, CancellationToken stop)
    {
        var model = await views.Model(reference, stop);
        return Answer.One(model, model.Version);
    }

    private static async Task<CreatedRecord<VersionLine>> AddVersion(string reference, NewVersion body, Registry registry, RegistryViews views, CurrentActor current, CancellationToken stop)
    {
        var version = await registry.AddVersion(reference, new(body.Label, body.LiveSince, body.Notes), current.Actor, stop);
        return Answer.Created(await Version(reference, version.Label, views, stop), version.Version, $"/models/{reference}/versions/{Uri.EscapeDataString(version.Label)}");
    }

    private static async Task<OneRecord<VersionLine>> GetVersion(string reference, string label, RegistryViews views, CancellationToken stop)
    {
        var version = await Version(reference, label, views, stop);
        return Answer.One(version, version.Version);
    }

    private static async Task<OneRecord<VersionLine>> RetireVersion(
        string reference, string label, Retirement body, SeenVersion seen, TimeProvider clock, Registry registry, RegistryViews views, CurrentActor current, CancellationToken stop)
    {
        var version = await Version(reference, label, views, stop);
        await registry.RetireVersion(version.Ref, seen.Number, body.On ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), current.Actor, stop);
        return await GetVersion(reference, label, views, stop);
    }

    private static async Task<VersionLine> Version(string model, string label, RegistryViews views, CancellationToken stop) =>
        (await views.Model(model, stop)).Versions.SingleOrDefault(version => version.Label == label) ?? throw Refusal.Missing($"version of {model}", label);

    private static OneRecord<SystemDetail> One(SystemDetail system) => Answer.One(system, system.Version);
}

/// <summary>What a person says of an AI system.</summary>
internal record SystemFields
{
    public required string Name { get; init; }

    [Description("What the system is for.")]
    public required string Purpose { get; init; }

    [Description("How it is meant to be used, and by whom.")]
    public string IntendedUse { get; init; } = "";

    [Description("Whom its results affect, for example applicants.")]
    public IReadOnlyList<string> AffectedGroups { get; init; } = [];

    public SystemOrigin Origin { get; init; }

    [Description("The organisation provides the system. At least one of isProvider and isDeployer is true.")]
    public bool IsProvider { get; init; }

    [Description("The organisation uses the system.")]
    public bool IsDeployer { get; init; }

    [Description("Reference or e-mail address of a person; whoever sends this unless told.")]
    public string? BusinessOwner { get; init; }

    [Description("Reference or e-mail address of a person.")]
    public string? TechnicalOwner { get; init; }

    [Description("As declared; it counts until a classification of the system is approved.")]
    public RiskClass RiskClass { get; init; }

    [Description("Why it is declared so.")]
    public string RiskClassBasis { get; init; } = "";

    public long? DecisionsPerYear { get; init; }

    public DateOnly? LiveSince { get; init; }

    [Description("For example gradient boosting.")]
    public string Technique { get; init; } = "";

    public async Task<SystemDescription> Read(AddressBook book, Actor actor, CancellationToken stop) => new(
        Name, Purpose, IntendedUse, AffectedGroups, Origin, IsProvider, IsDeployer, await book.Person(BusinessOwner, actor, stop),
        string.IsNullOrWhiteSpace(TechnicalOwner) ? null : await book.Person(TechnicalOwner, actor, stop), RiskClass, RiskClassBasis, DecisionsPerYear, LiveSince, Technique);
}

internal sealed record NewSystem : SystemFields
{
    [Description("Reference of the organisation unit; the topmost one you may register in unless told.")]
    public string? Unit { get; init; }

    [Description("Where it stands already; proposed unless told.")]
    public LifeCycle State { get; init; }

    public DateOnly? Since { get; init; }

    [Description("The organisation's own reference, for example SYS-01; the next free one unless told.")]
    public string? Reference { get; init; }

    public new async Task<SystemRegistration> Read(AddressBook book, Actor actor, CancellationToken stop) => new(
        await book.Unit(Unit, actor, Permission.EditInventory, stop), await base.Read(book, actor, stop), State, Since, Reference);
}

internal sealed record LifeCycleMove(LifeCycle To, [property: Description("Why; needed to retire or reject a system. Kept in the journal.")] string Reason = "");

/// <param name="Reference">The organisation's own reference; the next free one unless told.</param>
internal sealed record NewModel(string Name, string Purpose = "", string Technique = "", string? Reference = null);

/// <param name="Label">As the prediction log names the version, for example 1.0.0.</param>
internal sealed record NewVersion(string Label, DateOnly? LiveSince = null, string Notes = "");

/// <param name="On">The last day the version decides; today unless told.</param>
internal sealed record Retirement(DateOnly? On = null);
