using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Concord.Foundation;
using Concord.Journal;

namespace Concord.Storage.Verification;

/// <summary>A file that a verified row of the manifest names.</summary>
/// <param name="IsExpired">Its rows were deleted on schedule: it must not be there.</param>
/// <param name="GoesWith">The key of the record whose rows it belongs to: it is deleted when they are.</param>
internal sealed record ManifestFile(string Ref, string Path, string Sha256, bool IsExpired, string? GoesWith);

/// <summary>Hashes every row of a covered table and compares it with what the newest entry tells of it.</summary>
internal sealed class RowCheck(StoredRecord stored, ToldStates told, bool journalIsIncomplete, DamageList damage)
{
    private readonly CanonicalEncoding encoding = new();

    public long Count { get; private set; }

    public List<ManifestFile> Files { get; } = [];

    /// <summary>Keys of the records whose rows were deleted on schedule.</summary>
    public HashSet<string> Expired { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that contradicted a segment are kept beside it, and deleted with it.</summary>
    private const string RowsBeside = "SetAsideRows";

    public async Task Run(TableShape table, CancellationToken stop)
    {
        var before = Count;
        try
        {
            await foreach (var row in stored.Rows(table, stop)) Check(table, row);
        }
        catch (DbException unreadable)
        {
            damage.Add(new(DamageKind.Database, $"table {table.Table}", $"reading stopped after {Count - before} rows: {unreadable.Message}"));
            await stored.Begin(stop);
            if (table.Keys.Count == 1 && table.Columns[table.Keys[0]].Kind == ColumnKind.Identity) await ReadOneByOne(table, stop);
        }
        foreach (var (_, key, last) in told.Left(table.Table))
            damage.Add(new(DamageKind.Row, $"{table.Table} {key}", "removed behind the journal's back, or not to be found", last.Entry));
    }

    /// <summary>Where the table cannot be read through, each row the journal tells of is looked up by its key.</summary>
    private async Task ReadOneByOne(TableShape table, CancellationToken stop)
    {
        foreach (var (key, text, last) in told.Left(table.Table))
        {
            try
            {
                await foreach (var row in stored.WithKey(table, key, stop)) Check(table, row);
            }
            catch (DbException unreadable)
            {
                told.Take(table.Table, text);
                damage.Add(new(DamageKind.Row, $"{table.Table} {text}", $"cannot be read: {unreadable.Message}", last.Entry));
                await stored.Begin(stop);
            }
        }
    }

    private void Check(TableShape table, StoredRow row)
    {
        Count++;
        var key = string.Join('/', table.Keys.Select(index => KeyText(row.Values[index])));
        var last = told.Take(table.Table, key);
        var what = row.Fault is { } fault ? $"not as Concord writes it: {fault}"
            : last is not { } expected ? "no entry tells of it: added behind the journal's back"
            : expected.IsRemoved ? "an entry tells that it was removed, and it is there"
            : expected.Is(Hash(table, row.Values)) ? null
            : "changed behind the journal's back";
        if (what is not null)
        {
            if (row.Fault is null && journalIsIncomplete) what += ", or told of by an entry that cannot be read";
            if (table.Find("Path") is not null) what += "; its file was not checked";
            damage.Add(new(DamageKind.Row, $"{table.Table} {Name(table, row.Values, key)}", what, last?.Entry));
            return;
        }
        var isExpired = table.Find("ExpiredAt") is { } expired && row.Values[expired] is not null;
        if (isExpired) Expired.Add(key);
        if (table.Find("Path") is { } path && table.Find("Sha256") is { } sha256 && row.Values[path] is string { Length: > 0 } file)
        {
            Files.Add(new(table.Find(nameof(IRecord.Ref)) is { } reference && row.Values[reference] is string name ? name : key, file, row.Values[sha256] as string ?? "", isExpired,
                table.Table == RowsBeside && table.Find("SegmentId") is { } segment ? KeyText(row.Values[segment]) : null));
        }
    }

    private byte[] Hash(TableShape table, object?[] values)
    {
        encoding.Add(table.Table);
        for (var i = 0; i < table.Hashed; i++)
        {
            var column = table.Columns[i];
            if (values[i] is null && !column.IsPersonal) continue;
            encoding.Add(column.Property);
            if (column.IsPersonal) encoding.Add(HMACSHA256.HashData(values[table.Salt!.Value] as byte[] ?? [], new CanonicalEncoding().Add(values[i]).ToArray()));
            else if (column.Kind == ColumnKind.State && values[i] is string name) encoding.AddState(name);
            else encoding.Add(values[i]);
        }
        return encoding.TakeHash();
    }

    private static string Name(TableShape table, object?[] values, string key) =>
        table.Find(nameof(IRecord.Ref)) is { } reference && values[reference] is string { Length: > 0 } name && name != key ? $"{name} ({key})" : key;

    private static string KeyText(object? value) => value switch
    {
        null => "",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
