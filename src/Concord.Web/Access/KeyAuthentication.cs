using System.Security.Claims;
using System.Text.Encodings.Web;
using Concord.Foundation;
using Concord.Organisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Concord.Web.Access;

/// <summary>The route takes thousands of small requests each second.</summary>
internal sealed record TakesManyMetadata;

/// <summary>Routes under <c>/api</c>: a key in <c>Authorization: Bearer</c>, and nothing else. A browser's cookie opens no route.</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Actors actors, KnownKeys known, CurrentActor current)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "key";

    /// <summary>The key that came with a request; empty when none did.</summary>
    public static string SecretOf(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? header[bearer.Length..].Trim() : "";
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SecretOf(Request) is not { Length: > 0 } secret) return AuthenticateResult.NoResult();
        if (await Owner(secret) is not { } actor) return AuthenticateResult.Fail("Unknown, expired or revoked key.");
        current.Become(actor);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, actor.Name)], Name)), Name));
    }

    /// <summary>A route that takes many small requests believes for a moment what was found out a moment ago; every other asks the record.</summary>
    private async Task<Actor?> Owner(string secret)
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<TakesManyMetadata>() is null) return await actors.OfKey(secret, Context.RequestAborted);
        if (known.Find(secret) is { } recent) return recent;
        var actor = await actors.OfKey(secret, Context.RequestAborted);
        if (actor is not null) known.Keep(secret, actor);
        return actor;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Answer(StatusCodes.Status401Unauthorized, "KEY-REQUIRED", "Send a valid key in the header Authorization: Bearer. Keys are made on the page of your account.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Answer(StatusCodes.Status403Forbidden, Refusal.AccessDenied, "The owner of this key has no role that allows this.");

    private Task Answer(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, title: code, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code }).ExecuteAsync(Context);
}
