using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Shell;

/// <summary>What every answer tells the browser: no script where the page does not declare it, no other host, no frame, no guessing of types.</summary>
internal static class SecurityHeaders
{
    public const string ContentPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Of the pages that declare it (<see cref="CarriesScriptAttribute"/>): files of ours, and talking to this host.</summary>
    public const string ContentPolicyWithScript = ContentPolicy + "; script-src 'self'; connect-src 'self'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer, because the error page clears what was set before it.
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    });

    private static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = CarriesScript(context) ? ContentPolicyWithScript : ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "private, no-cache";
        return Task.CompletedTask;
    }

    /// <summary>Asked when the answer starts: where a page failed, the endpoint is that of the error page.</summary>
    private static bool CarriesScript(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<CarriesScriptAttribute>() is not null;
}
