using Concord.Foundation;
using Concord.Risks;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The risk register, to read.</summary>
internal static class RisksApi
{
    public static void MapRisks(this IEndpointRouteBuilder api)
    {
        var risks = api.MapGroup("/risks").WithTags("Risks");
        risks.MapGet("", ListRisks).Permit(Permission.ViewRegister).WithSummary("Risks");
        risks.MapGet("/{reference}", GetRisk).Permit(Permission.ViewRegister).WithSummary("One risk with its levels, before and after a reopening");
    }

    private static async Task<Ok<PageOf<RiskLine>>> ListRisks([AsParameters] ListParameters list, RiskViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<RiskDetail>> GetRisk(string reference, RiskViews views, CancellationToken stop)
    {
        var risk = await views.Detail(reference, stop);
        return Answer.One(risk, risk.Line.Version);
    }
}
