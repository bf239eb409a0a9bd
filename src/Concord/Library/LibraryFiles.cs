using System.Security.Cryptography;
using Concord.Standards;

namespace Concord.Library;

/// <summary>The files of a library as a list people can check against the folder.</summary>
internal static class LibraryFiles
{
    public static IReadOnlyList<LibraryFile> Of(LibraryContent content)
    {
        var part = new LibraryPart(content);
        return
        [
            .. content.Files.OrderBy(file => part.Rank(file.Key)).ThenBy(file => file.Key, StringComparer.Ordinal)
                .Select(file => new LibraryFile(file.Key, part.Of(file.Key), LibraryRows.Read(file.Key, file.Value)?.Count, Convert.ToHexStringLower(SHA256.HashData(file.Value)))),
        ];
    }
}
