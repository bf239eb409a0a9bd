using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Concord.Storage.Verification;

/// <summary>What the newest entry told of a row: its hash, or that it was removed. The 32 bytes stand inline: a large record has a million of them.</summary>
internal readonly record struct Told(long Entry, bool IsRemoved, UInt128 High, UInt128 Low)
{
    public static Told Of(long entry, byte[]? hash) =>
        hash is { Length: 32 } ? new(entry, false, MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash.AsSpan(16))) : new(entry, hash is null, 0, 0);

    public bool Is(byte[] hash) => !IsRemoved && this == Of(Entry, hash);
}

/// <summary>The newest state of every row the journal tells of. Rows that are found are taken off; what stays was not found.</summary>
internal sealed class ToldStates
{
    private readonly Dictionary<string, Dictionary<Guid, Told>> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> texts = [];

    public void Tell(string table, string rowKey, long entry, byte[]? hash)
    {
        if (!tables.TryGetValue(table, out var rows)) tables[table] = rows = [];
        rows[KeyOf(rowKey)] = Told.Of(entry, hash);
    }

    public Told? Take(string table, string rowKey) => tables.TryGetValue(table, out var rows) && rows.Remove(KeyOf(rowKey), out var told) ? told : null;

    /// <summary>Rows that should be there and were not taken.</summary>
    public IReadOnlyList<(Guid Key, string Text, Told Told)> Left(string table) =>
        tables.TryGetValue(table, out var rows) ? [.. rows.Where(row => !row.Value.IsRemoved).Select(row => (row.Key, TextOf(row.Key), row.Value)).OrderBy(row => row.Value.Entry)] : [];

    /// <summary>Tables the journal tells of that this version does not know.</summary>
    public IEnumerable<string> TablesBeside(IEnumerable<string> known) => tables.Keys.Except(known, StringComparer.Ordinal);

    private string TextOf(Guid key) => texts.TryGetValue(key, out var text) ? text : key.ToString("D");

    private Guid KeyOf(string rowKey)
    {
        if (Guid.TryParseExact(rowKey, "D", out var guid)) return guid;
        guid = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(rowKey)).AsSpan(0, 16));
        texts[guid] = rowKey;
        return guid;
    }
}
