using System.Collections.Concurrent;
using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Standards;

namespace Concord.Library;

/// <summary>A library that can be asked, beside the one in use.</summary>
/// <param name="Standards">Null where this version of Concord cannot read it, for the findings.</param>
internal sealed record OpenLibrary(LibraryContent Content, StandardsLibrary? Standards, GapLibrary? Gaps, IReadOnlyList<Finding> Findings)
{
    public static OpenLibrary Read(LibraryContent content)
    {
        var folder = Directory.CreateTempSubdirectory("concord-library-").FullName;
        try
        {
            content.WriteTo(folder);
            var standards = StandardsLibrary.Load(folder);
            return new(content, standards, GapLibrary.Read(folder, standards), []);
        }
        catch (FindingsException unreadable)
        {
            return new(content, null, null, unreadable.Findings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>The libraries that were compared lately. A content never changes under its hash.</summary>
internal sealed class OpenLibraries(LibraryContent installed, StandardsLibrary standards, GapLibrary gaps)
{
    private readonly ConcurrentDictionary<string, OpenLibrary> read = new(StringComparer.Ordinal);

    /// <summary>The one this process works with.</summary>
    public OpenLibrary InUse { get; } = new(installed, standards, gaps, []);

    public OpenLibrary Of(LibraryRevision revision) => Of(LibraryContent.Unpack(revision.Content));

    public OpenLibrary Of(LibraryContent content)
    {
        if (content.Sha256 == InUse.Content.Sha256) return InUse;
        if (read.TryGetValue(content.Sha256, out var known)) return known;
        if (read.Count >= 8) read.Clear();
        return read[content.Sha256] = OpenLibrary.Read(content);
    }
}
