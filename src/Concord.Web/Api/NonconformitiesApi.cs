using System.ComponentModel;
using Concord.Actions;
using Concord.Foundation;
using Concord.Loop;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Nonconformities: correct, and have somebody else verify.</summary>
internal static class NonconformitiesApi
{
    public static void MapNonconformities(this IEndpointRouteBuilder api)
    {
        var nonconformities = api.MapGroup("/nonconformities").WithTags("Nonconformities");
        nonconformities.MapGet("", ListNonconformities).Permit(Permission.ViewRegister).WithSummary("Nonconformities");
        nonconformities.MapGet("/{reference}", GetNonconformity).Permit(Permission.ViewRegister).WithSummary("One nonconformity with its corrections");
        nonconformities.MapPost("/{reference}/correct", Correct).Permit(Permission.CorrectNonconformity).WithSummary("Record what was done about it");
        nonconformities.MapPost("/{reference}/verify", Verify).Permit(Permission.VerifyNonconformity).WithSummary("Judge the correction; not by those who did the fixing");
    }

    private static async Task<Ok<PageOf<NonconformityLine>>> ListNonconformities([AsParameters] ListParameters list, NonconformityViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<NonconformityDetail>> GetNonconformity(string reference, NonconformityViews views, CancellationToken stop)
    {
        var nonconformity = await views.Detail(reference, stop);
        return Answer.One(nonconformity, nonconformity.Version);
    }

    private static async Task<OneRecord<NonconformityDetail>> Correct(
        string reference, CorrectionText body, SeenVersion seen, NonconformityRegister register, NonconformityViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Correct(reference, seen.Number, body.Text, current.Actor, stop);
        return await GetNonconformity(reference, views, stop);
    }

    private static async Task<OneRecord<NonconformityDetail>> Verify(
        string reference, Verification body, SeenVersion seen, SignalRegister register, NonconformityViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Verify(reference, seen.Number, body.Effective, body.Reason, current.Actor, stop);
        return await GetNonconformity(reference, views, stop);
    }
}

internal sealed record CorrectionText([property: Description("What was done to correct it.")] string Text);

internal sealed record Verification([property: Description("Whether the correction was effective.")] bool Effective, [property: Description("What the verification rests on.")] string Reason);
