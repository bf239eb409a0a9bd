namespace Concord.Logs;

/// <summary>The column names of one file, and the search for a name a person wrote in another case.</summary>
internal sealed class LogHeader
{
    private readonly string _file;
    private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal);
    private readonly ILookup<string, int> _folded;
    private readonly List<string> _doubled = [];

    public LogHeader(string file, IReadOnlyList<string> names)
    {
        _file = file;
        // A table written with its row index has one column without a name.
        Columns = [.. names.Select((name, i) => name.Length == 0 ? $"(column {i + 1})" : name)];
        for (int i = 0; i < Columns.Count; i++)
        {
            if (!_exact.TryAdd(Columns[i], i))
                _doubled.Add(Columns[i]);
        }
        _folded = Enumerable.Range(0, Columns.Count).ToLookup(i => Columns[i].Trim(), StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<string> Columns { get; }

    public void Check(LogLimits limits, FindingList findings)
    {
        if (Columns.Count > limits.Columns)
            findings.Error(_file, "too-many-columns", FormattableString.Invariant($"The file has {Columns.Count:N0} columns; {limits.Columns:N0} are read. Leave out those that no monitor names, or spread them over files that are monitored apart."));
        foreach (string column in _doubled.Distinct(StringComparer.Ordinal))
            findings.Error(_file, "duplicate-column", $"Two columns are called {VisibleText.Quoted(column)}. Rename or remove one, so that it is clear which is meant.");
    }

    /// <summary>The position of a column: by its exact name, else by the only one that differs in case or outer blanks; -1 when there is none.</summary>
    public int Find(string name, FindingList findings)
    {
        if (_exact.TryGetValue(name, out int position))
            return position;
        int[] alike = [.. _folded[name.Trim()]];
        if (alike.Length > 1)
        {
            findings.Error(_file, "ambiguous-column",
                $"{VisibleText.Quoted(name)} is not in the file, but {string.Join(" and ", alike.Select(i => VisibleText.Quoted(Columns[i])))} are. Write the name as the file does.");
        }
        return alike.Length == 1 ? alike[0] : -1;
    }

    public void Missing(string name, FindingList findings)
    {
        if (_folded[name.Trim()].Count() > 1)
            return;
        string skeleton = LookAlikes.Skeleton(name);
        string? twin = Columns.FirstOrDefault(column => LookAlikes.Skeleton(column) == skeleton);
        string has = twin is not null
            ? $"{VisibleText.Spelled(twin)} only looks like it."
            : $"It has {string.Join(", ", Columns.Take(30).Select(column => VisibleText.Quoted(column, 40)))}{(Columns.Count > 30 ? $" and {Columns.Count - 30} more" : "")}.";
        findings.Error(_file, "missing-column", $"The column {VisibleText.Quoted(name)} is missing. {has}");
    }
}
