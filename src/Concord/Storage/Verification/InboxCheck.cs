using System.Globalization;
using Concord.Logs.Inbox;
using Microsoft.Data.Sqlite;

namespace Concord.Storage.Verification;

/// <summary>Looks whether the inbox can be read. Rows in it are acknowledged and on disk; the journal tells of them once they are sealed.</summary>
internal static class InboxCheck
{
    public static IReadOnlyList<NotCovered> Run(DataLocation location, DamageList damage)
    {
        var file = location.Absolute(InboxFile.Name);
        if (!File.Exists(file)) return [];
        try
        {
            using var connection = InboxFile.OpenForReading(file);
            if (InboxFile.Scalar(connection, "SELECT integrity_check FROM pragma_integrity_check LIMIT 1") is string finding and not "ok") damage.Add(new(DamageKind.File, InboxFile.Name, finding));
            using var command = InboxFile.Command(connection, "SELECT count(*), coalesce(sum(rows), 0) FROM batch WHERE segment IS NULL", null);
            using var reader = command.ExecuteReader();
            reader.Read();
            return [new($"file {InboxFile.Name}", string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(1):N0} rows of {reader.GetInt64(0):N0} batches wait to be sealed into a segment, which the journal then tells of"))];
        }
        catch (SqliteException unreadable)
        {
            if (unreadable.SqliteErrorCode is SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_PERM)
                return [new($"file {InboxFile.Name}", $"could not be looked at: {unreadable.Message}")];
            damage.Add(new(DamageKind.File, InboxFile.Name, $"cannot be read: {unreadable.Message}"));
            return [];
        }
    }
}
