using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Concord.Web.Api;

/// <summary>The machine-readable description at <c>/openapi/v1.json</c>: what each route takes beside its body, and how it says no.</summary>
internal static class ApiDescription
{
    private const string Key = "key";
    private const string Problem = "Problem";

    private const string MonitorExample = """
        { "definition": { "modelId": "adult-income-gb", "threshold": 0.5, "favourableDecision": 1, "positiveLabel": 1, "topShare": 0.05,
          "numeric": ["age"], "categorical": ["workclass"], "protected": ["sex", "race"], "intersections": [["sex", "race"]], "window": "month" },
          "version": "1.0.0", "graceHours": 24, "schedule": "30 5 * * *" }
        """;

    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("PageOfOf", "PageOf", StringComparison.Ordinal);
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
        (document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>())[Problem] = ProblemSchema();
        document.Components.Responses = Refusals.ToDictionary(refusal => refusal.Name, IOpenApiResponse (refusal) => Response(refusal, document), StringComparer.Ordinal);
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
        return Task.CompletedTask;
    }

    private static Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var changes = Takes<SeenVersion>(metadata);
        if (metadata.OfType<PermitAttribute>().FirstOrDefault() is { } permit)
            operation.Description = string.Join("\n\n", new[] { operation.Description, $"Needs the permission `{Words.Key(permit.Permission)}`." }.Where(text => !string.IsNullOrEmpty(text)));
        if (changes) operation.AddHeader("If-Match", required: true, "The ETag the record was read with.");
        if (metadata.OfType<CreatesMetadata>().Any() || metadata.OfType<BatchKeyMetadata>().Any())
            operation.AddHeader(IdempotencyKeys.Header, required: false, "Sent again with the same request, it gets the same answer and acts once.");
        if (metadata.OfType<FileBodyMetadata>().FirstOrDefault() is { } files) operation.RequestBody = FileBody(files);
        operation.Responses ??= [];
        var route = new RouteFacts(changes, HasBody: operation.RequestBody is not null, TakesRows: Takes<ReceivedRows>(metadata));
        foreach (var refusal in Refusals.Where(refusal => refusal.When(route)))
            operation.Responses[refusal.Status] = new OpenApiResponseReference(refusal.Name, context.Document);
        return Task.CompletedTask;
    }

    private static bool Takes<T>(IList<object> metadata) => metadata.OfType<MethodInfo>().Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(T)));

    /// <summary>What of a route decides how it can say no.</summary>
    /// <param name="Changes">A record that was seen before.</param>
    /// <param name="TakesRows">Of a prediction log, which wait in the inbox.</param>
    private sealed record RouteFacts(bool Changes, bool HasBody, bool TakesRows);

    /// <summary>How a route says no.</summary>
    private sealed record Refusing(string Status, string Name, string Words, Func<RouteFacts, bool> When);

    private static readonly Refusing[] Refusals =
    [
        new("400", "Unreadable", "The body cannot be read: place and reason.", route => route.HasBody),
        new("401", "NoKey", "No key, or one that does not work.", _ => true),
        new("403", "NotAllowed", "The owner of the key may not do this.", _ => true),
        new("404", "NotFound", "There is no such record within sight of the key's owner.", _ => true),
        new("412", "Stale", "The record was changed meanwhile.", route => route.Changes),
        new("413", "TooLarge", "The body is too large.", route => route.HasBody),
        new("422", "Refused", "The rules say no: code and sentence, or all findings about the input.", _ => true),
        new("428", "VersionRequired", "If-Match is missing.", route => route.Changes),
        new("429", "TooMany", "Too many requests: Retry-After says when to go on.", _ => true),
        new("503", "Unavailable", "More rows wait than may, or they cannot be written just now: none of these was stored. Retry-After says when to send them again.", route => route.TakesRows),
    ];

    private static OpenApiResponse Response(Refusing refusal, OpenApiDocument document) => new()
    {
        Description = refusal.Words,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, document) } },
    };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is not allowed and what to do next." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable: programs may match on it." },
            ["findings"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Everything that is wrong with the input.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["severity"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["error", "warning"] },
                        ["place"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["code"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["row"] = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Description = "Line of the file, counted from 1 with the header." },
                    },
                },
            },
        },
        Required = new HashSet<string>(StringComparer.Ordinal) { "status", "title", "code" },
    };

    private static OpenApiRequestBody FileBody(FileBodyMetadata files) => new()
    {
        Required = true,
        Description = files.Description,
        Content = files.Types.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } }, StringComparer.Ordinal),
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
        if (type == typeof(NewMonitor)) schema.Examples = [JsonNode.Parse(MonitorExample)!];
        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false).OfType<DescriptionAttribute>().FirstOrDefault() is { } described)
            schema.Description = described.Description;
        return Task.CompletedTask;
    }
}

/// <summary>The idempotency key of the request is the key of a batch, which the log itself knows again.</summary>
internal sealed record BatchKeyMetadata;
