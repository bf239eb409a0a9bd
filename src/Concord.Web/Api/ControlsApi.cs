using System.ComponentModel;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Applied controls: what the organisation does about the requirements, and the metrics whose limits back it.</summary>
internal static class ControlsApi
{
    public static void MapControls(this IEndpointRouteBuilder api)
    {
        var controls = api.MapGroup("/controls").WithTags("Controls");
        controls.MapGet("", ListControls).Permit(Permission.ViewRegister).WithSummary("Applied controls");
        controls.MapPost("", Apply).Permit(Permission.EditControls).Creates().WithSummary("Apply a control; a signal on a metric it lists makes it fail and opens a nonconformity");
        controls.MapGet("/{reference}", GetControl).Permit(Permission.ViewRegister).WithSummary("One applied control with its evidence");
        controls.MapPost("/{reference}/put-into-effect", PutIntoEffect).Permit(Permission.EditControls).WithSummary("Put a planned control into effect");
    }

    private static async Task<Ok<PageOf<ControlLine>>> ListControls([AsParameters] ListParameters list, ControlViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<CreatedRecord<ControlDetail>> Apply(NewControl body, AddressBook book, ControlRegister register, ControlViews views, CurrentActor current, CancellationToken stop)
    {
        var actor = current.Actor;
        var control = await register.Apply(await body.Read(book, register, actor, stop), actor, stop);
        return Answer.Created(await views.Detail(control.Ref, stop), control.Version, $"/controls/{Uri.EscapeDataString(control.Ref)}");
    }

    private static async Task<OneRecord<ControlDetail>> GetControl(string reference, ControlViews views, CancellationToken stop)
    {
        var control = await views.Detail(reference, stop);
        return Answer.One(control, control.Line.Version);
    }

    private static async Task<OneRecord<ControlDetail>> PutIntoEffect(string reference, SeenVersion seen, ControlRegister register, ControlViews views, CurrentActor current, CancellationToken stop)
    {
        await register.PutIntoEffect(reference, seen.Number, current.Actor, stop);
        return await GetControl(reference, views, stop);
    }
}

/// <summary>What a person says of a control.</summary>
internal sealed record NewControl
{
    [Description("What is done, for example: drift is watched every month.")]
    public required string Title { get; init; }

    [Description("Reference or e-mail address of a person; whoever sends this unless told.")]
    public string? Owner { get; init; }

    [Description("Applied unless told; a planned control is put into effect later.")]
    public ControlStatus Status { get; init; } = ControlStatus.Applied;

    [Description("References of the AI systems it covers; none: all of its organisation unit and those below, of the topmost one the whole organisation.")]
    public IReadOnlyList<string> Systems { get; init; } = [];

    [Description("Keys of the requirements it answers, as the list of requirements has them: ISO42001, a colon and the number.")]
    public IReadOnlyList<string> Requirements { get; init; } = [];

    [Description("Those of its requirements that it answers only in part.")]
    public IReadOnlyList<string> Partly { get; init; } = [];

    [Description("Monitoring metrics of the standards library whose limits back it, for example psi_feature.")]
    public IReadOnlyList<string> Metrics { get; init; } = [];

    [Description("Reference of the organisation unit; that of its systems, else the topmost one you may apply controls in, unless told.")]
    public string? Unit { get; init; }

    [Description("The organisation's own reference, for example AC-01; the next free one unless told.")]
    public string? Reference { get; init; }

    public async Task<ControlApplication> Read(AddressBook book, ControlRegister register, Actor actor, CancellationToken stop) => new(
        await register.UnitFor(Unit, Systems, actor, stop), Title, await book.Person(Owner, actor, stop), Status, Systems, Requirements, Partly, Metrics, Reference);
}
