namespace Concord.Storage;

/// <summary>
/// What SQLite keeps for searching policies: an index with tables of its own, and the two triggers that fill it from <c>PolicyPart</c>. The index
/// is no part of the record: a wrong one finds wrongly and changes nothing. A trigger of the same name that does something else is a stranger.
/// </summary>
internal static class PolicySearchIndex
{
    private const string Name = "PolicyPartSearch";

    private static readonly string[] Tables = [Name, .. new[] { "config", "content", "data", "docsize", "idx" }.Select(part => $"{Name}_{part}")];

    private static readonly Dictionary<string, string> Triggers = new(StringComparer.Ordinal)
    {
        ["PolicyPartFound"] = """
            CREATE TRIGGER "PolicyPartFound" AFTER INSERT ON "PolicyPart" BEGIN
            INSERT INTO "PolicyPartSearch" ("Id", "Heading", "Text") VALUES (new."Id", new."Heading", new."Text"); END
            """,
        ["PolicyPartLost"] = """
            CREATE TRIGGER "PolicyPartLost" AFTER DELETE ON "PolicyPart" BEGIN
            DELETE FROM "PolicyPartSearch" WHERE "Id" = old."Id"; END
            """,
    };

    /// <param name="sql">As the database keeps it; null: it keeps none.</param>
    public static bool Owns(string name, string? sql) =>
        Tables.Contains(name, StringComparer.Ordinal) || (sql is not null && Triggers.TryGetValue(name, out var own) && Plain(own) == Plain(sql));

    private static string Plain(string sql) => string.Join(' ', sql.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
