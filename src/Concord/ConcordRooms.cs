using Concord.Actions;
using Concord.Applicability;
using Concord.Applicability.Import;
using Concord.Classification;
using Concord.Committee;
using Concord.Controls;
using Concord.Documents;
using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.EnterpriseRisks.Import;
using Concord.EnterpriseRisks.Scales;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Impacts;
using Concord.Incidents;
using Concord.Incidents.Concerns;
using Concord.Inventory;
using Concord.Journal;
using Concord.Library;
using Concord.Organisation;
using Concord.Logs;
using Concord.Logs.ClickHouse;
using Concord.Logs.Inbox;
using Concord.Loop;
using Concord.Loop.Rules;
using Concord.Monitoring;
using Concord.Overview;
using Concord.Reports;
using Concord.Risks;
using Concord.Storage;
using Concord.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Concord;

/// <summary>The registers and views of the rooms, as hosts inject them. Hosts add the clock, the standards library and the storage.</summary>
internal static class ConcordRooms
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddScoped<JournalViews>()
        .AddScoped<Actors>().AddScoped<AddressBook>().AddScoped<PeopleRegister>().AddScoped<PeopleViews>().AddScoped<Accounts>().AddScoped<ApiKeys>().AddSingleton<KnownKeys>()
        .AddScoped<Registry>().AddScoped<RegistryViews>()
        .AddScoped<DocumentRegister>().AddScoped<DocumentDecisions>().AddScoped<DocumentViews>().AddScoped<DocumentComparing>().AddSingleton<DocumentFiles>()
        .AddScoped<NonconformityRegister>().AddScoped<NonconformityViews>().AddScoped<ActionRegister>().AddScoped<ActionViews>()
        .AddScoped<ControlRegister>().AddScoped<ControlViews>()
        .AddScoped<RequirementRegister>().AddScoped<RequirementViews>().AddScoped<DerivationRun>()
        .AddScoped<EvidenceViews>()
        .AddScoped<ClassificationRegister>().AddScoped<ClassificationViews>().AddScoped<DutyRegister>().AddScoped<DutyViews>()
        .AddScoped<ImpactRegister>().AddScoped<ImpactWriting>().AddScoped<ImpactViews>().AddScoped<ImpactFile>().AddScoped<ImpactStaleness>().AddScoped<ILifeCycleCheck, ImpactGuard>().AddScoped<ISystemKnowledge, SystemKnowledge>().AddScoped<ImpactRisks>()
        .AddScoped<RiskRegister>().AddScoped<RiskViews>()
        .AddScoped<RiskAssessments>().AddScoped<RiskTreatments>().AddScoped<RiskAcceptances>().AddScoped<RiskReassessment>().AddScoped<RiskSight>().AddScoped<RiskFileViews>().AddScoped<RiskControlViews>()
        .AddSingleton(Engine).AddSingleton<Measurement>().AddSingleton<FrozenSamples>().AddSingleton<LogIntake>(services => new(services.GetRequiredService<TimeProvider>()))
        .AddScoped<PoliciesInForce>().AddScoped<PolicyRegister>().AddScoped<PolicyViews>().AddScoped<MonitorRegister>().AddScoped<MonitoringViews>().AddScoped<ColumnViews>().AddScoped<PredictionLog>().AddScoped<LogExpiry>().AddScoped<LateLabels>().AddScoped<InboxSealing>().AddScoped<InboxViews>().AddSingleton<LogInbox>(services => new(services.GetRequiredService<Storage.DataLocation>())).AddSingleton<LogTargets>().AddSingleton<InboxIntake>().AddSingleton<Imports>().AddScoped<WindowMeasuring>().AddScoped<WindowComputing>()
        .AddScoped<SeriesRegister>().AddScoped<SeriesViews>().AddScoped<MeasurementLog>()
        .AddScoped<WatchedWindows>().AddScoped<Reach>().AddScoped<Fixers>().AddScoped<Consequences>().AddScoped<ControlEvidence>().AddScoped<SignalFollowing>().AddScoped<PolicyChanges>().AddScoped<PolicyPreview>()
        .AddScoped<RulesInForce>().AddScoped<LoopRuleRegister>().AddScoped<LoopRuleViews>().AddScoped<LoopRulePreview>().AddScoped<ConsequenceLog>().AddScoped<ConsequenceViews>()
        .AddScoped<CommitteeList>().AddScoped<CommitteeRegister>()
        .AddScoped<SignalRegister>().AddScoped<SignalViews>().AddScoped<MonitorRuns>().AddScoped<SeriesRuns>().AddScoped<ScheduledRuns>().AddSingleton<Leases>()
        .AddScoped<GapRegister>().AddScoped<GapViews>().AddScoped<GapStanding>().AddScoped<InventoryRegister>().AddScoped<PolicyReviewRegister>().AddScoped<GapConclusion>()
        .AddScoped<InterviewRegister>().AddScoped<InterviewViews>()
        .AddScoped<StatementLines>().AddScoped<StatementRegister>().AddScoped<StatementViews>().AddScoped<StatementReport>().AddScoped<GapReport>().AddScoped<ImpactReport>()
        .AddScoped<StatementImport>().AddSingleton<KeptTables>()
        .AddSingleton<OpenLibraries>().AddScoped<LibraryRegister>().AddScoped<LibraryViews>()
        .AddScoped<ReuseRegister>().AddScoped<ReuseViews>()
        .AddScoped<IncidentRegister>().AddScoped<IncidentFile>().AddScoped<GraveIncidents>().AddScoped<IncidentViews>().AddScoped<ConcernChannel>().AddScoped<ConcernRegister>().AddScoped<ConcernViews>()
        .AddScoped<EnterpriseRegister>().AddSingleton<KeptStandings>().AddScoped<EnterpriseViews>().AddScoped<ScaleRegister>().AddScoped<CommitteeMeetings>().AddScoped<RegisterImport>().AddScoped<EnterpriseReport>()
        .AddScoped<DocumentReviews>().AddScoped<Standings>().AddScoped<OverviewViews>().AddScoped<CycleViews>();

    private static IProfileEngine Engine(IServiceProvider services) => services.GetRequiredService<DataLocation>().Engine is { } address
        ? new ClickHouseProfileEngine(address, services.GetRequiredService<TimeProvider>())
        : new DuckDbProfileEngine();
}
