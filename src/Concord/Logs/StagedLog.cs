using Concord.Foundation;

namespace Concord.Logs;

/// <summary>One source file of a batch.</summary>
/// <param name="Name">The file's name without its folder, as findings name it.</param>
/// <param name="Sha256">Of the file's bytes, hexadecimal, lower case.</param>
internal sealed record LogFile(string Name, long Bytes, string Sha256);

/// <summary>Rows of one hour, UTC, that repeat a prediction.</summary>
internal sealed record RepeatedHour(DateTimeOffset Hour, long Rows);

/// <summary>A log that was read whole and checked: one Parquet file under generated names, sorted by time, on disk.</summary>
/// <param name="Path">The file; whoever asked for it moves or deletes it with its folder.</param>
/// <param name="First">The earliest timestamp, UTC; null in a log without rows or without timestamps.</param>
/// <param name="Sha256">Of the source bytes: of the one file, or of the concatenated raw hashes of several files in reading order.</param>
/// <param name="Findings">All warnings; with refused rows also the errors that refused them.</param>
/// <param name="RefusedRows">Rows left out for an error; only when good rows were to be kept.</param>
/// <param name="RepeatedRows">Rows left out because the same prediction with the same content came earlier in the batch.</param>
/// <param name="RepeatedAt">Those rows by the hour of their time; null in a log without prediction ids or times, where no row can be told to repeat another.</param>
/// <param name="RefusedPath">The refused rows with their reasons as CSV, when there are any.</param>
internal sealed record StagedLog(
    string Path,
    LogSchema Schema,
    long Rows,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    string Sha256,
    IReadOnlyList<LogFile> Files,
    IReadOnlyList<Finding> Findings,
    long RefusedRows = 0,
    long RepeatedRows = 0,
    string? RefusedPath = null,
    IReadOnlyList<RepeatedHour>? RepeatedAt = null)
{
    /// <summary>Deletes what was staged, with the refused rows beside it.</summary>
    public void Discard()
    {
        if (System.IO.Path.GetDirectoryName(Path) is { } folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
