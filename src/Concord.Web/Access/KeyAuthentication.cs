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

/// <summary>Routes under <c>/api</c>: a key in <c>Authorization: Bearer</c>, and nothing else. A browser's cookie opens no route.</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Actors actors, CurrentActor current)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string bearer = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (await actors.OfKey(header[bearer.Length..].Trim(), Context.RequestAborted) is not { } actor) return AuthenticateResult.Fail("Unknown, expired or revoked key.");
        current.Become(actor);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, actor.Name)], Name)), Name));
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
