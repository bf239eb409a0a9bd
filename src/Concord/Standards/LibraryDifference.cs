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
        var parts = new LibraryPart(before, after);
        return
        [
            .. before.Files.Keys.Union(after.Files.Keys, StringComparer.Ordinal)
                .Where(file => !(before.Files.TryGetValue(file, out var old) && after.Files.TryGetValue(file, out var present) && old.AsSpan().SequenceEqual(present)))
                .OrderBy(parts.Rank).ThenBy(file => file, StringComparer.Ordinal)
                .SelectMany(file => Of(file, parts.Of(file), before.Files.GetValueOrDefault(file), after.Files.GetValueOrDefault(file))),
        ];
    }

    /// <summary>The changes counted by file, in their order.</summary>
    public static IReadOnlyList<LibraryFileChange> ByFile(LibraryContent before, LibraryContent after, IReadOnlyList<LibraryChange> changes) =>
    [
        .. changes.GroupBy(change => change.File).Select(group => new LibraryFileChange(group.Key, group.First().Part,
            !before.Files.ContainsKey(group.Key) ? LibraryChangeKind.Added : after.Files.ContainsKey(group.Key) ? LibraryChangeKind.Changed : LibraryChangeKind.Removed,
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
