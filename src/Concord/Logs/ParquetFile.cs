using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>
/// A Parquet file read by DuckDB. Rows that are certainly good go from file to table inside the engine; every other row is fetched as text and judged
/// by the same rules as a row of CSV. No name from the file reaches SQL: the file stands under a generated name and its columns are known by position.
/// </summary>
internal sealed class ParquetFile
{
    private const int CountsAtOnce = 200;

    private readonly DuckDbSession _session;
    private readonly string _path;

    private ParquetFile(DuckDbSession session, string path, IReadOnlyList<ParquetColumn> columns, long rows)
    {
        (_session, _path, Columns, Rows) = (session, path, columns, rows);
    }

    public IReadOnlyList<ParquetColumn> Columns { get; }

    public long Rows { get; }

    public static ParquetFile Open(DuckDbSession session, string path)
    {
        ParquetPageChecksums.Verify(path, Chunks(session, path));
        List<string> names = Names(session, path);
        List<string> types = Texts(session, $"SELECT column_type FROM (DESCRIBE SELECT * FROM {Read(path, false)})");
        if (names.Count != types.Count)
            throw new InvalidDataException("The columns of the file contradict each other.");
        long rows = long.Parse(Texts(session, $"SELECT CAST(count(*) AS VARCHAR) FROM {Read(path, false)}")[0], CultureInfo.InvariantCulture);
        return new ParquetFile(session, path, [.. names.Select((name, i) => new ParquetColumn(i, name, types[i]))], rows);
    }

