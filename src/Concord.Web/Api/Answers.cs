using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Concord.Web.Api;

/// <summary>One record, with the version it was read at as <c>ETag</c>.</summary>
internal sealed class OneRecord<T>(T record, int version) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => Answer.Write(httpContext, record, StatusCodes.Status200OK, version);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}

/// <summary>A record that was made just now, with its address.</summary>
internal sealed class CreatedRecord<T>(T record, int version, string address) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = address;
        if (record is IShownOnce<T> once) IdempotencyKeys.KeepInstead(httpContext, once);
        return Answer.Write(httpContext, record, StatusCodes.Status201Created, version);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
}

internal static class Answer
{
    public static OneRecord<T> One<T>(T record, int version) => new(record, version);

    /// <param name="address">Below <c>/api/v1</c>, for example <c>/systems/SYS-0001</c>.</param>
    public static CreatedRecord<T> Created<T>(T record, int version, string address) => new(record, version, ApiRoutes.Prefix + address);

    internal static Task Write<T>(HttpContext context, T record, int status, int version)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.ETag = SeenVersion.ETag(version);
        return context.Response.WriteAsJsonAsync(record, ApiJson.Options, context.RequestAborted);
    }
}
