using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Storage;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Api;

/// <summary>The endpoint creates something and takes an <c>Idempotency-Key</c>.</summary>
/// <param name="HasOwnTransactions">The act reads files or computes for long: it cannot share one transaction with its answer.</param>
internal sealed record CreatesMetadata(bool HasOwnTransactions);

/// <summary>A value of the answer is a secret that is shown once and stored nowhere.</summary>
internal interface IShownOnce<out T>
{
    /// <summary>The answer as it may be kept and repeated.</summary>
    T ToRepeat();
}

/// <summary>
/// The same key with the same request gets the same answer and acts once. Act and answer are committed together, under the lock in which
/// writers stand in line anyway: neither a crash nor two requests at once can double the act. Where the act has transactions of its own,
/// the key is reserved first and the answer added afterwards; a crash in between leaves the key reserved for half an hour.
/// </summary>
internal sealed class IdempotencyKeys(ConcordDb db, CurrentActor current)
{
    public const string Header = "Idempotency-Key";
    public const string RepeatedHeader = "Idempotent-Replayed";
    public const int LongestKey = 200;

    private static readonly TimeSpan LongestAct = TimeSpan.FromMinutes(30);

    public async Task Once(HttpContext context, CreatesMetadata creates, string key, RequestDelegate act)
    {
        var stop = context.RequestAborted;
        var request = new IdempotentRequest(current.PersonId, Checked(key), await Fingerprint(context.Request, stop), db.Now);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockJournal(stop);
        if (await Known(request, stop) is { } known)
        {
            await transaction.RollbackAsync(stop);
            await Repeat(context.Response, known, request, stop);
            return;
        }
        if (creates.HasOwnTransactions)
        {
            db.Add(request);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            await transaction.DisposeAsync();
        }
        var answer = await Collect(context, act, creates.HasOwnTransactions ? () => Release(request) : null);
        request.Answered(context.Response.StatusCode, context.Response.Headers.Location.ToString(), context.Response.Headers.ETag.ToString(), Kept(context) ?? Encoding.UTF8.GetString(answer));
        if (creates.HasOwnTransactions) await Complete(request, stop);
        else await Keep(request, transaction, stop);
        await context.Response.BodyWriter.WriteAsync(answer, stop);
    }

    /// <summary>What is kept instead of an answer that holds a secret.</summary>
    public static void KeepInstead<T>(HttpContext context, IShownOnce<T> answer) => context.Items[typeof(IdempotencyKeys)] = JsonSerializer.Serialize(answer.ToRepeat(), ApiJson.Options);

    private static string? Kept(HttpContext context) => context.Items[typeof(IdempotencyKeys)] as string;

    private static string Checked(string key) => key.Length <= LongestKey
        ? key
        : throw new RuleViolation("IDEMPOTENCY-KEY-FORM", $"An idempotency key has at most {LongestKey} characters.");

    private static async Task<string> Fingerprint(HttpRequest request, CancellationToken stop)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(await SHA256.HashDataAsync(request.Body, stop));
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task<IdempotentRequest?> Known(IdempotentRequest request, CancellationToken stop)
    {
        var now = db.Now;
        var (oldest, oldestReserved) = (now - IdempotentRequest.Kept, now - LongestAct);
        await db.Set<IdempotentRequest>().Where(old => old.At < oldest || (old.Status == 0 && old.At < oldestReserved)).ExecuteDeleteAsync(stop);
        return await db.Set<IdempotentRequest>().AsNoTracking().SingleOrDefaultAsync(known => known.PersonId == request.PersonId && known.Key == request.Key, stop);
    }

    private static async Task Repeat(HttpResponse response, IdempotentRequest known, IdempotentRequest request, CancellationToken stop)
    {
        if (known.Fingerprint != request.Fingerprint)
            throw new RuleViolation("IDEMPOTENCY-KEY-REUSED", "This idempotency key was sent before with another request. Use a new key for a new request.");
        if (known.Status == 0)
            throw new RuleViolation("IDEMPOTENCY-KEY-BUSY", "The first request with this key is still being worked on. Ask again in a moment.");
        response.StatusCode = known.Status;
        response.Headers[RepeatedHeader] = "true";
        if (known.Location.Length > 0) response.Headers.Location = known.Location;
        if (known.ETag.Length > 0) response.Headers.ETag = known.ETag;
        response.ContentType = "application/json; charset=utf-8";
        await response.WriteAsync(known.Body, stop);
    }

    /// <summary>Has the endpoint write its answer into memory: it is sent only when it is kept.</summary>
    internal static async Task<byte[]> Collect(HttpContext context, RequestDelegate act, Func<Task>? onFailure)
    {
        var outer = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var memory = new MemoryStream();
        var inner = new StreamResponseBodyFeature(memory);
        context.Features.Set<IHttpResponseBodyFeature>(inner);
        try
        {
            await act(context);
            await inner.CompleteAsync();
            return memory.ToArray();
        }
        catch
        {
            if (onFailure is not null) await onFailure();
            throw;
        }
        finally
        {
            context.Features.Set(outer);
        }
    }

    private async Task Keep(IdempotentRequest request, IDbContextTransaction transaction, CancellationToken stop)
    {
        db.Add(request);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private Task Complete(IdempotentRequest request, CancellationToken stop) => Own(request).ExecuteUpdateAsync(set => set
        .SetProperty(own => own.Status, request.Status).SetProperty(own => own.Location, request.Location)
        .SetProperty(own => own.ETag, request.ETag).SetProperty(own => own.Body, request.Body), stop);

    /// <summary>The act failed: the sender may repair the request and use the same key again.</summary>
    private Task Release(IdempotentRequest request) => Own(request).ExecuteDeleteAsync(CancellationToken.None);

    private IQueryable<IdempotentRequest> Own(IdempotentRequest request) =>
        db.Set<IdempotentRequest>().Where(own => own.PersonId == request.PersonId && own.Key == request.Key);
}

internal static class IdempotencyKeyRoutes
{
    public static RouteHandlerBuilder Creates(this RouteHandlerBuilder route, bool hasOwnTransactions = false) => route.WithMetadata(new CreatesMetadata(hasOwnTransactions));

    public static void UseIdempotencyKeys(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<CreatesMetadata>() is { } creates && context.Request.Headers[IdempotencyKeys.Header].ToString() is { Length: > 0 } key
            ? context.RequestServices.GetRequiredService<IdempotencyKeys>().Once(context, creates, key, next)
            : next(context));
}
