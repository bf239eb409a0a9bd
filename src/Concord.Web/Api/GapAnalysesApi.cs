using System.ComponentModel;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Organisation;
using Concord.Reports;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Gap analyses: inventory, policies, result. Interviews have routes of their own.</summary>
internal static class GapAnalysesApi
{
    public static void MapGapAnalyses(this IEndpointRouteBuilder api)
    {
        var gaps = api.MapGroup("/gaps").WithTags("Gap analyses");
        gaps.MapGet("", ListAnalyses).Permit(Permission.ViewRegister).WithSummary("Gap analyses");
        gaps.MapPost("", Start).Permit(Permission.AnalyseGaps).Creates().WithSummary("Begin a gap analysis");
        gaps.MapGet("/{reference}", GetAnalysis).Permit(Permission.ViewRegister).WithSummary("One gap analysis with its result: frozen, or as its parts stand now");
        gaps.MapPost("/{reference}/conclude", Conclude).Permit(Permission.AnalyseGaps).WithSummary("Freeze the result and propose an action for each step of the plan");
        gaps.MapPost("/{reference}/withdraw", Withdraw).Permit(Permission.AnalyseGaps).WithSummary("Give the analysis up");
        gaps.MapGet("/{reference}/inventory", GetInventory).Permit(Permission.ViewRegister).WithSummary("How complete the inventory is, and which names of other lists it does not know");
        gaps.MapPost("/{reference}/lists", AddList).Permit(Permission.AnalyseGaps).WithSummary("Compare a list kept elsewhere with the inventory");
        gaps.MapPost("/listed/{reference}/decide", Decide).Permit(Permission.AnalyseGaps).WithSummary("Say which system a listed name is, or why it is none");
        gaps.MapGet("/{reference}/policies", GetPolicies).Permit(Permission.ViewRegister).WithSummary("What the policies carry of each requirement, and where the rest is at home");
        gaps.MapPost("/{reference}/policies", ReadPolicies).Permit(Permission.AnalyseGaps).WithSummary("Read policies in: Markdown, Word, PDF or text, as parts of a form; all of them or none")
            .WithMetadata(new FileBodyMetadata("Policies as parts of a form, each with its file name.", ["multipart/form-data"]));
        gaps.MapPost("/{reference}/policies/{requirement}/review", Review).Permit(Permission.AnalyseGaps).WithSummary("Confirm or change what is suggested; both are kept");
        gaps.MapPost("/{reference}/policies/absent", ConfirmAbsent).Permit(Permission.AnalyseGaps).WithSummary("Confirm several suggested absences for one reason; all of them or none");
        gaps.MapPost("/{reference}/policies/{requirement}/accept", Accept).Permit(Permission.AnalyseGaps).Creates().WithSummary("Accept a place: an action with a proposed sentence");
        gaps.MapGet("/{reference}/search", Search).Permit(Permission.ViewRegister).WithSummary("Sections of the policies that hold all the words");
        gaps.MapGet("/{reference}/report", Report).Permit(Permission.ViewRegister).WithSummary("The analysis as HTML, Word document or workbook");
    }

    /// <summary>The same file for people who are signed in on a page.</summary>
    public static void MapGapReport(this IEndpointRouteBuilder routes) => routes.MapGet("/gaps/{reference}/report", Report).Permit(Permission.ViewRegister).ExcludeFromDescription();

