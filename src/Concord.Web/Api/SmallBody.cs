using System.Reflection;
using Concord.Monitoring;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Concord.Web.Api;

/// <summary>A body of JSON that is small enough to be judged in this process.</summary>
/// <param name="Name">What findings call it.</param>
internal sealed record SmallBody(ReadOnlyMemory<byte> Bytes, string Name)
{
    /// <summary>Told by its headers: nothing is read to find it out.</summary>
    public static bool IsSmall(HttpRequest request) =>
        request.ContentLength is > 0 and <= InboxIntake.MostBytes && request.ContentType is { } type
        && (type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/ndjson", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/jsonl", StringComparison.OrdinalIgnoreCase));

    public static async Task<SmallBody> Read(HttpRequest request, CancellationToken stop)
    {
        var bytes = new byte[(int)request.ContentLength!.Value];
        await request.Body.ReadExactlyAsync(bytes, stop);
        return new(bytes, "body" + ReceivedFiles.Ending(request.HttpContext, MediaTypeHeaderValue.Parse(request.ContentType).MediaType.Value?.ToLowerInvariant(), bytes));
    }
}

/// <summary>Rows as they came in: small ones in memory, others as files in the staging folder.</summary>
internal sealed record ReceivedRows(SmallBody? Small, ReceivedFiles? Received)
{
    public static async ValueTask<ReceivedRows?> BindAsync(HttpContext context, ParameterInfo parameter) => SmallBody.IsSmall(context.Request)
        ? new(await SmallBody.Read(context.Request, context.RequestAborted), null)
        : new(null, await ReceivedFiles.BindAsync(context, parameter));

    /// <summary>The files for the reading process; what is in memory is written there first.</summary>
    public async Task<ReceivedFiles> Files(HttpContext context) => Received ?? await ReceivedFiles.Receive(context, new MemoryStream(Small!.Bytes.ToArray(), writable: false));
}