    /// <summary>Columns whose type alone makes them unusable; one finding each instead of one for every row.</summary>
    public void CheckTypes(string file, LogSchema schema, int[] positions, FindingList findings)
    {
        foreach (ParquetColumn column in Columns.Where(column => column.Kind == ParquetKind.Nested))
            findings.Error($"{file}, column {VisibleText.Quoted(column.Name)}", "nested-column", "The column holds lists or structures. A prediction log is flat: leave the column out or spread it over plain ones.");
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i] < 0)
                continue;
            ParquetColumn column = Columns[positions[i]];
            string? remedy = schema.Columns[i].Kind switch
            {
                LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp when column.IsNumber =>
                    "It holds numbers, and whether they are seconds or milliseconds is not declared. Write it as a timestamp column.",
                LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp when column.Kind != ParquetKind.Time && !column.IsText => "Write it as a timestamp column.",
                LogColumnKind.Numeric or LogColumnKind.Score when column.Kind is ParquetKind.Time or ParquetKind.Other => "Write it as a number, or declare it as categorical.",
                LogColumnKind.Decision or LogColumnKind.Label when column.Kind is ParquetKind.Time or ParquetKind.Other => "Write it as 0 or 1.",
                _ => null,
            };
            if (remedy is not null && column.Kind != ParquetKind.Nested)
                findings.Error($"{file}, column {VisibleText.Quoted(column.Name)}", "wrong-type", $"The column is of type {column.Type}. {remedy}");
        }
    }

    /// <summary>Copies the file to one of its own in its order, and says whether every row of it is certainly good; else the copy is of no use.</summary>
    public bool CopyGood(ParquetRules rules, LogTable table, LogPacking packing, string file)
    {
        var values = rules.Values.Zip(table.Schema.Columns, (value, column) => $"CAST({value} AS {table.TypeOf(column.Kind)})");
        return packing.Copy(values, $"FROM {Source()} WHERE {rules.GoodButForLimits}", file, rules.Bind) == Rows
            && rules.WithinLimits(table.Schema.Columns).Chunk(CountsAtOnce).All(some => table.Scalar($"SELECT ({DuckDbSession.Joined(" AND ", some)})::TINYINT FROM {Read(file, false)}") == 1);
    }

    /// <summary>Puts the certainly good rows into the table.</summary>
    public void InsertGood(ParquetRules rules, int file)
    {
        using DuckDBCommand command = _session.Connection.CreateCommand();
        string key = $"{LogRowKey.Of(file, 1).ToString(CultureInfo.InvariantCulture)} + r";
        command.CommandText = $"INSERT INTO {LogTable.Name} SELECT {key}, {string.Join(", ", rules.Values)} FROM {Source()} WHERE {rules.Good}";
        rules.Bind(command);
        command.ExecuteNonQuery();
    }

    public ITextRows Doubtful(ParquetRules rules)
    {
        DuckDBCommand command = _session.Connection.CreateCommand();
        command.CommandText = $"SELECT r + 1, {string.Join(", ", Columns.Select(column => column.AsText))} FROM {Source()} WHERE NOT ({rules.Good})";
        rules.Bind(command);
        return new DoubtfulRows(command, [.. Columns.Select(column => column.Name)]);
    }

    /// <summary>Whether a copy of all rows has as many values as the file: then none of them is NaN. The files' own statistics mostly tell without a look at the rows.</summary>
    public bool HasAllValues(ParquetRules rules, LogTable table, string copy)
    {
        List<(string Here, string There)> columns = [.. rules.Columns.Zip(table.Schema.Columns).Where(pair => pair.First is { Kind: ParquetKind.Floating }).Select(pair => (pair.First!.Sql, pair.Second.Name))];
        return columns.Chunk(CountsAtOnce).All(some => Values(some.Select(column => column.Here), Source()) == Values(some.Select(column => column.There), Read(copy, false)));

        long Values(IEnumerable<string> names, string source) => table.Scalar($"SELECT {string.Join(" + ", names.Select(name => $"count({name})"))} FROM {source}");
    }

    /// <summary>NaN in a column means missing here; how often it stood there is said once per column.</summary>
    public IEnumerable<(ParquetColumn Column, long Count)> NotANumber(IEnumerable<int> positions)
    {
        List<ParquetColumn> all = [.. positions.Where(position => position >= 0).Distinct().Select(position => Columns[position]).Where(column => column.Kind == ParquetKind.Floating)];
        foreach (ParquetColumn[] floating in all.Chunk(CountsAtOnce))
        {
            using DuckDBCommand command = _session.Connection.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", floating.Select(column => $"count(*) FILTER (isnan({column.Sql}))"))} FROM {Source()}";
            using DuckDBDataReader reader = command.ExecuteReader();
            reader.Read();
            for (int i = 0; i < floating.Length; i++)
            {
                if (reader.GetInt64(i) is > 0 and long count)
                    yield return (floating[i], count);
            }
        }
    }

    private static string Read(string path, bool rowNumber) =>
        $"read_parquet({DuckDbSession.Quoted(path)}, hive_partitioning = false{(rowNumber ? ", file_row_number = true" : "")})";

    /// <summary>The file as a table of positions, with the number of each row from 0.</summary>
    private string Source()
    {
        string positions = string.Join(", ", Columns.Select(column => column.Sql));
        // The engine cannot number the rows of a file that already has a column of the name it uses for that.
        return Columns.Any(column => column.Name.Equals("file_row_number", StringComparison.OrdinalIgnoreCase))
            ? $"(SELECT *, row_number() OVER () - 1 AS r FROM {Read(_path, false)} AS f({positions}))"
            : $"{Read(_path, true)} AS f({positions}, r)";
    }

    /// <summary>The names as they stand in the file; the engine itself would rename those that differ only in case.</summary>
    private static List<string> Names(DuckDbSession session, string path)
    {
        using DuckDBCommand command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT name, coalesce(num_children, 0) FROM parquet_schema({DuckDbSession.Quoted(path)})";
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string> names = [];
        long inside = 0;
        bool root = true;
        while (reader.Read())
        {
            long children = Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture);
            if (inside == 0 && !root)
                names.Add(reader.GetString(0));
            inside = root ? 0 : Math.Max(0, inside - 1) + children;
            root = false;
        }
        return names;
    }

    private static List<ParquetChunk> Chunks(DuckDbSession session, string path)
    {
        using DuckDBCommand command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT row_group_id, column_id, coalesce(dictionary_page_offset, 0), coalesce(data_page_offset, 0), coalesce(total_compressed_size, 0) FROM parquet_metadata({DuckDbSession.Quoted(path)})";
        using DuckDBDataReader reader = command.ExecuteReader();
        List<ParquetChunk> chunks = [];
        while (reader.Read())
        {
            long[] numbers = [.. Enumerable.Range(0, 5).Select(i => Convert.ToInt64(reader.GetValue(i), CultureInfo.InvariantCulture))];
            long start = numbers[2] > 0 ? Math.Min(numbers[2], numbers[3]) : numbers[3];
            chunks.Add(new ParquetChunk(numbers[0], numbers[1], start, numbers[4]));
        }
        return chunks;
    }

    private static List<string> Texts(DuckDbSession session, string sql)
    {
        using DuckDBCommand command = session.Connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string> texts = [];
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    private sealed class DoubtfulRows(DuckDBCommand command, IReadOnlyList<string> header) : ITextRows
    {
        private readonly DuckDBDataReader _reader = command.ExecuteReader();
        private readonly string?[] _fields = new string?[header.Count];

        public IReadOnlyList<string> Header => header;

        public long Row { get; private set; }

        public IReadOnlyList<string?> Fields => _fields;

        public RowFault? Fault => null;

        public bool Read()
        {
            if (!_reader.Read())
                return false;
            Row = _reader.GetInt64(0);
            for (int i = 0; i < _fields.Length; i++)
                _fields[i] = _reader.IsDBNull(i + 1) ? null : _reader.GetString(i + 1);
            return true;
        }

        public void Dispose()
        {
            _reader.Dispose();
            command.Dispose();
        }
    }
}
