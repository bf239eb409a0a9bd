using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Access;

/// <summary>One line of <c>approved/endpoints.txt</c>: who may call what.</summary>
internal sealed record EndpointDeclaration(string Method, string Route, string? Policy)
{
    public override string ToString() => $"{Method} {Route} {Policy ?? "UNDECLARED"}";
}

/// <summary>Reads every endpoint the host knows together with what it declares about access.</summary>
internal static class EndpointDeclarations
{
    public static IReadOnlyList<EndpointDeclaration> Of(EndpointDataSource source) =>
        [.. source.Endpoints.SelectMany(Read).Distinct().OrderBy(line => line.Route, StringComparer.Ordinal).ThenBy(line => line.Method, StringComparer.Ordinal)];

    private static IEnumerable<EndpointDeclaration> Read(Endpoint endpoint)
    {
        var route = endpoint is RouteEndpoint { RoutePattern.RawText: { } text } ? "/" + text.TrimStart('/') : endpoint.DisplayName ?? "(unnamed)";
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        return (methods is { Count: > 0 } ? methods : ["*"]).Select(method => new EndpointDeclaration(method, route, Policy(endpoint)));
    }

    private static string? Policy(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return "anonymous";
        var permits = endpoint.Metadata.GetOrderedMetadata<PermitAttribute>();
        return permits.Count == 0 ? null : string.Join(" and ", permits.Select(permit => permit.Permission.ToString()).Distinct(StringComparer.Ordinal));
    }
}

/// <summary>Deny by default, at the latest moment before the first request: a host with an undeclared endpoint does not start.</summary>
internal sealed class RefuseUndeclaredEndpoints : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        var undeclared = EndpointDeclarations.Of(app.ApplicationServices.GetRequiredService<EndpointDataSource>()).Where(line => line.Policy is null).ToList();
        if (undeclared.Count > 0)
        {
            throw new InvalidOperationException(
                "These endpoints declare no access. Give each a permission (Permit) or say that anybody may come in (AllowAnonymous):"
                + string.Concat(undeclared.Select(line => $"{Environment.NewLine}  {line.Method} {line.Route}")));
        }
    };
}
