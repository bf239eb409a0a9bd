using System.Data;
using System.Globalization;
using System.Net.Sockets;
using Concord.Foundation;
using Npgsql;

namespace Concord.Logs.Postgres;

/// <summary>Which rows of a table are wanted.</summary>
/// <param name="Columns">What the log must hold; says which columns are the time and the id of a prediction.</param>
/// <param name="Stored">The newest moment of which rows are stored; null: none are.</param>
/// <param name="Since">The first moment to read, told by a person; null: go on from what is stored.</param>
/// <param name="Until">The last moment to read; null: shortly before now.</param>
internal sealed record PullRequest(NpgsqlConnectionStringBuilder Address, PostgresTable Table, LogColumns Columns, DateTimeOffset? Stored, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    /// <summary>Told how many rows have come.</summary>
    public IProgress<LogProgress>? Progress { get; init; }
}

/// <summary>Rows of a table as a file that can be handed in.</summary>
/// <param name="From">The first moment that was asked for; null: from the beginning.</param>
/// <param name="Until">The last one, by the clock of the database.</param>
/// <param name="Findings">What was left in the table, and why.</param>
internal sealed record PulledRows(long Rows, DateTimeOffset? From, DateTimeOffset Until, IReadOnlyList<Finding> Findings);

/// <summary>
/// Reads the new rows of a table or view with one COPY, which sees one state of it however long it takes. Names are quoted, values are parameters of the
/// transaction, and the transaction may only read.
/// </summary>
internal sealed class PostgresPull(PullRequest request, LogLimits? limits = null)
{
    /// <summary>Rows become visible when their transaction ends, and not in the order of their times: what is younger is left for the next pull, else an older row that shows up after it would be missed.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private readonly LogLimits limits = limits ?? new LogLimits();
    private readonly List<Finding> findings = [];

    private string Name => request.Table.ToString();

