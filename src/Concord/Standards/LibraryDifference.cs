namespace Concord.Standards;

internal enum LibraryChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>A cell that another library writes otherwise.</summary>
internal sealed record LibraryField(string Name, string Before, string After);

/// <summary>A row of a table, or a value of a document, that another library has, lacks or writes otherwise.</summary>
/// <param name="Part">What the file is about, in words.</param>
/// <param name="Key">What names the row in its file; its parts are joined by a middle dot.</param>
/// <param name="Title">What the row calls itself; empty where it has no title.</param>
/// <param name="Fields">Of a changed row the cells that differ, of another one those that are filled.</param>
internal sealed record LibraryChange(string File, string Part, LibraryChangeKind Kind, string Key, string Title, IReadOnlyList<LibraryField> Fields)
{
    public const string Joint = " · ";

    /// <summary>The first part of the key: where it names a requirement, that requirement.</summary>
    public string FirstKey => Key.Split(Joint)[0];
}

/// <summary>How much of a file differs.</summary>
/// <param name="Kind">Whether the file itself is new or gone.</param>
internal sealed record LibraryFileChange(string File, string Part, LibraryChangeKind Kind, int Added, int Removed, int Changed);

/// <summary>What two libraries say differently, row by row. Rows are known by their key, so that sorting a table changes nothing.</summary>
internal static class LibraryDifference
{
    public static IReadOnlyList<LibraryChange> Between(LibraryContent before, LibraryContent after)
    {
        var (parts, earlier) = (new LibraryPart(before, after), Earlier(before, after));
        return
        [
            .. before.Files.Keys.Except(earlier.Values, StringComparer.Ordinal).Union(after.Files.Keys, StringComparer.Ordinal)
                .Select(file => (File: file, Old: before.Files.GetValueOrDefault(earlier.GetValueOrDefault(file, file)), Present: after.Files.GetValueOrDefault(file)))
                .Where(pair => !(pair is { Old: { } old, Present: { } present } && old.AsSpan().SequenceEqual(present)))
                .OrderBy(pair => parts.Rank(pair.File)).ThenBy(pair => pair.File, StringComparer.Ordinal)
                .SelectMany(pair => Of(pair.File, parts.Of(pair.File), pair.Old, pair.Present)),
        ];
    }

    /// <summary>Files of an edition that takes the place of another of the same standard, each with the one it is compared with: what differs is asked, not which year the folder names.</summary>
    private static Dictionary<string, string> Earlier(LibraryContent before, LibraryContent after)
    {
        var present = after.Files.Keys.Select(LibraryPart.FolderOf).ToHashSet(StringComparer.Ordinal);
        var gone = before.Files.Keys.Where(file => !present.Contains(LibraryPart.FolderOf(file))).ToLookup(Yearless, StringComparer.Ordinal);
        var known = before.Files.Keys.Select(LibraryPart.FolderOf).ToHashSet(StringComparer.Ordinal);
        return after.Files.Keys.Where(file => !known.Contains(LibraryPart.FolderOf(file)) && gone[Yearless(file)].Count() == 1).ToDictionary(file => file, file => gone[Yearless(file)].Single(), StringComparer.Ordinal);
    }

    /// <summary>"iso9001/clauses.csv" of "iso9001-2015/clauses.csv".</summary>
    private static string Yearless(string file)
    {
        var folder = LibraryPart.FolderOf(file);
        return folder.Length > 5 && folder[^5] == '-' && folder[^4..].All(char.IsAsciiDigit) ? folder[..^5] + file[folder.Length..] : file;
    }

    /// <summary>The changes counted by file, in their order.</summary>
    public static IReadOnlyList<LibraryFileChange> ByFile(LibraryContent before, LibraryContent after, IReadOnlyList<LibraryChange> changes) =>
    [
        .. changes.GroupBy(change => change.File).Select(group => new LibraryFileChange(group.Key, group.First().Part,
            !before.Files.ContainsKey(group.Key) && !Earlier(before, after).ContainsKey(group.Key) ? LibraryChangeKind.Added : after.Files.ContainsKey(group.Key) ? LibraryChangeKind.Changed : LibraryChangeKind.Removed,
            group.Count(change => change.Kind == LibraryChangeKind.Added), group.Count(change => change.Kind == LibraryChangeKind.Removed), group.Count(change => change.Kind == LibraryChangeKind.Changed))),
    ];

    private static IEnumerable<LibraryChange> Of(string file, string part, byte[]? before, byte[]? after)
    {
        var (old, present) = (LibraryRows.Read(file, before), LibraryRows.Read(file, after));
        if (old is null || present is null)
            return [new(file, part, LibraryChangeKind.Changed, "the whole file", "", [new("bytes", Bytes(before), Bytes(after))])];
        var keyed = LibraryRows.Keyed(old, present);
        return keyed.Keys.Select(key => Row(file, part, key, keyed.Before.GetValueOrDefault(key), keyed.After.GetValueOrDefault(key), present.Columns.Union(old.Columns, StringComparer.Ordinal).Except(keyed.Of, StringComparer.Ordinal))).OfType<LibraryChange>();
    }

    private static LibraryChange? Row(string file, string part, string key, IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string>? after, IEnumerable<string> columns)
    {
        var fields = columns.Select(column => new LibraryField(Named(column), Cell(before, column), Cell(after, column))).Where(field => field.Before != field.After).ToList();
        var kind = before is null ? LibraryChangeKind.Added : after is null ? LibraryChangeKind.Removed : LibraryChangeKind.Changed;
        return fields.Count == 0 && kind == LibraryChangeKind.Changed ? null : new(file, part, kind, key, Title(after ?? before!), fields);
    }

    private static string Title(IReadOnlyDictionary<string, string> row) =>
        row.GetValueOrDefault("title") ?? row.GetValueOrDefault("name") ?? row.GetValueOrDefault("question") ?? "";

    private static string Cell(IReadOnlyDictionary<string, string>? row, string column) => row?.GetValueOrDefault(column) ?? "";

    /// <summary>"documented info": the column as people read it.</summary>
    private static string Named(string column) => column.Replace('_', ' ');

    private static string Bytes(byte[]? bytes) => bytes is null ? "" : FormattableString.Invariant($"{bytes.Length:N0}");
}
