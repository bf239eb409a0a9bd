using System.Diagnostics;
using System.Globalization;

namespace Concord.Logs;

/// <summary>How far the reading of a batch is.</summary>
/// <param name="Rows">Rows read, the refused ones too.</param>
/// <param name="Bytes">Of all files together; what the engine reads as a whole counts when it is read.</param>
internal sealed record LogProgress(long Rows, long Bytes, long TotalBytes)
{
    /// <summary>Whole percent of the bytes.</summary>
    public int Percent => TotalBytes == 0 ? 0 : (int)Math.Clamp(Bytes * 100 / TotalBytes, 0, 100);
}

/// <summary>Inside the reading process: says on its error output how far it is, a few times each second.</summary>
internal sealed class ReadProgress(TextWriter output, IReadOnlyList<long> files)
{
    /// <summary>A line that begins so is no error.</summary>
    public const string Mark = "@read ";

    private const long Every = 200;

    private long told = Stopwatch.GetTimestamp();

    /// <param name="rows">Of all files so far.</param>
    /// <param name="file">The file that is read.</param>
    /// <param name="bytes">How much of it is read.</param>
    public void Note(long rows, int file, long bytes)
    {
        if (Stopwatch.GetElapsedTime(told).TotalMilliseconds < Every) return;
        told = Stopwatch.GetTimestamp();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark}{rows} {files.Take(file).Sum() + Math.Min(bytes, files[file])}"));
    }

    /// <summary>What such a line says; null for any other.</summary>
    public static LogProgress? Read(string line, long totalBytes) =>
        line.StartsWith(Mark, StringComparison.Ordinal) && line[Mark.Length..].Split(' ') is [var rows, var bytes]
        && long.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? new(read, seen, totalBytes) : null;
}
