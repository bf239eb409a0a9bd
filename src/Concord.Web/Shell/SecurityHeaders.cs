using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Shell;

/// <summary>What every answer tells the browser: no script, no other host, no frame, no guessing of types.</summary>
internal static class SecurityHeaders
{
    public const string ContentPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer, because the error page clears what was set before it.
        context.Response.OnStarting(static state => Write(((HttpContext)state).Response.Headers), context);
        return next(context);
    });

    private static Task Write(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "private, no-cache";
        return Task.CompletedTask;
    }
}
