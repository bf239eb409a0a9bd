using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>What a batch of labels has in common with what is stored.</summary>
/// <param name="New">Labels that were not known: what is to be stored.</param>
/// <param name="Known">Labels that are stored already, with the predictions or as labels that came late.</param>
/// <param name="Unknown">Labels of predictions nobody handed in.</param>
/// <param name="Changed">Labels of predictions that have another label, or the same at another time; a stored label is never overwritten.</param>
/// <param name="Early">New labels that are dated before their prediction.</param>
/// <param name="First">The earliest prediction that gets a label.</param>
internal sealed record LabelMatch(long New, long Known, LabelIds Unknown, LabelIds Changed, LabelIds Early, DateTimeOffset? First, DateTimeOffset? Last);

/// <param name="Some">The first prediction ids of them.</param>
internal sealed record LabelIds(long Count, IReadOnlyList<string> Some);

/// <summary>
/// Labels that came after their predictions, as immutable files: prediction id, the prediction's own time (so that the windows they touch are known without
/// the rows), label, and when it became known.
/// </summary>
internal static class LabelFiles
{
    public const string Label = "y";
    public const string Time = "yt";

    private const int IdsShown = 20;

    /// <summary>The name map of every file of labels.</summary>
    public static LogSchema Schema(LogColumns columns) => new(LogSchema.CurrentVersion,
    [
        new("id", columns.PredictionId.Name, LogColumnKind.PredictionId), new("t", columns.Timestamp.Name, LogColumnKind.Timestamp),
        new(Label, columns.Label.Name, LogColumnKind.Label), new(Time, columns.LabelTimestamp.Name, LogColumnKind.LabelTimestamp),
    ]);

    /// <summary>Compares a staged batch of labels with everything stored and writes what is new, in order of the predictions.</summary>
    /// <param name="rows">Files of predictions, with prediction ids.</param>
    /// <param name="labels">Files of labels that came late.</param>
    /// <param name="target">Written in any case; a file without rows when nothing is new.</param>
    /// <param name="spill">A folder for what does not fit into memory.</param>
    public static LabelMatch Match(string batch, IReadOnlyList<string> rows, IReadOnlyList<string> labels, string target, string spill)
    {
        using var duck = DuckDbSession.Open([batch, target, .. rows, .. labels], spill: Path.GetFullPath(spill), spillMebibytes: 16_384);
        // A file of rows need not have times or labels; the empty table lends it the columns.
        const string Nothing = "SELECT NULL::VARCHAR AS id, NULL::TIMESTAMP AS t, NULL::TINYINT AS y, NULL::TIMESTAMP AS yt WHERE false";
        string Stored(IReadOnlyList<string> files) => files.Count == 0 ? $"({Nothing})" : $"(SELECT id, t, y, yt FROM (SELECT * FROM {DuckDbSession.Rows(files)} UNION ALL BY NAME {Nothing}) WHERE id IS NOT NULL)";
        duck.Execute($"""
            CREATE TEMP TABLE compared AS
            SELECT batch.id, stored.t, batch.y, batch.yt,
                CASE WHEN stored.id IS NULL THEN 'unknown'
                     WHEN coalesce(stored.y, late.y) IS NULL THEN 'new'
                     WHEN coalesce(stored.y, late.y) <> batch.y OR coalesce(stored.yt, late.yt) <> batch.yt THEN 'changed'
                     ELSE 'known' END AS state
            FROM (SELECT id, y, yt FROM (SELECT * FROM {DuckDbSession.Rows([batch])} UNION ALL BY NAME {Nothing})) batch
            LEFT JOIN {Stored(rows)} stored ON batch.id = stored.id
            LEFT JOIN {Stored(labels)} late ON batch.id = late.id
            """);
        duck.Execute($"""
            COPY (SELECT id, t, y, yt FROM compared WHERE state = 'new' ORDER BY t, id) TO {DuckDbSession.Quoted(Path.GetFullPath(target))} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)
            """);
        var (first, last) = Span(duck);
        return new(Count(duck, "state = 'new'"), Count(duck, "state = 'known'"), Ids(duck, "state = 'unknown'"), Ids(duck, "state = 'changed'"), Ids(duck, "state = 'new' AND yt < t"), first, last);
    }

    private static (DateTimeOffset? First, DateTimeOffset? Last) Span(DuckDbSession duck)
    {
        using var reader = Query(duck, "SELECT epoch_us(min(t)), epoch_us(max(t)) FROM compared WHERE state = 'new'");
        reader.Read();
        DateTimeOffset? At(int place) => reader.IsDBNull(place) ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(reader.GetInt64(place));
        return (At(0), At(1));
    }

    private static LabelIds Ids(DuckDbSession duck, string which)
    {
        var count = Count(duck, which);
        if (count == 0) return new(0, []);
        var some = new List<string>();
        using var reader = Query(duck, string.Create(CultureInfo.InvariantCulture, $"SELECT id FROM compared WHERE {which} ORDER BY id LIMIT {IdsShown}"));
        while (reader.Read()) some.Add(reader.GetString(0));
        return new(count, some);
    }

    private static long Count(DuckDbSession duck, string which)
    {
        using var reader = Query(duck, $"SELECT count(*) FROM compared WHERE {which}");
        reader.Read();
        return reader.GetInt64(0);
    }

    private static DuckDBDataReader Query(DuckDbSession duck, string question)
    {
        using var command = duck.Connection.CreateCommand();
        command.CommandText = question;
        return command.ExecuteReader();
    }
}
