using System.ComponentModel;
using Concord.Actions;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The one list of what is to be done.</summary>
internal static class ActionsApi
{
    public static void MapActions(this IEndpointRouteBuilder api)
    {
        var actions = api.MapGroup("/actions").WithTags("Actions");
        actions.MapGet("", ListActions).Permit(Permission.ViewRegister).WithSummary("Actions, whatever they came from");
        actions.MapGet("/{reference}", GetAction).Permit(Permission.ViewRegister).WithSummary("One action");
        actions.MapPost("", Plan).Permit(Permission.PlanActions).Creates().WithSummary("Plan an action: open with owner and day, else a proposal");
        actions.MapPost("/{reference}/agree", Agree).Permit(Permission.PlanActions).WithSummary("Agree who does it until when");
        actions.MapPost("/{reference}/finish", Finish).Permit(Permission.ViewRegister).WithSummary("Say what was done: its owner, or who may plan actions");
        actions.MapPost("/{reference}/drop", Drop).Permit(Permission.PlanActions).WithSummary("Say why it will not be done");
        actions.MapPost("/{reference}/reopen", Reopen).Permit(Permission.PlanActions).WithSummary("Open it again");
    }

    private static async Task<Ok<PageOf<ActionLine>>> ListActions([AsParameters] ListParameters list, ActionViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<ActionLine>> GetAction(string reference, ActionViews views, CancellationToken stop)
    {
        var action = await views.Detail(reference, stop);
        return Answer.One(action, action.Version);
    }

    private static async Task<CreatedRecord<ActionLine>> Plan(
        NewAction body, ActionRegister register, ActionViews views, AddressBook addresses, CurrentActor current, CancellationToken stop)
    {
        var unit = await addresses.Unit(body.Unit, current.Actor, Permission.PlanActions, stop);
        PersonId? owner = string.IsNullOrWhiteSpace(body.Owner) ? null : await addresses.Person(body.Owner, current.Actor, stop);
        var action = await register.Plan(new(unit, body.Title, body.What ?? "", "", "", body.Requirements ?? [], owner, body.DueOn, body.EffortDays), current.Actor, stop);
        return Answer.Created(await views.Detail(action.Ref, stop), action.Version, $"/actions/{action.Ref}");
    }

    private static async Task<OneRecord<ActionLine>> Agree(
        string reference, ActionAgreement body, SeenVersion seen, ActionRegister register, ActionViews views, AddressBook addresses, CurrentActor current, CancellationToken stop)
    {
        await register.Agree(reference, seen.Number, await addresses.Person(body.Owner, current.Actor, stop), body.DueOn, body.EffortDays, current.Actor, stop);
        return await GetAction(reference, views, stop);
    }

    private static async Task<OneRecord<ActionLine>> Finish(
        string reference, ActionOutcome body, SeenVersion seen, ActionRegister register, ActionViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Finish(reference, seen.Number, body.Text, current.Actor, stop);
        return await GetAction(reference, views, stop);
    }

    private static async Task<OneRecord<ActionLine>> Drop(
        string reference, ActionOutcome body, SeenVersion seen, ActionRegister register, ActionViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Drop(reference, seen.Number, body.Text, current.Actor, stop);
        return await GetAction(reference, views, stop);
    }

    private static async Task<OneRecord<ActionLine>> Reopen(
        string reference, ActionOutcome body, SeenVersion seen, ActionRegister register, ActionViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Reopen(reference, seen.Number, body.Text, current.Actor, stop);
        return await GetAction(reference, views, stop);
    }
}

internal sealed record NewAction(
    [property: Description("What is to be done, in a few words.")] string Title,
    [property: Description("The task in sentences.")] string? What = null,
    [property: Description("Keys of the requirements it serves.")] IReadOnlyList<string>? Requirements = null,
    [property: Description("Reference or e-mail address of the person who does it; without owner or day it is a proposal.")] string? Owner = null,
    [property: Description("The last day, as 2026-12-31.")] DateOnly? DueOn = null,
    [property: Description("Days of one person.")] double? EffortDays = null,
    [property: Description("Reference of the part of the organisation; without, the topmost one in which you may plan actions.")] string? Unit = null);

internal sealed record ActionAgreement(
    [property: Description("Reference or e-mail address of the person who does it.")] string Owner,
    [property: Description("The last day, as 2026-12-31.")] DateOnly DueOn,
    [property: Description("Days of one person.")] double? EffortDays = null);

internal sealed record ActionOutcome([property: Description("What was done, why it will not be done, or why it is open again.")] string Text);
