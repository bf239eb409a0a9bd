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
}

/// <summary>One batch to read.</summary>
/// <param name="Files">Paths or patterns (<c>logs/2025-*.csv</c>); several files are one batch in this order.</param>
/// <param name="Folder">Where the staged log is written; created if needed. Same disk as the segments, so that a rename moves it.</param>
/// <param name="KeepGoodRows">False: one error refuses the batch. True: good rows are staged and refused ones written beside them.</param>
internal sealed record LogRequest(IReadOnlyList<string> Files, LogColumns Columns, LogPurpose Purpose, string Folder, bool KeepGoodRows = false);

/// <summary>What one batch may cost.</summary>
internal sealed record LogLimits
{
    public long Bytes { get; init; } = 2L << 30;

    public long Rows { get; init; } = 50_000_000;

    public int Columns { get; init; } = 2_000;

    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>For the first 100 MiB; each further 100 MiB adds half of it.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Findings kept one by one; the rest is counted.</summary>
    public int Findings { get; init; } = 10_000;
}

/// <summary>Reads prediction logs (CSV, Parquet, JSON array, NDJSON) in a child process and stages what is good.</summary>
internal sealed class LogIntake(TimeProvider clock, LogLimits? limits = null)
{
    private readonly LogLimits _limits = limits ?? new LogLimits();

    /// <summary>Reads the batch whole, or refuses it with everything that is wrong.</summary>
    /// <exception cref="FindingsException">The batch is refused; the exception holds everything that is wrong with it.</exception>
    public Task<StagedLog> Stage(LogRequest request, CancellationToken stop = default)
    {
        _ = (clock, _limits, request, stop);
        throw new NotSupportedException("The reader is not built yet.");
    }
}
