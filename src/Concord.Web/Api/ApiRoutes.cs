using Concord.Web.Access;
using Concord.Web.Pages.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Api;

/// <summary>The interface for programs: one line per room. What a room means by its routes stands in its own file.</summary>
internal static class ApiRoutes
{
    public const string Prefix = "/api/v1";

    public static void AddConcordApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddScoped<IdempotencyKeys>();
        services.AddApiLimits();
        services.AddDescription();
    }

    public static void MapConcordApi(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(CurrentActor))) return; // A host without a record has no routes on it.
        var api = routes.MapGroup(Prefix).DisableAntiforgery();
        api.MapInventory();
        api.MapClassifications();
        api.MapImpacts();
        routes.MapImpactFiles();
        api.MapMonitoring();
        api.MapPolicies();
        api.MapSeries();
        api.MapImports();
        api.MapStatementImport();
        api.MapSignals();
        api.MapLoopRules();
        api.MapCommittee();
        routes.MapCommitteeFile();
        api.MapRisks();
        api.MapEnterpriseRisks();
        routes.MapEnterpriseFile();
        api.MapControls();
        api.MapRequirements();
        api.MapLibrary();
        api.MapStatement();
        routes.MapStatementFile();
        api.MapGaps();
        api.MapInterviews();
        api.MapGapAnalyses();
        routes.MapGapReport();
        api.MapDocuments();
        api.MapEvidence();
        api.MapNonconformities();
        api.MapActions();
        api.MapIncidents();
        api.MapConcerns();
        api.MapJournal();
        api.MapPeople();
        api.MapKeys();
        routes.MapDocumentFiles();
    }
}
