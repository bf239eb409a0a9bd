using System.ComponentModel;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Concord.Web.Api;

/// <summary>The machine-readable description at <c>/openapi/v1.json</c>: what each route takes beside its body, and how it says no.</summary>
internal static class ApiDescription
{
    private const string Key = "key";

    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeDocument);
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(DescribeSchema);
    });

    public static void MapDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new()
        {
            Title = "Concord",
            Version = "1",
            Description = "Records are known by reference (SYS-0001). Every record answers with its version as ETag; changes send it as If-Match. "
                + "Creates may send an Idempotency-Key. Refusals are problem+json with a stable code.",
        };
        document.Servers = null;
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of a person, made on the person's page or by `concord key create`." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var changes = metadata.OfType<System.Reflection.MethodInfo>().Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(SeenVersion)));
        if (metadata.OfType<PermitAttribute>().FirstOrDefault() is { } permit)
            operation.Description = string.Join("\n\n", new[] { operation.Description, $"Needs the permission `{Words.Key(permit.Permission)}`." }.Where(text => !string.IsNullOrEmpty(text)));
        if (changes) operation.AddHeader("If-Match", required: true, "The ETag the record was read with.");
        if (metadata.OfType<CreatesMetadata>().Any() || metadata.OfType<BatchKeyMetadata>().Any())
            operation.AddHeader(IdempotencyKeys.Header, required: false, "Sent again with the same request, it gets the same answer and acts once.");
        if (metadata.OfType<FileBodyMetadata>().Any()) operation.RequestBody = FileBody();
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, stop);
        foreach (var (status, words) in Refusals(changes, operation.RequestBody is not null))
        {
            operation.Responses ??= [];
            operation.Responses[status] = new OpenApiResponse
            {
                Description = words,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } },
            };
        }
    }

    private static IEnumerable<(string Status, string Words)> Refusals(bool changes, bool hasBody)
    {
        if (hasBody) yield return ("400", "The body cannot be read: place and reason.");
        yield return ("401", "No key, or one that does not work.");
        yield return ("403", "The key's owner may not do this.");
        yield return ("404", "There is no such record within sight of the key's owner.");
        if (changes) yield return ("412", "The record was changed meanwhile.");
        if (hasBody) yield return ("413", "The body is too large.");
        yield return ("422", "The rules say no: code and sentence, or all findings about the input.");
        if (changes) yield return ("428", "If-Match is missing.");
        yield return ("429", "Too many requests: Retry-After says when to go on.");
    }

    private static OpenApiRequestBody FileBody() => new()
    {
        Required = true,
        Description = "The rows: a CSV file with header, a JSON array of objects, one JSON object per line, or a Parquet file.",
        Content = FileBodyMetadata.Types.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } }, StringComparer.Ordinal),
    };

    private static void AddHeader(this OpenApiOperation operation, string name, bool required, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Required = required, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }

    /// <summary>States are words, and the description of a member stands beside it in the code.</summary>
    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(name => (JsonNode)JsonValue.Create(char.ToLowerInvariant(name[0]) + name[1..])!)];
        }
        if (type == typeof(ProblemDetails))
            (schema.Properties ??= new Dictionary<string, IOpenApiSchema>())["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable: programs may match on it." };
        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false).OfType<DescriptionAttribute>().FirstOrDefault() is { } described)
            schema.Description = described.Description;
        return Task.CompletedTask;
    }
}

/// <summary>The idempotency key of the request is the key of a batch, which the log itself knows again.</summary>
internal sealed record BatchKeyMetadata;
