using Concord.Foundation;
using Concord.Gaps.Analysis;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Concord.Storage;

internal sealed class SqliteConcordDb(DbContextOptions<SqliteConcordDb> options, TimeProvider clock) : ConcordDb(options, clock)
{
    /// <summary>A transaction here takes the write lock at its beginning (BEGIN IMMEDIATE): that is the line writers stand in.</summary>
    internal override Task LockJournal(CancellationToken stop) => Task.CompletedTask;

    /// <summary>FTS5 over an index that triggers keep. Each word is quoted, so that nothing of it is an operator.</summary>
    internal override IQueryable<PolicyPart> SearchPolicies(string analysis, string words)
    {
        var wanted = string.Join(' ', words.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word.Replace("\"", "", StringComparison.Ordinal)}\""));
        return Set<PolicyPart>().FromSql($"""
            SELECT part.* FROM "PolicyPartSearch" AS found
            JOIN "PolicyPart" AS part ON part."Id" = found."Id"
            JOIN "PolicySource" AS source ON source."Id" = part."SourceId" AND source."Analysis" = {analysis}
            WHERE "PolicyPartSearch" MATCH {wanted} ORDER BY found.rank
            """);
    }

    internal override async Task<IReadOnlyList<string>> CheckIntegrity(CancellationToken stop)
    {
        var answers = await Database.SqlQuery<string>($"SELECT integrity_check AS Value FROM pragma_integrity_check").ToListAsync(stop);
        return [.. answers.Where(answer => answer != "ok")];
    }

    /// <summary>The file in the data folder.</summary>
    public const string FileName = "concord.db";

    /// <summary>
    /// For reading only. SQLite needs a folder it may write to even then, for the index of its write-ahead log; on a folder that may only be read
    /// (a copy handed to an auditor) the file is taken as one that nobody changes, provided that its log is empty.
    /// </summary>
    public static string ReadingConnectionString(string dataFolder)
    {
        var file = Path.Combine(dataFolder, FileName);
        var ordinary = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 30, Pooling = false };
        try
        {
            using var connection = new SqliteConnection(ordinary.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM sqlite_master";
            command.ExecuteScalar();
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode is SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN)
        {
            if (new FileInfo(file + "-wal") is { Exists: true, Length: > 0 })
                throw new RuleViolation("DATA-READ-ONLY", $"{dataFolder} may only be read, and its write-ahead log is not empty. Copy the folder to a place that can be written, or stop the server before copying.");
            ordinary.DataSource = $"file:{Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";
        }
        catch (SqliteException)
        {
            // A damaged file opens no better in another way; who reads it tells of it.
        }
        return ordinary.ConnectionString;
    }

    public static string ConnectionString(string dataFolder) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(dataFolder, FileName),
        ForeignKeys = true,
        DefaultTimeout = 30,
        Pooling = true,
    }.ConnectionString;

    /// <summary>Write-ahead log, synchronous to disk at every commit, foreign keys on. Asserted, because a typo in a pragma is silent.</summary>
    public async Task AssertDurable(CancellationToken stop)
    {
        var journal = (await Database.SqlQuery<string>($"PRAGMA journal_mode = WAL").ToListAsync(stop)).Single();
        var synchronous = (await Database.SqlQuery<long>($"SELECT synchronous AS Value FROM pragma_synchronous").ToListAsync(stop)).Single();
        var foreignKeys = (await Database.SqlQuery<long>($"SELECT foreign_keys AS Value FROM pragma_foreign_keys").ToListAsync(stop)).Single();
        const long full = 2;
        if (journal != "wal" || synchronous != full || foreignKeys != 1)
            throw new InvalidOperationException($"SQLite is not set up as needed: journal_mode {journal}, synchronous {synchronous}, foreign_keys {foreignKeys}.");
    }
}

/// <summary>
/// Every connection is opened with full synchronisation, and overwrites what it deletes: what is gone from the record is not to be read in the file.
/// The settings belong to the connection, not to the file.
/// </summary>
internal sealed class SqliteSettings : Microsoft.EntityFrameworkCore.Diagnostics.DbConnectionInterceptor
{
    private const string Pragma = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000; PRAGMA secure_delete = ON;";

    public override void ConnectionOpened(System.Data.Common.DbConnection connection, Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(System.Data.Common.DbConnection connection, Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
