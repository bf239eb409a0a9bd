using System.ComponentModel;
using Concord.Controls;
using Concord.Foundation;
using Concord.Overview;
using Concord.Standards;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The requirements of the standards with their derived results, to read.</summary>
internal static class RequirementsApi
{
    public static void MapRequirements(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cycle", (CycleViews views, CancellationToken stop) => views.Show(stop)).Permit(Permission.ViewRegister).WithTags("Requirements")
            .WithSummary("Plan, do, check, act: how far the requirements of each phase are, and what is late");
        var requirements = api.MapGroup("/requirements").WithTags("Requirements");
        requirements.MapGet("", ListRequirements).Permit(Permission.ViewRegister).WithSummary("The requirements of one standard, or of several together");
        // The key holds a colon, and in its longer spelling a slash.
        requirements.MapGet("/{**key}", GetRequirement).Permit(Permission.ViewRegister).WithSummary("One requirement with the controls and evidence that decide its result");
    }

    private static async Task<Ok<PageOf<RequirementLine>>> ListRequirements(
        [Description("Key of the edition; the first one of the library unless told. A standard goes before it.")] string? edition,
        [Description("iso42001, iso27001, iso9001, several with a comma, or all.")] string? standard,
        [AsParameters] ListParameters list, StandardsLibrary standards, RequirementViews views, CancellationToken stop) =>
        TypedResults.Ok(string.IsNullOrEmpty(standard)
            ? await views.List(edition ?? standards.Editions[0].Key, list.Request, stop)
            : await views.List(standards.Named(standard), list.Request, stop));

    private static async Task<OneRecord<RequirementDetail>> GetRequirement(string key, RequirementViews views, CancellationToken stop)
    {
        var requirement = await views.Detail(key, stop);
        return Answer.One(requirement, requirement.Line.Version);
    }
}
