using System.ComponentModel;
using Concord.Classification;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Which tier of the law a system is in, who said so, and which duties follow.</summary>
internal static class ClassificationApi
{
    public static void MapClassifications(this IEndpointRouteBuilder api)
    {
        var systems = api.MapGroup("/systems").WithTags("Classification");
        systems.MapGet("/{reference}/classifications", OfSystem).Permit(Permission.ViewRegister).WithSummary("Classifications of an AI system, the newest first");
        systems.MapPost("/{reference}/classifications", Draft).Permit(Permission.EditInventory).Creates().WithSummary("Begin a classification; at most one of a system is open");
        systems.MapGet("/{reference}/duties", Duties).Permit(Permission.ViewRegister).WithSummary("Duties of an AI system with dates and owners, from its approved classification");
        systems.MapPost("/{reference}/duties/plan", Plan).Permit(Permission.PlanActions).Creates().WithSummary("Put duties on the list of actions");

        var classifications = api.MapGroup("/classifications").WithTags("Classification");
        classifications.MapGet("", List).Permit(Permission.ViewRegister).WithSummary("Classifications of AI systems");
        classifications.MapGet("/stale", Stale).Permit(Permission.ViewRegister).WithSummary("Approved classifications that no longer fit, with every reason");
        classifications.MapGet("/{reference}", Get).Permit(Permission.ViewRegister).WithSummary("One classification: facts, outcome with every step and citation, what is open");
        classifications.MapPost("/{reference}/answer", AnswerFacts).Permit(Permission.EditInventory).WithSummary("Answer questions of a draft");
        classifications.MapPost("/{reference}/write", Write).Permit(Permission.EditInventory).WithSummary("Write the reasoning of a draft and name its documents");
        classifications.MapPost("/{reference}/propose", Propose).Permit(Permission.EditInventory).WithSummary("Propose a complete draft; its outcome is frozen");
        classifications.MapPost("/{reference}/return", Return).Permit(Permission.ApproveClassifications).WithSummary("Give a proposal back to those who wrote it");
        classifications.MapPost("/{reference}/approve", Approve).Permit(Permission.ApproveClassifications).WithSummary("Approve a proposal; not by those who answered it");
        classifications.MapPost("/{reference}/withdraw", Withdraw).Permit(Permission.EditInventory).WithSummary("Withdraw a draft or a proposal");
    }

    private static async Task<Ok<PageOf<ClassificationLine>>> List([AsParameters] ListParameters list, ClassificationViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<Ok<IReadOnlyList<ClassificationLine>>> Stale(ClassificationViews views, CancellationToken stop) => TypedResults.Ok(await views.Stale(stop));

    private static async Task<Ok<IReadOnlyList<ClassificationLine>>> OfSystem(string reference, ClassificationViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.OfSystem(reference, stop));

    private static async Task<Ok<IReadOnlyList<DutyLine>>> Duties(string reference, DutyViews views, CancellationToken stop) => TypedResults.Ok(await views.OfSystem(reference, stop));

    private static async Task<CreatedRecord<ClassificationDetail>> Draft(string reference, ClassificationRegister register, ClassificationViews views, CurrentActor current, CancellationToken stop)
    {
        var draft = await register.Draft(reference, current.Actor, stop);
        return Answer.Created(await views.Detail(draft.Ref, stop), draft.Version, $"/classifications/{draft.Ref}");
    }

    private static async Task<CreatedRecord<IReadOnlyList<DutyLine>>> Plan(string reference, PlannedDuties body, AddressBook book, DutyRegister register, DutyViews views, CurrentActor current, CancellationToken stop)
    {
        var owner = string.IsNullOrWhiteSpace(body.Owner) ? (PersonId?)null : await book.Person(body.Owner, current.Actor, stop);
        var made = await register.Plan(reference, body.Duties ?? [], owner, body.DueOn, current.Actor, stop);
        return Answer.Created(await views.OfSystem(reference, stop), made[0].Version, $"/systems/{reference}/duties");
    }

    private static async Task<OneRecord<ClassificationDetail>> Get(string reference, ClassificationViews views, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop);
        return Answer.One(detail, detail.Line.Version);
    }

    private static async Task<OneRecord<ClassificationDetail>> AnswerFacts(
        string reference, AnsweredFacts body, SeenVersion seen, ClassificationRegister register, ClassificationViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Answer(reference, seen.Number, body.Facts, body.AsOf, current.Actor, stop);
        return await Get(reference, views, stop);
    }

    private static async Task<OneRecord<ClassificationDetail>> Write(
        string reference, WrittenReasoning body, SeenVersion seen, ClassificationRegister register, ClassificationViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Write(reference, seen.Number, body.Reasoning, body.Documents ?? [], current.Actor, stop);
        return await Get(reference, views, stop);
    }

    private static async Task<OneRecord<ClassificationDetail>> Propose(string reference, SeenVersion seen, ClassificationRegister register, ClassificationViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Propose(reference, seen.Number, current.Actor, stop);
        return await Get(reference, views, stop);
    }

    private static async Task<OneRecord<ClassificationDetail>> Return(
        string reference, ReturnedClassification body, SeenVersion seen, ClassificationRegister register, ClassificationViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Return(reference, seen.Number, body.Reason, current.Actor, stop);
        return await Get(reference, views, stop);
    }

    private static async Task<OneRecord<ClassificationDetail>> Approve(string reference, SeenVersion seen, ClassificationRegister register, ClassificationViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Approve(reference, seen.Number, current.Actor, stop);
        return await Get(reference, views, stop);
    }

    private static async Task<OneRecord<ClassificationDetail>> Withdraw(string reference, SeenVersion seen, ClassificationRegister register, ClassificationViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Withdraw(reference, seen.Number, current.Actor, stop);
        return await Get(reference, views, stop);
    }
}

/// <summary>Answers to questions of a rule pack.</summary>
internal sealed record AnsweredFacts
{
    [Description("Values of each fact by its id: [\"yes\"], [\"no\"], one value, or the values of a list; an empty list is none of them, [\"unknown\"] that nobody knows, null takes the answer back.")]
    public required IReadOnlyDictionary<string, IReadOnlyList<string>?> Facts { get; init; }

    [Description("The day whose law counts; as before unless told.")]
    public DateOnly? AsOf { get; init; }
}

internal sealed record WrittenReasoning(
    [property: Description("Why these answers; the documented assessment where the outcome asks for one.")] string Reasoning,
    [property: Description("References of documents that hold the assessment.")] IReadOnlyList<string>? Documents = null);

internal sealed record ReturnedClassification([property: Description("What is to be looked at again.")] string Reason);

internal sealed record PlannedDuties
{
    [Description("Ids of duties; every duty without an action unless told.")]
    public IReadOnlyList<string>? Duties { get; init; }

    [Description("Reference or e-mail address of a person; the business owner of the system unless told.")]
    public string? Owner { get; init; }

    [Description("The last day; the day from which a duty binds unless told. What binds already is then a proposal.")]
    public DateOnly? DueOn { get; init; }
}
