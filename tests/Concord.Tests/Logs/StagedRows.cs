using System.Globalization;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>Reads a staged log back as text, by generated names.</summary>
internal static class StagedRows
{
    public static IReadOnlyList<string?[]> Rows(this StagedLog log, params string[] columns)
    {
        using DuckDbSession session = DuckDbSession.Open([log.Path]);
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns)} FROM read_parquet({DuckDbSession.Quoted(log.Path)})";
        using var reader = command.ExecuteReader();
        List<string?[]> rows = [];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        return rows;
    }

    public static IReadOnlyList<string?> Values(this StagedLog log, string column) => [.. log.Rows(column).Select(row => row[0])];
}
