using Concord.Storage.Verification;

namespace Concord.Tests.Journal;

public sealed class VerificationOnSqlite() : VerificationContract(Backend.Sqlite)
{
    [Fact]
    public async Task A_trigger_under_the_name_of_one_of_ours_that_does_something_else_is_a_stranger()
    {
        await using var world = await World.Create();
        (await Verify(world)).NotCovered.ShouldNotContain(table => table.What.StartsWith("PolicyPart", StringComparison.Ordinal));
        await world.Tamper("DROP TRIGGER \"PolicyPartLost\"");
        await world.Tamper("CREATE TRIGGER \"PolicyPartLost\" AFTER DELETE ON \"PolicyPart\" BEGIN DELETE FROM \"Link\"; END");
        (await Verify(world)).NotCovered.Where(table => table.What.StartsWith("PolicyPart", StringComparison.Ordinal)).ShouldHaveSingleItem().What.ShouldBe("PolicyPartLost");
    }

    private protected override string NewId => "upper(printf('%s-%s-7%s-8%s-%s', hex(randomblob(4)), hex(randomblob(2)), substr(hex(randomblob(2)), 2), substr(hex(randomblob(2)), 2), hex(randomblob(6))))";

    private protected override string WithoutKeys(string sql) => sql;

    private protected override string Other(ColumnShape column)
    {
        var name = $"\"{column.Column}\"";
        return column.Kind switch
        {
            ColumnKind.Text or ColumnKind.State => $"COALESCE({name}, '') || 'x'",
            ColumnKind.Truth => $"1 - COALESCE({name}, 0)",
            ColumnKind.Integer or ColumnKind.LongInteger => $"COALESCE({name}, 0) + CASE COALESCE({name}, 0) % 2 WHEN 0 THEN 1 ELSE -1 END",
            ColumnKind.Number => $"COALESCE({name}, 0.0) + 1e-9",
            ColumnKind.Identity => $"COALESCE(substr({name}, 1, 35), '00000000-0000-0000-0000-00000000000') || CASE substr({name}, 36) WHEN '0' THEN '1' ELSE '0' END",
            ColumnKind.Instant => $"COALESCE(substr({name}, 1, 18), '2026-01-01 00:00:0') || CASE substr({name}, 19, 1) WHEN '0' THEN '1' ELSE '0' END || COALESCE(substr({name}, 20), '')",
            ColumnKind.Day => $"COALESCE(date({name}, '+1 day'), '2026-01-01')",
            ColumnKind.Bytes => $"CAST(COALESCE({name}, x'') || x'01' AS BLOB)",
            ColumnKind.Texts => $"CASE {name} WHEN '[]' THEN '[\"\"]' ELSE '[]' END",
            _ => throw new NotSupportedException(),
        };
    }
}
