using System.Globalization;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.Data.Sqlite;
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
        var file = Path.Combine(folder, "concord.db");
        if (!File.Exists(file)) throw Foreign();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT DemoAsOf FROM OrganisationUnit WHERE ParentId IS NULL AND DemoAsOf IS NOT NULL";
            return await command.ExecuteScalarAsync(stop) is string asOf
                ? DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
                : throw Foreign();
        }
        catch (SqliteException)
        {
            throw Foreign();
        }
    }

    public async Task Build(GfcScenario scenario, Action<string> told, CancellationToken stop)
    {
        if (Directory.Exists(Building)) Directory.Delete(Building, recursive: true);
        Directory.CreateDirectory(Building);
        var staging = Path.Combine(Building, "staging", "demo");
        var logs = GfcLogs.Start(staging, scenario, stop); // They take longest and need nothing of the record.
        var gfc = GfcReader.Read(GfcReader.DefaultFolder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
        var clock = new StoryClock(new DateTimeOffset(GfcStory.Begins.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), TimeProvider.System);
        await using (var services = Services(Building, clock))
        {
            await services.PrepareDatabase(stop);
            await new GfcStory(services, clock, gfc, scenario, staging, logs).Play(told, stop);
        }
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(folder)) Directory.Delete(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        Directory.Move(Building, folder);
    }

    public async Task<IReadOnlyList<DemoSystem>> Report(DateTimeOffset asOf, CancellationToken stop)
    {
        await using var services = Services(folder, new StoryClock(asOf, TimeProvider.System));
        return await DemoReport.Read(services, stop);
    }

    private static ServiceProvider Services(string data, TimeProvider clock) => new ServiceCollection()
        .AddLogging().AddSingleton(clock).AddConcord(new DataLocation(data)).BuildServiceProvider();

    private RuleViolation Foreign() =>
        new("DEMO-FOLDER", $"{folder} holds something else than the demonstration. Choose another folder with --data; nothing was changed.");
}
