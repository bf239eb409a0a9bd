using Concord.Storage.Verification;

namespace Concord.Tests.Journal;

public sealed class VerificationOnPostgres() : VerificationContract(Backend.Postgres)
{
    private protected override string NewId => "gen_random_uuid()";

    private protected override string WithoutKeys(string sql) => $"SET session_replication_role = replica; {sql}";

    private protected override string Other(ColumnShape column)
    {
        var name = $"\"{column.Column}\"";
        return column.Kind switch
        {
            ColumnKind.Text or ColumnKind.State => $"COALESCE({name}, '') || 'x'",
            ColumnKind.Truth => $"NOT COALESCE({name}, false)",
            ColumnKind.Integer => $"(COALESCE({name}, 0)::bigint # 1)::integer",
            ColumnKind.LongInteger => $"COALESCE({name}, 0) # 1",
            ColumnKind.Number => $"COALESCE({name}, 0) + 1e-9",
            ColumnKind.Identity => $"(COALESCE(left({name}::text, 35), '00000000-0000-0000-0000-00000000000') || CASE right({name}::text, 1) WHEN '0' THEN '1' ELSE '0' END)::uuid",
            ColumnKind.Instant => $"COALESCE({name}, now()) + interval '1 microsecond'",
            ColumnKind.Day => $"COALESCE({name}, current_date) + 1",
            ColumnKind.Bytes => $"COALESCE({name}, '') || '\\x00'::bytea",
            ColumnKind.Texts => $"array_append({name}, '')",
            _ => throw new NotSupportedException(),
        };
    }
}
