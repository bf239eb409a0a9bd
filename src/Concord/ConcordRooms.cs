using Concord.Actions;
using Concord.Controls;
using Concord.Documents;
using Concord.Incidents;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Microsoft.Extensions.DependencyInjection;

namespace Concord;

/// <summary>The registers and views of the rooms, as hosts inject them.</summary>
internal static class ConcordRooms
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddScoped<Actors>().AddScoped<People>().AddScoped<PeopleViews>().AddScoped<Accounts>().AddScoped<ApiKeys>()
        .AddScoped<Registry>().AddScoped<RegistryViews>()
        .AddScoped<DocumentRegister>().AddScoped<DocumentViews>()
        .AddScoped<NonconformityRegister>().AddScoped<NonconformityViews>()
        .AddScoped<ControlRegister>().AddScoped<ControlViews>()
        .AddScoped<RequirementRegister>().AddScoped<RequirementViews>().AddScoped<DerivationRun>()
        .AddScoped<EvidenceViews>()
        .AddScoped<RiskRegister>().AddScoped<RiskViews>()
        .AddScoped<IncidentRegister>().AddScoped<IncidentViews>();
}
