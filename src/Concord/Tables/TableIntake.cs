using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tables;

/// <summary>Takes in a table of a stranger, CSV or XLSX, read in a process of its own: the one door for imports of registers.</summary>
internal static class TableIntake
{
    private static readonly LogLimits Limits = new() { Time = TableLimits.Time, MemoryBytes = TableLimits.Memory };

    /// <param name="name">What findings call it. What it is, its bytes say.</param>
    /// <exception cref="FindingsException">It cannot be read.</exception>
    public static async Task<TableContent> Read(string file, string name, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("concord-table-").FullName;
        try
        {
            if (Refused(file, name) is { } refused) throw Fault(name, refused.Code, refused.Message);
            File.Copy(file, Path.Combine(folder, "in0"));
            var outcome = await ReaderProcess.Run(folder, JsonSerializer.SerializeToUtf8Bytes(new("in0", name), TableJson.Default.TableReadRequest), Limits, _ => { }, stop, ReadTableCommand.Name);
            var answer = outcome.End == ReaderEnd.Answered ? Answer(outcome.Output) : null;
            return answer?.Content ?? throw (answer?.Finding is { } finding ? new FindingsException([finding]) : Ended(name, outcome));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Fault(name, "unreadable-file", $"This file cannot be read: {failed.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What is said of a file of this size; null: it can be read. Asked before it is sent anywhere.</summary>
    public static string? TooLarge(long bytes) => bytes > TableLimits.Bytes
        ? FormattableString.Invariant($"The file has {bytes / (1024.0 * 1024):0.#} MiB; {TableLimits.Bytes >> 20} MiB are read. {TableLimits.Remedy}") : null;

    private static TableFileException? Refused(string file, string name)
    {
        if (Directory.Exists(file)) return new("unreadable-file", "This is a folder. Name the file that holds the table.");
        var info = new FileInfo(file);
        if (!info.Exists) return new("missing-file", "There is no such file. Correct its name.");
        return TooLarge(info.Length) is { } large ? new("too-large", large) : null;
    }

    private static TableReadAnswer? Answer(byte[] output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, TableJson.Default.TableReadAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FindingsException Ended(string name, ReaderOutcome outcome) => outcome.End switch
    {
        ReaderEnd.TimedOut => Fault(name, "time-limit", FormattableString.Invariant($"The table could not be read within {Limits.Time.TotalSeconds:0} seconds of processor time. Keep the sheet that matters.")),
        ReaderEnd.TooMuchMemory or ReaderEnd.TooMuchOutput => Fault(name, "memory-limit", FormattableString.Invariant($"The table could not be read within {Limits.MemoryBytes >> 20} MiB of memory. Keep the sheet that matters, without pictures.")),
        _ => Fault(name, "reader-ended", FormattableString.Invariant($"The process that reads the table ended without an answer (exit code {outcome.ExitCode}). The file is damaged or built to harm; nothing of it is used.")),
    };

    private static FindingsException Fault(string name, string code, string message) => new([Finding.Error(name, code, message)]);
}
