using System.ComponentModel;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The risk register: from the catalogue or free, assessed by dimension, treated, accepted until a day.</summary>
internal static class RisksApi
{
    public static void MapRisks(this IEndpointRouteBuilder api)
    {
        var risks = api.MapGroup("/risks").WithTags("Risks");
        risks.MapGet("", ListRisks).Permit(Permission.ViewRegister).WithSummary("Risks");
        risks.MapGet("/criteria", GetCriteria).Permit(Permission.ViewRegister).WithSummary("The criteria: scales, dimensions, bands, appetite, approvers, rules above the matrix");
        risks.MapGet("/catalogue", ListCatalogue).Permit(Permission.ViewRegister).WithSummary("The catalogue of risk sources with the taxonomies it names");
        risks.MapGet("/matrix", GetMatrix).Permit(Permission.ViewRegister).WithSummary("How many risks stand in each cell of the matrix");
        risks.MapGet("/{reference}", GetRisk).Permit(Permission.ViewRegister).WithSummary("One risk with its levels, what they rest on, treatment, acceptance and history");
        risks.MapPost("", Open).Permit(Permission.EditRisks).Creates().WithSummary("Open a risk, from the catalogue or free; it is assessed next");
        risks.MapPost("/{reference}/assess", Assess).Permit(Permission.EditRisks).WithSummary("Assess it: levels by dimension, and what the current one rests on");
        risks.MapPost("/{reference}/treat", Treat).Permit(Permission.EditRisks).WithSummary("Decide how it is treated: option, controls, actions, expected level");
        risks.MapPost("/{reference}/treated", Finish).Permit(Permission.EditRisks).WithSummary("Say that the treatment is carried out; refused with everything that is open");
        risks.MapPost("/{reference}/accept", Accept).Permit(Permission.AcceptRisks).WithSummary("Accept it until a day; not by its owner or its assessor, and only within reach of one's roles");
        risks.MapPost("/{reference}/hand-over", HandOver).Permit(Permission.EditRisks).WithSummary("Give it to another owner; whoever owned it does not accept or close it before somebody else assesses it anew");
        risks.MapPost("/{reference}/reword", Reword).Permit(Permission.EditRisks).WithSummary("Say better what could happen; not while it is accepted");
        risks.MapPost("/{reference}/close", Close).Permit(Permission.EditRisks).WithSummary("Close it; not by its owner or its assessor");
    }

