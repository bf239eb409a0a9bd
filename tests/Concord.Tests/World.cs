using System.Globalization;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Concord.Tests;

public enum Backend
{
    Sqlite,
    Postgres,
}

/// <summary>
/// An installation of one test's own: a fresh data folder and database with an organisation of three units and a person for each role.
/// The clock stands at <see cref="Beginning"/> until the test moves it. Made by copying a database that is prepared once per run.
/// <code>
/// await using var world = await World.Create();                      // SQLite
/// await using var world = await World.Create(Backend.Postgres);      // skipped unless CONCORD_TEST_POSTGRES is set
/// await world.As(Role.SystemOwner).Do(async (SystemRegister systems, Actor actor) =&gt; await systems.Register(actor, …));
/// </code>
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const string PostgresVariable = "CONCORD_TEST_POSTGRES";

    public static readonly DateTimeOffset Beginning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly WorldTemplates Templates = new();

    private readonly ServiceProvider services;

    private World(DataLocation location, FakeTimeProvider clock, Action<IServiceCollection>? more)
    {
        (Location, Clock) = (location, clock);
        var collection = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging();
        collection.AddConcord(location);
        more?.Invoke(collection);
        services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public DataLocation Location { get; }

    public string Folder => Location.Folder;

    public string SqliteFile => Location.Absolute("concord.db");

    public FakeTimeProvider Clock { get; }

    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    public IServiceProvider Services => services;

    public static async Task<World> Create(Backend backend = Backend.Sqlite, Action<IServiceCollection>? more = null)
    {
        var clock = new FakeTimeProvider(Beginning);
        return new(await Templates.Copy(backend), clock, more);
    }

    /// <summary>A folder without a database: for what happens at the very first start.</summary>
    public static async Task<World> Empty(Backend backend = Backend.Sqlite)
    {
        var world = new World(await WorldTemplates.Unprepared(backend), new FakeTimeProvider(Beginning), null);
        await world.Services.PrepareDatabase(default);
        return world;
    }

    /// <summary>The prepared person of that role, signed in on a page.</summary>
    public Person As(Role role, Via via = Via.Page) => new(this, EmailOf(role), via);

    public Person As(string email, Via via = Via.Page) => new(this, email, via);

    public static string EmailOf(Role role) => $"{role.ToString().ToLowerInvariant()}@example.test";

    /// <summary>A scope as the product itself has it: everything is visible.</summary>
    public async Task<T> AsSystem<T>(Func<ConcordDb, Task<T>> ask)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        db.SeeAs(Actor.System);
        return await ask(db);
    }

    public Task AsSystem(Func<ConcordDb, Task> act) => AsSystem(async db =>
    {
        await act(db);
        return 0;
    });

    public Task<TResult> AsAdministrator<TService, TResult>(Func<TService, Actor, Task<TResult>> act) where TService : notnull => As(Role.Administrator).Do(act);

    /// <summary>Before anybody is known: nothing is visible.</summary>
    public async Task<TResult> WithoutActor<TService, TResult>(Func<TService, Task<TResult>> ask) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<PersonId> PersonId(Role role)
    {
        var email = EmailOf(role);
        return AsSystem(db => db.Set<Concord.Organisation.Person>().Where(person => person.Email == email).Select(person => person.Id).SingleAsync());
    }

    /// <summary>ORG is the organisation itself, RETAIL and MARKETS lie below it.</summary>
    public Task<OrganisationUnitId> Unit(string reference) =>
        AsSystem(db => db.Set<OrganisationUnit>().Where(unit => unit.Ref == reference).Select(unit => unit.Id).SingleAsync());

    /// <summary>SQL behind the product's back.</summary>
    public async Task<int> Tamper(string sql)
    {
        if (Location.PostgresConnection is { } address)
        {
            await using var connection = new NpgsqlConnection(address);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync();
        }
        await using var file = new SqliteConnection($"Data Source={SqliteFile};Pooling=False;Foreign Keys=False");
        await file.OpenAsync();
        await using var statement = file.CreateCommand();
        statement.CommandText = sql;
        return await statement.ExecuteNonQueryAsync();
    }

    /// <summary>Lets go of the file: afterwards it is complete without its write-ahead log and may be edited byte by byte.</summary>
    public void LetGoOfFile()
    {
        using var connection = new SqliteConnection(SqliteConcordDb.ConnectionString(Folder));
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Of a link that signs in the prepared person of that role once.</summary>
    public async Task<string> LinkSecret(Role role)
    {
        var person = await As(role).Actor();
        return await AsAdministrator((PeopleRegister people, Actor actor) => people.NewLink(actor, person.Ref, default));
    }

    /// <returns>A file of its own with that text.</returns>
    public async Task<string> Write(string text)
    {
        var file = Path.Combine(Folder, $"{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    /// <summary>What stays in the staging folder. The files of a request go when the request ends, which is after its answer was sent: they are given a moment.</summary>
    public async Task<string[]> LeftInStaging()
    {
        var staging = Location.Absolute("staging");
        for (var i = 0; ; i++)
        {
            var left = Directory.Exists(staging) ? Directory.GetFileSystemEntries(staging) : [];
            if (left.Length == 0 || i == 100) return left;
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await WorldTemplates.Remove(Location);
    }

    /// <summary>Somebody who acts; each act has a scope of its own, as a request has.</summary>
    internal sealed class Person(World world, string email, Via via)
    {
        public Task<Actor> Actor() => world.AsSystem(async db => await Resolve(db));

        public async Task<TResult> Do<TService, TResult>(Func<TService, Actor, Task<TResult>> act) where TService : notnull
        {
            await using var scope = world.services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
            var actor = await Resolve(db);
            db.SeeAs(actor);
            return await act(scope.ServiceProvider.GetRequiredService<TService>(), actor);
        }

        public Task Do<TService>(Func<TService, Actor, Task> act) where TService : notnull => Do(async (TService service, Actor actor) =>
        {
            await act(service, actor);
            return 0;
        });

        public Task<TResult> See<TViews, TResult>(Func<TViews, Task<TResult>> ask) where TViews : notnull => Do((TViews views, Actor _) => ask(views));

        private async Task<Actor> Resolve(ConcordDb db) => await new Actors(db).OnLocalConsole(email, default) with { Via = via };
    }
}

/// <summary>Prepares one database per backend and run, and copies it.</summary>
internal sealed class WorldTemplates
{
    private readonly Lazy<Task<string>> sqlite = new(PrepareSqlite);
    private readonly Lazy<Task<string>> postgres = new(PreparePostgres);

    public async Task<DataLocation> Copy(Backend backend)
    {
        var folder = NewFolder();
        if (backend == Backend.Postgres) return new(folder, await NewPostgres(await postgres.Value));
        File.Copy(await sqlite.Value, Path.Combine(folder, "concord.db"));
        return new(folder);
    }

    public static async Task<DataLocation> Unprepared(Backend backend) =>
        new(NewFolder(), backend == Backend.Postgres ? await NewPostgres("template0") : null);

    public static async Task Remove(DataLocation location)
    {
        if (location.PostgresConnection is { } address)
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(address));
            await Administer($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(address).Database}\" WITH (FORCE)");
        }
        else
        {
            using var connection = new SqliteConnection(SqliteConcordDb.ConnectionString(location.Folder));
            SqliteConnection.ClearPool(connection);
        }
        Directory.Delete(location.Folder, recursive: true);
    }

    private static async Task<string> PrepareSqlite()
    {
        var location = new DataLocation(NewFolder());
        await Prepare(location);
        using var connection = new SqliteConnection(SqliteConcordDb.ConnectionString(location.Folder));
        SqliteConnection.ClearPool(connection); // The last connection takes the write-ahead log into the file.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(location.Folder, recursive: true);
        return Path.Combine(location.Folder, "concord.db");
    }

    private static async Task<string> PreparePostgres()
    {
        var location = await Unprepared(Backend.Postgres);
        await Prepare(location);
        NpgsqlConnection.ClearPool(new NpgsqlConnection(location.PostgresConnection));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(location).GetAwaiter().GetResult();
        return new NpgsqlConnectionStringBuilder(location.PostgresConnection).Database!;
    }

    private static async Task Prepare(DataLocation location)
    {
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider(World.Beginning)).AddLogging().AddConcord(location).BuildServiceProvider();
        await services.PrepareDatabase(default);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        db.SeeAs(Actor.System);
        await using (var work = await db.Begin(Actor.System, default))
        {
            var organisation = new OrganisationUnit("ORG", "Northwind Trust", null);
            db.AddRange(organisation, new OrganisationUnit("RETAIL", "Retail", organisation.Id), new OrganisationUnit("MARKETS", "Markets", organisation.Id));
            work.Note("organisation.created", "ORG", "The organisation and its units.");
            await work.Commit(default);
        }
        var people = scope.ServiceProvider.GetRequiredService<PeopleRegister>();
        foreach (var role in Enum.GetValues<Role>())
            await people.Invite(Actor.System, new($"{role} Person", World.EmailOf(role), Words.Of(role)), new(role), default);
    }

    private static string NewFolder() => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "concord-test-" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture))).FullName;

    private static async Task<string> NewPostgres(string template)
    {
        var name = "concord_test_" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        await Administer(server => $"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"{(server.Major >= 15 ? " STRATEGY FILE_COPY" : "")}"); // Row by row through the log it takes five to ten times as long.
        return new NpgsqlConnectionStringBuilder(AdminAddress()) { Database = name }.ConnectionString;
    }

    private static Task Administer(string sql) => Administer(_ => sql);

    private static async Task Administer(Func<Version, string> sql)
    {
        await using var connection = new NpgsqlConnection(AdminAddress());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql(connection.PostgreSqlVersion), connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string AdminAddress()
    {
        var address = Environment.GetEnvironmentVariable(World.PostgresVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(address), $"{World.PostgresVariable} is not set: connection string of an administrator of a PostgreSQL server for tests.");
        return address!;
    }
}
