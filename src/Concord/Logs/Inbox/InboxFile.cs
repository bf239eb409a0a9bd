using Microsoft.Data.Sqlite;

namespace Concord.Logs.Inbox;

/// <summary>
/// The file <c>inbox.db</c>: a write-ahead log that is on disk before a commit returns. Several processes may have it open; a writer takes the lock at the
/// beginning of its transaction, and others wait for it.
/// </summary>
internal static class InboxFile
{
    public const string Name = "inbox.db";

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS inbox (id TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS schema (id INTEGER PRIMARY KEY, map TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT, version BLOB NOT NULL, identity BLOB NOT NULL, key TEXT, sha256 BLOB NOT NULL, person BLOB NOT NULL, via TEXT NOT NULL, at INTEGER NOT NULL,
            schema INTEGER NOT NULL, rows INTEGER NOT NULL, known INTEGER NOT NULL, refused INTEGER NOT NULL, bytes INTEGER NOT NULL, first INTEGER, last INTEGER, segment TEXT);
        CREATE UNIQUE INDEX IF NOT EXISTS batch_identity ON batch (version, identity);
        CREATE INDEX IF NOT EXISTS batch_waiting ON batch (version, person, via, id) WHERE segment IS NULL;
        CREATE TABLE IF NOT EXISTS content (batch INTEGER PRIMARY KEY, rows BLOB NOT NULL);
        """;

    /// <summary>Opens the file, and makes it when it is not there.</summary>
    public static SqliteConnection Open(string file)
    {
        var connection = Connect(file, SqliteOpenMode.ReadWriteCreate);
        Execute(connection, "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -32000;");
        AssertDurable(connection);
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, Tables, transaction);
        if (Scalar(connection, "SELECT count(*) FROM inbox", transaction) is 0L)
        {
            using var command = Command(connection, "INSERT INTO inbox VALUES ($id)", transaction, ("$id", Guid.CreateVersion7().ToString("N")));
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        return connection;
    }

    /// <summary>For looking at it only.</summary>
    public static SqliteConnection OpenForReading(string file) => Connect(file, SqliteOpenMode.ReadOnly);

    public static SqliteCommand Command(SqliteConnection connection, string sql, SqliteTransaction? transaction, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    public static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = Command(connection, sql, transaction);
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = Command(connection, sql, transaction);
        return command.ExecuteScalar();
    }

    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Asserted, because a typo in a pragma is silent.</summary>
    private static void AssertDurable(SqliteConnection connection)
    {
        const long full = 2;
        if (Scalar(connection, "PRAGMA journal_mode") is not "wal" || Scalar(connection, "PRAGMA synchronous") is not full)
            throw new InvalidOperationException("SQLite does not keep the inbox as needed: journal_mode must be WAL and synchronous FULL.");
    }
}
