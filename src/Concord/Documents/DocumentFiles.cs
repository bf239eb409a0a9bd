using System.Text.RegularExpressions;
using Concord.Foundation;
using Concord.Logs;
using Concord.Storage;

namespace Concord.Documents;

/// <summary>Files of documents in the data folder: put in place so that a power cut leaves all or nothing, handed out, never shown.</summary>
internal sealed partial class DocumentFiles(DataLocation data)
{
    public const long MostBytes = 50L << 20;

    private const int LongestName = 150;
    private const string AnyType = "application/octet-stream";

    /// <param name="staged">Where it was received; it is moved from there.</param>
    public DocumentFile Keep(string staged, string documentRef, string name, string? mediaType)
    {
        var bytes = new FileInfo(staged).Length;
        if (bytes == 0) throw new RuleViolation("DOCUMENT-FILE-EMPTY", "The file is empty. Choose another one.");
        if (bytes > MostBytes) throw TooLarge();
        var path = Path.Combine("documents", Harmless().Replace(documentRef, "_"), $"{Guid.CreateVersion7():N}.file");
        var sha256 = SegmentFiles.Seal(staged, data.Absolute(path));
        return new(path.Replace('\\', '/'), NameOf(name), mediaType is not null && MediaType().IsMatch(mediaType) ? mediaType : AnyType, bytes, sha256);
    }

    public Stream Open(DocumentRevision revision)
    {
        try
        {
            return new FileStream(data.Absolute(revision.Path), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RuleViolation("DOCUMENT-FILE-GONE", $"The file of {revision.Ref} is not in the data folder any more. Put it back from a backup; verifying the journal names it too.");
        }
    }

    /// <summary>Of a draft that was replaced, or of an act that was not committed.</summary>
    public void Forget(string path)
    {
        if (path.Length > 0) File.Delete(data.Absolute(path));
    }

    public static RuleViolation TooLarge() => new("DOCUMENT-FILE-LARGE", $"A file has at most {MostBytes >> 20} MiB. Divide it, or say where it is kept.");

    /// <summary>As its sender calls it, without folders and without signs that break a line.</summary>
    private static string NameOf(string name)
    {
        var plain = string.Concat(name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(sign => !char.IsControl(sign) && sign is not ('"' or '<' or '>' or ':' or '|' or '?' or '*'))).Trim(' ', '.');
        return plain.Length switch { 0 => "document", > LongestName => plain[^LongestName..], _ => plain };
    }

    [GeneratedRegex("[^A-Za-z0-9._-]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Harmless();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,80}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MediaType();
}
