using System.Text.Json;
using Concord.Foundation;
using Concord.Gaps.Reading;
using Concord.Logs;

namespace Concord.Gaps;

/// <summary>Takes in policies of strangers: each is read in a process of its own, so that a hostile one spoils nothing of the others.</summary>
internal static class PolicyIntake
{
    private static readonly LogLimits Limits = new() { Time = PolicyFileLimits.Time, MemoryBytes = PolicyFileLimits.Memory };

    /// <exception cref="FindingsException">Some cannot be read; it holds what is wrong with each of them.</exception>
    public static Task<IReadOnlyList<PolicyText>> Read(IReadOnlyList<string> files, Task<PolicyVocabulary> vocabulary, CancellationToken stop = default) => Read(files, Names(files), vocabulary, stop);

    public static async Task<IReadOnlyList<PolicyText>> Read(IReadOnlyList<string> files, IReadOnlyList<string> names, Task<PolicyVocabulary> vocabulary, CancellationToken stop)
    {
        var read = await ReadEach(files, names, vocabulary, stop);
        read.Select(one => one.Finding).OfType<Finding>().ToList().DemandNone();
        return [.. read.Select(one => one.Text!)];
    }

    /// <summary>In the order of the files: the text of each, or why it cannot be read.</summary>
    /// <param name="names">What passages and findings call each file; its ending says the format.</param>
    /// <param name="vocabulary">Says which language is read; it may still be loading while files are read.</param>
    public static async Task<IReadOnlyList<(PolicyText? Text, Finding? Finding)>> ReadEach(IReadOnlyList<string> files, IReadOnlyList<string> names, Task<PolicyVocabulary> vocabulary, CancellationToken stop)
    {
        if (files.Count > PolicyFileLimits.Files)
            throw new FindingsException([Finding.Error("the files", "too-many-files", FormattableString.Invariant($"{files.Count:N0} files were named; {PolicyFileLimits.Files} are assessed together. Name fewer."))]);
        var answers = await Task.WhenAll(files.Select((file, i) => ReadOne(file, names[i], stop)));
        var words = (await vocabulary).Denying;
        return [.. answers.Select((answer, i) => (answer.Finding ?? Foreign(names[i], answer.Blocks!, words)) is { } finding ? ((PolicyText?)null, (Finding?)finding) : (new PolicyText(names[i], answer.Blocks!), null))];
    }

    /// <summary>What is read with words of English says nothing in another language: that would be told as absence.</summary>
    private static Finding? Foreign(string name, IReadOnlyList<PolicyBlock> blocks, DenialWords words) => PolicyLanguage.IsEnglish(blocks, words) ? null
        : Finding.Error(name, "not-english", "The text is not in English, the language policies are read in. It was not assessed, and nothing is said of what it holds. Hand in a translation.");

    /// <summary>The plain name, or the path as given where two files share it.</summary>
    private static string[] Names(IReadOnlyList<string> files)
    {
        var shared = files.GroupBy(Path.GetFileName, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        return [.. files.Select(file => shared.Contains(Path.GetFileName(file)) ? file : Path.GetFileName(file))];
    }

    private static async Task<PolicyReadAnswer> ReadOne(string file, string name, CancellationToken stop)
    {
        var extension = Path.GetExtension(name).ToLowerInvariant();
        var folder = Directory.CreateTempSubdirectory("concord-policy-").FullName;
        try
        {
            if (Refused(file, extension) is { } refused) return new(null, Finding.Error(name, refused.Code, refused.Message));
            File.Copy(file, Path.Combine(folder, "in0"));
            var request = JsonSerializer.SerializeToUtf8Bytes(new PolicyReadRequest("in0", name, extension), PolicyJson.Default.PolicyReadRequest);
            var outcome = await ReaderProcess.Run(folder, request, Limits, _ => { }, stop, ReadPolicyCommand.Name);
            return outcome.End == ReaderEnd.Answered && Answer(outcome.Output) is { } answer ? answer : new(null, Ended(name, outcome));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new(null, Finding.Error(name, "unreadable-file", $"This file cannot be read: {failed.Message}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PolicyFileException? Refused(string file, string extension)
    {
        if (Directory.Exists(file)) return new("unreadable-file", "This is a folder. Name the policies in it.");
        var info = new FileInfo(file);
        if (!info.Exists) return new("missing-file", "There is no such file. Correct its name.");
        if (PolicyFileReader.RefusesEnding(extension) is { } refused) return refused;
        return info.Length > PolicyFileLimits.Bytes
            ? new("too-large", FormattableString.Invariant($"The file has {info.Length / (1024.0 * 1024):0.#} MiB; {PolicyFileLimits.Bytes >> 20} MiB are read. Take pictures and embedded files out, or hand in its parts."))
            : null;
    }

    private static PolicyReadAnswer? Answer(byte[] output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, PolicyJson.Default.PolicyReadAnswer) is { } answer && (answer.Blocks is not null || answer.Finding is not null) ? answer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Finding Ended(string name, ReaderOutcome outcome) => outcome.End switch
    {
        ReaderEnd.TimedOut => Finding.Error(name, "time-limit", FormattableString.Invariant($"The document could not be read within {Limits.Time.TotalSeconds:0} seconds of processor time. Hand in its parts.")),
        ReaderEnd.TooMuchMemory => Finding.Error(name, "memory-limit", FormattableString.Invariant($"The document could not be read within {Limits.MemoryBytes >> 20} MiB of memory. Take pictures out, or hand in its parts.")),
        ReaderEnd.TooMuchOutput => Finding.Error(name, "too-much-text", "The document holds more text than a policy has. Hand in its parts."),
        _ => Finding.Error(name, "reader-ended", FormattableString.Invariant($"The process that reads the document ended without an answer (exit code {outcome.ExitCode}). It is damaged or built to harm; nothing of it is used.")),
    };
}
