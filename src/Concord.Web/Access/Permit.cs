using Concord.Foundation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Concord.Web.Access;

/// <summary>
/// Declares what a page or a route asks of the person. With <see cref="AllowAnonymousAttribute"/> it is the only declaration that counts:
/// an endpoint with neither keeps the host from starting (<see cref="EndpointDeclarations"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class PermitAttribute(Permission permission) : Attribute, IAuthorizationRequirementData
{
    public Permission Permission { get; } = permission;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new PermitRequirement(Permission)];

    public override string ToString() => $"Permit {Permission}";
}

/// <summary>Nobody meets it by default: without a handler that says yes, the answer is no.</summary>
internal sealed record PermitRequirement(Permission Permission) : IAuthorizationRequirement;

internal static class PermitEndpoints
{
    public static TBuilder Permit<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PermitAttribute(permission));
}
