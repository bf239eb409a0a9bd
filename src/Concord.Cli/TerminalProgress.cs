using System.Diagnostics;
using System.Globalization;
using Concord.Logs;

namespace Concord.Cli;

/// <summary>One line on a terminal that says how far the reading is: rows, percent of the bytes, rows each second. Files and pipes get nothing of it.</summary>
internal sealed class TerminalProgress(TextWriter output, int width)
{
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, LogProgress> far = new(StringComparer.Ordinal);
    private int shown;

    /// <summary>Null where nobody looks: the error output is no terminal, or a program reads the answer.</summary>
    public static TerminalProgress? Unless(bool quiet) => quiet || Console.IsErrorRedirected ? null : new(Console.Error, Math.Max(40, Console.BufferWidth));

    /// <summary>May be told of several files that are read at once, from any thread.</summary>
    public void Show(string name, LogProgress progress)
    {
        lock (far)
        {
            far[name] = progress;
            var seconds = Math.Max(0.001, Stopwatch.GetElapsedTime(began).TotalSeconds);
            var rows = far.Values.Sum(one => one.Rows);
            Write(string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", far.Select(Name))}: {rows:N0} rows read, {rows / seconds:N0} rows/s"));
        }
    }

    /// <summary>Takes the line away, for what is written next.</summary>
    public void Clear()
    {
        lock (far)
        {
            far.Clear();
            Write("");
        }
    }

    /// <summary>How much there is altogether is not known of rows that come from a database.</summary>
    private static string Name(KeyValuePair<string, LogProgress> one) => one.Value.TotalBytes == 0 ? one.Key : string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value.Percent} %");

    private void Write(string text)
    {
        if (text.Length >= width) text = text[..(width - 1)];
        output.Write("\r" + text.PadRight(Math.Min(shown, width - 1)) + (text.Length == 0 ? "\r" : ""));
        shown = text.Length;
    }
}
