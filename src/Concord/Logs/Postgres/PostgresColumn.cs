using DuckDB.NET.Native;
using Npgsql.PostgresTypes;

namespace Concord.Logs.Postgres;

/// <summary>A column of the table that is pulled.</summary>
/// <param name="Type">As the database calls it.</param>
/// <param name="Holds">What it becomes in the file between; null where that would be a guess.</param>
internal sealed record PostgresColumn(string Name, string Type, DuckDBType? Holds)
{
    public string Sql => PostgresTable.Quoted(Name);

    /// <summary>A moment or a day: what the rows can be cut and sorted by.</summary>
    public bool IsTime => Holds is DuckDBType.Timestamp or DuckDBType.Date;

    /// <summary>Moments with a zone are compared with moments, all others with what stands in them, which is read as UTC.</summary>
    public string ComparedAs => Type.StartsWith("timestamp", StringComparison.Ordinal) && Type.EndsWith("with time zone", StringComparison.Ordinal) ? "pg_catalog.timestamptz" : "pg_catalog.timestamp";

    /// <summary>The column in the one form of those in which <see cref="PostgresRows"/> reads it.</summary>
    public string Sent => Holds switch
    {
        DuckDBType.BigInt => $"{Sql}::pg_catalog.int8",
        DuckDBType.Varchar => $"{Sql}::pg_catalog.text",
        _ => Sql,
    };

    public static PostgresColumn Of(string name, PostgresType type) => new(name, type.DisplayName, type is PostgresEnumType ? DuckDBType.Varchar : type.Namespace == "pg_catalog" ? HoldsOf(type.InternalName) : null);

    /// <summary>What to do about a column that cannot be mapped.</summary>
    public string Remedy => Type switch
    {
        "json" or "jsonb" or "hstore" or "xml" or ['_', ..] or [.., ']'] => "A prediction log is flat: pull a view that spreads it over plain columns or leaves it out.",
        "interval" => "Pull a view that gives it as a number, with extract(epoch from …), or leaves it out.",
        "money" => "Pull a view that casts it to numeric or leaves it out.",
        _ => "Pull a view that casts it to text, a number or a timestamp, or leaves it out.",
    };

    // A numeric has more digits than a double: it goes as its digits and becomes a number only where one is declared. Widths of whole numbers make no difference.
    private static DuckDBType? HoldsOf(string type) => type switch
    {
        "int2" or "int4" or "int8" => DuckDBType.BigInt,
        "float4" => DuckDBType.Float,
        "float8" => DuckDBType.Double,
        "bool" => DuckDBType.Boolean,
        "timestamp" or "timestamptz" => DuckDBType.Timestamp,
        "date" => DuckDBType.Date,
        "text" or "varchar" or "bpchar" or "name" or "uuid" or "numeric" => DuckDBType.Varchar,
        _ => null,
    };
}
