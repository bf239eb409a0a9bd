using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;
using Concord.Standards;

namespace Concord.Library;

/// <summary>
/// Takes in a library that is not installed: first a process of its own reads all of it, as a start would; what ends it, or has a fault, is not read here.
/// </summary>
internal static class LibraryIntake
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(20);
    public const long Memory = 512L << 20;

    /// <exception cref="FindingsException">With every fault of every file.</exception>
    public static async Task Check(LibraryContent content, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("concord-library-").FullName;
        try
        {
            content.WriteTo(Path.Combine(folder, ReadLibraryCommand.Folder));
            var outcome = await ReaderProcess.Run(folder, [], new LogLimits { Time = Time, MemoryBytes = Memory }, _ => { }, stop, ReadLibraryCommand.Name);
            var findings = outcome.End == ReaderEnd.Answered ? Answer(outcome.Output) : null;
            if ((findings ?? [Ended(outcome)]) is { Count: > 0 } faults) throw new FindingsException(faults);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<Finding>? Answer(byte[] output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, LibraryJson.Default.IReadOnlyListFinding);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Finding Ended(ReaderOutcome outcome) => outcome.End switch
    {
        ReaderEnd.TimedOut => Finding.Error("the library", "time-limit", FormattableString.Invariant($"The library could not be read within {Time.TotalSeconds:0} seconds of processor time. Leave out what is no part of it.")),
        ReaderEnd.TooMuchMemory => Finding.Error("the library", "memory-limit", FormattableString.Invariant($"The library could not be read within {Memory >> 20} MiB of memory. Leave out what is no part of it.")),
        _ => Finding.Error("the library", "reader-ended", FormattableString.Invariant($"The process that reads the library ended without an answer (exit code {outcome.ExitCode}). A file is damaged or built to harm; nothing of it is used.")),
    };
}
