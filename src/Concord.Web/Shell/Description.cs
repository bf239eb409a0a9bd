using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Concord.Web.Shell;

/// <summary>The OpenAPI description of the routes under <c>/api/v1</c>. It is the same on every machine, so that it can be approved.</summary>
internal static class Description
{
    private const string Document = "v1";

    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith("api/v1/", StringComparison.OrdinalIgnoreCase) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Concord",
                Version = Document,
                Description = "Register AI systems, hand in prediction logs, follow signals. Authorization: Bearer with an API key.",
            };
            document.Servers = null;
            return Task.CompletedTask;
        });
    });

    public static void MapDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
}
