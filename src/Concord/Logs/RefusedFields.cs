using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>The fields of a refused row in the file's own columns, so that it can be corrected and sent again.</summary>
internal sealed class RefusedFields
{
    private readonly LogLayout _layout;
    private readonly int[][] _positions;

    public RefusedFields(LogLayout layout, IReadOnlyList<LogSource> sources)
    {
        _layout = layout;
        Header = [.. sources.SelectMany(source => source.Header).Distinct(StringComparer.Ordinal)];
        _positions = [.. sources.Select(source => Header.Select(column => source.Header.ToList().IndexOf(column)).ToArray())];
    }

    /// <summary>All columns of all files.</summary>
    public IReadOnlyList<string> Header { get; }

    public IEnumerable<string?> OfFile(int file, IReadOnlyList<string?> fields) =>
        _positions.Length == 1
            ? fields
            : _positions[file].Select(position => position >= 0 && position < fields.Count ? fields[position] : null);

    /// <summary>A row that was good by itself and is refused for another one; its values come back from the table.</summary>
    public IEnumerable<string?> OfTable(LogTable table, long key)
    {
        int file = LogRowKey.File(key);
        string columns = string.Join(", ", table.Schema.Columns.Select(column => $"CAST({column.Name} AS VARCHAR)"));
        using DuckDBDataReader reader = table.Query($"SELECT {columns} FROM {LogTable.Name} WHERE {LogTable.Key} = {key.ToString(CultureInfo.InvariantCulture)}");
        if (!reader.Read())
            return [];
        Dictionary<int, string?> byPosition = [];
        for (int i = 0; i < table.Schema.Columns.Count; i++)
            byPosition[_layout.Positions[file][i]] = reader.IsDBNull(i) ? null : reader.GetString(i);
        return [.. _positions[file].Select(position => byPosition.GetValueOrDefault(position))];
    }
}