    private static async Task<Ok<PageOf<RiskLine>>> ListRisks([AsParameters] ListParameters list, RiskViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static Ok<RiskCriteria> GetCriteria(StandardsLibrary standards) => TypedResults.Ok(standards.Criteria);

    private static Ok<IReadOnlyList<CatalogueLine>> ListCatalogue(StandardsLibrary standards) => TypedResults.Ok(CatalogueLine.All(standards));

    private static async Task<Ok<RiskMatrix>> GetMatrix([Description("current, inherent, residual or target.")] string? moment, RiskViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Matrix(new PageRequest(Filter: $"moment:{moment ?? "current"}").State<RiskMoment>("moment")!.Value, stop));

    private static async Task<OneRecord<RiskDetail>> GetRisk(string reference, RiskFileViews views, CancellationToken stop)
    {
        var risk = await views.Of(reference, stop);
        return Answer.One(risk, risk.Line.Version);
    }

    private static async Task<CreatedRecord<RiskDetail>> Open(
        NewRisk body, RiskRegister register, RiskFileViews views, RegistryViews registry, AddressBook addresses, StandardsLibrary standards, CurrentActor current, CancellationToken stop)
    {
        var unit = body.System is { Length: > 0 } system ? (await registry.System(system, stop)).UnitId : await addresses.Unit(body.Unit, current.Actor, Permission.EditRisks, stop);
        var title = string.IsNullOrWhiteSpace(body.Title) ? standards.FindRisk(body.Catalogue ?? "")?.Title ?? "" : body.Title;
        var risk = await register.Open(new(unit, title, string.IsNullOrEmpty(body.System) ? null : body.System, body.Catalogue ?? "", await addresses.Person(body.Owner, current.Actor, stop),
            body.Source ?? RiskSource.Assessment, null, null, null, Reference: body.Reference), current.Actor, stop);
        return Answer.Created(await views.Of(risk.Ref, stop), risk.Version, $"/risks/{risk.Ref}");
    }

    private static Task<OneRecord<RiskDetail>> Assess(string reference, NewAssessment body, SeenVersion seen, RiskAssessments register, RiskFileViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Assess(reference, seen.Number, new(body.Inherent, body.Current, body.Residual, body.Target, body.Controls ?? [], body.Note), current.Actor, stop), views, stop);

    private static async Task<OneRecord<RiskDetail>> Treat(
        string reference, NewTreatment body, SeenVersion seen, RiskTreatments register, RiskFileViews views, AddressBook addresses, CurrentActor current, CancellationToken stop)
    {
        var steps = new List<PlannedStep>();
        foreach (var step in body.Actions ?? []) steps.Add(new(step.Title, await addresses.Person(step.Owner, current.Actor, stop), step.DueOn));
        return await Done(register.Treat(reference, seen.Number, new(body.Option, body.Plan, body.Controls ?? [], body.Residual, steps), current.Actor, stop), views, stop);
    }

    private static Task<OneRecord<RiskDetail>> Finish(string reference, RiskText body, SeenVersion seen, RiskTreatments register, RiskFileViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Finish(reference, seen.Number, body.Text, current.Actor, stop), views, stop);

    private static Task<OneRecord<RiskDetail>> Accept(string reference, NewAcceptance body, SeenVersion seen, RiskAcceptances register, RiskFileViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Accept(reference, seen.Number, body.Until, body.Reason, current.Actor, stop), views, stop);

    private static Task<OneRecord<RiskDetail>> Close(string reference, RiskText body, SeenVersion seen, RiskRegister register, RiskFileViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Close(reference, seen.Number, body.Text, current.Actor, stop), views, stop);

    private static async Task<OneRecord<RiskDetail>> HandOver(
        string reference, RiskHandOver body, SeenVersion seen, RiskRegister register, RiskFileViews views, AddressBook addresses, CurrentActor current, CancellationToken stop) =>
        await Done(register.HandOver(reference, seen.Number, await addresses.Person(body.Owner, current.Actor, stop), body.Reason, current.Actor, stop), views, stop);

    private static Task<OneRecord<RiskDetail>> Reword(string reference, RiskWording body, SeenVersion seen, RiskRegister register, RiskFileViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Reword(reference, seen.Number, body.Title, body.Reason, current.Actor, stop), views, stop);

    private static async Task<OneRecord<RiskDetail>> Done(Task<Risk> act, RiskFileViews views, CancellationToken stop) => await GetRisk((await act).Ref, views, stop);
}

internal sealed record NewRisk(
    [property: Description("What could happen; without, the title of the catalogue entry.")] string? Title = null,
    [property: Description("Id of an entry of the catalogue of risk sources, for example AIR-03; without, the risk is free.")] string? Catalogue = null,
    [property: Description("Reference of the AI system; without, the organisation as a whole.")] string? System = null,
    [property: Description("Reference or e-mail address of the person who answers for it; without, whoever sends it.")] string? Owner = null,
    [property: Description("Where it comes from; without, an assessment.")] RiskSource? Source = null,
    [property: Description("Reference of the part of the organisation, where no system is named.")] string? Unit = null,
    [property: Description("A reference of your own.")] string? Reference = null);

internal sealed record NewAssessment(
    [property: Description("As if there were no control: likelihood, and the level of each dimension it touches.")] LevelEntry Inherent,
    [property: Description("With what is in effect today.")] LevelEntry Current,
    [property: Description("What the levels rest on.")] string Note,
    [property: Description("Expected once treatment works; without, none is expected any more.")] LevelEntry? Residual = null,
    [property: Description("What is wanted; without, the appetite of the criteria says it.")] LevelEntry? Target = null,
    [property: Description("References of the applied controls the current level rests on.")] IReadOnlyList<string>? Controls = null);

internal sealed record NewTreatment(
    [property: Description("Modify, avoid, share or retain it.")] TreatmentOption Option,
    [property: Description("How, in sentences; or why it is retained.")] string Plan,
    [property: Description("References of the applied controls that do it, or will.")] IReadOnlyList<string>? Controls = null,
    [property: Description("The level expected once it works; without, as the newest assessment says.")] LevelEntry? Residual = null,
    [property: Description("Steps for the one list of actions.")] IReadOnlyList<NewStep>? Actions = null);

internal sealed record NewStep(
    [property: Description("What is to be done.")] string Title, [property: Description("Reference or e-mail address of the person who does it.")] string Owner,
    [property: Description("The last day, as 2026-12-31.")] DateOnly DueOn);

internal sealed record NewAcceptance(
    [property: Description("Why it is accepted.")] string Reason, [property: Description("The last day, as 2026-12-31; without, as long as the criteria allow.")] DateOnly? Until = null);

internal sealed record RiskHandOver(
    [property: Description("Reference or e-mail address of the person who answers for it from now on.")] string Owner, [property: Description("Why.")] string Reason);

internal sealed record RiskWording([property: Description("What could happen.")] string Title, [property: Description("Why it is worded anew.")] string Reason);

internal sealed record RiskText([property: Description("Why, or what has changed.")] string Text);
