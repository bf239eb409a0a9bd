using System.Globalization;

namespace Concord.Logs;

/// <summary>Warnings about rows: one each while they are few, one for all when they are many.</summary>
internal static class RowNotes
{
    /// <summary>Up to so many rows are named one by one.</summary>
    public const int Few = 100;

    private const int Named = 20;

    /// <param name="findings">Where the warnings go.</param>
    /// <param name="files">The names of the batch's files.</param>
    /// <param name="column">The column's name in the file; null when rows as a whole are meant.</param>
    /// <param name="code">The finding's code.</param>
    /// <param name="message">What is said, of one row or of several.</param>
    /// <param name="keys">The first rows.</param>
    /// <param name="count">How many rows there are in all.</param>
    public static void Add(FindingList findings, IReadOnlyList<string> files, string? column, string code, string message, IReadOnlyList<long> keys, long count)
    {
        if (count <= Few)
        {
            foreach (long key in keys)
                findings.Warning(Place(files, key, column), code, message, LogRowKey.Row(key));
            return;
        }
        string rows = string.Join(", ", keys.Take(Named).Select(key => LogRowKey.Row(key).ToString(CultureInfo.InvariantCulture)));
        findings.Warning(Place(files, keys[0], column), code, $"{message} This holds for {count.ToString("N0", CultureInfo.InvariantCulture)} rows, the first of them {rows}.", LogRowKey.Row(keys[0]));
    }

    public static string Place(IReadOnlyList<string> files, long key, string? column) =>
        column is null ? files[LogRowKey.File(key)] : $"{files[LogRowKey.File(key)]}, column {VisibleText.Quoted(column)}";
}
