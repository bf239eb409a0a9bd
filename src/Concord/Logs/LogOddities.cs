using System.Globalization;
using System.Text;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>What is allowed in a log and still worth a look: a warning each, never a refusal.</summary>
internal sealed class LogOddities(LogTable table, LogColumns columns, LogPurpose purpose, DateTime latest, IReadOnlyList<string> files, FindingList findings, ColumnSights sights)
{
    private const int MostLevels = 2_000;
    private const int CountsAtOnce = 200;

    /// <summary>Models or versions that do not belong, named one by one; beyond them they are counted.</summary>
    private const int MostForeign = 10;

    private readonly List<Oddity> _oddities = [];

    public void Report(IReadOnlyList<long> shifted, long shiftedCount)
    {
        long rows = table.Count();
        if (rows == 0)
            return;
        Missing(rows);
        Times();
        Disagreement(rows);
        Elsewhere();
        Formulas();
        Negatives();
        Count();
        if (shiftedCount > 0)
            RowNotes.Add(findings, files, columns.Timestamp.Name, "timestamp-shifted", "The timestamp is written with an offset and was moved to UTC.", shifted, shiftedCount);
        Versions();
        foreach (LogColumn column in table.Schema.Of(LogColumnKind.Categorical))
            Levels(column);
    }

    private sealed record Oddity(LogColumn Column, string Code, string Condition, string Message, long Most = long.MaxValue);

    private void Missing(long rows)
    {
        foreach (LogColumn column in table.Schema.Columns)
        {
            string empty = $"{column.Name} IS NULL";
            switch (column.Kind)
            {
                case LogColumnKind.Score:
                    _oddities.Add(new(column, "score-missing", empty, "The row has no score. It is kept and counts as missing."));
                    break;
                case LogColumnKind.Decision:
                    _oddities.Add(new(column, "decision-missing", empty, "The row has no decision. It is kept and counts as not decided."));
                    break;
                case LogColumnKind.Label:
                    // In a young window most labels are not known yet; that is no oddity and is counted elsewhere.
                    _oddities.Add(new(column, "label-missing", empty, "The label is not known yet. The row is kept.", Math.Min(10, rows / 100)));
                    break;
                case LogColumnKind.Categorical when columns.Protected.Contains(column.Source):
                    _oddities.Add(new(column, "protected-missing", empty, "The protected attribute is missing. The row is kept and counted in a group of its own."));
                    break;
            }
        }
    }

    private void Times()
    {
        if (table.Schema.Of(LogColumnKind.Timestamp).FirstOrDefault() is not { } time)
            return;
        if (!purpose.IsForRecord())
        {
            string future = $"{time.Name} > TIMESTAMP '{latest.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'";
            _oddities.Add(new(time, "timestamp-in-future", future, "The timestamp has not come yet. Check the clock or the zone of the sender."));
        }
        if (table.Schema.Of(LogColumnKind.LabelTimestamp).FirstOrDefault() is { } label)
            _oddities.Add(new(label, "label-before-prediction", $"{label.Name} < {time.Name}", "The label is dated before the prediction. Check the clocks: a label known beforehand is no test of the model."));
    }

    private void Disagreement(long rows)
    {
        if (columns.Threshold is not { } threshold || !double.IsFinite(threshold)
            || table.Schema.Of(LogColumnKind.Score).FirstOrDefault() is not { } score || table.Schema.Of(LogColumnKind.Decision).FirstOrDefault() is not { } decision)
        {
            return;
        }
        string number = threshold.ToString("R", CultureInfo.InvariantCulture);
        // In single precision: many a model writes its scores in it, and there a score of the threshold lies beside it.
        string condition = $"(({score.Name}::FLOAT > {number}::FLOAT AND {decision.Name} = 0) OR ({score.Name}::FLOAT < {number}::FLOAT AND {decision.Name} = 1))";
        bool mostly = table.Count(condition) * 2 > rows;
        _oddities.Add(new(decision, "decision-threshold", condition, mostly
            ? $"Most decisions disagree with the score and the threshold {number}: either the threshold is another, or 1 is decided below it. Nothing is computed from it."
            : $"The decision disagrees with the score and the threshold {number}: an override by a person, or a fault. The row is kept."));
    }

