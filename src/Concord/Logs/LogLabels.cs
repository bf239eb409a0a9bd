using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>Turns labels that are words into 0 and 1, once all rows are in: the word that is not the positive one must be one word.</summary>
internal sealed class LogLabels(LogTable table, LabelRule rule, IReadOnlyList<string> files, FindingList findings)
{
    public void Resolve(Action<long, string> refuse)
    {
        LogColumn? label = table.Schema.Of(LogColumnKind.Label).FirstOrDefault();
        if (rule.IsBinary || label is null)
            return;
        table.Change();
        Dictionary<string, long> words = [];
        using (DuckDBDataReader reader = table.Query($"SELECT {label.Name}, count(*) FROM {LogTable.Name} WHERE {label.Name} IS NOT NULL GROUP BY 1"))
        {
            while (reader.Read())
                words[reader.GetString(0)] = reader.GetInt64(1);
        }
        string? negative = words.Where(word => word.Key != rule.Positive).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Select(word => word.Key).FirstOrDefault();
        if (negative is not null && !words.ContainsKey(rule.Positive))
            PositiveIsAbsent(label, words);
        if (words.Keys.Count(word => word != rule.Positive) > 1)
            RefuseOthers(label, negative!, refuse);

        using DuckDBCommand command = table.Session.Connection.CreateCommand();
        command.CommandText = $"UPDATE {LogTable.Name} SET {label.Name} = CASE WHEN {label.Name} = $1 THEN '1' ELSE '0' END WHERE {label.Name} IS NOT NULL";
        command.Parameters.Add(new DuckDBParameter(rule.Positive));
        command.ExecuteNonQuery();
        table.MakeFlags(label);
    }

    private void PositiveIsAbsent(LogColumn label, Dictionary<string, long> words)
    {
        string place = $"{files[0]}, column {VisibleText.Quoted(label.Source)}";
        string found = string.Join(", ", words.Keys.Order(StringComparer.Ordinal).Take(5).Select(word => VisibleText.Quoted(word)));
        if (words.Keys.All(word => word is "0" or "1"))
            findings.Error(place, "positive-label-absent", $"The positive label {VisibleText.Quoted(rule.Positive)} never occurs; the labels are {found}. Say in the definition which of them is positive.");
        else
            findings.Warning(place, "positive-label-absent", $"The positive label {VisibleText.Quoted(rule.Positive)} never occurs; found {found}. All labels count as 0.");
    }

    private void RefuseOthers(LogColumn label, string negative, Action<long, string> refuse)
    {
        List<(long Key, string Word)> others = [];
        using (DuckDBCommand command = table.Session.Connection.CreateCommand())
        {
            command.CommandText = $"SELECT {LogTable.Key}, {label.Name} FROM {LogTable.Name} WHERE {label.Name} IS NOT NULL AND {label.Name} <> $1 AND {label.Name} <> $2 ORDER BY 1";
            command.Parameters.Add(new DuckDBParameter(rule.Positive));
            command.Parameters.Add(new DuckDBParameter(negative));
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
                others.Add((reader.GetInt64(0), reader.GetString(1)));
        }
        foreach ((long key, string word) in others)
        {
            string message = $"{VisibleText.Quoted(word)} is neither the positive label {VisibleText.Quoted(rule.Positive)} nor {VisibleText.Quoted(negative)}. A label must be one of two.";
            findings.Error(RowNotes.Place(files, key, label.Source), "label-unknown", message, LogRowKey.Row(key));
            refuse(key, message);
        }
        foreach (long[] part in others.Select(other => other.Key).Chunk(1000))
            table.Session.Execute($"DELETE FROM {LogTable.Name} WHERE {LogTable.Key} IN ({string.Join(", ", part.Select(key => key.ToString(CultureInfo.InvariantCulture)))})");
    }
}
