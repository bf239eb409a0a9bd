using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>Predictions that stand in a batch more than once. The first stays; a repetition with the same content is left out, one with other content is refused.</summary>
internal sealed class LogRepeats(LogTable table, IReadOnlyList<string> files, LogLimits limits, FindingList findings)
{
    /// <summary>The repetitions with the same content by the hour of their time; null where rows have no id or no time.</summary>
    public IReadOnlyList<RepeatedHour>? At { get; private set; } = table.Schema.Has(LogColumnKind.PredictionId) && table.Schema.Has(LogColumnKind.Timestamp) ? [] : null;

    /// <summary>A prediction stands in the batch more than once.</summary>
    public bool Any { get; private set; }

    /// <summary>Takes repetitions out of the table and returns how many had the same content.</summary>
    public long Remove(Action<long, string> refuse)
    {
        string? id = table.Schema.Of(LogColumnKind.PredictionId).FirstOrDefault()?.Name;
        if (id is null)
            return 0;
        string? time = table.Schema.Of(LogColumnKind.Timestamp).FirstOrDefault()?.Name;
        if (!AnyHashTwice(id))
            return 0;
        table.Change();
        table.Session.Execute($"CREATE TEMP TABLE doubled AS SELECT {id} AS id, min({LogTable.Key}) AS first FROM {LogTable.Name} WHERE {id} IS NOT NULL GROUP BY 1 HAVING count(*) > 1");
        Any = table.Scalar("SELECT count(*) FROM doubled") > 0;
        if (!Any)
            return 0;
        table.Session.Execute($"""
            CREATE TEMP TABLE repeated AS
            SELECT later.{LogTable.Key} AS k, doubled.first AS first, doubled.id AS id, {Same(_ => true)} AS same, {Same(IsNoLabel)} AS relabelled
            FROM doubled
            JOIN {LogTable.Name} AS earlier ON earlier.{LogTable.Key} = doubled.first
            JOIN {LogTable.Name} AS later ON later.{id} = doubled.id AND later.{LogTable.Key} <> doubled.first
            """);
        long same = NoteSame();
        if (time is not null)
            At = Hours(time);
        RefuseDifferent(refuse);
        table.Session.Execute($"DELETE FROM {LogTable.Name} WHERE {LogTable.Key} IN (SELECT k FROM repeated)");
        return same;
    }

    /// <summary>Whether two ids may be the same.</summary>
    private bool AnyHashTwice(string id)
    {
        long parts = (table.Scalar($"SELECT count({id}) FROM {LogTable.Name}") / limits.IdsAtOnce) + 1;
        for (long part = 0; part < parts; part++)
        {
            string some = parts == 1 ? "true" : string.Create(CultureInfo.InvariantCulture, $"h % {parts} = {part}");
            if (table.Scalar($"SELECT count(*) FROM (SELECT hash({id}) AS h FROM {LogTable.Name} WHERE {id} IS NOT NULL AND {some} GROUP BY h HAVING count(*) > 1)") > 0)
                return true;
        }
        return false;
    }

    private List<RepeatedHour> Hours(string time)
    {
        List<RepeatedHour> hours = [];
        using DuckDBDataReader reader = table.Query($"SELECT date_trunc('hour', later.{time}) AS hour, count(*) FROM repeated JOIN {LogTable.Name} AS later ON later.{LogTable.Key} = repeated.k WHERE same AND later.{time} IS NOT NULL GROUP BY 1 ORDER BY 1");
        while (reader.Read())
            hours.Add(new(new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(0), DateTimeKind.Utc)), reader.GetInt64(1)));
        return hours;
    }

    public static string Same(string id, string first) => $"Prediction {VisibleText.Quoted(id)} stands in {first} already, with the same content. It is taken once.";

    public static string Relabelled(string id, string first) => $"Prediction {VisibleText.Quoted(id)} stands in {first} with another label or label time. Send each prediction once, with its final label.";

    public static string Different(string id, string first) => $"Prediction {VisibleText.Quoted(id)} stands in {first} with other values. Find out which is right, and give each prediction its own id.";

    private static bool IsNoLabel(LogColumn column) => column.Kind is not (LogColumnKind.Label or LogColumnKind.LabelTimestamp);

    private string Same(Func<LogColumn, bool> counts) =>
        DuckDbSession.Joined(" AND ", [.. table.Schema.Columns.Where(counts).Select(column => $"later.{column.Name} IS NOT DISTINCT FROM earlier.{column.Name}")]);

    private long NoteSame()
    {
        long same = table.Scalar("SELECT count(*) FROM repeated WHERE same");
        if (same > RowNotes.Few)
        {
            List<long> keys = [];
            using DuckDBDataReader all = table.Query($"SELECT k FROM repeated WHERE same ORDER BY k LIMIT {RowNotes.Few.ToString(CultureInfo.InvariantCulture)}");
            while (all.Read())
                keys.Add(all.GetInt64(0));
            RowNotes.Add(findings, files, null, "repeated-row", "The prediction stands in the batch already, with the same content. It is taken once.", keys, same);
            return same;
        }
        using DuckDBDataReader reader = table.Query("SELECT k, first, id FROM repeated WHERE same ORDER BY k");
        while (reader.Read())
        {
            findings.Warning(files[LogRowKey.File(reader.GetInt64(0))], "repeated-row",
                Same(reader.GetString(2), Place(reader.GetInt64(0), reader.GetInt64(1))),
                LogRowKey.Row(reader.GetInt64(0)));
        }
        return same;
    }

    private void RefuseDifferent(Action<long, string> refuse)
    {
        List<(long Key, string Code, string Message)> refused = [];
        using (DuckDBDataReader reader = table.Query("SELECT k, first, id, relabelled FROM repeated WHERE NOT same ORDER BY k"))
        {
            while (reader.Read())
            {
                (long key, string id, string first) = (reader.GetInt64(0), reader.GetString(2), Place(reader.GetInt64(0), reader.GetInt64(1)));
                refused.Add(reader.GetBoolean(3)
                    ? (key, "changed-label", Relabelled(id, first))
                    : (key, "conflicting-prediction", Different(id, first)));
            }
        }
        foreach ((long key, string code, string message) in refused)
        {
            findings.Error(files[LogRowKey.File(key)], code, message, LogRowKey.Row(key));
            refuse(key, message);
        }
    }

    private string Place(long key, long first) =>
        LogRowKey.File(key) == LogRowKey.File(first)
            ? $"row {LogRowKey.Row(first).ToString(CultureInfo.InvariantCulture)}"
            : $"row {LogRowKey.Row(first).ToString(CultureInfo.InvariantCulture)} of {files[LogRowKey.File(first)]}";
}
