using System.Globalization;
using System.Text.Json;
using Concord.Foundation;

namespace Concord.Logs;

/// <summary>Why a log is read. It decides how strict the reader is with rows that are well-formed but out of place.</summary>
internal enum LogPurpose
{
    /// <summary>Rows of another model or version and rows from the future are reported and measured.</summary>
    Measure,

    /// <summary>They are refused: they would become part of the model's record.</summary>
    Append,

    /// <summary>As <see cref="Measure"/>, and the log may come without timestamps.</summary>
    Reference,

    /// <summary>Labels of predictions that are stored already: prediction id, label and its time. As strict as <see cref="Append"/>; no other column is kept.</summary>
    Labels,
}

internal static class LogPurposes
{
    /// <summary>What is read becomes part of the record.</summary>
    public static bool IsForRecord(this LogPurpose purpose) => purpose is LogPurpose.Append or LogPurpose.Labels;
}

/// <summary>One batch to read.</summary>
/// <param name="Files">Paths or patterns (<c>logs/2025-*.csv</c>); several files are one batch in this order.</param>
/// <param name="Folder">Where the staged log is written; created if needed. Same disk as the segments, so that a rename moves it.</param>
/// <param name="KeepGoodRows">False: one error refuses the batch. True: good rows are staged and refused ones written beside them.</param>
/// <param name="Lasts">False: what is staged is read at once and thrown away, so it is not packed, need not outlive a power cut, and holds only columns that are declared and the model's id.</param>
internal sealed record LogRequest(IReadOnlyList<string> Files, LogColumns Columns, LogPurpose Purpose, string Folder, bool KeepGoodRows = false, bool Lasts = true)
{
    /// <summary>Told how far the reading is, a few times each second.</summary>
    public IProgress<LogProgress>? Progress { get; init; }
}

/// <summary>What one batch may cost.</summary>
internal sealed record LogLimits
{
    /// <summary>For files somebody measures where they lie: their size is that person's own affair, and memory is fenced as ever.</summary>
    public static readonly LogLimits OfOwnFiles = new() { Bytes = 1L << 40, Rows = 1_000_000_000 };

    public long Bytes { get; init; } = 2L << 30;

    public long Rows { get; init; } = 50_000_000;

    /// <summary>Two thousand that are measured, and those with a role beside them.</summary>
    public int Columns { get; init; } = 2_048;

    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Prediction ids compared in one pass: their hashes are held in memory.</summary>
    public long IdsAtOnce { get; init; } = 4_000_000;

    /// <summary>Of the processors, for the first 100 MiB; each further 100 MiB adds half of it.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Findings kept one by one; the rest is counted.</summary>
    public int Findings { get; init; } = 10_000;
}

/// <summary>Reads prediction logs (CSV, Parquet, JSON array, NDJSON) in a child process and stages what is good.</summary>
internal sealed class LogIntake(TimeProvider clock, LogLimits? limits = null)
{
    private readonly LogLimits _limits = limits ?? new LogLimits();

    /// <summary>What fences the reader in on this machine, for start-up messages and the page of the installation.</summary>
    public static string Protection => ReaderProcess.Describe();

