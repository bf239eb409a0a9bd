using System.Diagnostics;
using System.Globalization;
using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Bench;

/// <summary>What a run does with a window of which nothing new came but a policy, a label, or a file: it adds up the counts that are kept of its files.</summary>
internal static class KeptCountsBench
{
    private const int Rounds = 201;

    /// <param name="parts">The counts are kept so many times, as of so many files; they are unpacked and added up each time.</param>
    public static async Task Run(string folder, long rows, int columns, int parts, CancellationToken stop)
    {
        var log = new BenchLog(folder, rows, columns, "parquet");
        log.Write();
        var definition = MonitorDefinition.Parse(await File.ReadAllTextAsync(log.Definition, stop), "definition");
        var policy = MonitoringPolicy.Read();
        var reference = await new Measurement(new DuckDbProfileEngine()).Freeze(definition, [new(log.Staged(log.Reference), log.Schema)], exactRows: 0, stop);
        var question = reference.Profile.Question(definition);
        LogPart[] current = [new(log.Staged(log.Current), log.Schema)];
        var (bytes, pass) = await Count(current, definition, question, stop);
        byte[][] kept = [.. Enumerable.Repeat(bytes, parts)];
        var seconds = Enumerable.Range(0, Rounds).Select(round =>
        {
            var watch = Stopwatch.StartNew();
            var counts = Profile.Sum([.. kept.Select(Profile.FromBytes)], question.Categorical);
            Measurement.OfCounts(definition, policy, reference, counts, [], new Arrivals([new(Window.Parse(counts.Window)!.Value, counts.Rows, counts.Last)], complete: null, repeats: null));
            return watch.Elapsed.TotalSeconds;
        }).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{columns} columns, counts of {parts} files of {bytes.Length / 1024.0:0} KiB: first {seconds[0] * 1000:0} ms, then {seconds.Skip(1).Order().ElementAt(Rounds / 2) * 1000:0.0} ms (middle of {Rounds - 1}); one pass over {rows:N0} rows {pass * 1000:0} ms; {Environment.ProcessorCount} processors"));
    }

    private static async Task<(byte[] Bytes, double Seconds)> Count(LogPart[] log, MonitorDefinition definition, ProfileQuestion question, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        using var reading = new DuckDbProfileEngine().Open(log);
        var counted = await reading.Profiles(new(definition.Window), question, rowsFollow: false, stop);
        return (counted[0].Profile.ToBytes(), watch.Elapsed.TotalSeconds);
    }
}
