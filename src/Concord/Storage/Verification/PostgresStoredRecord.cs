using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Concord.Storage.Verification;

/// <summary>PostgreSQL keeps the type of each column; what can be read has the one form there is.</summary>
internal sealed class PostgresStoredRecord(ConcordDb db) : StoredRecord(db)
{
    protected override async Task<DbTransaction> BeginSnapshot(DbConnection connection, CancellationToken stop)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, "SET TRANSACTION READ ONLY");
        await command.ExecuteNonQueryAsync(stop);
        return transaction;
    }

    public override async Task<IReadOnlyList<string>> Names(CancellationToken stop) => await Db.Database.SqlQuery<string>(
        $"""
        SELECT relname AS "Value" FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND relnamespace = current_schema()::regnamespace
        UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
        """).ToListAsync(stop);

    protected override object? Value(DbDataReader reader, int ordinal, ColumnShape column)
    {
        if (reader.IsDBNull(ordinal)) return null;
        return column.Kind switch
        {
            ColumnKind.Text or ColumnKind.State => reader.GetString(ordinal),
            ColumnKind.Truth => reader.GetBoolean(ordinal),
            ColumnKind.Integer => reader.GetInt32(ordinal),
            ColumnKind.LongInteger => reader.GetInt64(ordinal),
            ColumnKind.Number => reader.GetDouble(ordinal),
            ColumnKind.Bytes => reader.GetFieldValue<byte[]>(ordinal),
            ColumnKind.Identity => reader.GetGuid(ordinal),
            ColumnKind.Instant => new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc)),
            ColumnKind.Day => reader.GetFieldValue<DateOnly>(ordinal),
            ColumnKind.Texts => reader.GetFieldValue<string?[]>(ordinal),
            _ => throw new NotSupportedException(column.Kind.ToString()),
        };
    }
}
