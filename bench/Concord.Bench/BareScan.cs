using System.Diagnostics;
using Concord.Logs;

namespace Concord.Bench;

/// <summary>The physical limit: the engine reads every value of the files, and the least that can be done with one is to compare it.</summary>
internal static class BareScan
{
    public static double Seconds(IReadOnlyList<string> files, string format)
    {
        using var session = DuckDbSession.Open([.. files]);
        var watch = Stopwatch.StartNew();
        foreach (var file in files) session.Execute($"SELECT min(COLUMNS(*)) FROM read_{format}({DuckDbSession.Quoted(file)})");
        return watch.Elapsed.TotalSeconds;
    }
}
