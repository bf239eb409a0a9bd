using System.Security.Claims;
using Concord.Foundation;
using Concord.Organisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Access;

/// <summary>
/// The session of a signed-in person: a protected cookie with the person's id and the stamp of the account. Roles are read anew with each
/// request, so that one that ended ends at once; a new password or link ends all sessions opened before.
/// </summary>
internal static class Session
{
    public const string Scheme = "session";
    public const string Cookie = "concord-session";
    public const string SignInPath = "/sign-in";
    private const string PersonClaim = "person";
    private const string StampClaim = "stamp";

    public static async Task Open(HttpContext context, PersonId person)
    {
        var stamp = await context.RequestServices.GetRequiredService<Accounts>().StampOf(person, context.RequestAborted);
        var identity = new ClaimsIdentity([new(PersonClaim, person.Value.ToString()), new(StampClaim, stamp ?? "")], Scheme);
        await context.SignInAsync(Scheme, new(identity));
    }

    public static Task Close(HttpContext context) => context.SignOutAsync(Scheme);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Cookie;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax; // A link in a mail should find the person signed in; forms carry a token of their own.
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = Recognise;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    /// <summary>Where to go after signing in: an address of this host, or the first page.</summary>
    public static string LocalOr(string? returnUrl, string otherwise) =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl) ? returnUrl : otherwise;

    private static async Task Recognise(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var stop = context.HttpContext.RequestAborted;
        if (Guid.TryParse(context.Principal?.FindFirstValue(PersonClaim), out var id)
            && context.Principal.FindFirstValue(StampClaim) is { Length: > 0 } stamp
            && await services.GetRequiredService<Accounts>().StampOf(PersonId.From(id), stop) == stamp
            && await services.GetRequiredService<Actors>().OfPerson(PersonId.From(id), Via.Page, stop) is { } actor)
        {
            services.GetRequiredService<CurrentActor>().Become(actor);
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }
}
