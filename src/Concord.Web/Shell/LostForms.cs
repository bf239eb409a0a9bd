using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Concord.Web.Shell;

/// <summary>
/// Forms that reach a page which offers them no longer, or that come without the token their page gave. The framework answers both with an empty 400;
/// the error page tells them apart and leads back.
/// </summary>
internal static class LostForms
{
    /// <summary>Between what notices a bare status and the page that words it.</summary>
    public static void UseLostForms(this IApplicationBuilder pages) => pages.Use(async (context, next) =>
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            // The error page is read, never sent a form: it has none of that name, and would answer with a bare status again.
            context.Request.Method = HttpMethods.Get;
            await next(context);
            return;
        }

        await next(context);
        if (!HttpMethods.IsPost(context.Request.Method) || context.Response is not { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false })
            return;
        // A type without content hides that the status is bare.
        context.Response.ContentType = null;
        if (!HasExpired(context) && !IsUnreadable(context) && context.Request.HasFormContentType && context.Request.Form.ContainsKey("_handler"))
            context.Response.StatusCode = StatusCodes.Status409Conflict;
    });

    public static bool HasExpired(HttpContext context) => context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && !IsUnreadable(context);

    /// <summary>Where the form cannot be read at all, its token cannot either.</summary>
    private static bool IsUnreadable(HttpContext context) => context.Features.Get<IAntiforgeryValidationFeature>() is { Error.InnerException: InvalidDataException or IOException };

    /// <summary>The page the form was sent to, without the sentence it showed about what was done before.</summary>
    public static string? Back(HttpContext context)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not { } sent || (context.Response.StatusCode != StatusCodes.Status409Conflict && !HasExpired(context)))
            return null;
        var query = QueryHelpers.ParseQuery(sent.OriginalQueryString).Where(one => one.Key != DoneActs.Word);
        return sent.OriginalPathBase + sent.OriginalPath + new QueryBuilder(query).ToQueryString();
    }
}
