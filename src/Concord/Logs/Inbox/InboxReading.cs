using Concord.Storage;
using Microsoft.Data.Sqlite;

namespace Concord.Logs.Inbox;

/// <summary>What is told of one batch when it is sealed.</summary>
/// <param name="At">Microseconds since 1970.</param>
internal sealed record InboxLine(long Batch, string? Key, string Sha256, long Rows, long Known, long Refused, long? First, long? Last, long At, long Schema);

/// <summary>Reads batches that wait, on a connection of its own: the writer goes on meanwhile.</summary>
internal sealed class InboxReading : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<long, LogSchema> schemas = [];

    public InboxReading(DataLocation data) => connection = InboxFile.OpenForReading(data.Absolute(InboxFile.Name));

    /// <summary>The batches of a range in their order, up to so many rows.</summary>
    public List<InboxLine> Lines(InboxRange range, long mostRows)
    {
        using var command = InboxFile.Command(connection, """
            SELECT id, key, sha256, rows, known, refused, first, last, at, schema FROM batch
            WHERE segment IS NULL AND version = $version AND person = $person AND via = $via AND id BETWEEN $from AND $to ORDER BY id
            """, null, ("$version", range.Version.ToByteArray()), ("$person", range.Person.ToByteArray()), ("$via", range.Via), ("$from", range.From), ("$to", range.To));
        using var reader = command.ExecuteReader();
        var lines = new List<InboxLine>();
        for (var rows = 0L; (lines.Count == 0 || rows < mostRows) && reader.Read(); rows += lines[^1].Rows)
        {
            lines.Add(new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(2)), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetInt64(6), reader.IsDBNull(7) ? null : reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9)));
        }
        return lines;
    }

    public LogSchema Schema(long id)
    {
        if (schemas.TryGetValue(id, out var known)) return known;
        using var command = InboxFile.Command(connection, "SELECT map FROM schema WHERE id = $id", null, ("$id", id));
        return schemas[id] = LogSchema.FromJson((string)command.ExecuteScalar()!);
    }

    /// <summary>The rows of batches, one batch at a time.</summary>
    public IEnumerable<InboxPart> Parts(IEnumerable<InboxLine> lines)
    {
        using var command = InboxFile.Command(connection, "SELECT rows FROM content WHERE batch = $batch", null, ("$batch", 0L));
        foreach (var line in lines)
        {
            command.Parameters[0].Value = line.Batch;
            yield return new(Schema(line.Schema), command.ExecuteScalar() as byte[] ?? throw new InboxMoved());
        }
    }

    public void Dispose() => connection.Dispose();
}

/// <summary>Another process sealed these batches meanwhile.</summary>
internal sealed class InboxMoved : Exception;
