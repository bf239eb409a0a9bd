using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Concord.Organisation;
using Concord.Web.Access;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Api;

/// <summary>
/// How much one client may ask for. Generous for any honest use: the limits exist so that one client cannot take the server from the others.
/// </summary>
internal static class ApiLimits
{
    /// <summary>The policy of routes that read files or compute windows.</summary>
    public const string Heavy = "heavy";

    /// <summary>The policy of the route that takes rows: small batches many at a time, files like every heavy request.</summary>
    public const string Ingest = "ingest";

    /// <summary>Many clients may stand behind one address.</summary>
    private const int ByAddress = 1000;
    private const int ByKey = 100;
    private const int BurstSeconds = 12;
    private const int HeavyAtOnce = 4;
    private const int HeavyWaiting = 64;

    /// <summary>So many small batches of one client are worked on at once; with 4 MiB each they take a bounded part of the memory.</summary>
    private const int SmallAtOnce = 32;
    private const int SmallWaiting = 256;

    public static void AddApiLimits(this IServiceCollection services) => services.Configure<RateLimiterOptions>(limits =>
    {
        limits.OnRejected = Reject;
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(context, Address, ByAddress)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(context, Key, ByKey)));
        limits.AddPolicy(Heavy, context => RateLimitPartition.GetConcurrencyLimiter(Key(context), _ => AtOnce(HeavyAtOnce, HeavyWaiting)));
        limits.AddPolicy(Ingest, context => SmallBody.IsSmall(context.Request)
            ? RateLimitPartition.GetConcurrencyLimiter("small " + Key(context), _ => AtOnce(SmallAtOnce, SmallWaiting))
            : RateLimitPartition.GetConcurrencyLimiter(Key(context), _ => AtOnce(HeavyAtOnce, HeavyWaiting)));
    });

    public static RouteHandlerBuilder TakesRows(this RouteHandlerBuilder route) => route.RequireRateLimiting(Ingest).WithMetadata(new TakesManyMetadata());

    public static RouteHandlerBuilder IsHeavy(this RouteHandlerBuilder route) => route.RequireRateLimiting(Heavy);

    private static ConcurrencyLimiterOptions AtOnce(int permits, int waiting) => new() { PermitLimit = permits, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };

    /// <summary>Events of a sender whose key was good a moment ago are not counted: how many there may be, the inbox decides. Whoever guesses keys is counted.</summary>
    private static bool IsCounted(HttpContext context) =>
        Failures.IsApi(context) && (context.GetEndpoint()?.Metadata.GetMetadata<TakesManyMetadata>() is null || context.RequestServices.GetService<KnownKeys>()?.Find(KeyAuthentication.SecretOf(context.Request)) is null);

    private static RateLimitPartition<string> Bucket(HttpContext context, Func<HttpContext, string> who, int perSecond) => IsCounted(context)
        ? RateLimitPartition.GetTokenBucketLimiter(who(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * BurstSeconds,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        })
        : RateLimitPartition.GetNoLimiter("");

    /// <summary>The key as it was sent, whether it opens anything or not: this is asked before the database is.</summary>
    private static string Key(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is { Length: > 0 } key ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))) : Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";

    private static async ValueTask Reject(OnRejectedContext rejected, CancellationToken stop)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (!Failures.IsApi(rejected.HttpContext)) return;
        await Results.Problem(UnreadableRequest.Problem(StatusCodes.Status429TooManyRequests, "TOO-MANY-REQUESTS", "Too many requests in a short time. Wait as long as Retry-After says, then go on.")).ExecuteAsync(rejected.HttpContext);
    }
}
