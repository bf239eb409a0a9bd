using System.Globalization;
using System.Security.Cryptography;
using Concord.Foundation;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Concord.Logs;

/// <summary>The files a person names: single ones or patterns, checked before anything opens them.</summary>
internal static class LogFiles
{
    /// <summary>Full paths in the order given; the matches of a pattern by name.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> patterns, LogLimits limits)
    {
        List<Finding> findings = [];
        List<string> files = [];
        foreach (string pattern in patterns)
        {
            List<string> found = [.. Expand(pattern)];
            if (found.Count == 0)
                findings.Add(Finding.Error(pattern, "file-missing", $"No file {VisibleText.Quoted(pattern, 200)} was found."));
            files.AddRange(found);
        }
        long bytes = 0;
        foreach (string file in files)
        {
            FileInfo info = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(file);
            if (!info.Exists && !Directory.Exists(file))
                findings.Add(Finding.Error(Path.GetFileName(file), "not-a-file", "This is no file but a pipe or a device, which cannot be read twice. Write it to a file and name that."));
            else if (!info.Exists)
                findings.Add(Finding.Error(Path.GetFileName(file), "not-a-file", "This is a folder. Name its files, or use a pattern such as folder/*.parquet."));
            else if (info.Length == 0)
                // Pipes and devices show no length either; opening one would keep the reader waiting for ever.
                findings.Add(Finding.Error(Path.GetFileName(file), "empty-file", "The file is empty. The first line must name the columns."));
            else
                bytes += info.Length;
        }
        if (patterns.Count == 0)
            findings.Add(Finding.Error("the batch", "file-missing", "Name at least one file."));
        if (bytes > limits.Bytes)
            findings.Add(Finding.Error("the batch", "too-many-bytes", string.Create(CultureInfo.InvariantCulture, $"The batch has {bytes:N0} bytes; {limits.Bytes:N0} are allowed. Send it in parts.")));
        if (findings.Count > 0)
            throw new FindingsException(findings);
        return files;
    }

    /// <summary>Full paths of what is there, unchecked.</summary>
    public static IEnumerable<string> Matching(IReadOnlyList<string> patterns) => patterns.SelectMany(Expand);

    /// <summary>Size and hash of each file, and the hash of the batch: of the one file, or of the raw hashes of all in their order.</summary>
    public static async Task<(IReadOnlyList<LogFile> Files, string Sha256)> Hash(IReadOnlyList<string> paths, CancellationToken stop)
    {
        List<LogFile> files = [];
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths)
        {
            await using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan | FileOptions.Asynchronous);
            byte[] hash = await SHA256.HashDataAsync(stream, stop);
            all.AppendData(hash);
            files.Add(new LogFile(Path.GetFileName(path), stream.Length, Convert.ToHexStringLower(hash)));
        }
        return (files, files.Count == 1 ? files[0].Sha256 : Convert.ToHexStringLower(all.GetHashAndReset()));
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        if (pattern.Length == 0 || pattern.Contains('\0', StringComparison.Ordinal))
            return [];
        string full = Path.GetFullPath(pattern);
        if (File.Exists(full) || Directory.Exists(full) || !pattern.AsSpan().ContainsAny('*', '?'))
            return File.Exists(full) || Directory.Exists(full) ? [full] : [];
        string folder = full;
        while (folder.AsSpan().ContainsAny('*', '?'))
            folder = Path.GetDirectoryName(folder)!;
        if (!Directory.Exists(folder))
            return [];
        string[] parts = [.. Path.GetRelativePath(folder, full).Split(Path.DirectorySeparatorChar)];
        // The matcher knows no question mark, the file system does.
        return parts.Length == 1
            ? Directory.EnumerateFiles(folder, parts[0], new EnumerationOptions { MatchType = MatchType.Simple }).Order(StringComparer.Ordinal)
            : new Matcher().AddInclude(string.Join('/', parts)).GetResultsInFullPath(folder).Order(StringComparer.Ordinal);
    }
}
