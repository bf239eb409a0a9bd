using Concord.Actions;
using Concord.Controls;
using Concord.Documents;
using Concord.Incidents;
using Concord.Inventory;
using Concord.Journal;
using Concord.Organisation;
using Concord.Logs;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Overview;
using Concord.Risks;
using Microsoft.Extensions.DependencyInjection;

namespace Concord;

/// <summary>The registers and views of the rooms, as hosts inject them. Hosts add the clock, the standards library, the monitoring policy and the storage.</summary>
internal static class ConcordRooms
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddScoped<JournalViews>()
        .AddScoped<Actors>().AddScoped<AddressBook>().AddScoped<PeopleRegister>().AddScoped<PeopleViews>().AddScoped<Accounts>().AddScoped<ApiKeys>()
        .AddScoped<Registry>().AddScoped<RegistryViews>()
        .AddScoped<DocumentRegister>().AddScoped<DocumentViews>()
        .AddScoped<NonconformityRegister>().AddScoped<NonconformityViews>()
        .AddScoped<ControlRegister>().AddScoped<ControlViews>()
        .AddScoped<RequirementRegister>().AddScoped<RequirementViews>().AddScoped<DerivationRun>()
        .AddScoped<EvidenceViews>()
        .AddScoped<RiskRegister>().AddScoped<RiskViews>()
        .AddSingleton<IProfileEngine, DuckDbProfileEngine>().AddSingleton<Measurement>().AddSingleton<FrozenSamples>().AddSingleton<LogIntake>(services => new(services.GetRequiredService<TimeProvider>()))
        .AddScoped<MonitorRegister>().AddScoped<MonitoringViews>().AddScoped<ColumnViews>().AddScoped<PredictionLog>().AddScoped<LogExpiry>().AddScoped<WindowComputing>()
        .AddScoped<Reach>().AddScoped<Fixers>().AddScoped<Consequences>().AddScoped<ControlEvidence>().AddScoped<SignalFollowing>()
        .AddScoped<SignalRegister>().AddScoped<SignalViews>().AddScoped<MonitorRuns>().AddScoped<ScheduledRuns>().AddSingleton<Leases>()
        .AddScoped<IncidentRegister>().AddScoped<IncidentViews>()
        .AddScoped<Standings>().AddScoped<OverviewViews>();
}
