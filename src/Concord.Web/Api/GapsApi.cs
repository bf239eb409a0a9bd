using System.ComponentModel;
using Concord.Foundation;
using Concord.Gaps;
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
    }

    private static async Task<Ok<ReuseFigure>> GetReuse(
        [Description("Standards held, separated by commas: iso27001, iso9001. Unless told those of which the record knows controls.")] string? holds,
        [Description("The part of the work a partial claim saves, 0 to 1; 0.5 unless told.")] string? p,
        [Description("equal, effort or balanced50; equal unless told.")] string? weights,
        [Description("The day on which evidence must be in date, as 2026-10-14; today unless told.")] string? asOf,
        ReuseViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Ask([holds], p, weights, asOf, stop));
}
