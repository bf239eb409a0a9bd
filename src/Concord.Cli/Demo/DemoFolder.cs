using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Cli.Demo;

/// <summary>The data folder of the demonstration: built beside its place and moved there when it is whole, so that a stopped build leaves nothing half.</summary>
internal sealed class DemoFolder(string folder)
{
    private string Building => folder + ".building";

    /// <returns>The moment at which the demonstration's clock stands, or null when the folder holds none yet.</returns>
    /// <exception cref="RuleViolation">The folder belongs to somebody else.</exception>
    public async Task<DateTimeOffset?> AsOf(CancellationToken stop)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return null;
        if (!File.Exists(Path.Combine(folder, "concord.db"))) throw Foreign();
        await using var services = Services(folder, TimeProvider.System);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        try
        {
            return await db.Set<OrganisationUnit>().AsNoTracking().Where(unit => unit.ParentId == null).Select(unit => unit.DemoAsOf).FirstOrDefaultAsync(stop) ?? throw Foreign();
        }
        catch (SqliteException)
        {
            throw Foreign();
        }
    }

    public async Task Build(GfcOrganisation gfc, GfcScenario scenario, Action<string> told, CancellationToken stop)
    {
        if (Directory.Exists(Building)) Directory.Delete(Building, recursive: true);
        Directory.CreateDirectory(Building);
        var clock = new StoryClock(new DateTimeOffset(gfc.MonitoringSince.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), TimeProvider.System);
        await using (var services = Services(Building, clock))
        {
            await services.PrepareDatabase(stop);
            await new GfcStory(services, clock, gfc, scenario).Play(told, stop);
        }
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(folder)) Directory.Delete(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        Directory.Move(Building, folder);
    }

    public async Task<IReadOnlyList<DemoSystem>> Report(DateTimeOffset asOf, CancellationToken stop)
    {
        await using var services = Services(folder, new StoryClock(asOf, TimeProvider.System));
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
        return await ActivatorUtilities.CreateInstance<DemoReport>(scope.ServiceProvider).Read(stop);
    }

    private static ServiceProvider Services(string data, TimeProvider clock) => new ServiceCollection()
        .AddLogging().AddSingleton(clock).AddConcord(new DataLocation(data)).BuildServiceProvider();

    private RuleViolation Foreign() =>
        new("DEMO-FOLDER", $"{folder} holds something else than the demonstration. Choose another folder with --data; nothing was changed.");
}
