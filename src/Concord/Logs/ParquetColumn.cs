namespace Concord.Logs;

/// <summary>What a column of a Parquet file holds, as far as a log cares.</summary>
internal enum ParquetKind
{
    Whole,
    Floating,
    Decimal,
    Boolean,
    Text,
    Bytes,
    Time,
    Nested,
    Other,
}

/// <summary>A column of a Parquet file. In SQL it is known by its position only.</summary>
internal sealed record ParquetColumn(int Position, string Name, string Type)
{
    public string Sql => $"p{Position}";

    public ParquetKind Kind { get; } = KindOf(Type);

    /// <summary>The value as a log in text would write it; missing, empty and NaN are null.</summary>
    public string AsText => Kind switch
    {
        ParquetKind.Text => $"nullif({Sql}, '')",
        ParquetKind.Bytes => $"nullif(coalesce(try(decode({Sql})), CAST({Sql} AS VARCHAR)), '')",
        // 3.0 is the category 3: tables with missing values write whole numbers as fractions.
        ParquetKind.Floating => $"CASE WHEN isnan({Sql}) THEN NULL WHEN {Sql} = trunc({Sql}) AND abs({Sql}) < 1e15 THEN CAST(CAST({Sql} AS BIGINT) AS VARCHAR) ELSE CAST({Sql} AS VARCHAR) END",
        _ => $"CAST({Sql} AS VARCHAR)",
    };

    /// <summary>The value in its own type, bytes as text.</summary>
    public string AsTextOrItself => IsText ? AsText : Sql;

    public bool IsNumber => Kind is ParquetKind.Whole or ParquetKind.Floating or ParquetKind.Decimal;

    public bool IsText => Kind is ParquetKind.Text or ParquetKind.Bytes;

    private static ParquetKind KindOf(string type)
    {
        if (type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal) || type.StartsWith("UNION", StringComparison.Ordinal))
            return ParquetKind.Nested;
        if (type.StartsWith("TIMESTAMP", StringComparison.Ordinal) || type == "DATE")
            return ParquetKind.Time;
        if (type.StartsWith("DECIMAL", StringComparison.Ordinal))
            return ParquetKind.Decimal;
        if (type.StartsWith("ENUM", StringComparison.Ordinal))
            return ParquetKind.Text;
        return type switch
        {
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT" => ParquetKind.Whole,
            "FLOAT" or "DOUBLE" => ParquetKind.Floating,
            "BOOLEAN" => ParquetKind.Boolean,
            "VARCHAR" => ParquetKind.Text,
            "BLOB" => ParquetKind.Bytes,
            _ => ParquetKind.Other,
        };
    }
}
