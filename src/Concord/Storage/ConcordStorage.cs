using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Storage;

/// <summary>Where an installation keeps its data.</summary>
/// <param name="Folder">Log segments, references, and the SQLite file.</param>
/// <param name="PostgresConnection">Connection string of the system of record; null: SQLite in the folder.</param>
/// <param name="Engine">The cluster that counts the stored log; null: the engine that is built in.</param>
internal sealed record DataLocation(string Folder, string? PostgresConnection = null, Logs.ClickHouse.ClickHouseAddress? Engine = null)
{
    public string Absolute(string relativePath) => Path.Combine(Folder, relativePath);
}

internal static class ConcordStorage
{
    public static IServiceCollection AddConcordStorage(this IServiceCollection services, DataLocation location)
    {
        services.AddSingleton(location);
        if (location.PostgresConnection is { } connection)
            services.AddDbContext<ConcordDb, PostgresConcordDb>(options => Configure(options.UseNpgsql(connection)), optionsLifetime: ServiceLifetime.Singleton);
        else
            services.AddDbContext<ConcordDb, SqliteConcordDb>(options =>
                Configure(options.UseSqlite(SqliteConcordDb.ConnectionString(location.Folder)).AddInterceptors(new SqliteSettings())), optionsLifetime: ServiceLifetime.Singleton);
        return services;
    }

    private static void Configure(DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings
        .Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning)
        .Ignore(RelationalEventId.PendingModelChangesWarning) // A test compares model and migrations; at each start it would cost a second model.
        .Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning) // SQLite rebuilds a table to change a column, with foreign keys off outside the transaction.
        .Throw(RelationalEventId.MultipleCollectionIncludeWarning));

    /// <summary>Creates or upgrades the database and asserts that it keeps what it acknowledges. What killed processes left half done is removed.</summary>
    public static async Task PrepareDatabase(this IServiceProvider services, CancellationToken stop)
    {
        var location = services.GetRequiredService<DataLocation>();
        Directory.CreateDirectory(location.Folder);
        StagingFolder.RemoveAbandoned(location);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        await db.Database.MigrateAsync(stop);
        if (db is SqliteConcordDb sqlite) await sqlite.AssertDurable(stop);
        await scope.ServiceProvider.GetRequiredService<Monitoring.PolicyRegister>().AdoptShipped(stop);
        await scope.ServiceProvider.GetRequiredService<Library.LibraryRegister>().NoticeInstalled(stop);
    }

    /// <summary>The record for looking at it only: nothing is created, upgraded or written, not even by the database product on closing.</summary>
    public static ConcordDb OpenForReading(DataLocation location, TimeProvider clock)
    {
        if (location.PostgresConnection is { } connection)
            return new PostgresConcordDb(new DbContextOptionsBuilder<PostgresConcordDb>().UseNpgsql(connection).Options, clock);
        if (!File.Exists(location.Absolute(SqliteConcordDb.FileName)))
            throw new Foundation.RuleViolation("DATA-EMPTY", $"There is no record in {location.Folder}. Name the data folder with --data.");
        return new SqliteConcordDb(new DbContextOptionsBuilder<SqliteConcordDb>().UseSqlite(SqliteConcordDb.ReadingConnectionString(location.Folder)).Options, clock);
    }
}
