using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>An in-memory DuckDB that may touch the named files and nothing else: no other file, no extension, no network, no changed setting.</summary>
internal static class LockedDuckDb
{
    /// <param name="files">The only files it may read or write, as they will be written in SQL.</param>
    /// <param name="memoryBytes">What its buffers may take; beyond it goes to <paramref name="temporaryFolder"/> or the query fails.</param>
    /// <param name="threads">How many it may use.</param>
    /// <param name="temporaryFolder">Null: nothing is ever spilled to disk.</param>
    public static DuckDBConnection Open(IEnumerable<string> files, long memoryBytes, int threads, string? temporaryFolder = null)
    {
        DuckDBConnection connection = new("DataSource=:memory:");
        try
        {
            connection.Open();
            string allowed = string.Join(", ", files.Select(DuckDbText.Literal));
            string[] settings =
            [
                "SET TimeZone = 'UTC'",
                $"SET memory_limit = '{(memoryBytes / 1_000_000).ToString(CultureInfo.InvariantCulture)}MB'",
                $"SET threads = {threads.ToString(CultureInfo.InvariantCulture)}",
                "SET preserve_insertion_order = false",
                "SET autoinstall_known_extensions = false",
                "SET autoload_known_extensions = false",
                $"SET temp_directory = {DuckDbText.Literal(temporaryFolder ?? "")}",
                $"SET allowed_paths = [{allowed}]",
                "SET enable_external_access = false",
                "SET lock_configuration = true",
            ];
            foreach (string setting in settings)
                connection.Execute(setting);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static int Execute(this DuckDBConnection connection, string sql, params object[] values)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (object value in values)
            command.Parameters.Add(new DuckDBParameter(value));
        return command.ExecuteNonQuery();
    }

    public static DuckDBDataReader Query(this DuckDBConnection connection, string sql, params object[] values)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (object value in values)
            command.Parameters.Add(new DuckDBParameter(value));
        return command.ExecuteReader();
    }

    public static long Count(this DuckDBConnection connection, string sql, params object[] values)
    {
        using DuckDBDataReader reader = connection.Query(sql, values);
        return reader.Read() ? Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture) : 0;
    }
}