    private void Elsewhere()
    {
        if (purpose.IsForRecord())
            return;
        if (columns.ExpectedModelId is { } model)
        {
            // Each file may write the name in its own case; the exact name goes first, as where rows are refused.
            LogColumn[] ids = [.. table.Schema.Columns.Where(column => LogColumns.IsModelId(column.Source) && table.TypeOf(column.Kind) == "VARCHAR").OrderBy(column => column.Source != LogColumns.ModelIdColumn)];
            Foreign("model", ids, model, one => $"Leave {(one ? "it" : "them")} out, or name {(one ? "its" : "their")} model as \"modelId\" in the definition.");
        }
        if (columns.ExpectedVersion is { } version)
            Foreign("version", [.. table.Schema.Of(LogColumnKind.ModelVersion)], version, one => $"Leave {(one ? "it" : "them")} out, or measure each version by itself.");
    }

    /// <summary>One warning for each model or version that is not the expected one. They speak of no single row, so they come before all that do.</summary>
    private void Foreign(string what, IReadOnlyList<LogColumn> carriers, string expected, Func<bool, string> remedy)
    {
        if (carriers.Count == 0)
            return;
        string value = $"coalesce({string.Join(", ", carriers.Select(column => $"nullif({column.Name}, '')"))})";
        (long others, long rows) = (0, 0);
        string place = "";
        using DuckDBDataReader reader = Query(
            $"SELECT {value} AS other, count(*), min({LogTable.Key}), count(*) OVER (), (sum(count(*)) OVER ())::BIGINT FROM {LogTable.Name} WHERE {value} <> $1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MostForeign.ToString(CultureInfo.InvariantCulture)}", [expected]);
        for (int shown = 0; reader.Read(); shown++)
        {
            if (shown == 0)
                (others, rows, place) = (reader.GetInt64(3), reader.GetInt64(4), RowNotes.Place(files, reader.GetInt64(2), carriers[0].Source));
            long count = reader.GetInt64(1);
            (others, rows) = (others - 1, rows - count);
            findings.Warning(RowNotes.Place(files, reader.GetInt64(2), carriers[0].Source), $"other-{what}", string.Create(CultureInfo.InvariantCulture,
                $"{Are(count, "")} of {what} {VisibleText.Quoted(reader.GetString(0))}, not of {VisibleText.Quoted(expected)}{(count == 1 ? ":" : ", the first of them")} row {LogRowKey.Row(reader.GetInt64(2))}. {Kept(count)}"));
        }
        if (others > 0)
            findings.Warning(place, $"other-{what}", string.Create(CultureInfo.InvariantCulture, $"{Are(rows, "further ")} of {others:N0} other {what}{(others == 1 ? "" : "s")}. {Kept(rows)}"));

        static string Are(long count, string further) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {further}{(count == 1 ? "row is" : "rows are")}");
        string Kept(long count) => $"{(count == 1 ? "It is" : "They are")} measured all the same. {remedy(count == 1)}";
    }

    private void Formulas()
    {
        foreach (LogColumn column in table.Schema.Columns.Where((column, i) => sights.FormulaStart[i] && table.TypeOf(column.Kind) == "VARCHAR" && column.Kind != LogColumnKind.Label))
        {
            // The first character alone decides, and of almost every row by comparing: a pattern over all texts would cost more than reading them.
            string first = $"left({column.Name}, 1)";
            _oddities.Add(new(column, "formula-text", $"""
                {column.Name} < 'A' AND ({column.Name} < '.' OR {column.Name} >= '=')
                AND CASE WHEN {first} IN ('=', '@', chr(9), chr(13)) THEN true WHEN {first} IN ('+', '-') AND length({column.Name}) > 1 THEN TRY_CAST({column.Name} AS DOUBLE) IS NULL ELSE false END
                """,
                "The text begins like a spreadsheet formula. It is kept as text; exports put an apostrophe in front."));
        }
    }

    /// <summary>A few negative values in a column that has none otherwise: a code for missing, or a fault.</summary>
    private void Negatives()
    {
        List<LogColumn> numeric = [.. table.Schema.Of(LogColumnKind.Numeric)];
        List<long> counts = sights.IsExact && table.IsAsRead
            ? [.. table.Schema.Columns.Index().Where(column => column.Item.Kind == LogColumnKind.Numeric).SelectMany(column => new[] { sights.Values[column.Index], sights.Negative[column.Index] })]
            : Counts([.. numeric.SelectMany(column => new[] { $"{column.Name} IS NOT NULL", $"{column.Name} < 0" })]);
        for (int i = 0; i < numeric.Count; i++)
        {
            (long values, long negative) = (counts[2 * i], counts[(2 * i) + 1]);
            if (values >= 100 && negative > 0 && negative <= Math.Max(1, values / 200))
                _oddities.Add(new(numeric[i], "lone-negative", $"{numeric[i].Name} < 0", "The value is negative where almost all others are not: a code for missing, or a fault. The row is kept."));
        }
    }

