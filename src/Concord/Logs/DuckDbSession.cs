using System.Globalization;
using System.Text;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>
/// A DuckDB in memory that can reach only the named files and folders, with limits on memory and threads, and whose settings cannot be
/// changed any more. There is no persistent DuckDB file: a process that holds one would lock every other process out.
/// </summary>
internal sealed class DuckDbSession : IDisposable
{
    private DuckDbSession(DuckDBConnection connection) => Connection = connection;

    public DuckDBConnection Connection { get; }

    /// <param name="files">Files that may be read or written, absolute.</param>
    /// <param name="folders">Folders below which files may be read or written, absolute.</param>
    /// <param name="memoryMebibytes">What its buffers may take.</param>
    /// <param name="threads">Null: one per processor.</param>
    /// <param name="spill">A folder that takes what exceeds the memory limit, absolute; null: such a query fails.</param>
    /// <param name="spillMebibytes">What that folder may take.</param>
    /// <param name="ordered">Whether rows keep the order they come in. Where nobody asks for it, threads need not wait for each other.</param>
    public static DuckDbSession Open(IEnumerable<string> files, IEnumerable<string>? folders = null, long memoryMebibytes = 2048, int? threads = null, string? spill = null, long spillMebibytes = 0, bool ordered = true)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var session = new DuckDbSession(connection);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET TimeZone = 'UTC';
            SET preserve_insertion_order = {(ordered ? "true" : "false")};
            SET memory_limit = '{memoryMebibytes} MiB';
            SET threads = {threads ?? Environment.ProcessorCount};
            SET temp_directory = {Quoted(spill ?? "")};
            SET max_temp_directory_size = '{spillMebibytes} MiB';
            SET allowed_paths = {List(files.Select(Path.GetFullPath))};
            SET allowed_directories = {List((folders ?? []).Select(folder => Path.GetFullPath(folder) + Path.DirectorySeparatorChar))};
            SET enable_external_access = false;
            SET lock_configuration = true;
            """));
        return session;
    }

    public void Execute(string statement)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    /// <summary>The one quoting function of this dialect, for paths. Names of columns never need one: they are generated.</summary>
    public static string Quoted(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("A text with a zero character cannot be a literal.", nameof(text));
        return new StringBuilder(text.Length + 2).Append('\'').Append(text.Replace("'", "''", StringComparison.Ordinal)).Append('\'').ToString();
    }

    /// <summary>Terms joined by an operator, in halves of halves: one after the other, a thousand of them lie deeper than the engine goes.</summary>
    public static string Joined(string by, IReadOnlyList<string> terms) => terms.Count switch
    {
        0 => "",
        1 => terms[0],
        _ => $"({Joined(by, [.. terms.Take(terms.Count / 2)])}{by}{Joined(by, [.. terms.Skip(terms.Count / 2)])})",
    };

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quoted))}]";

    /// <summary>The rows of several staged files as one table. A column a file lacks is null in its rows.</summary>
    public static string Rows(IEnumerable<string> files) => $"read_parquet({List(files.Select(Path.GetFullPath))}, union_by_name = true)";

    public void Dispose() => Connection.Dispose();
}
