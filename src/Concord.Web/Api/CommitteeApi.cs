using System.ComponentModel;
using Concord.Committee;
using Concord.Foundation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>What needs a decision of the committee, and what was decided.</summary>
internal static class CommitteeApi
{
    public static void MapCommittee(this IEndpointRouteBuilder api)
    {
        var committee = api.MapGroup("/committee").WithTags("Committee");
        committee.MapGet("", ListItems).Permit(Permission.ViewRegister).WithSummary("What needs a decision, by what is asked");
        committee.MapGet("/decisions", ListDecisions).Permit(Permission.ViewRegister).WithSummary("What was decided, the newest first");
        committee.MapPost("/decide", Decide).Permit(Permission.DecideInCommittee).WithSummary("Decide on one thing of the list; If-Match is the version of the record it is about");
    }

    public static void MapCommitteeFile(this IEndpointRouteBuilder routes) => routes.MapGet("/committee/file", File).Permit(Permission.ViewRegister).ExcludeFromDescription();

    private static async Task<Ok<PageOf<CommitteeItem>>> ListItems([AsParameters] ListParameters list, CommitteeList views, CancellationToken stop) => TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<Ok<PageOf<CommitteeDecisionLine>>> ListDecisions([AsParameters] ListParameters list, CommitteeList views, CancellationToken stop) => TypedResults.Ok(await views.Decisions(list.Request, stop));

    private static async Task<Ok<CommitteeDecisionLine>> Decide(NewCommitteeDecision body, SeenVersion seen, CommitteeRegister register, CommitteeList views, CurrentActor current, CancellationToken stop)
    {
        var decision = await register.Decide(body.Question, body.Source, seen.Number, body.Outcome, body.Text, body.LookAgainOn, current.Actor, stop);
        return TypedResults.Ok((await views.Decisions(new(Size: 1, Filter: decision.Ref), stop)).Items[0]);
    }

    private static async Task<IResult> File(CommitteeList views, CancellationToken stop) =>
        TypedResults.File(System.Text.Encoding.UTF8.GetBytes(CommitteeCsv.Of(await views.Open(stop))), "text/csv; charset=utf-8", "committee.csv");
}

/// <summary>What was decided.</summary>
internal sealed record NewCommitteeDecision(
    CommitteeQuestion Question, [property: Description("Reference of the record it is about.")] string Source, [property: Description("agreed or declined for a proposal, noted for the rest.")] CommitteeOutcome Outcome,
    [property: Description("What was decided, and why.")] string Text, [property: Description("The day on which it is to be on the list again, if it still holds.")] DateOnly? LookAgainOn = null);
