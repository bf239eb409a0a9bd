using System.Security.Cryptography;
using Concord.Web.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Shell;

/// <summary>
/// Which sentence a page shows about what was just done. The address names it, and anybody can write an address; so a form that did something leaves a
/// protected cookie with the person, the page and the word, which the page that follows takes away. Reloaded, or sent to somebody else, the address says nothing.
/// </summary>
internal static class DoneActs
{
    public const string Cookie = "concord-done";
    public const string Word = "done";

    private const string ActKey = "concord.act-done";
    private const string ToldKey = "concord.told-done";
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(2);

    /// <summary>An address may come with its host or without; only what stands behind it counts.</summary>
    private static readonly Uri Anywhere = new("http://localhost");

    /// <summary>Behind the sign-in: whose act it was counts.</summary>
    public static void UseDoneActs(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (HttpMethods.IsGet(context.Request.Method)) Take(context);
        else if (HttpMethods.IsPost(context.Request.Method)) context.Response.OnStarting(() => Leave(context));
        await next(context);
    });

    /// <summary>An act of the form that was sent was done.</summary>
    public static void Note(HttpContext context) => context.Items[ActKey] = true;

    public static bool IsNoted(HttpContext context) => context.Items.ContainsKey(ActKey);

    /// <summary>The word of what this person did just before; null for everybody else and at every other time.</summary>
    public static string? Told(HttpContext context) => context.Items[ToldKey] as string;

    private static Task Leave(HttpContext context)
    {
        // Whoever signs in is led where an address said; what is done there was not done now.
        if (!IsNoted(context) || context.Response.StatusCode != StatusCodes.Status302Found || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return Task.CompletedTask;
        if (Person(context) is not { } person || !Uri.TryCreate(Anywhere, context.Response.Headers.Location.ToString(), out var page)) return Task.CompletedTask;
        if (QueryHelpers.ParseQuery(page.Query).TryGetValue(Word, out var done) && done is [{ Length: > 0 } word])
            context.Response.Cookies.Append(Cookie, Protector(context, person).Protect(Of(PathString.FromUriComponent(page), word), Lasting), Options(context, Lasting));
        return Task.CompletedTask;
    }

    private static void Take(HttpContext context)
    {
        if (context.Request.Query[Word] is not [{ Length: > 0 } word] || context.Request.Cookies[Cookie] is not { Length: > 0 } left) return;
        context.Response.Cookies.Delete(Cookie, Options(context, null));
        if (Person(context) is not { } person) return;
        try
        {
            if (Protector(context, person).Unprotect(left) == Of(context.Request.PathBase + context.Request.Path, word)) context.Items[ToldKey] = word;
        }
        catch (CryptographicException)
        {
            // Another person's, of long ago, or made up: nothing was done.
        }
    }

    private static string? Person(HttpContext context) => context.RequestServices.GetService<CurrentActor>() is { IsPerson: true } current ? current.PersonId.Value.ToString() : null;

    private static string Of(PathString page, string word) => $"{word} {page.Value}";

    /// <summary>What one person's key protects no other's opens.</summary>
    private static ITimeLimitedDataProtector Protector(HttpContext context, string person) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("Concord.DoneActs", person).ToTimeLimitedDataProtector();

    private static CookieOptions Options(HttpContext context, TimeSpan? lasting) =>
        new() { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", MaxAge = lasting };
}
