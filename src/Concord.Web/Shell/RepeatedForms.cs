using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Concord.Web.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Shell;

/// <summary>
/// A form that is sent twice as it stands, by a second click before the answer came, acts once: the second gets the answer of the first. Which form it
/// is tells the token its page gave it, which is another each time the page is shown. A form that was refused is read again, and whoever goes back to send
/// it later means it: what may not happen twice is refused by its version.
/// </summary>
internal sealed class RepeatedForms
{
    /// <summary>Where the first was led to. A page that answers in place is not kept: whoever waits for it gets it, and it is forgotten.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Sent> forms = new(StringComparer.Ordinal);

    /// <param name="act">What the form does; runs once for all who send the same form.</param>
    public async Task Once(HttpContext context, RequestDelegate act)
    {
        Forget();
        var key = Fingerprint(context.Request);
        var own = new Sent();
        while (forms.GetOrAdd(key, own) is var first && first != own)
        {
            if (await first.Answer.WaitAsync(context.RequestAborted) is not { } answer) continue; // It did nothing.
            DoneActs.Note(context);
            await answer.Repeat(context.Response);
            return;
        }

        Answer? given = null;
        try
        {
            var body = await IdempotencyKeys.Collect(context, act, onFailure: null);
            if (DoneActs.IsNoted(context)) given = new(context.Response.StatusCode, context.Response.Headers.Location.ToString(), context.Response.ContentType, body);
            if (body.Length > 0) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted); // A bare status goes on unsent: the error page words it.
        }
        finally
        {
            if (given is not { Location.Length: > 0 }) forms.TryRemove(KeyValuePair.Create(key, own));
            own.Answered(given);
        }
    }

    private void Forget()
    {
        foreach (var old in forms.Where(form => Stopwatch.GetElapsedTime(form.Value.At) > Kept && form.Value.Answer.IsCompleted)) forms.TryRemove(old);
    }

    private static string Fingerprint(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{request.Path}{request.QueryString}");
        foreach (var (name, values) in request.Form)
        {
            Add(name);
            foreach (var value in values) Add(value ?? "");
        }
        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }

    private sealed class Sent
    {
        private readonly TaskCompletionSource<Answer?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>By the clock of the machine: that of the organisation may be set.</summary>
        public long At { get; } = Stopwatch.GetTimestamp();

        /// <summary>Null: the form was refused or failed.</summary>
        public Task<Answer?> Answer => answer.Task;

        public void Answered(Answer? given) => answer.SetResult(given);
    }

    private sealed record Answer(int Status, string Location, string? ContentType, byte[] Body)
    {
        public async Task Repeat(HttpResponse response)
        {
            response.StatusCode = Status;
            response.ContentType = ContentType;
            if (Location.Length > 0) response.Headers.Location = Location;
            await response.BodyWriter.WriteAsync(Body, response.HttpContext.RequestAborted);
        }
    }
}

internal static class RepeatedFormRoutes
{
    /// <summary>
    /// After the form's token is checked. Pages for anybody are left out, because an answer that signs in holds a cookie for one browser; files have their own
    /// marks and are known by them.
    /// </summary>
    public static void UseRepeatedForms(this IApplicationBuilder app) => app.Use((context, next) =>
        HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()?.Metadata is { } page && page.GetMetadata<ComponentTypeMetadata>() is not null
        && (page.GetMetadata<IAllowAnonymous>() is null || page.GetMetadata<KeepsNobodyAttribute>() is not null)
        && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } && context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? context.RequestServices.GetRequiredService<RepeatedForms>().Once(context, next)
            : next(context));
}