    /// <param name="file">Where the rows are written; it is there when this returns, also when there are none.</param>
    public async Task<PulledRows> To(string file, CancellationToken stop)
    {
        await using var connection = await Connect(stop);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
            await using (var only = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection)) await only.ExecuteNonQueryAsync(stop);
            var all = await Describe(connection, stop);
            var columns = Mapped(all);
            var (time, id) = Find(columns);
            var now = await Now(connection, stop);
            var until = request.Until is null ? now - Settling : request.Until < now ? request.Until.Value : now;
            var from = request.Since ?? request.Stored;
            if (id is null) RefuseRepeats();
            await Bind(connection, from, until, now, stop);
            await TellOfOthers(connection, time, stop);
            var rows = await Copy(connection, columns, Condition(time, id, from), time, id, file, stop);
            return new(rows, from, until, findings);
        }
        catch (PostgresException refusal)
        {
            throw Refused(refusal);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            throw new RuleViolation("PULL-LOST", $"The connection to the database on {PostgresAddress.Server(request.Address)} was lost while {Name} was read. Nothing was stored; pull again.");
        }
    }

    private async Task<NpgsqlConnection> Connect(CancellationToken stop)
    {
        var connection = new NpgsqlConnection(request.Address.ConnectionString);
        try
        {
            await connection.OpenAsync(stop);
            return connection;
        }
        catch (Exception problem)
        {
            await connection.DisposeAsync();
            if (problem is PostgresException refusal) throw Refused(refusal);
            if (!IsLost(problem)) throw;
            throw new RuleViolation("PULL-AWAY", $"The database on {PostgresAddress.Server(request.Address)} does not answer. Check host and port, and that it takes connections from here ({problem.InnerException?.GetType().Name ?? problem.GetType().Name}).");
        }
    }

    private static bool IsLost(Exception problem) => problem is NpgsqlException or IOException or SocketException or TimeoutException;

    /// <summary>The columns as the database itself describes them; domains come as what they are made of.</summary>
    private async Task<IReadOnlyList<PostgresColumn>> Describe(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"SELECT * FROM {request.Table.Sql} LIMIT 0", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => PostgresColumn.Of(reader.GetName(i), reader.GetPostgresType(i)))];
    }

    /// <summary>The columns that can be read. One that cannot is an error where the monitor names it; any other is left out and said.</summary>
    private IReadOnlyList<PostgresColumn> Mapped(IReadOnlyList<PostgresColumn> all)
    {
        var declared = LogLayout.Names(request.Columns);
        foreach (var column in all.Where(column => column.Holds is null))
        {
            findings.Add(declared.Contains(column.Name.Trim())
                ? Finding.Error(Place(column), "column-type", $"The column is of type {VisibleText.Bare(column.Type)}, which a log cannot hold. {column.Remedy}")
                : Finding.Warning(Place(column), "column-left-out", $"The column is of type {VisibleText.Bare(column.Type)}, which a log cannot hold, and was not read; no monitor names it. {column.Remedy}"));
        }
        List<PostgresColumn> mapped = [.. all.Where(column => column.Holds is not null)];
        // The file between cannot tell them apart, and which one is meant would be a guess.
        foreach (var alike in mapped.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Where(alike => alike.Count() > 1))
            findings.Add(Finding.Error(Name, "ambiguous-column", $"The columns {string.Join(" and ", alike.Select(column => VisibleText.Quoted(column.Name)))} differ only in case. Pull a view that renames one or leaves it out."));
        return mapped;
    }

    /// <summary>The columns of the time and of the id; a table without ids is read all the same.</summary>
    private (PostgresColumn Time, PostgresColumn? Id) Find(IReadOnlyList<PostgresColumn> columns)
    {
        var header = new LogHeader(Name, [.. columns.Select(column => column.Name)]);
        var found = new FindingList(limits.Findings);
        var (time, id) = (header.Find(request.Columns.Timestamp.Name, found), header.Find(request.Columns.PredictionId.Name, found));
        if (time < 0) header.Missing(request.Columns.Timestamp.Name, found);
        findings.AddRange(found.InOrder());
        if (time >= 0 && !columns[time].IsTime)
            findings.Add(Finding.Error(Place(columns[time]), "wrong-type", $"The column is of type {VisibleText.Bare(columns[time].Type)}, and new rows are found by their time. Pull a view that casts it to timestamptz."));
        if (findings.Any(finding => finding.Severity == Severity.Error)) throw new FindingsException(findings);
        return (columns[time], id < 0 ? null : columns[id]);
    }

    /// <summary>Without ids a row cannot be known again, so only what is newer than the log can be read.</summary>
    private void RefuseRepeats()
    {
        if (request.Since is { } since && since <= request.Stored)
            throw new RuleViolation("PULL-NO-IDS", $"{Name} has no column {VisibleText.Quoted(request.Columns.PredictionId.Name)}, so rows up to {Text(request.Stored.Value)}, which may be stored already, cannot be told from new ones. Leave out --since, or pull a view with ids.");
    }

    /// <summary>By the clock of the database. What has a later time is not read yet: it would move the border over rows that are still to come.</summary>
    private static async Task<DateTimeOffset> Now(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.now()", connection);
        return new((DateTime)(await command.ExecuteScalarAsync(stop))!, TimeSpan.Zero);
    }

    /// <summary>COPY takes no parameters. Values become settings of this transaction, as parameters, and SQL names the settings.</summary>
    private async Task Bind(NpgsqlConnection connection, DateTimeOffset? from, DateTimeOffset until, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.set_config('concord.' || name, value, true) FROM unnest($1, $2) AS settings(name, value)", connection);
        command.Parameters.Add(new() { Value = (string[])["since", "until", "stored", "now"] });
        command.Parameters.Add(new() { Value = (string[])[Text(from ?? until), Text(until), Text(request.Stored ?? until), Text(now)] });
        await command.ExecuteNonQueryAsync(stop);
    }

    private static string Setting(string name, PostgresColumn time) => $"pg_catalog.current_setting('concord.{name}')::{time.ComparedAs}";

    /// <summary>
    /// Rows at the border are read again, because more may have come at that very moment: an id tells which are stored. One without an id cannot be told, so it
    /// must be newer than all that is stored.
    /// </summary>
    private string Condition(PostgresColumn time, PostgresColumn? id, DateTimeOffset? from)
    {
        List<string> all = [$"{time.Sql} <= {Setting("until", time)}"];
        if (from is not null) all.Add($"{time.Sql} >= {Setting("since", time)}");
        if (request.Stored is not null) all.Add($"({(id is null ? "" : $"{id.Sql}::pg_catalog.text <> '' OR ")}{time.Sql} > {Setting("stored", time)})");
        return string.Join(" AND ", all);
    }

    /// <summary>Rows no pull would ever bring, or none before their time: nobody shall think they were read.</summary>
    private async Task TellOfOthers(NpgsqlConnection connection, PostgresColumn time, CancellationToken stop)
    {
        var table = request.Table.Sql;
        await using var command = new NpgsqlCommand($"SELECT (SELECT count(*) FROM {table} WHERE {time.Sql} > {Setting("now", time)}), (SELECT count(*) FROM {table} WHERE {time.Sql} IS NULL)", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        if (reader.GetInt64(0) is > 0 and var later)
            findings.Add(Finding.Warning(Place(time), "rows-later", FormattableString.Invariant($"{later:N0} rows have a time that has not come yet by the clock of the database and are read when it has. Check the clock and the zone of their sender: a time without a zone is read as UTC.")));
        if (reader.GetInt64(1) is > 0 and var untimed)
            findings.Add(Finding.Warning(Place(time), "rows-untimed", FormattableString.Invariant($"{untimed:N0} rows have no time, belong to no window, and are never read. Give them the time of their prediction.")));
    }

    private async Task<long> Copy(NpgsqlConnection connection, IReadOnlyList<PostgresColumn> columns, string condition, PostgresColumn time, PostgresColumn? id, string file, CancellationToken stop)
    {
        // In the order of their times rows are found again by their number, need not be sorted once more, and make the same file each time.
        var sql = $"COPY (SELECT {string.Join(", ", columns.Select(column => column.Sent))} FROM {request.Table.Sql} WHERE {condition} ORDER BY {time.Sql}{(id is null ? "" : ", " + id.Sql)}) TO STDOUT (FORMAT binary)";
        await using var copy = await connection.BeginRawBinaryCopyAsync(sql, stop);
        try
        {
            var rows = await Task.Run(() => PostgresRows.CopyTo(file, Name, columns, copy, limits, request.Progress, stop), CancellationToken.None);
            var bytes = new FileInfo(file).Length;
            return bytes <= limits.Bytes ? rows
                : throw new FindingsException([Finding.Error(Name, "too-many-bytes", FormattableString.Invariant($"The new rows take {bytes:N0} bytes; {limits.Bytes:N0} are taken at once. Pull them in parts: with --until up to a moment, then again."))]);
        }
        catch
        {
            await Abandon(copy);
            throw;
        }
    }

    /// <summary>Else all that is still to come would be waited for.</summary>
    private static async Task Abandon(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (Exception gone) when (IsLost(gone) || gone is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is gone, and the copy with it.
        }
    }

    private RuleViolation Refused(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName => new("PULL-TABLE", $"There is no table or view {Name} in the database on {PostgresAddress.Server(request.Address)}. Names are taken as they are written, also in upper and lower case."),
        PostgresErrorCodes.InsufficientPrivilege => new("PULL-DENIED", $"The account may not read {Name}. Give it USAGE on the schema and SELECT on the table; more is not needed."),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new("PULL-DENIED", $"The database on {PostgresAddress.Server(request.Address)} does not let this account in. Check Username and Password."),
        ['5', '7', 'P', ..] or ['0', '8', ..] => new("PULL-LOST", $"The database on {PostgresAddress.Server(request.Address)} ended the connection while {Name} was read. Nothing was stored; pull again."),
        _ => new("PULL-REFUSED", $"The database refused to read {Name} ({refusal.SqlState}): {VisibleText.Bare(refusal.MessageText, 300)}. Nothing was stored."),
    };

    private string Place(PostgresColumn column) => $"{Name}, column {VisibleText.Quoted(column.Name)}";

    /// <summary>As the database reads it under any setting; a column without a zone takes it without the zone, which is UTC.</summary>
    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture);
}
