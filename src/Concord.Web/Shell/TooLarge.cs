using Concord.Tables;
using Concord.Web.Api;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Concord.Web.Shell;

/// <summary>What is said of a body that is too large: how much the address takes that it was sent to, and what to do.</summary>
internal static class TooLarge
{
    public static string Sentence(HttpContext context)
    {
        // While a failure is handled, the request no longer stands at its endpoint.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint ?? context.GetEndpoint();
        var limit = endpoint?.Metadata.GetMetadata<TakesFilesAttribute>()?.Bytes
            ?? (endpoint?.Metadata.GetMetadata<FileBodyMetadata>() is { IsTable: true } ? TableLimits.Bytes : endpoint?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize);
        if (limit is not { } bytes) return "What was sent is larger than is accepted here. Shorten the texts, or hand them in as a document.";
        return FormattableString.Invariant($"What was sent is larger than is accepted here: at most {bytes >> 20} MiB. {(bytes == TableLimits.Bytes ? TableLimits.Remedy : "Send it in smaller files, one after the other.")}");
    }
}
