using System.Globalization;
using Concord.Logs;

namespace Concord.Cli.Demo;

/// <summary>Rows of one system as they were handed over together.</summary>
/// <param name="From">First month.</param>
/// <param name="HandedOver">The first day after the last month; outcomes that came later are not in the log.</param>
internal sealed record GfcBatch(DateOnly From, DateOnly HandedOver, Task<StagedLog> Log);

/// <summary>The logs of one monitored system, each there once it is generated.</summary>
internal sealed record GfcSystemLog(GfcModel Model, Task<StagedLog> Reference, IReadOnlyList<GfcBatch> Batches);

/// <summary>
/// Generates the four monitored logs of the demonstration as staged logs: a reference of 20,000 rows each, and every day from July 2025 to August
/// 2026. The same seed gives the same files.
/// </summary>
internal static class GfcLogs
{
    public const int ReferenceRows = 20_000;

    public static readonly DateOnly ReferenceFrom = new(2025, 5, 1);
    public static readonly DateOnly FirstDay = new(2025, 7, 1);

    /// <summary>When rows were handed over: everything before monitoring went live at once, then month by month.</summary>
    public static readonly DateOnly[] HandOvers = [new(2026, 6, 1), new(2026, 7, 1), new(2026, 8, 1), new(2026, 9, 1)];

    /// <summary>Begins to generate, beside whoever calls: first what the story needs first.</summary>
    public static IReadOnlyList<GfcSystemLog> Start(string folder, GfcScenario scenario, CancellationToken stop = default)
    {
        Directory.CreateDirectory(folder);
        var jobs = new List<Task<StagedLog>>();
        var references = GfcModel.All.Select(model => Job(() => WriteReference(folder, model, scenario))).ToList();
        var batches = GfcModel.All.Select(_ => new List<GfcBatch>()).ToList();
        var from = FirstDay;
        foreach (var handedOver in HandOvers)
        {
            var first = from;
            for (var at = 0; at < GfcModel.All.Length; at++)
            {
                var model = GfcModel.All[at];
                batches[at].Add(new(first, handedOver, Job(() => WriteBatch(folder, model, scenario, first, handedOver))));
            }

            from = handedOver;
        }

        var next = -1;
        for (var worker = 0; worker < Math.Max(1, Environment.ProcessorCount - 1); worker++) // One processor is for who enters the record meanwhile.
            _ = Task.Run(Work, CancellationToken.None);
        return [.. GfcModel.All.Select((model, at) => new GfcSystemLog(model, references[at], batches[at]))];

        Task<StagedLog> Job(Func<StagedLog> write)
        {
            var job = new Task<StagedLog>(write, stop);
            jobs.Add(job);
            return job;
        }

        // One by one: the backfills are ten times as long as the rest.
        void Work()
        {
            for (var job = Interlocked.Increment(ref next); job < jobs.Count && !stop.IsCancellationRequested; job = Interlocked.Increment(ref next))
                jobs[job].RunSynchronously(TaskScheduler.Default);
        }
    }

    /// <summary>The reference: two months before the first, under the laws of the first.</summary>
    public static GfcRows Reference(GfcModel model, GfcScenario scenario)
    {
        var rows = new GfcRows(ReferenceRows);
        new GfcGenerator(model, scenario).Fill(rows, ReferenceFrom, FirstDay, ReferenceRows, FirstDay, firstNumber: 1);
        return rows;
    }

    /// <summary>One month as it is known at hand-over.</summary>
    public static GfcRows Month(GfcModel model, GfcScenario scenario, DateOnly month, DateOnly handedOver)
    {
        var next = month.AddMonths(1);
        var count = (next.DayNumber - month.DayNumber) * model.RowsPerDay;
        var rows = new GfcRows(count);
        new GfcGenerator(model, scenario).Fill(rows, month, next, count, month, (month.DayNumber - FirstDay.DayNumber) * model.RowsPerDay + 1);
        GfcGenerator.HideLaterOutcomes(rows, handedOver);
        return rows;
    }

    private static StagedLog WriteReference(string folder, GfcModel model, GfcScenario scenario)
    {
        var file = Path.Combine(folder, $"{model.System}-reference.parquet");
        return Write(file, model, "R", [Reference(model, scenario)]);
    }

    private static StagedLog WriteBatch(string folder, GfcModel model, GfcScenario scenario, DateOnly from, DateOnly handedOver)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{model.System}-{from:yyyy-MM}.parquet"));
        return Write(file, model, "S", Months(model, scenario, from, handedOver));
    }

    private static IEnumerable<GfcRows> Months(GfcModel model, GfcScenario scenario, DateOnly from, DateOnly handedOver)
    {
        for (var month = from; month < handedOver; month = month.AddMonths(1))
            yield return Month(model, scenario, month, handedOver);
    }

    private static StagedLog Write(string file, GfcModel model, string kind, IEnumerable<GfcRows> months)
    {
        var (count, first, last) = (0L, long.MaxValue, long.MinValue);
        GfcLogWriter.Write(model, file, $"{kind}{model.System[^1]}-", months.Select(rows =>
        {
            count += rows.Count;
            (first, last) = (Math.Min(first, rows.Time[0]), Math.Max(last, rows.Time[rows.Count - 1]));
            return rows;
        }));
        var hash = SegmentFiles.Sha256(file);
        var bytes = new FileInfo(file).Length;
        return new StagedLog(file, GfcLogWriter.Schema, count, At(first), At(last), hash, [new LogFile(Path.GetFileName(file), bytes, hash)], []);
    }

    private static DateTimeOffset At(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