    /// <summary>Reads the batch whole, or refuses it with everything that is wrong.</summary>
    /// <exception cref="FindingsException">The batch is refused; the exception holds everything that is wrong with it.</exception>
    public async Task<StagedLog> Stage(LogRequest request, CancellationToken stop = default)
    {
        IReadOnlyList<string> files = LogFiles.Find(request.Files, _limits);
        string folder = Path.Combine(Path.GetFullPath(request.Folder), $"staging-{Guid.CreateVersion7():N}");
        Directory.CreateDirectory(folder);
        try
        {
            Task<(IReadOnlyList<LogFile> Files, string Sha256)> hash = LogFiles.Hash(files, stop);
            LogReadAnswer answer = await Read(request, files, folder, stop);
            (IReadOnlyList<LogFile> described, string sha256) = await hash;
            if (answer.Schema is null)
                throw new FindingsException(answer.Findings);
            Tidy(folder);
            string staged = Path.Combine(folder, LogReadAnswer.StagedFile);
            if (request.Lasts)
                await Persist(staged, stop);
            string refused = Path.Combine(folder, RefusedRows.FileName);
            return new StagedLog(staged, answer.Schema, answer.Rows, answer.First, answer.Last, sha256, described, answer.Findings,
                answer.RefusedRows, answer.RepeatedRows, answer.RefusedRows > 0 && File.Exists(refused) ? refused : null, answer.RepeatedAt);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private async Task<LogReadAnswer> Read(LogRequest request, IReadOnlyList<string> files, string folder, CancellationToken stop)
    {
        List<LogReadSource> sources = [];
        bool distinct = files.Select(Path.GetFileName).Distinct(StringComparer.Ordinal).Count() == files.Count;
        for (int i = 0; i < files.Count; i++)
        {
            string alias = $"in{i}";
            Offer(files[i], Path.Combine(folder, alias));
            sources.Add(new LogReadSource(alias, distinct ? Path.GetFileName(files[i]) : files[i]));
        }
        long bytes = files.Sum(file => new FileInfo(file).Length);
        LogLimits effective = _limits with { Time = _limits.Time * (1 + (bytes / (100 << 20) / 2.0)) };
        void Tell(string line)
        {
            if (request.Progress is { } progress && ReadProgress.Read(line, bytes) is { } far)
                progress.Report(far);
        }
        LogReadRequest question = new(sources, request.Columns, request.Purpose, request.KeepGoodRows, clock.GetUtcNow(), effective, request.Lasts);
        ReaderOutcome outcome = await ReaderProcess.Run(folder, JsonSerializer.SerializeToUtf8Bytes(question, LogJson.Default.LogReadRequest), effective, Tell, stop);
        if (outcome.End == ReaderEnd.Answered && Answer(outcome.Output) is { } answer)
            return answer;
        return LogReadAnswer.Refused([Finding.Error(string.Join(", ", sources.Select(source => source.Name)), CodeOf(outcome.End), MessageOf(outcome, effective))]);
    }

    /// <summary>The reader opens generated names in its own folder, so that no name given by a person reaches an engine.</summary>
    private static void Offer(string file, string alias)
    {
        try
        {
            File.CreateSymbolicLink(alias, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            File.Copy(file, alias);
        }
    }

    /// <summary>Leaves what was staged; the sources under their generated names and what the engine put aside go.</summary>
    private static void Tidy(string folder)
    {
        foreach (string source in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) is not (LogReadAnswer.StagedFile or RefusedRows.FileName)))
            File.Delete(source);
        foreach (string aside in new[] { LogReading.SpillFolder, LogTable.HeldFolder }.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
            Directory.Delete(aside, recursive: true);
    }

    private static LogReadAnswer? Answer(byte[] output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, LogJson.Default.LogReadAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string CodeOf(ReaderEnd end) => end switch
    {
        ReaderEnd.TimedOut => "time-limit",
        ReaderEnd.TooMuchMemory => "memory-limit",
        _ => "reader-ended",
    };

    private static string MessageOf(ReaderOutcome outcome, LogLimits limits) => outcome.End switch
    {
        ReaderEnd.TimedOut => string.Create(CultureInfo.InvariantCulture, $"The file could not be read within {limits.Time.TotalSeconds:0.#} seconds of processor time. Send it in parts."),
        ReaderEnd.TooMuchMemory => string.Create(CultureInfo.InvariantCulture, $"The file could not be read within {limits.MemoryBytes >> 20} MiB of memory. Send fewer rows or columns at a time."),
        _ => string.Create(CultureInfo.InvariantCulture, $"The process that reads files ended without an answer (exit code {outcome.ExitCode}{Said(outcome.Error)}). The file is damaged or built to harm; nothing of it is used."),
    };

    /// <summary>The first line of what it said; the rest is for the people who build it.</summary>
    private static string Said(string error) =>
        error.Split('\n')[0].Trim() is { Length: > 0 } line ? ": " + VisibleText.Quoted(line, 200) : "";

    /// <summary>A staged log that lasts is only handed out when it is on disk.</summary>
    private static async Task Persist(string path, CancellationToken stop)
    {
        await using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite);
        await stream.FlushAsync(stop);
        stream.Flush(flushToDisk: true);
    }
}
