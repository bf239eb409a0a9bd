using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Shell;

/// <summary>The page is for people who must stay unknown: nothing that comes behind learns who they are.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class KeepsNobodyAttribute : Attribute;

/// <summary>
/// Takes from a request to such a page what could tell who sent it, before anything could read it: the session, the address, the browser's description, where it
/// came from. Counting requests of an address comes before, in memory, and is the only use of it.
/// </summary>
internal static class AnonymousChannel
{
    private const string SessionSeen = "concord.session-seen";

    public static void UseAnonymousChannel(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<KeepsNobodyAttribute>() is null) return next(context);
        var headers = context.Request.Headers;
        if (context.Request.Cookies.ContainsKey(Access.Session.Cookie)) context.Items[SessionSeen] = true;
        // The cookie of the form is random and of this browser session; without it no form could be sent.
        var form = context.Request.Cookies[FormCookie];
        headers.Remove("Cookie");
        if (form is not null) headers.Cookie = $"{FormCookie}={form}";
        foreach (var telling in (string[])["Authorization", "User-Agent", "Referer", "Forwarded", "X-Forwarded-For", "X-Real-IP", "Accept-Language", "Origin"]) headers.Remove(telling);
        (context.Connection.RemoteIpAddress, context.Connection.RemotePort) = (null, 0);
        // In these words: with any other the form's token replaces them and warns in the log, which then holds the moment.
        context.Response.Headers.CacheControl = "no-cache, no-store";
        return next(context);
    });

    public const string FormCookie = "concord-form";

    /// <summary>Whether the browser sent a session along. It was not read.</summary>
    public static bool CameWithSession(HttpContext context) => context.Items.ContainsKey(SessionSeen);
}
