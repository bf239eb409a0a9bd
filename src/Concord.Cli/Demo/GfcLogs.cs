using System.Globalization;
using Concord.Logs;

namespace Concord.Cli.Demo;

/// <summary>Rows of one system as they were handed over together.</summary>
/// <param name="From">First month.</param>
/// <param name="HandedOver">The first day after the last month; outcomes that came later are not in the log.</param>
internal sealed record GfcBatch(DateOnly From, DateOnly HandedOver, StagedLog Log);

/// <summary>The generated logs of one monitored system.</summary>
internal sealed record GfcSystemLog(GfcModel Model, StagedLog Reference, IReadOnlyList<GfcBatch> Batches);

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

    public static IReadOnlyList<GfcSystemLog> Write(string folder, GfcScenario scenario, CancellationToken stop = default)
    {
        Directory.CreateDirectory(folder);
        var references = new StagedLog[GfcModel.All.Length];
        var batches = new GfcBatch[GfcModel.All.Length][];
        var jobs = new List<Action>();
        for (var at = 0; at < GfcModel.All.Length; at++)
        {
            var (place, model) = (at, GfcModel.All[at]);
            batches[place] = new GfcBatch[HandOvers.Length];
            for (var handOver = 0; handOver < HandOvers.Length; handOver++)
            {
                var batch = handOver;
                jobs.Add(() => batches[place][batch] = WriteBatch(folder, model, scenario, batch == 0 ? FirstDay : HandOvers[batch - 1], HandOvers[batch]));
            }

            jobs.Add(() => references[place] = WriteReference(folder, model, scenario));
        }

        // Jobs are taken one by one, not in ranges: the backfills are ten times as long as the rest.
        Parallel.ForEach(
            System.Collections.Concurrent.Partitioner.Create(jobs, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            job => job());
        return [.. GfcModel.All.Select((model, at) => new GfcSystemLog(model, references[at], batches[at]))];
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

    private static GfcBatch WriteBatch(string folder, GfcModel model, GfcScenario scenario, DateOnly from, DateOnly handedOver)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{model.System}-{from:yyyy-MM}.parquet"));
        return new GfcBatch(from, handedOver, Write(file, model, "S", Months(model, scenario, from, handedOver)));
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
