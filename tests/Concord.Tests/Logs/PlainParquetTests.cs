using System.Globalization;
using Concord.Logs;
using Concord.Logs.Kernel;

namespace Concord.Tests.Logs;

/// <summary>What our own writer puts into a file, the engine reads from it: every value, in order, over the ends of row groups.</summary>
public sealed class PlainParquetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-plain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Rows of every kind of column: whole, with gaps, empty, with few levels, with many from some row on, and with texts that the engine holds elsewhere.</summary>
    private const string Rows = """
        SELECT i,
          (i * 7919 % 1009)::DOUBLE / 8 - 40 AS whole, CASE WHEN i % 7 <> 3 THEN -i::DOUBLE END AS gaps, NULL::DOUBLE AS nothing,
          TIMESTAMP '2025-03-01' + to_microseconds(i * 1234567) AS t, CASE WHEN i % 5 > 0 THEN (i % 2)::TINYINT END AS d,
          CASE WHEN i % 11 > 0 THEN ['a', 'zwölf Buchst', 'a text of more than twelve bytes', 'a text of more than twelve letters', '😀', 'b' || chr(1) || 'c'][i % 6 + 1] END AS few,
          CASE WHEN i < 3000 THEN 'level ' || (i % 3) ELSE 'identifier ' || i END AS many, NULL::VARCHAR AS silent
        FROM range(%ROWS%) r(i)
        """;

    private static readonly (string Name, string Type)[] Columns =
        [("whole", "DOUBLE"), ("gaps", "DOUBLE"), ("nothing", "DOUBLE"), ("t", "TIMESTAMP"), ("d", "TINYINT"), ("few", "VARCHAR"), ("many", "VARCHAR"), ("silent", "VARCHAR")];

    private static readonly string Names = string.Join(", ", Columns.Select(column => column.Name));

    [Theory]
    [InlineData(0, 4096)]
    [InlineData(1, 4096)]
    [InlineData(4096, 4096)]
    [InlineData(10_000, 4096)]
    [InlineData(10_000, 1000)] // Groups that end within what the engine hands over at once.
    [InlineData(9, 2)]
    public void What_is_written_is_read_again(int rows, int inGroup)
    {
        var path = Path.Combine(folder, "rows.parquet");
        using var session = DuckDbSession.Open([path], threads: 1);
        session.Execute($"CREATE TABLE rows AS {Rows.Replace("%ROWS%", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)} ORDER BY i");
        Assert.Equal(rows, CopyFunction.Copy(session, "copied", Columns, Columns.Select(column => column.Name), "FROM rows", null, path, inGroup));

        var file = $"read_parquet({DuckDbSession.Quoted(path)}, file_row_number = true)";
        Assert.Equal(0, Number(session, $"SELECT count(*) FROM ((SELECT i, {Names} FROM rows) EXCEPT ALL (SELECT file_row_number, {Names} FROM {file}))"));
        Assert.Equal(rows, Number(session, $"SELECT count(*) FROM {file}"));
        Assert.Equal((rows + inGroup - 1) / inGroup, Number(session, $"SELECT count(DISTINCT row_group_id) FROM parquet_metadata({DuckDbSession.Quoted(path)})"));
    }

    [Fact]
    public void Long_texts_end_a_row_group_early()
    {
        var path = Path.Combine(folder, "rows.parquet");
        using var session = DuckDbSession.Open([path], threads: 1);
        session.Execute("CREATE TABLE rows AS SELECT i, repeat(chr(97 + (i % 26)::INT), 100000) || i AS many FROM range(1000) r(i)");
        Assert.Equal(1000, CopyFunction.Copy(session, "copied", [("many", "VARCHAR")], ["many"], "FROM rows", null, path, 4096));
        Assert.Equal(0, Number(session, $"SELECT count(*) FROM ((SELECT i, many FROM rows) EXCEPT ALL (SELECT file_row_number, many FROM read_parquet({DuckDbSession.Quoted(path)}, file_row_number = true)))"));
        Assert.Equal(2, Number(session, $"SELECT count(DISTINCT row_group_id) FROM parquet_metadata({DuckDbSession.Quoted(path)})"));
    }

    [Fact]
    public void Statistics_tell_the_ends_of_numbers_and_how_many_are_missing()
    {
        var path = Path.Combine(folder, "rows.parquet");
        using var session = DuckDbSession.Open([path], threads: 1);
        session.Execute($"CREATE TABLE rows AS {Rows.Replace("%ROWS%", "5000", StringComparison.Ordinal)} ORDER BY i");
        CopyFunction.Copy(session, "copied", Columns, Columns.Select(column => column.Name), "FROM rows", null, path, 1500);
        var told = $"(SELECT path_in_schema AS c, min(stats_min_value::DOUBLE) AS low, max(stats_max_value::DOUBLE) AS high, sum(stats_null_count) AS missing FROM parquet_metadata({DuckDbSession.Quoted(path)}) WHERE path_in_schema IN ('whole', 'gaps', 'nothing') GROUP BY c)";
        Assert.Equal(3, Number(session, $"""
            SELECT count(*) FROM {told} told JOIN (SELECT 'whole' AS c, min(whole) AS low, max(whole) AS high, count(*) - count(whole) AS missing FROM rows
              UNION ALL SELECT 'gaps', min(gaps), max(gaps), count(*) - count(gaps) FROM rows UNION ALL SELECT 'nothing', NULL, NULL, count(*) FROM rows) asked USING (c)
            WHERE told.low IS NOT DISTINCT FROM asked.low AND told.high IS NOT DISTINCT FROM asked.high AND told.missing = asked.missing
            """));
    }

    [Fact]
    public void Few_levels_are_a_dictionary_and_many_are_not()
    {
        var path = Path.Combine(folder, "rows.parquet");
        using var session = DuckDbSession.Open([path], threads: 1);
        session.Execute($"CREATE TABLE rows AS {Rows.Replace("%ROWS%", "9000", StringComparison.Ordinal)} ORDER BY i");
        CopyFunction.Copy(session, "copied", Columns, Columns.Select(column => column.Name), "FROM rows", null, path, 3000);
        long Dictionaries(string column) => Number(session, $"SELECT count(dictionary_page_offset) FROM parquet_metadata({DuckDbSession.Quoted(path)}) WHERE path_in_schema = '{column}'");
        Assert.Equal((3, 1, 0), (Dictionaries("few"), Dictionaries("many"), Dictionaries("silent")));
    }

    private static long Number(DuckDbSession session, string sql)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
