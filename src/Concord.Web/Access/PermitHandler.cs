using Microsoft.AspNetCore.Authorization;

namespace Concord.Web.Access;

/// <summary>Lets in whoever holds a role with the permission in at least one unit. In which unit it must be, the register asks.</summary>
internal sealed class PermitHandler(CurrentActor current) : AuthorizationHandler<PermitRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermitRequirement requirement)
    {
        if (current.May(requirement.Permission)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
