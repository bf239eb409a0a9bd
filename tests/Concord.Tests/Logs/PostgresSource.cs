using System.Globalization;
using Concord.Logs.Postgres;
using Concord.Storage;
using Npgsql;

namespace Concord.Tests.Logs;

/// <summary>A database of one test's own that holds tables to pull from, and a folder for what comes of it.</summary>
internal sealed class PostgresSource : IAsyncDisposable
{
    private readonly DataLocation location;

    private PostgresSource(DataLocation location) => this.location = location;

    public const string Predictions = """
        CREATE TABLE predictions (prediction_id text, "timestamp" timestamptz, age int, region text, sex text, score float8, decision bool, label int, model_version text)
        """;

    public string Connection => location.PostgresConnection!;

    public NpgsqlConnectionStringBuilder Address => PostgresAddress.Parse(Connection);

    public string File(string name) => location.Absolute(name);

    public static async Task<PostgresSource> Create(params string[] statements)
    {
        var source = new PostgresSource(await WorldTemplates.Unprepared(Backend.Postgres));
        foreach (var statement in statements) await source.Do(statement);
        return source;
    }

    public async Task Do(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task Insert(params IEnumerable<PredictionRow> rows) => Do($"INSERT INTO predictions VALUES {string.Join(", ", rows.Select(Line))}");

    private static string Line(PredictionRow row) => string.Create(CultureInfo.InvariantCulture,
        $"('{row.Id}', '{row.At:yyyy-MM-dd HH:mm:ss.ffffff}+00', {row.Age}, '{row.Region}', '{row.Sex}', {row.Score}, {row.Decision == 1}, {row.Label}, '1.0.0')");

    public async ValueTask DisposeAsync() => await WorldTemplates.Remove(location);
}
