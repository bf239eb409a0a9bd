using System.ComponentModel;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Standards;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>How far the way to conformity is, to read.</summary>
internal static class GapsApi
{
    public static void MapGaps(this IEndpointRouteBuilder api)
    {
        var gaps = api.MapGroup("").WithTags("Gaps");
        gaps.MapGet("/reuse", GetReuse).Permit(Permission.ViewRegister).WithSummary("How much of the work for the standard is done for standards already held, potential and realised, with every row");
        gaps.MapGet("/reuse/raters", ListRaters).Permit(Permission.ViewRegister).WithSummary("How far people who judged claims of re-use agree with the library");
        gaps.MapGet("/reuse/judgements", ListJudgements).Permit(Permission.ViewRegister).WithSummary("What people think of claims of re-use");
        gaps.MapGet("/reuse/judgements/{reference}", GetJudgement).Permit(Permission.ViewRegister).WithSummary("One person's judgement of a claim");
        gaps.MapPost("/reuse/judgements", Judge).Permit(Permission.RateReuse).Creates().WithSummary("Judge a claim of re-use for the first time; as an override only who judges requirements");
        gaps.MapPost("/reuse/judgements/{reference}/revise", Revise).Permit(Permission.RateReuse).WithSummary("Replace one's own judgement of a claim");
    }

    private static async Task<Ok<ReuseFigure>> GetReuse(
        [Description("Standards held, separated by commas: iso27001, iso9001. Unless told those of which the record knows controls.")] string? holds,
        [Description("The part of the work a partial claim saves, 0 to 1; 0.5 unless told.")] string? p,
        [Description("equal, effort or balanced50; equal unless told.")] string? weights,
        [Description("The day on which evidence must be in date, as 2026-10-14; today unless told.")] string? asOf,
        ReuseViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Ask([holds], p, weights, asOf, stop));

    private static async Task<Ok<IReadOnlyList<RaterPair>>> ListRaters(ReuseViews views, CancellationToken stop) => TypedResults.Ok(await views.Raters(stop));

    private static async Task<Ok<PageOf<ReuseJudgementLine>>> ListJudgements([AsParameters] ListParameters list, ReuseViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Judgements(list.Request, stop));

    private static async Task<OneRecord<ReuseJudgementLine>> GetJudgement(string reference, ReuseViews views, CancellationToken stop)
    {
        var judgement = await views.Judgement(reference, stop);
        return Answer.One(judgement, judgement.Version);
    }

    private static async Task<CreatedRecord<ReuseJudgementLine>> Judge(NewReuseJudgement body, ReuseRegister register, ReuseViews views, CurrentActor current, CancellationToken stop)
    {
        var judgement = await register.Judge(new(body.Requirement, body.Standard, body.Strength, body.Sources, body.Reason, body.Override), null, current.Actor, stop);
        return Answer.Created(await views.Judgement(judgement.Ref, stop), judgement.Version, $"/reuse/judgements/{judgement.Ref}");
    }

    private static async Task<OneRecord<ReuseJudgementLine>> Revise(
        string reference, RevisedReuseJudgement body, SeenVersion seen, ReuseRegister register, ReuseViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Revise(reference, body.Strength, body.Sources, body.Reason, body.Override, seen.Number, current.Actor, stop);
        return await GetJudgement(reference, views, stop);
    }
}

internal sealed record NewReuseJudgement(
    [property: Description("Key of the requirement of the standard that is worked towards.")] string Requirement,
    [property: Description("The standard held: iso27001 or iso9001.")] string Standard,
    [property: Description("full, partial or none.")] ReuseStrength Strength,
    [property: Description("Why: what an auditor would see in the existing artefact.")] string Reason,
    [property: Description("Keys of the requirements that are re-used; without, those of the library's claim.")] IReadOnlyList<string>? Sources = null,
    [property: Description("Whether the organisation's figure uses this judgement instead of the library's claim.")] bool Override = false);

internal sealed record RevisedReuseJudgement(
    [property: Description("full, partial or none.")] ReuseStrength Strength,
    [property: Description("Why: what an auditor would see in the existing artefact.")] string Reason,
    [property: Description("Keys of the requirements that are re-used; without, those of the library's claim.")] IReadOnlyList<string>? Sources = null,
    [property: Description("Whether the organisation's figure uses this judgement instead of the library's claim.")] bool Override = false);
