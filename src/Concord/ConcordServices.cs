using Concord.EnterpriseRisks.Scales;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Incidents.Clocks;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Concord;

/// <summary>Everything a host needs of the management system: commands, pages, worker and tests are built from the same list.</summary>
internal static class ConcordServices
{
    public static IServiceCollection AddConcord(this IServiceCollection services, DataLocation location)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddConcordStorage(location);
        services.AddIdentityCore<SignInAccount>(Accounts.Rules).AddEntityFrameworkStores<ConcordDb>();
        services.TryAddSingleton(_ => LibraryContent.Read(StandardsLibrary.DefaultFolder));
        services.TryAddSingleton(_ => StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
        services.TryAddSingleton(provider => RulePackReader.Read(StandardsLibrary.DefaultFolder, provider.GetRequiredService<StandardsLibrary>()));
        services.TryAddSingleton(provider => LoopRulesReader.Read(StandardsLibrary.DefaultFolder, provider.GetRequiredService<StandardsLibrary>(), provider.GetRequiredService<RulePack>()));
        services.TryAddSingleton(provider => ImpactMethodReader.Read(StandardsLibrary.DefaultFolder, provider.GetRequiredService<StandardsLibrary>(), provider.GetRequiredService<RulePack>()));
        services.TryAddSingleton(provider => GapLibrary.Read(StandardsLibrary.DefaultFolder, provider.GetRequiredService<StandardsLibrary>()));
        services.TryAddSingleton(provider => PolicyVocabularyReader.Read(StandardsLibrary.DefaultFolder, provider.GetRequiredService<StandardsLibrary>()));
        services.TryAddSingleton(_ => ClockLibrary.Read(StandardsLibrary.DefaultFolder));
        services.TryAddSingleton(provider => ScaleLibrary.Read(StandardsLibrary.DefaultFolder, provider.GetRequiredService<StandardsLibrary>().Criteria));
        return services.AddRooms();
    }
}
