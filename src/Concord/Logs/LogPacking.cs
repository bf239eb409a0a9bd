using System.Globalization;
using Concord.Logs.Kernel;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>How the rows of a batch are written: what becomes part of the record is packed well, what is measured once not at all.</summary>
internal sealed class LogPacking(LogReadRequest request, LogTable table)
{
    /// <summary>32 MiB of numbers.</summary>
    private const int CellsAtOnce = 1 << 22;

    private const int Usual = 60 * RowChunk.MaximumLength;

    private int copies;

    /// <summary>
    /// Rows that wait in memory until they are written: as many as is usual, half as many where two logs are read side by side to be measured once, and fewer
    /// where there are many columns, else the engine would write them aside again and again.
    /// </summary>
    private int RowsAtOnce =>
        Math.Min(request.Lasts ? Usual : Usual / 2, Math.Max(1, CellsAtOnce / table.Schema.Columns.Count / RowChunk.MaximumLength) * RowChunk.MaximumLength);

    /// <param name="values">One expression for each column of the schema, of its type.</param>
    /// <param name="from">The query from its word FROM on.</param>
    /// <returns>How many rows were written.</returns>
    public long Copy(IEnumerable<string> values, string from, string file, Action<DuckDBCommand>? bind = null)
    {
        var columns = table.Schema.Columns.Select(column => (column.Name, Type: table.TypeOf(column.Kind))).ToList();
        if (!request.Lasts)
            return CopyFunction.Copy(table.Session, string.Create(CultureInfo.InvariantCulture, $"copy{copies++}"), columns, values, from, bind, file, RowsAtOnce);
        using var command = table.Session.Connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture,
            $"COPY (SELECT {string.Join(", ", values.Zip(columns, (value, column) => $"{value} AS {column.Name}"))} {from}) TO {DuckDbSession.Quoted(file)} (FORMAT parquet, USE_TMP_FILE false, ROW_GROUP_SIZE {RowsAtOnce}, COMPRESSION {(request.Purpose.IsForRecord() ? "zstd" : "snappy")})");
        bind?.Invoke(command);
        return command.ExecuteNonQuery();
    }
}