    /// <summary>One scan counts everything; rows are fetched only where there are any.</summary>
    private void Count()
    {
        List<long> counts = Counts([.. _oddities.Select(oddity => oddity.Condition)]);
        for (int i = 0; i < counts.Count; i++)
        {
            if (counts[i] == 0 || counts[i] > _oddities[i].Most)
                continue;
            RowNotes.Add(findings, files, _oddities[i].Column.Source, _oddities[i].Code, _oddities[i].Message, table.Keys(_oddities[i].Condition, RowNotes.Few), counts[i]);
        }
    }

    /// <summary>How many rows meet each condition. Wide logs are counted in several scans: a thousand counts at once take more memory than the rows.</summary>
    private List<long> Counts(IReadOnlyList<string> conditions)
    {
        List<long> counts = [];
        foreach (string[] part in conditions.Chunk(CountsAtOnce))
        {
            using DuckDBDataReader reader = table.Query($"SELECT {string.Join(", ", part.Select(condition => $"coalesce(count_if({condition}), 0)::BIGINT"))} FROM {LogTable.Name}");
            reader.Read();
            counts.AddRange(Enumerable.Range(0, part.Length).Select(reader.GetInt64));
        }
        return counts;
    }

    private void Versions()
    {
        if (columns.ExpectedVersion is not null || table.Schema.Of(LogColumnKind.ModelVersion).FirstOrDefault() is not { } version)
            return;
        List<(string? Version, long Rows, long First)> found = [];
        using (DuckDBDataReader reader = table.Query($"SELECT {version.Name}, count(*), min({LogTable.Key}) FROM {LogTable.Name} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20"))
        {
            while (reader.Read())
                found.Add((reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }
        if (found.Count > 1)
        {
            string list = string.Join(", ", found.Select(one => $"{(one.Version is null ? "none" : VisibleText.Quoted(one.Version))} in {one.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows"));
            findings.Warning(RowNotes.Place(files, found[^1].First, version.Source), "several-versions", $"The log holds several model versions: {list}. They are measured together.", LogRowKey.Row(found[^1].First));
        }
    }

    private void Levels(LogColumn column)
    {
        Dictionary<string, long> levels = new(StringComparer.Ordinal);
        Dictionary<string, long> first = new(StringComparer.Ordinal);
        using (DuckDBDataReader reader = table.Query($"SELECT {column.Name}, count(*), min({LogTable.Key}) FROM {LogTable.Name} WHERE {column.Name} IS NOT NULL GROUP BY 1 LIMIT {(MostLevels + 1).ToString(CultureInfo.InvariantCulture)}"))
        {
            while (reader.Read())
            {
                levels[reader.GetString(0)] = reader.GetInt64(1);
                first[reader.GetString(0)] = reader.GetInt64(2);
            }
        }
        if (levels.Count > MostLevels)
            return;
        HashSet<string> shown = new(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> group in LookAlikes.Groups(levels))
        {
            shown.UnionWith(group);
            string rarest = group.OrderBy(level => levels[level]).ThenByDescending(level => first[level]).First();
            string list = string.Join(", ", group.OrderByDescending(level => levels[level]).Select(level => $"{VisibleText.Spelled(level)} in {levels[level].ToString("N0", CultureInfo.InvariantCulture)} rows"));
            findings.Warning(RowNotes.Place(files, first[rarest], column.Source), "look-alike-levels",
                $"These spellings may mean the same and are counted as different levels: {list}. Write one spelling if one is meant.", LogRowKey.Row(first[rarest]));
        }
        foreach (string level in levels.Keys.Where(level => !shown.Contains(level) && level.EnumerateRunes().Any(IsHidden)).Order(StringComparer.Ordinal).Take(20))
            findings.Warning(RowNotes.Place(files, first[level], column.Source), "invisible-characters", $"The level {VisibleText.Spelled(level)} holds characters nobody can see.", LogRowKey.Row(first[level]));
    }

    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\r' or '\t') && VisibleText.IsInvisible(rune);

    private DuckDBDataReader Query(string sql, IEnumerable<string> values)
    {
        using DuckDBCommand command = table.Session.Connection.CreateCommand();
        command.CommandText = sql;
        foreach (string value in values)
            command.Parameters.Add(new DuckDBParameter(value));
        return command.ExecuteReader();
    }
}
