using System.Globalization;
using System.Security.Cryptography;

namespace Concord.Logs;

/// <summary>What a batch has in common with what is already stored.</summary>
/// <param name="Known">Predictions stored before with the same content.</param>
/// <param name="Different">Predictions stored before with another content; a stored prediction is never overwritten.</param>
/// <param name="DifferentIds">The first of those.</param>
internal sealed record KnownRows(long Known, long Different, IReadOnlyList<string> DifferentIds);

/// <summary>Staged logs as immutable files of a data folder: compared, thinned out, put in place so that a power cut leaves all or nothing.</summary>
internal static class SegmentFiles
{
    private const int IdsShown = 20;

    /// <summary>Compares by prediction id, over all columns with a meaning. A log without prediction ids has nothing in common.</summary>
    public static KnownRows Compare(string batch, LogSchema schema, IReadOnlyList<string> segments)
    {
        if (segments.Count == 0 || !schema.Has(LogColumnKind.PredictionId)) return new(0, 0, []);
        using var duck = DuckDbSession.Open([batch, .. segments]);
        using var command = duck.Connection.CreateCommand();

        var (batchRows, storedRows) = (DuckDbSession.Rows([batch]), DuckDbSession.Rows(segments));

        // Most batches are new altogether, which the ids alone tell.
        command.CommandText = $"SELECT count(*) FROM {batchRows} batch SEMI JOIN {storedRows} stored ON batch.id = stored.id";
        if (Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 0) return new(0, 0, []);
        var known = SharedColumns(duck, schema, segments);
        var same = DuckDbSession.Joined(" AND ", [.. known.Select(name => $"batch.{name} IS NOT DISTINCT FROM stored.{name}")]);
        command.CommandText = $"""
            SELECT count(*) FILTER ({same}), count(*) FILTER (NOT ({same})), list(batch.id ORDER BY batch.id) FILTER (NOT ({same}))
            FROM {batchRows} batch JOIN {storedRows} stored ON batch.id = stored.id
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        var ids = reader.IsDBNull(2) ? [] : ((IEnumerable<string>)reader.GetValue(2)).Take(IdsShown).ToList();
        return new(reader.GetInt64(0), reader.GetInt64(1), ids);
    }

    /// <summary>Between which times the rows of a file lie; null where it has none, or no times.</summary>
    public static (DateTimeOffset? First, DateTimeOffset? Last) Span(string file, LogSchema schema)
    {
        if (!schema.Has(LogColumnKind.Timestamp)) return (null, null);
        using var duck = DuckDbSession.Open([file]);
        using var command = duck.Connection.CreateCommand();
        command.CommandText = $"SELECT min(t), max(t) FROM {DuckDbSession.Rows([file])}";
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? (new DateTimeOffset(reader.GetDateTime(0), TimeSpan.Zero), new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero)) : (null, null);
    }

    /// <summary>Writes the rows of the batch whose prediction is not stored yet.</summary>
    /// <returns>How many rows remain.</returns>
    public static long WriteUnknown(string batch, IReadOnlyList<string> segments, string target)
    {
        using var duck = DuckDbSession.Open([batch, target, .. segments]);
        duck.Execute($"""
            COPY (SELECT batch.* FROM {DuckDbSession.Rows([batch])} batch ANTI JOIN {DuckDbSession.Rows(segments)} stored ON batch.id = stored.id ORDER BY t)
            TO {DuckDbSession.Quoted(target)} (FORMAT parquet, COMPRESSION zstd)
            """);
        return Count(duck, target);
    }

    /// <summary>Writes the rows of the batch whose prediction is stored with other content, and in the column <c>why</c> which columns differ.</summary>
    public static void WriteDifferent(string batch, LogSchema schema, IReadOnlyList<string> segments, string target)
    {
        using var duck = DuckDbSession.Open([batch, target, .. segments]);
        var shared = SharedColumns(duck, schema, segments);
        var same = DuckDbSession.Joined(" AND ", [.. shared.Select(name => $"batch.{name} IS NOT DISTINCT FROM stored.{name}")]);
        var why = string.Join(", ", shared.Select(name => $"CASE WHEN batch.{name} IS DISTINCT FROM stored.{name} THEN '{name}' END"));
        duck.Execute($"""
            COPY (SELECT batch.*, concat_ws(',', {why}) AS why FROM {DuckDbSession.Rows([batch])} batch JOIN {DuckDbSession.Rows(segments)} stored ON batch.id = stored.id WHERE NOT ({same}) ORDER BY batch.id)
            TO {DuckDbSession.Quoted(target)} (FORMAT parquet, COMPRESSION zstd)
            """);
    }

    /// <summary>The first rows that were set aside: which prediction, and the generated names of the columns that differ.</summary>
    public static IReadOnlyList<(string Prediction, string Why)> SetAside(string file, int most)
    {
        using var duck = DuckDbSession.Open([file], memoryMebibytes: 256, threads: 1);
        using var command = duck.Connection.CreateCommand();
        command.CommandText = $"SELECT id, why FROM {DuckDbSession.Rows([file])} LIMIT {most.ToString(CultureInfo.InvariantCulture)}";
        using var reader = command.ExecuteReader();
        List<(string, string)> rows = [];
        while (reader.Read()) rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    /// <summary>Where a segment lies below the data folder, without an ending. A version label is text of a person; in a path only harmless characters of it remain.</summary>
    public static string PlaceOf(string model, string version, DateTimeOffset? first, DateTimeOffset? last, int number)
    {
        var day = first is { } from ? from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "undated";
        return Path.Combine("logs", FolderName(model), FolderName(version), $"date={day}", $"{first:yyyyMMdd'T'HHmmss}-{last:yyyyMMdd'T'HHmmss}-{number:0000}-{Guid.CreateVersion7():N}");
    }

    /// <summary>Where a file of labels lies below the data folder.</summary>
    /// <param name="first">The time of the earliest prediction that gets one.</param>
    public static string PlaceOfLabels(string model, string version, DateTimeOffset? first, int number) =>
        Path.Combine("logs", FolderName(model), FolderName(version), $"labels={(first is { } from ? from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "undated")}", string.Create(CultureInfo.InvariantCulture, $"{number:0000}-{Guid.CreateVersion7():N}.parquet"));

    private static string FolderName(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));

    /// <summary>Makes the file durable and moves it to its place: fsync of the file, rename, fsync of the folder.</summary>
    public static string Seal(string staged, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using (var file = new FileStream(staged, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            file.Flush(flushToDisk: true);
        File.Move(staged, target, overwrite: false);
        DurableFolder.Flush(Path.GetDirectoryName(target)!);
        return Sha256(target);
    }

    public static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static long Count(DuckDbSession duck, string file)
    {
        using var command = duck.Connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {DuckDbSession.Rows([file])}";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Columns with a meaning that both sides have. All other columns of a file are kept, but do not decide whether a row is the same.</summary>
    private static List<string> SharedColumns(DuckDbSession duck, LogSchema schema, IReadOnlyList<string> segments)
    {
        using var command = duck.Connection.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM {DuckDbSession.Rows(segments)}";
        using var reader = command.ExecuteReader();
        var stored = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) stored.Add(reader.GetString(0));
        return [.. schema.Columns.Where(column => column.Kind != LogColumnKind.Other && stored.Contains(column.Name)).Select(column => column.Name)];
    }
}
