using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Concord.Organisation;
using Concord.Storage;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Access;

/// <summary>How people and programs come in: a cookie for pages, a key for <c>/api</c>, and the permissions of their roles.</summary>
internal static class AccessServices
{
    /// <summary>Pages that take a secret are limited by this policy.</summary>
    public const string GuessLimit = "guesses";

    /// <summary>The scheme that decides by address which of the others is asked.</summary>
    public const string Entrance = "entrance";

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddScoped<CurrentActor>();
        services.AddScoped<IAuthorizationHandler, PermitHandler>();
        services.AddDataProtection().SetApplicationName("Concord").PersistKeysToDbContext<ConcordDb>();
        services.AddAuthentication(Entrance)
            .AddPolicyScheme(Entrance, displayName: null, entrance => entrance.ForwardDefaultSelector = context => Failures.IsApi(context) ? KeyAuthentication.Name : Session.Scheme)
            .AddCookie(Session.Scheme, Session.Configure)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, configureOptions: null);
    }

    /// <summary>Guessing passwords and links is slowed down by address as well as by account. Only what sends something counts.</summary>
    public static void AddGuessLimit(this IServiceCollection services, WebSettings settings) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        limits.AddPolicy(GuessLimit, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = settings.GuessesPerMinute,
                Window = TimeSpan.FromMinutes(1),
            })
            : RateLimitPartition.GetNoLimiter(""));
    });

    /// <summary>After authentication: names the person who came in. Who did not sign in is the visitor of a demonstration, or nobody.</summary>
    public static void UseCurrentActor(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(CurrentActor))) return; // A host without a record has nobody.
        var visitorsMayRead = app.Services.GetRequiredService<WebSettings>().VisitorsMayRead;
        app.Use(async (context, next) =>
        {
            var current = context.RequestServices.GetRequiredService<CurrentActor>();
            if (current.IsKnown)
                context.User = new(new ClaimsIdentity([new(ClaimTypes.Name, current.Actor.Name)], Entrance));
            else if (visitorsMayRead && !Failures.IsApi(context))
                current.Become(await context.RequestServices.GetRequiredService<Actors>().AnonymousViewer(context.RequestAborted));
            await next(context);
        });
    }
}