    private static async Task<Ok<PageOf<GapLine>>> ListAnalyses([AsParameters] ListParameters list, GapViews views, CancellationToken stop) => TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<GapDetail>> GetAnalysis(string reference, GapViews views, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop);
        return Answer.One(detail, detail.Line.Version);
    }

    private static async Task<CreatedRecord<GapLine>> Start(NewGapAnalysis body, GapRegister register, GapViews views, AddressBook addresses, CurrentActor current, CancellationToken stop)
    {
        var unit = await addresses.Unit(body.Unit, current.Actor, Permission.AnalyseGaps, stop);
        var analysis = await register.Start(unit, body.Title, await addresses.Person(body.Lead, current.Actor, stop), null, current.Actor, stop);
        return Answer.Created(await views.Head(analysis.Ref, stop), analysis.Version, $"/gaps/{analysis.Ref}");
    }

    private static async Task<OneRecord<GapDetail>> Conclude(string reference, SeenResult? body, SeenVersion seen, GapConclusion conclusion, GapViews views, CurrentActor current, CancellationToken stop)
    {
        await conclusion.Conclude(reference, seen.Number, body?.Fingerprint, current.Actor, stop);
        return await GetAnalysis(reference, views, stop);
    }

    private static async Task<OneRecord<GapDetail>> Withdraw(string reference, GapWithdrawal body, SeenVersion seen, GapRegister register, GapViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Withdraw(reference, seen.Number, body.Reason, current.Actor, stop);
        return await GetAnalysis(reference, views, stop);
    }

    private static async Task<Ok<InventoryPart>> GetInventory(string reference, GapViews views, CancellationToken stop) => TypedResults.Ok(await views.Inventory(reference, stop));

    private static async Task<Ok<InventoryPart>> AddList(string reference, ListedNamesBody body, InventoryRegister register, GapViews views, CurrentActor current, CancellationToken stop)
    {
        await register.AddList(reference, body.List, body.Names, current.Actor, stop);
        return await GetInventory(reference, views, stop);
    }

    private static async Task<OneRecord<ListedDecision>> Decide(string reference, ListedDecision body, SeenVersion seen, InventoryRegister register, CurrentActor current, CancellationToken stop)
    {
        var listed = await register.Decide(reference, seen.Number, body.System, body.Because ?? "", current.Actor, stop);
        return Answer.One(new ListedDecision(listed.SystemRef.Length > 0 ? listed.SystemRef : null, listed.NoSystemBecause), listed.Version);
    }

    private static async Task<Ok<IReadOnlyList<PolicyFindingLine>>> GetPolicies(string reference, GapViews views, CancellationToken stop)
    {
        await views.Head(reference, stop);
        return TypedResults.Ok(await views.Policies(reference, stop));
    }

    private static async Task<Ok<IReadOnlyList<PolicyFindingLine>>> ReadPolicies(string reference, ReceivedPolicies received, PolicyReviewRegister register, GapViews views, CurrentActor current, CancellationToken stop)
    {
        await register.ReadIn(reference, received.Files, keepReadable: false, current.Actor, stop);
        return await GetPolicies(reference, views, stop);
    }

    private static async Task<OneRecord<PolicyFindingLine>> Review(
        string reference, string requirement, PolicyReviewBody body, SeenVersion seen, PolicyReviewRegister register, GapViews views, CurrentActor current, CancellationToken stop)
    {
        var key = Uri.UnescapeDataString(requirement);
        var finding = await register.Review(reference, key, seen.Number, body.Level, body.Reason ?? "", current.Actor, stop);
        return Answer.One(await views.Policy(reference, key, stop), finding.Version);
    }

    private static async Task<Ok<IReadOnlyList<PolicyFindingLine>>> ConfirmAbsent(
        string reference, ConfirmedAbsences body, PolicyReviewRegister register, GapViews views, CurrentActor current, CancellationToken stop)
    {
        await register.ConfirmAbsent(reference, body.Requirements.DistinctBy(one => one.Requirement, StringComparer.Ordinal).ToDictionary(one => one.Requirement, one => one.Version, StringComparer.Ordinal), body.Reason, current.Actor, stop);
        return await GetPolicies(reference, views, stop);
    }

    private static async Task<CreatedRecord<AcceptedPlace>> Accept(
        string reference, string requirement, PlaceBody body, PolicyReviewRegister register, AddressBook addresses, CurrentActor current, CancellationToken stop)
    {
        PersonId? owner = string.IsNullOrWhiteSpace(body.Owner) ? null : await addresses.Person(body.Owner, current.Actor, stop);
        var action = await register.Accept(reference, Uri.UnescapeDataString(requirement), body.File, body.Section, owner, body.DueOn, current.Actor, stop);
        return Answer.Created(new AcceptedPlace(action.Ref, action.Title), action.Version, $"/actions/{action.Ref}");
    }

    private static async Task<Ok<IReadOnlyList<PolicyHit>>> Search(string reference, [Description("Words that all stand in the section.")] string words, GapViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Search(reference, words, stop));

    private static async Task<IResult> Report(string reference, [Description("html, docx or xlsx; html unless told.")] string? format, GapReport report, CancellationToken stop)
    {
        var file = await report.Write(reference, format ?? "html", stop);
        return TypedResults.File(file.Bytes, file.ContentType, $"gap-analysis-{reference}{file.Ending}");
    }
}

internal sealed record NewGapAnalysis(
    [property: Description("What it prepares.")] string Title,
    [property: Description("Reference or e-mail address of the person who leads it; you unless told.")] string? Lead = null,
    [property: Description("Reference of the part of the organisation; without, the topmost one in which you may analyse gaps.")] string? Unit = null);

internal sealed record SeenResult([property: Description("The fingerprint of the result you have seen, as the analysis carries it while it is open; 412 when the result has changed since.")] string? Fingerprint = null);

internal sealed record GapWithdrawal([property: Description("Why it is given up.")] string Reason);

internal sealed record ListedNamesBody(
    [property: Description("What the list is: MLflow, suppliers of 2026.")] string List,
    [property: Description("A name in each line, a note after a semicolon; CSV whose header has a column of names; or the JSON of a model registry as text.")] string Names);

internal sealed record ListedDecision(
    [property: Description("Reference of the registered system it is; null: it is no AI system.")] string? System = null,
    [property: Description("Why it is none.")] string? Because = null);

internal sealed record PolicyReviewBody(
    [property: Description("covered, mentioned, weak or absent.")] PolicyLevel Level,
    [property: Description("Needed where it differs from what is suggested.")] string? Reason = null);

internal sealed record ConfirmedAbsences(
    [property: Description("The requirements with the version of what was seen of each.")] IReadOnlyList<ConfirmedAbsence> Requirements,
    [property: Description("Why nothing is written of all of them.")] string Reason);

internal sealed record ConfirmedAbsence([property: Description("Key of the requirement.")] string Requirement, [property: Description("Its version, as the policies of the analysis tell it.")] int Version);

internal sealed record PlaceBody(
    [property: Description("The file, as the finding names it.")] string File,
    [property: Description("The section, as the finding names it.")] string Section,
    [property: Description("Reference or e-mail address of who embeds it; the lead unless told.")] string? Owner = null,
    [property: Description("The last day; without, the action is a proposal.")] DateOnly? DueOn = null);

internal sealed record AcceptedPlace([property: Description("Reference of the action.")] string Action, string Title);
