using System.Text;
using Concord.Foundation;
using Microsoft.Data.Sqlite;

namespace Concord.Logs.Inbox;

/// <summary>Batches of one sender for one version that are sealed together: all of them with a number from–to.</summary>
internal sealed record InboxRange(Guid Version, Guid Person, string Via, long From, long To);

/// <summary>The connection that writes the inbox. Only the writer's thread uses it.</summary>
internal sealed class InboxWriter : IDisposable
{
    private const string SaveBatch = """
        INSERT INTO batch (version, identity, key, sha256, person, via, at, schema, rows, known, refused, bytes, first, last)
        VALUES ($version, $identity, $key, $sha256, $person, $via, $at, $schema, $rows, $known, $refused, $bytes, $first, $last) RETURNING id
        """;

    private readonly SqliteConnection connection;
    private readonly InboxLimits limits;
    private readonly SqliteCommand find, save, content;
    private readonly Dictionary<string, long> schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<long, LogSchema> maps = [];
    private (long Batch, byte[] Rows, LogSchema Schema)? lookedAt;
    private long dataVersion = -1;

    public InboxWriter(SqliteConnection connection, InboxLimits limits)
    {
        (this.connection, this.limits) = (connection, limits);
        Id = (string)InboxFile.Scalar(connection, "SELECT id FROM inbox")!;
        find = Prepared("SELECT id, sha256, rows, known, refused, first, last, segment FROM batch WHERE version = $version AND identity = $identity", "$version", "$identity");
        save = Prepared(SaveBatch, "$version", "$identity", "$key", "$sha256", "$person", "$via", "$at", "$schema", "$rows", "$known", "$refused", "$bytes", "$first", "$last");
        content = Prepared("INSERT INTO content VALUES ($batch, $rows)", "$batch", "$rows");
        Refresh(null);
    }

    /// <summary>Of this file, so that a range of another inbox is never taken for one of this.</summary>
    public string Id { get; }

    public InboxIndex Index { get; } = new();

    /// <summary>Writes batches in one transaction. An answer is an <see cref="InboxAnswer"/>, or the exception of a batch that is refused.</summary>
    public IReadOnlyList<object> Add(IReadOnlyList<InboxBatch> batches, Func<RuleViolation> full)
    {
        var answers = new List<object>(batches.Count);
        using var transaction = connection.BeginTransaction(deferred: false);
        Refresh(transaction);
        foreach (var batch in batches)
        {
            try
            {
                answers.Add(Known(batch, transaction) ?? (Index.Rows >= limits.Rows || Index.Bytes >= limits.Bytes ? throw full() : Save(batch, transaction)));
            }
            catch (Exception refused) when (refused is RuleViolation or FindingsException)
            {
                answers.Add(refused);
            }
        }
        transaction.Commit();
        return answers;
    }

