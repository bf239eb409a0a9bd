using System.ComponentModel;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>One's own keys. Nobody makes a key for another: whoever holds it acts as its owner.</summary>
internal static class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("", ListKeys).Permit(Permission.OwnAccount).WithSummary("One's own keys");
        keys.MapPost("", Create).Permit(Permission.OwnAccount).Creates().WithSummary("Make a key; its text is shown now and never again");
        keys.MapPost("/{reference}/revoke", Revoke).Permit(Permission.OwnAccount).WithSummary("Revoke a key");
    }

    private static async Task<Ok<IReadOnlyList<KeyLine>>> ListKeys(PeopleViews views, CurrentActor current, CancellationToken stop) =>
        TypedResults.Ok((await views.Own(current.PersonId, stop)).Keys);

    private static async Task<CreatedRecord<CreatedKey>> Create(NewKeyRequest body, ApiKeys keys, CurrentActor current, CancellationToken stop)
    {
        var key = await keys.Create(current.Actor, body.Name, body.Days, stop);
        return Answer.Created(new CreatedKey(key.Ref, key.Text, key.Expires), 0, $"/keys/{key.Ref}");
    }

    private static async Task<NoContent> Revoke(string reference, ApiKeys keys, CurrentActor current, CancellationToken stop)
    {
        await keys.Revoke(current.Actor, reference, stop);
        return TypedResults.NoContent();
    }
}

internal sealed record NewKeyRequest([property: Description("What the key is for.")] string Name, [property: Description("For how many days it works, 1 to 366.")] int Days = 90);

/// <param name="Key">Send it as Authorization: Bearer KEY. Null when the answer is repeated.</param>
internal sealed record CreatedKey(string Ref, string? Key, DateTimeOffset Expires) : IShownOnce<CreatedKey>
{
    public CreatedKey ToRepeat() => this with { Key = null };
}
