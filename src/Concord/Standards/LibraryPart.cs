using System.Text;

namespace Concord.Standards;

/// <summary>What a file of the library is about, in words: the designation of its edition, or what its folder holds.</summary>
internal sealed class LibraryPart
{
    private const string EditionFile = "edition.yaml";

    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal)
    {
        ["crosswalks"] = "Crosswalks",
        ["eu-ai-act"] = "EU AI Act as rules",
        ["evidence"] = "Validity of evidence",
        ["frameworks"] = "Laws and guidance",
        ["gaps"] = "Gap analyses",
        ["impact"] = "Impact on people",
        ["incidents"] = "Incidents and legal clocks",
        ["loop"] = "What follows on a signal",
        ["monitoring"] = "Monitoring",
        ["policy"] = "Words policies are read with",
        ["risk"] = "Risk catalogue and criteria",
        ["statement"] = "Words of foreign statements",
    };

    private readonly Dictionary<string, string> editions = new(StringComparer.Ordinal);

    public LibraryPart(params ReadOnlySpan<LibraryContent> libraries)
    {
        foreach (var library in libraries)
        {
            foreach (var (file, bytes) in library.Files.Where(file => file.Key.EndsWith("/" + EditionFile, StringComparison.Ordinal)))
                editions[FolderOf(file)] = LibraryDocument.Parse(file, Encoding.UTF8.GetString(bytes), [])?.Optional("designation") ?? FolderOf(file);
        }
    }

    public string Of(string file) => FolderOf(file) is var folder && editions.TryGetValue(folder, out var edition) ? edition
        : Folders.TryGetValue(folder, out var known) ? known
        : folder.Length == 0 ? "The library" : folder;

    /// <summary>Editions first, then the crosswalks between them, then the rest.</summary>
    public int Rank(string file) => editions.ContainsKey(FolderOf(file)) ? 0 : FolderOf(file) == "crosswalks" ? 1 : 2;

    public static string FolderOf(string file) => file.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? file[..slash] : "";
}
