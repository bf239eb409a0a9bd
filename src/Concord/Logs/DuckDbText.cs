using System.Globalization;

namespace Concord.Logs;

/// <summary>The one place where a value becomes text of DuckDB's SQL. Column names never do: engines see generated names only.</summary>
internal static class DuckDbText
{
    public static string Literal(string value) =>
        value.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("A text with a NUL character cannot be written in SQL.", nameof(value))
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Literal(double value) =>
        double.IsFinite(value)
            ? $"CAST('{value.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)"
            : throw new ArgumentOutOfRangeException(nameof(value), "Only finite numbers are written in SQL.");

    public static string Literal(DateTime utc) =>
        $"TIMESTAMP '{utc.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";
}
