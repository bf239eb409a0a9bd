using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>
/// The good rows of a batch while it is read, under generated names, with the key of each row. Files that can be copied as they come lie in files of their
/// own until something must be changed; everything else is a table in memory.
/// </summary>
internal sealed class LogTable(DuckDbSession session, LogSchema schema, LabelRule labels)
{
    public const string Name = "batch";

    /// <summary>The column that holds <see cref="LogRowKey"/>.</summary>
    public const string Key = "k";

    /// <summary>A wider log is asked about so many columns one by one that opening its file each time costs more than holding its rows.</summary>
    private const int Wide = 100;

    /// <summary>In memory each column takes half a MiB however few its rows are; a table of more columns than this lies in a file in small blocks.</summary>
    private const int Widest = 500;

    private readonly List<ArrivedFile> arrived = [];
    private int held;
    private bool isTable, isChanged, labelsAreFlags = labels.IsBinary;

    /// <summary>Rows of one file of the batch, copied in their order.</summary>
    /// <param name="Lines">From each row on, counted from 0, the rows' numbers in their own file.</param>
    private sealed record ArrivedFile(int File, string Path, IReadOnlyList<(long Row, long Line)> Lines);

    /// <summary>The name of the copy of a file of the batch.</summary>
    public static string CopyOf(int file) => string.Create(CultureInfo.InvariantCulture, $"arrived{file}.parquet");

    /// <summary>Where the rows of a very wide batch lie.</summary>
    public const string HeldFolder = "held";

    /// <summary>The copy of the only file of a batch in which nothing had to be changed: it may be taken as it is.</summary>
    public string? WholeCopy => !isChanged && arrived is [var only] ? only.Path : null;

    /// <summary>No row was changed or left out since it was read.</summary>
    public bool IsAsRead => !isChanged;

    /// <summary>Takes a file that was copied to <see cref="CopyOf"/>.</summary>
    public void Arrived(int file, IReadOnlyList<(long Row, long Line)> lines)
    {
        arrived.Add(new(file, CopyOf(file), lines));
        if (isTable) Hold();
    }

    /// <summary>Once all files are read: the rows are a table or look like one.</summary>
    public void Complete()
    {
        if (arrived.Count == 0 || Schema.Columns.Count > Wide) Hold();
        if (!isTable) Session.Execute($"CREATE VIEW {Name} AS {string.Join(" UNION ALL ", arrived.Select(Rows))}");
    }

    /// <summary>Makes the rows a table that can be changed. What changes them calls this first.</summary>
    public void Change()
    {
        Hold();
        isChanged = true;
    }

    private void Hold()
    {
        if (!isTable)
        {
            if (Schema.Columns.Count > Widest) HoldInFile();
            Session.Execute($"DROP VIEW IF EXISTS {Name}; CREATE TABLE {Name} ({Key} BIGINT, {string.Join(", ", Schema.Columns.Select(column => $"{column.Name} {TypeOf(column.Kind)}"))})");
            isTable = true;
        }
        while (held < arrived.Count)
            Session.Execute($"INSERT INTO {Name} {Rows(arrived[held++])}");
    }

    private void HoldInFile()
    {
        if (Directory.Exists(HeldFolder)) Directory.Delete(HeldFolder, recursive: true);
        Directory.CreateDirectory(HeldFolder);
        Session.Execute($"ATTACH {DuckDbSession.Quoted(Path.GetFullPath(Path.Combine(HeldFolder, "rows.duckdb")))} AS held (BLOCK_SIZE 16384); USE held");
    }

    public DuckDbSession Session => session;

    public LogSchema Schema => schema;

    public string TypeOf(LogColumnKind kind) => kind == LogColumnKind.Label && labelsAreFlags ? "TINYINT" : TypeOf(kind, labels);

    /// <summary>Labels that were words are 0 and 1 in text by now, and become numbers.</summary>
    public void MakeFlags(LogColumn label)
    {
        // The change of type still sees deleted rows, whose words are no numbers.
        Session.Execute($"ALTER TABLE {Name} ALTER {label.Name} TYPE TINYINT USING TRY_CAST({label.Name} AS TINYINT)");
        labelsAreFlags = true;
    }

    public static string TypeOf(LogColumnKind kind, LabelRule labels) => kind switch
    {
        LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp => "TIMESTAMP",
        LogColumnKind.Score or LogColumnKind.Numeric => "DOUBLE",
        LogColumnKind.Decision => "TINYINT",
        LogColumnKind.Label when labels.IsBinary => "TINYINT",
        _ => "VARCHAR",
    };

    public DuckDBAppender Appender()
    {
        Change();
        return Session.Connection.CreateAppender(Name);
    }

    public void Append(DuckDBAppender appender, LogRow row)
    {
        IDuckDBAppenderRow line = appender.CreateRow();
        line.AppendValue((long?)row.Key);
        for (int i = 0; i < Schema.Columns.Count; i++)
        {
            switch (TypeOf(Schema.Columns[i].Kind))
            {
                case "TIMESTAMP":
                    line.AppendValue(row.Times[i]);
                    break;
                case "DOUBLE":
                    line.AppendValue(row.Numbers[i]);
                    break;
                case "TINYINT":
                    line.AppendValue(row.Flags[i]);
                    break;
                default:
                    line.AppendValue(row.Texts[i]);
                    break;
            }
        }
        line.EndRow();
    }

    public long Count(string condition = "true") => Scalar($"SELECT count(*) FROM {Name} WHERE {condition}");

    /// <summary>The keys of the first rows that meet a condition, in the order of the batch.</summary>
    public List<long> Keys(string condition, int most)
    {
        List<long> keys = [];
        using DuckDBDataReader reader = Query($"SELECT {Key} FROM {Name} WHERE {condition} ORDER BY {Key} LIMIT {most.ToString(CultureInfo.InvariantCulture)}");
        while (reader.Read())
            keys.Add(reader.GetInt64(0));
        return keys;
    }

    public DuckDBDataReader Query(string sql)
    {
        using DuckDBCommand command = Session.Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    public long Scalar(string sql)
    {
        using DuckDBDataReader reader = Query(sql);
        return reader.Read() && !reader.IsDBNull(0) ? Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Most files number their rows without a gap; then the key is the place of the row and a constant.</summary>
    private string Rows(ArrivedFile file)
    {
        string columns = string.Join(", ", Schema.Columns.Select(column => column.Name));
        string source = $"read_parquet({DuckDbSession.Quoted(Path.GetFullPath(file.Path))}, file_row_number = true)";
        long start = LogRowKey.Of(file.File, 0);
        if (file.Lines.Count <= 1)
            return string.Create(CultureInfo.InvariantCulture, $"SELECT {start + file.Lines.Select(first => first.Line - first.Row).FirstOrDefault()} + file_row_number AS {Key}, {columns} FROM {source}");
        string jumps = string.Create(CultureInfo.InvariantCulture, $"jumps{file.File}");
        Session.Execute($"CREATE OR REPLACE TEMP TABLE {jumps} (r BIGINT, ahead BIGINT)");
        using (DuckDBAppender appender = Session.Connection.CreateAppender(jumps))
        {
            foreach ((long row, long line) in file.Lines)
                appender.CreateRow().AppendValue((long?)row).AppendValue((long?)(start + line - row)).EndRow();
        }
        return $"SELECT ahead + file_row_number AS {Key}, {columns} FROM {source} ASOF JOIN {jumps} ON file_row_number >= r";
    }
}
