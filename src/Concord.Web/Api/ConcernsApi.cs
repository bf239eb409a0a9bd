using System.ComponentModel;
using Concord.Foundation;
using Concord.Incidents.Concerns;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Concerns without a name, for those who answer them. They are sent on a page, never here: a key has an owner.</summary>
internal static class ConcernsApi
{
    public static void MapConcerns(this IEndpointRouteBuilder api)
    {
        var concerns = api.MapGroup("/concerns").WithTags("Concerns");
        concerns.MapGet("", ListConcerns).Permit(Permission.HandleConcerns).WithSummary("Concerns that came in without a name");
        concerns.MapGet("/{reference}", GetConcern).Permit(Permission.HandleConcerns).WithSummary("One concern with everything that was said");
        concerns.MapPost("/take-in", TakeIn).Permit(Permission.HandleConcerns).WithSummary("Take in what waits in the channel");
        concerns.MapPost("/{reference}/answer", Reply).Permit(Permission.HandleConcerns).WithSummary("Answer; whoever has the receipt reads it");
        concerns.MapPost("/{reference}/take-up", TakeUp).Permit(Permission.HandleConcerns).WithSummary("An incident was opened because of it");
        concerns.MapPost("/{reference}/close", Close).Permit(Permission.HandleConcerns).WithSummary("Answer for the last time");
    }

    private static async Task<Ok<PageOf<ConcernRow>>> ListConcerns([AsParameters] ListParameters list, ConcernViews views, CurrentActor current, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, current.Actor, stop));

    private static async Task<OneRecord<ConcernDetail>> GetConcern(string reference, ConcernViews views, CurrentActor current, CancellationToken stop)
    {
        var concern = await views.Detail(reference, current.Actor, stop);
        return Answer.One(concern, concern.Line.Version);
    }

    private static async Task<Ok<TakenIn>> TakeIn(ConcernRegister register, CurrentActor current, CancellationToken stop) => TypedResults.Ok(new TakenIn(await register.TakeIn(current.Actor, stop)));

    private static async Task<OneRecord<ConcernDetail>> Reply(string reference, ConcernText body, SeenVersion seen, ConcernRegister register, ConcernViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Answer(reference, seen.Number, body.Text, current.Actor, stop);
        return await GetConcern(reference, views, current, stop);
    }

    private static async Task<OneRecord<ConcernDetail>> TakeUp(string reference, ConcernIncident body, SeenVersion seen, ConcernRegister register, ConcernViews views, CurrentActor current, CancellationToken stop)
    {
        await register.TakeUp(reference, seen.Number, body.Incident, current.Actor, stop);
        return await GetConcern(reference, views, current, stop);
    }

    private static async Task<OneRecord<ConcernDetail>> Close(string reference, ConcernText body, SeenVersion seen, ConcernRegister register, ConcernViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Close(reference, seen.Number, body.Text, current.Actor, stop);
        return await GetConcern(reference, views, current, stop);
    }
}

internal sealed record TakenIn([property: Description("How many letters.")] int Letters);

internal sealed record ConcernText([property: Description("The answer, as whoever sent the concern reads it.")] string Text);

internal sealed record ConcernIncident([property: Description("Reference of the incident.")] string Incident);
