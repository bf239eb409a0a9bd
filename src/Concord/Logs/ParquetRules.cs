using System.Globalization;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>
/// The rules of <see cref="LogRowCheck"/> as far as the engine can apply them without doubt: it takes a row only if every value is plainly right.
/// A row it does not take is no bad row yet.
/// </summary>
internal sealed class ParquetRules
{
    private const string PlainNumber = @"-?[0-9]{1,15}(\.[0-9]{1,17})?";
    private const string PlainTime = @"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?Z?";

    private readonly List<string> _values = [];
    private readonly List<ParquetColumn?> _columns = [];
    private readonly List<string> _good = [];
    private readonly List<(int Value, string Low, string High)> _limits = [];
    private readonly List<string> _parameters = [];
    private readonly LogPurpose _purpose;
    private readonly LabelRule _labels;
    private readonly string _latest;

    public ParquetRules(LogLayout layout, int file, ParquetFile parquet, LogColumns columns, LogPurpose purpose, DateTime latest)
    {
        _purpose = purpose;
        _labels = new LabelRule(columns.PositiveLabel);
        _latest = Moment(latest);
        int[] positions = layout.Positions[file];
        for (int i = 0; i < positions.Length; i++)
        {
            ParquetColumn? column = positions[i] < 0 ? null : parquet.Columns[positions[i]];
            _columns.Add(column);
            Add(layout.Schema.Columns[i].Kind, column, columns);
            if (column is not null && LogRowCheck.MustHaveValue(purpose, layout.Schema.Columns[i].Kind))
                _good.Add($"nullif({_values[^1]}::VARCHAR, '') IS NOT NULL");
        }
        if (purpose.IsForRecord() && columns.ExpectedModelId is { } modelId && layout.ModelId[file] >= 0)
            MustBe(parquet.Columns[layout.ModelId[file]].AsText, modelId);
    }

    /// <summary>The value of each column of the schema, in its order.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The column of the file that each of <see cref="Values"/> is of; null where the file has none.</summary>
    public IReadOnlyList<ParquetColumn?> Columns => _columns;

    /// <summary>A condition that is true for certainly good rows and never null.</summary>
    public string Good => All([.. _good, .. _limits.Select(limit => $"coalesce({_values[limit.Value]} BETWEEN {limit.Low} AND {limit.High}, true)")]);

    /// <summary>The same without the limits of numbers: whether a copy keeps those, <see cref="WithinLimits"/> tells without a look at its rows.</summary>
    public string GoodButForLimits => All(_good);

    /// <summary>Conditions on a copy of the values as a whole, which the statistics answer that were written with it.</summary>
    public IReadOnlyList<string> WithinLimits(IReadOnlyList<LogColumn> columns) =>
        [.. _limits.Select(limit => (columns[limit.Value].Name, limit)).Select(one => $"coalesce(min({one.Name}) >= {one.limit.Low} AND max({one.Name}) <= {one.limit.High}, true)")];

    public void Bind(DuckDBCommand command)
    {
        foreach (string value in _parameters)
            command.Parameters.Add(new DuckDBParameter(value));
    }

    private void Add(LogColumnKind kind, ParquetColumn? column, LogColumns columns)
    {
        if (column is null)
        {
            _values.Add("NULL");
            return;
        }
        switch (kind)
        {
            case LogColumnKind.Timestamp:
                Time(column);
                _good.Add(_purpose == LogPurpose.Append ? $"{_values[^1]} BETWEEN {Moment(LogTimestamp.Earliest)} AND {_latest}" : $"{_values[^1]} BETWEEN {Moment(LogTimestamp.Earliest)} AND TIMESTAMP '9999-01-01'");
                break;
            case LogColumnKind.LabelTimestamp:
                Time(column);
                _good.Add($"({column.Sql} IS NULL OR {_values[^1]} BETWEEN TIMESTAMP '0001-01-02' AND {(_purpose == LogPurpose.Labels ? _latest : "TIMESTAMP '9999-01-01'")})");
                break;
            case LogColumnKind.Numeric or LogColumnKind.Score:
                Number(column, kind == LogColumnKind.Score);
                break;
            case LogColumnKind.Decision:
                Binary(column, number => number);
                break;
            case LogColumnKind.Label when _labels.IsBinary:
                Binary(column, number => _labels.Mapped(1) == 1 ? number : $"1 - {number}");
                break;
            case LogColumnKind.Label:
                // Words are compared after all rows are in; numbers and words need one spelling, which the row check gives.
                _values.Add(column.AsText);
                _good.Add(column.Kind is ParquetKind.Whole ? "true" : column.IsText ? $"({column.Sql} IS NULL OR regexp_full_match({column.AsText}, '[A-Za-z_]{{1,64}}') AND lower({column.AsText}) NOT IN ('true', 'false', 'nan', 'infinity'))" : $"{column.Sql} IS NULL");
                break;
            default:
                _values.Add(column.AsText);
                if (kind == LogColumnKind.ModelVersion && _purpose.IsForRecord() && columns.ExpectedVersion is { } version)
                    MustBe(column.AsText, version);
                break;
        }
    }

    private void Time(ParquetColumn column)
    {
        _values.Add($"TRY_CAST({column.AsTextOrItself} AS TIMESTAMP)");
        if (column.IsText)
            _good.Add($"({column.Sql} IS NULL OR regexp_full_match({column.AsText}, '{PlainTime}'))");
    }

    private void Number(ParquetColumn column, bool share)
    {
        string number = column.Kind == ParquetKind.Floating ? $"nullif(CAST({column.Sql} AS DOUBLE), 'NaN'::DOUBLE)" : $"TRY_CAST({column.AsTextOrItself} AS DOUBLE)";
        _values.Add(number);
        (string low, string high) = share ? ("0", "1") : ($"-{LogSchema.LargestNumberSql}", LogSchema.LargestNumberSql);
        if (column.Kind == ParquetKind.Floating)
            _limits.Add((_values.Count - 1, low, high));
        else
            _good.Add($"({column.Sql} IS NULL OR ({(column.IsText ? $"regexp_full_match({column.AsText}, '{PlainNumber}') AND " : "")}{number} BETWEEN {low} AND {high}))");
    }

    private void Binary(ParquetColumn column, Func<string, string> mapped)
    {
        bool floating = column.Kind == ParquetKind.Floating;
        string number = floating ? $"CASE WHEN isnan({column.Sql}) THEN NULL ELSE {column.Sql} END" : column.AsTextOrItself;
        _values.Add($"TRY_CAST({mapped($"TRY_CAST({number} AS TINYINT)")} AS TINYINT)");
        _good.Add(column.Kind switch
        {
            ParquetKind.Boolean => "true",
            ParquetKind.Text or ParquetKind.Bytes => $"({column.Sql} IS NULL OR {column.AsText} IN ('0', '1'))",
            _ => $"({column.Sql} IS NULL OR {column.Sql} IN (0, 1){(floating ? $" OR isnan({column.Sql})" : "")})",
        });
    }

    private void MustBe(string text, string value)
    {
        _parameters.Add(value);
        _good.Add($"({text} IS NULL OR {text} = ${_parameters.Count.ToString(CultureInfo.InvariantCulture)})");
    }

    private static string All(IReadOnlyList<string> conditions) => conditions.Count == 0 ? "true" : $"coalesce({DuckDbSession.Joined(" AND ", conditions)}, false)";

    private static string Moment(DateTime utc) => $"TIMESTAMP '{utc.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";
}