    /// <summary>What waits for one version, by sender, each with the range of its numbers.</summary>
    public IReadOnlyList<InboxRange> Senders(Guid version)
    {
        using var command = InboxFile.Command(connection, "SELECT person, via, min(id), max(id) FROM batch WHERE segment IS NULL AND version = $version GROUP BY person, via ORDER BY 3", null, ("$version", version.ToByteArray()));
        using var reader = command.ExecuteReader();
        var senders = new List<InboxRange>();
        while (reader.Read()) senders.Add(new(version, new Guid(reader.GetFieldValue<byte[]>(0)), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)));
        return senders;
    }

    /// <summary>The batch known by a key or by its bytes; null when none is.</summary>
    public InboxAnswer? Find(Guid version, byte[] identity)
    {
        (find.Transaction, find.Parameters[0].Value, find.Parameters[1].Value) = (null, version.ToByteArray(), identity);
        using var reader = find.ExecuteReader();
        return reader.Read() ? AnswerOf(reader) : null;
    }

    /// <summary>The rows of a range are in a segment now, or were there before. Their batches stay known for some days.</summary>
    public int Drop(InboxRange range, string segment, long now)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Refresh(transaction);
        var gone = new List<long>();
        using (var which = InboxFile.Command(connection, "SELECT id FROM batch WHERE segment IS NULL AND version = $version AND person = $person AND via = $via AND id BETWEEN $from AND $to", transaction, Values(range)))
        using (var reader = which.ExecuteReader())
        {
            while (reader.Read()) gone.Add(reader.GetInt64(0));
        }
        using (var dropped = InboxFile.Command(connection, "DELETE FROM content WHERE batch IN (SELECT id FROM batch WHERE segment IS NULL AND version = $version AND person = $person AND via = $via AND id BETWEEN $from AND $to)", transaction, Values(range)))
            dropped.ExecuteNonQuery();
        using (var batch = InboxFile.Command(connection, "UPDATE batch SET segment = $segment WHERE segment IS NULL AND version = $version AND person = $person AND via = $via AND id BETWEEN $from AND $to", transaction, [.. Values(range), ("$segment", segment)]))
            batch.ExecuteNonQuery();
        using (var old = InboxFile.Command(connection, "DELETE FROM batch WHERE id IN (SELECT id FROM batch ORDER BY id LIMIT 100000) AND segment IS NOT NULL AND at < $before", transaction, ("$before", now - (limits.Known.Ticks / TimeSpan.TicksPerMicrosecond))))
            old.ExecuteNonQuery();
        transaction.Commit();
        foreach (var id in gone) Index.Remove(range.Version, id);
        return gone.Count;
    }

    public void Dispose()
    {
        foreach (var command in new[] { find, save, content }) command.Dispose();
        connection.Dispose();
    }

    private static (string, object?)[] Values(InboxRange range) => [("$version", range.Version.ToByteArray()), ("$person", range.Person.ToByteArray()), ("$via", range.Via), ("$from", range.From), ("$to", range.To)];

    private InboxAnswer? Known(InboxBatch batch, SqliteTransaction transaction)
    {
        (find.Transaction, find.Parameters[0].Value, find.Parameters[1].Value) = (transaction, batch.Version.ToByteArray(), batch.Identity);
        using var reader = find.ExecuteReader();
        if (!reader.Read()) return null;
        return reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(batch.Sha256) ? AnswerOf(reader) : throw new RuleViolation("BATCH-KEY-REUSED", $"The key {batch.Key} stands for another batch. Use a new key for new rows.");
    }

    private static InboxAnswer AnswerOf(SqliteDataReader reader) => new(true, Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetInt64(5), reader.IsDBNull(6) ? null : reader.GetInt64(6), reader.IsDBNull(7) ? null : reader.GetString(7));

    private InboxAnswer Save(InboxBatch batch, SqliteTransaction transaction)
    {
        var (rows, schema) = (batch.Content.Rows, batch.Content.Schema);
        var known = KnownPlaces(batch, transaction);
        if (known.Count > 0) rows = InboxRows.Without(rows, known, schema);
        var knownRows = known.Count + batch.Content.Repeated;
        long? first = rows.First == long.MaxValue ? null : rows.First, last = rows.First == long.MaxValue ? null : rows.Last;
        object?[] values = [batch.Version.ToByteArray(), batch.Identity, batch.Key, batch.Sha256, batch.Person.ToByteArray(), batch.Via, batch.At, SchemaId(schema, transaction), rows.Count, knownRows, batch.Content.Refused, rows.Bytes.Length, first, last];
        save.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) save.Parameters[i].Value = values[i] ?? DBNull.Value;
        var id = (long)save.ExecuteScalar()!;
        (content.Transaction, content.Parameters[0].Value, content.Parameters[1].Value) = (transaction, id, rows.Bytes.ToArray());
        content.ExecuteNonQuery();
        Index.Add(id, batch.Version, rows.Count, rows.Bytes.Length, batch.At, rows.Predictions);
        return new(false, Convert.ToHexStringLower(batch.Sha256), rows.Count, knownRows, batch.Content.Refused, first, last, null);
    }

    /// <summary>The rows of the batch that wait here already with the same content; one with other content refuses the batch.</summary>
    private HashSet<int> KnownPlaces(InboxBatch batch, SqliteTransaction transaction)
    {
        HashSet<int> same = [];
        List<Finding> changed = [];
        foreach (var (id, place) in batch.Content.Rows.Predictions)
        {
            if (Index.Find(batch.Version, id) is not { } there || Content(there.Batch, transaction) is not { } other) continue;
            var row = InboxRows.RowAt(batch.Content.Rows.Bytes.Span, place);
            if (InboxRowReader.Same(row, batch.Content.Schema, InboxRows.RowAt(other.Rows, there.Place), other.Schema)) same.Add(place);
            else changed.Add(LogConflicts.Changed(PredictionId(row, batch.Content.Schema)));
        }
        return changed.Count == 0 ? same : throw new FindingsException(changed);
    }

    private static string PredictionId(ReadOnlySpan<byte> row, LogSchema schema)
    {
        var reader = new InboxRowReader(row, schema).Skip(schema.Columns.ToList().FindIndex(column => column.Kind == LogColumnKind.PredictionId));
        return reader.Next(out var id) ? Encoding.UTF8.GetString(id) : "";
    }

    private (byte[] Rows, LogSchema Schema)? Content(long batch, SqliteTransaction? transaction)
    {
        if (lookedAt?.Batch != batch)
        {
            using var command = InboxFile.Command(connection, "SELECT content.rows, batch.schema FROM content JOIN batch ON batch.id = content.batch WHERE content.batch = $batch", transaction, ("$batch", batch));
            using var reader = command.ExecuteReader();
            if (!reader.Read()) return null;
            lookedAt = (batch, reader.GetFieldValue<byte[]>(0), SchemaOf(reader.GetInt64(1), transaction));
        }
        return (lookedAt.Value.Rows, lookedAt.Value.Schema);
    }

    private long SchemaId(LogSchema schema, SqliteTransaction transaction)
    {
        var map = schema.ToJson();
        if (schemas.TryGetValue(map, out var known)) return known;
        using (var insert = InboxFile.Command(connection, "INSERT OR IGNORE INTO schema (map) VALUES ($map)", transaction, ("$map", map))) insert.ExecuteNonQuery();
        using var command = InboxFile.Command(connection, "SELECT id FROM schema WHERE map = $map", transaction, ("$map", map));
        if (schemas.Count > 1_000) schemas.Clear();
        return schemas[map] = (long)command.ExecuteScalar()!;
    }

    private LogSchema SchemaOf(long id, SqliteTransaction? transaction)
    {
        if (maps.TryGetValue(id, out var known)) return known;
        using var command = InboxFile.Command(connection, "SELECT map FROM schema WHERE id = $id", transaction, ("$id", id));
        if (maps.Count > 1_000) maps.Clear();
        return maps[id] = LogSchema.FromJson((string)command.ExecuteScalar()!);
    }

    /// <summary>Takes in what other processes wrote since; where nobody else wrote, it costs one question.</summary>
    private void Refresh(SqliteTransaction? transaction)
    {
        var version = (long)InboxFile.Scalar(connection, "PRAGMA data_version", transaction)!;
        if (version == dataVersion) return;
        dataVersion = version;
        lookedAt = null;
        using (var sealedElsewhere = Prepared("SELECT 1 FROM content WHERE batch = $batch", "$batch"))
        {
            sealedElsewhere.Transaction = transaction;
            foreach (var (of, batch) in Index.Batches)
            {
                sealedElsewhere.Parameters[0].Value = batch;
                if (sealedElsewhere.ExecuteScalar() is null) Index.Remove(of, batch);
            }
        }
        using var command = InboxFile.Command(connection, "SELECT batch.id, batch.version, batch.rows, batch.at, batch.schema, content.rows FROM batch JOIN content ON content.batch = batch.id WHERE batch.id > $newest ORDER BY batch.id", transaction, ("$newest", Index.Newest));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var rows = reader.GetFieldValue<byte[]>(5);
            Index.Add(reader.GetInt64(0), new Guid(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(2), rows.Length, reader.GetInt64(3), Predictions(rows, SchemaOf(reader.GetInt64(4), transaction)));
        }
    }

    private static List<(UInt128 Id, int Place)> Predictions(byte[] rows, LogSchema schema)
    {
        List<(UInt128, int)> found = [];
        var column = schema.Columns.ToList().FindIndex(known => known.Kind == LogColumnKind.PredictionId);
        if (column < 0) return found;
        for (var place = 0; place < rows.Length; place += sizeof(int) + InboxRows.RowAt(rows, place).Length)
        {
            if (new InboxRowReader(InboxRows.RowAt(rows, place), schema).Skip(column).Next(out var id)) found.Add((InboxRows.HashOf(id), place));
        }
        return found;
    }

    private SqliteCommand Prepared(string sql, params string[] names)
    {
        var command = InboxFile.Command(connection, sql, null);
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }
}
