using Concord.Standards;

namespace Concord.Library;

/// <summary>How much two libraries differ, in a sentence for the journal, a list or a terminal.</summary>
internal static class LibrarySentence
{
    public static string Of(IReadOnlyList<LibraryChange> changes)
    {
        if (changes.Count == 0) return "nothing differs";
        string?[] parts =
        [
            Counted(changes, LibraryChangeKind.Added, "added"), Counted(changes, LibraryChangeKind.Removed, "removed"), Counted(changes, LibraryChangeKind.Changed, "changed"),
        ];
        var files = changes.Select(change => change.File).Distinct(StringComparer.Ordinal).Count();
        return FormattableString.Invariant($"{string.Join(", ", parts.OfType<string>())} in {files} {(files == 1 ? "file" : "files")}");
    }

    private static string? Counted(IReadOnlyList<LibraryChange> changes, LibraryChangeKind kind, string word) =>
        changes.Count(change => change.Kind == kind) is > 0 and var count ? FormattableString.Invariant($"{count} {(count == 1 ? "row" : "rows")} {word}") : null;
}
