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
        services.TryAddSingleton(_ => StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
        return services.AddRooms();
    }
}
