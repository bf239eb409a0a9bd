using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Concord.Storage.Verification;

/// <summary>A row as it is stored.</summary>
/// <param name="Values">In the order of the table's columns. The array is used again for the next row.</param>
/// <param name="Fault">Why a value could not be read, with its column; null: all were.</param>
internal readonly record struct StoredRow(object?[] Values, string? Fault);

/// <summary>
/// The record as it lies in the database, read without the entities and in one snapshot: a value in a form that Concord never writes is a
/// fault, even where the entities would read it as the same value.
/// </summary>
internal abstract class StoredRecord(ConcordDb db) : IAsyncDisposable
{
    private readonly ISqlGenerationHelper sql = db.GetService<ISqlGenerationHelper>();
    private DbTransaction? snapshot;

    protected ConcordDb Db { get; } = db;

    private DbConnection Connection => Db.Database.GetDbConnection();

    /// <summary>Begins a snapshot in which nothing can be written.</summary>
    protected abstract Task<DbTransaction> BeginSnapshot(DbConnection connection, CancellationToken stop);

    /// <exception cref="FormatException">The value is stored in a form that Concord never writes.</exception>
    protected abstract object? Value(DbDataReader reader, int ordinal, ColumnShape column);

    /// <summary>Tables, views and triggers in the database, by name, without those of a search index of our own.</summary>
    public abstract Task<IReadOnlyList<string>> Names(CancellationToken stop);

    public static async Task<StoredRecord> Open(ConcordDb db, CancellationToken stop)
    {
        StoredRecord stored = db is SqliteConcordDb ? new SqliteStoredRecord(db) : new PostgresStoredRecord(db);
        await stored.Begin(stop);
        return stored;
    }

    /// <summary>A snapshot anew, after the database refused to read on.</summary>
    public async Task Begin(CancellationToken stop)
    {
        await End();
        if (Connection.State == System.Data.ConnectionState.Broken) await Db.Database.CloseConnectionAsync();
        if (Connection.State == System.Data.ConnectionState.Closed) await Db.Database.OpenConnectionAsync(stop);
        snapshot = await BeginSnapshot(Connection, stop);
        await Db.Database.UseTransactionAsync(snapshot, stop);
    }

    public IAsyncEnumerable<StoredRow> Rows(TableShape table, CancellationToken stop) => Read(table, "", [], stop);

    /// <summary>Rows whose number lies above one and up to another, in order of the number.</summary>
    public IAsyncEnumerable<StoredRow> Range(TableShape table, string numberProperty, long above, long upTo, int? limit, CancellationToken stop)
    {
        var number = Column(table.Columns[table.Find(numberProperty)!.Value]);
        return Read(table, $" WHERE {number} > @above AND {number} <= @upTo ORDER BY {number}{(limit is { } most ? $" LIMIT {most}" : "")}", [("@above", above), ("@upTo", upTo)], stop);
    }

    /// <summary>The one row with this key, found through the index.</summary>
    public IAsyncEnumerable<StoredRow> WithKey(TableShape table, Guid key, CancellationToken stop)
    {
        var column = table.Columns[table.Keys.Single()];
        return Read(table, $" WHERE {Column(column)} = @key", [("@key", column.Converter?.ConvertFromProvider(key) ?? key)], stop, column.Mapping);
    }

    private async IAsyncEnumerable<StoredRow> Read(
        TableShape table, string condition, (string Name, object Value)[] parameters, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop, RelationalTypeMapping? mapping = null)
    {
        await using var command = Connection.CreateCommand();
        command.Transaction = snapshot;
        // Names come from the model, never from a user, and are quoted by the database's own rules.
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(Column))} FROM {sql.DelimitIdentifier(table.Table)}{condition}";
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
        {
            var parameter = mapping?.CreateParameter(command, name, value) ?? command.CreateParameter();
            if (mapping is null) (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, stop);
        var values = new object?[table.Columns.Count];
        while (await reader.ReadAsync(stop)) yield return new(values, Fill(values, reader, table));
    }

    private string Column(ColumnShape column) => sql.DelimitIdentifier(column.Column);

    private string? Fill(object?[] values, DbDataReader reader, TableShape table)
    {
        string? fault = null;
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = Value(reader, i, table.Columns[i]);
            }
            catch (FormatException unreadable)
            {
                values[i] = null;
                fault ??= $"{table.Columns[i].Property}: {unreadable.Message}";
            }
        }
        return fault;
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        await Db.Database.CloseConnectionAsync();
    }

    private async Task End()
    {
        if (snapshot is null) return;
        await Db.Database.UseTransactionAsync(null);
        await snapshot.DisposeAsync();
        snapshot = null;
    }
}
