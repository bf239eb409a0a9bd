using System.Security.Cryptography;
using System.Text;

namespace Concord.Logs.ClickHouse;

/// <summary>
/// The table for logs with the same generated columns. Missing numbers are no-numbers, missing moments the smallest integer, decision and label one
/// number (<see cref="Kernel.Outcome"/>): nullable columns cost the old server much. Undeclared columns are there as text and as the number the text is.
/// </summary>
internal sealed class ClickHouseShape
{
    public const long NoMoment = long.MinValue;

    private readonly List<(string Name, string Type, string Source)> columns;

    public ClickHouseShape(LogSchema schema)
    {
        string Or(LogColumnKind kind, string otherwise, Func<string, string> found) => schema.Of(kind).FirstOrDefault() is { } column ? found(Generated(column.Name)) : otherwise;
        HasIds = schema.Has(LogColumnKind.PredictionId);
        columns =
        [
            ("t", "Int64", Or(LogColumnKind.Timestamp, "NULL::BIGINT", name => $"epoch_us({name})")),
            ("id", "String", Or(LogColumnKind.PredictionId, "''", name => $"coalesce({name}, '')")),
            ("s", "Float64", Or(LogColumnKind.Score, "NULL::DOUBLE", name => name)),
            ("k", "UInt8", $"3 * {Or(LogColumnKind.Decision, "2", name => $"coalesce({name}, 2)")} + {Or(LogColumnKind.Label, "2", name => $"coalesce({name}, 2)")}"),
            .. schema.Of(LogColumnKind.Numeric).Select(column => (Generated(column.Name), "Float64", column.Name)),
            .. schema.Of(LogColumnKind.Categorical).Select(column => (Generated(column.Name), "Nullable(String)", column.Name)),
            .. schema.Of(LogColumnKind.Other).SelectMany(column => new[]
            {
                (Generated(column.Name), "Nullable(String)", column.Name),
                (NumberOf(column.Name), "Float64", $"CASE WHEN abs(TRY_CAST({column.Name} AS DOUBLE)) <= {LogSchema.LargestNumberSql} THEN TRY_CAST({column.Name} AS DOUBLE) END"),
            }),
        ];
        Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', columns.Select(column => column.Name)))))[..16];
    }

    /// <summary>Part of the tables' names.</summary>
    public string Key { get; }

    /// <summary>Rows with ids lie where their id says, so that what belongs to one prediction lies together.</summary>
    public bool HasIds { get; }

    public string Columns => "load Int64, " + string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"));

    /// <summary>Reads a segment in the order of the table's columns.</summary>
    public string Select(string path) => $"SELECT {string.Join(", ", columns.Select(column => column.Type switch
    {
        "Int64" => $"coalesce({column.Source}, {NoMoment})::BIGINT",
        "Float64" => $"coalesce({column.Source}, 'nan'::DOUBLE)",
        "UInt8" => $"({column.Source})::INTEGER",
        _ => column.Source,
    }))} FROM read_parquet({DuckDbSession.List([path])})";

    /// <summary>Writes the row a reader stands on.</summary>
    public void Write(System.Data.Common.DbDataReader row, RowBinaryWriter to)
    {
        for (var column = 0; column < columns.Count; column++)
        {
            switch (columns[column].Type)
            {
                case "Int64": to.Int64(row.GetInt64(column)); break;
                case "Float64": to.Double(row.GetDouble(column)); break;
                case "UInt8": to.Byte((byte)row.GetInt32(column)); break;
                case "String": to.Text(row.GetString(column)); break;
                default: to.NullableText(row.IsDBNull(column) ? null : row.GetString(column)); break;
            }
        }
    }

    public static string NumberOf(string other) => Generated(other) + "_number";

    /// <summary>A name map comes from a record; only names as Concord generates them become identifiers.</summary>
    public static string Generated(string name) => name.Length is > 0 and < 12 && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9')) && !char.IsDigit(name[0])
        ? name
        : throw new InvalidDataException("A name map holds a column name that was not generated.");
}
