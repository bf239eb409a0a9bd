using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>The good rows of a batch while it is read: a table in memory under generated names, with the key of each row.</summary>
internal sealed class LogTable
{
    public const string Name = "batch";

    /// <summary>The column that holds <see cref="LogRowKey"/>.</summary>
    public const string Key = "k";

    private readonly LogSchema _schema;
    private readonly LabelRule _labels;
    private readonly string[] _types;

    public LogTable(DuckDbSession session, LogSchema schema, LabelRule labels)
    {
        (Session, _schema, _labels) = (session, schema, labels);
        _types = [.. schema.Columns.Select(column => TypeOf(column.Kind))];
        string columns = string.Join(", ", schema.Columns.Select((column, i) => $"{column.Name} {_types[i]}"));
        session.Execute($"CREATE TABLE {Name} ({Key} BIGINT, {columns})");
    }

    public DuckDbSession Session { get; }

    public LogSchema Schema => _schema;

    public string TypeOf(LogColumnKind kind) => kind switch
    {
        LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp => "TIMESTAMP",
        LogColumnKind.Score or LogColumnKind.Numeric => "DOUBLE",
        LogColumnKind.Decision => "TINYINT",
        LogColumnKind.Label when _labels.IsBinary => "TINYINT",
        _ => "VARCHAR",
    };

    public DuckDBAppender Appender() => Session.Connection.CreateAppender(Name);

    public void Append(DuckDBAppender appender, LogRow row)
    {
        IDuckDBAppenderRow line = appender.CreateRow();
        line.AppendValue((long?)row.Key);
        for (int i = 0; i < _types.Length; i++)
        {
            switch (_types[i])
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
}
