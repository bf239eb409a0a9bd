namespace Concord.Logs;

/// <summary>Where a batch keeps what the log must hold: the name map, and for each file the position of each of its columns.</summary>
/// <param name="Schema">The generated columns and what they are called in the file.</param>
/// <param name="Positions">Per file: for each column of the schema its position in the file's header, or -1.</param>
/// <param name="ModelId">Per file: the position of the model's id, or -1.</param>
/// <param name="IsWhole">No column of a file is left out.</param>
internal sealed record LogLayout(LogSchema Schema, IReadOnlyList<int[]> Positions, IReadOnlyList<int> ModelId, bool IsWhole)
{
    /// <summary>Finds the declared columns in the headers. Every missing, doubled or ambiguous column of every file is a finding; null if there is any.</summary>
    /// <param name="withOthers">Columns that nobody declared are kept too, and always where there is no other. Without them the model's id is still read where its rows are to be told apart.</param>
    public static LogLayout? Find(LogColumns columns, LogPurpose purpose, IReadOnlyList<(string Name, IReadOnlyList<string> Header)> files, LogLimits limits, FindingList findings, bool withOthers = true)
    {
        List<LogHeader> headers = [.. files.Select(file => new LogHeader(file.Name, file.Header))];
        foreach (LogHeader header in headers)
            header.Check(limits, findings);

        List<Wanted> wanted = [.. Declared(columns, purpose)];
        List<LogColumn> schema = [];
        List<int[]> found = [];
        foreach (Wanted column in wanted)
        {
            int[] positions = [.. headers.Select(header => header.Find(column.Source, findings))];
            bool nowhere = Array.TrueForAll(positions, position => position < 0);
            if (nowhere && !column.Required)
                continue;
            for (int file = 0; file < headers.Count; file++)
            {
                if (positions[file] < 0 && (column.Required || !nowhere))
                    headers[file].Missing(column.Source, findings);
            }
            schema.Add(new LogColumn(column.Name, column.Source, column.Kind));
            found.Add(positions);
        }
        if (purpose != LogPurpose.Labels && (withOthers || schema.Count == 0)) AddOthers(headers, schema, found, _ => true); // Rows without any column could not be counted.
        else if (!purpose.IsForRecord() && columns.ExpectedModelId is not null) AddOthers(headers, schema, found, LogColumns.IsModelId); // Rows of another model are told.
        if (findings.HasErrors)
            return null;
        return new LogLayout(
            new LogSchema(LogSchema.CurrentVersion, schema),
            [.. headers.Select((_, file) => found.Select(positions => positions[file]).ToArray())],
            [.. headers.Select(header => header.Find(LogColumns.ModelIdColumn, findings))],
            IsWhole: withOthers || headers.Index().All(header => found.Count(positions => positions[header.Index] >= 0) == header.Item.Columns.Count));
    }

    /// <summary>All names a reader may look for; a delimiter under which more of them appear is the right one.</summary>
    public static IReadOnlySet<string> Names(LogColumns columns) =>
        Declared(columns, LogPurpose.Measure).Select(column => column.Source).Append(LogColumns.ModelIdColumn).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<Wanted> Declared(LogColumns columns, LogPurpose purpose)
    {
        if (purpose == LogPurpose.Labels)
        {
            yield return new("id", columns.PredictionId.Name, LogColumnKind.PredictionId, true);
            yield return new("y", columns.Label.Name, LogColumnKind.Label, true);
            yield return Role("yt", columns.LabelTimestamp, LogColumnKind.LabelTimestamp);
            yield return new("v", columns.ModelVersion.Name, LogColumnKind.ModelVersion, false); // Only to refuse labels of another version.
            yield break;
        }
        // A log without times cannot be cut into windows; a reference is one window by definition.
        yield return new("t", columns.Timestamp.Name, LogColumnKind.Timestamp, columns.Timestamp.Named || purpose != LogPurpose.Reference);
        yield return Role("id", columns.PredictionId, LogColumnKind.PredictionId);
        yield return Role("s", columns.Score, LogColumnKind.Score);
        yield return Role("d", columns.Decision, LogColumnKind.Decision);
        yield return Role("y", columns.Label, LogColumnKind.Label);
        yield return Role("yt", columns.LabelTimestamp, LogColumnKind.LabelTimestamp);
        yield return Role("v", columns.ModelVersion, LogColumnKind.ModelVersion);
        for (int i = 0; i < columns.Numeric.Count; i++)
            yield return new($"n{i}", columns.Numeric[i], LogColumnKind.Numeric, true);
        for (int i = 0; i < columns.Categorical.Count; i++)
            yield return new($"c{i}", columns.Categorical[i], LogColumnKind.Categorical, true);
    }

    private static Wanted Role(string name, LogRole role, LogColumnKind kind) => new(name, role.Name, kind, role.Named);

    /// <summary>Columns nobody declared are kept as text, so that a later definition can use them.</summary>
    private static void AddOthers(List<LogHeader> headers, List<LogColumn> schema, List<int[]> found, Func<string, bool> wanted)
    {
        Dictionary<string, int> others = new(StringComparer.Ordinal);
        int declared = found.Count;
        for (int file = 0; file < headers.Count; file++)
        {
            HashSet<int> used = [.. found.Take(declared).Select(positions => positions[file])];
            for (int position = 0; position < headers[file].Columns.Count; position++)
            {
                string source = headers[file].Columns[position];
                if (used.Contains(position) || !wanted(source))
                    continue;
                if (!others.TryGetValue(source, out int other))
                {
                    others[source] = other = found.Count;
                    schema.Add(new LogColumn($"x{other - declared}", source, LogColumnKind.Other));
                    found.Add([.. Enumerable.Repeat(-1, headers.Count)]);
                }
                found[other][file] = position;
            }
        }
    }

    private sealed record Wanted(string Name, string Source, LogColumnKind Kind, bool Required);
}
