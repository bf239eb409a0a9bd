using System.Runtime.CompilerServices;
using Concord.Foundation;
using Concord.Measures;

namespace Concord.Logs.ClickHouse;

/// <summary>
/// A log in the cluster that is open for questions. The servers count; counts of files with different name maps are added here. Values and scores come row
/// by row, as bits, so that exact measures are the same to the last digit. Every answer holds as many rows as the calendar says, or is none.
/// </summary>
internal sealed class ClickHouseLogReading(ClickHouseStore store, ClickHouseHttp http, IReadOnlyList<LogPart> log) : ILogReading
{
    private const int QuestionsAtOnce = 3;

    private readonly Dictionary<bool, LogCalendar> calendars = [];

    public bool Has(LogColumnKind kind) => log.Any(part => part.Schema.Has(kind));

    public void Dispose()
    {
    }

    public async Task<IReadOnlyList<WindowRows>> Windows(WindowLength length, CancellationToken stop) =>
        [.. (await Calendar(length, stop)).By(length).GroupBy(one => (one.Window, one.Stretch.Part.Path))
            .Select(rows => new WindowRows(rows.Key.Window, rows.Key.Path, rows.Sum(row => row.Stretch.Rows), rows.Min(row => row.Stretch.First), rows.Max(row => row.Stretch.Last)))
            .OrderBy(rows => rows.Window.Start).ThenBy(rows => rows.Path, StringComparer.Ordinal)];

    public async Task<IReadOnlyList<Profile>> Profiles(WindowCut cut, ProfileQuestion what, bool rowsFollow, CancellationToken stop)
    {
        var profiles = new List<Profile>();
        foreach (var windows in (await Parts(cut, stop)).GroupBy(part => part.Chunk))
        {
            var totals = windows.First().Windows.Select(window => new WindowTotals(window, what)).ToArray();
            foreach (var part in windows) // Of one chunk each part has other files; each question of a part fills totals of its own.
                await Parallel.ForEachAsync(Questions(part, what, totals), new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = stop }, async (ask, token) => await ask(token));
            profiles.AddRange(totals.Select(total => total.ToProfile(what)));
        }
        return profiles;
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<Window, EmpiricalDistribution>> Values(WindowCut cut, IReadOnlyList<string> numericColumns, [EnumeratorCancellation] CancellationToken stop)
    {
        var parts = await Parts(cut, stop);
        foreach (var column in numericColumns)
        {
            var collected = Rooms(parts);
            foreach (var part in parts)
                await Ask(part, part.Sql.Values(column), RowBytes: 9, (row, w) => collected[part.Windows[w]].Add(row.Double()), stop);
            yield return collected.AsParallel().WithCancellation(stop).Select(one => (one.Key, Values: one.Value.ToDistribution())).ToDictionary(one => one.Key, one => one.Values);
        }
    }

    public async Task<IReadOnlyDictionary<Window, ScoredSample>> Scores(WindowCut cut, CancellationToken stop)
    {
        var parts = await Parts(cut, stop);
        var collected = parts.SelectMany(part => part.Windows).Distinct().ToDictionary(window => window, _ => Enumerable.Range(0, Kernel.Outcome.Kinds).Select(_ => new Room(0)).ToArray());
        foreach (var part in parts)
            await Ask(part, part.Sql.Scores(), RowBytes: 10, (row, w) => collected[part.Windows[w]][row.Byte()].Add(row.Double()), stop);
        return collected.AsParallel().WithCancellation(stop).Select(one => (one.Key, Scores: new ScoredSample([.. one.Value.Select((room, kind) => (room, kind)).Where(pair => pair.room.Rows > 0)
            .Select(pair => new ScoredPart(Kernel.Outcome.Parts(pair.kind).Decision, Kernel.Outcome.Parts(pair.kind).Label, pair.room.ToDistribution()))]))).ToDictionary(one => one.Key, one => one.Scores);
    }

    /// <summary>What is asked of one part for a profile; each of these can run beside the others.</summary>
    private IEnumerable<Func<CancellationToken, Task>> Questions(Part part, ProfileQuestion what, WindowTotals[] totals)
    {
        var sums = totals.Select(total => total.Of(part.Group)).ToArray();
        yield return stop => Count(part, part.Sql.Totals(), (row, w) => totals[w].AddTotals(row), stop);
        foreach (var (edges, k) in what.Edges.Select((pair, k) => (pair, k)))
            yield return stop => Bins(part, LogColumnKind.Numeric, edges.Key, edges.Value, [.. sums.Select(sum => sum.Numeric[k])], stop);
        if (what.ScoreEdges is { } scoreEdges)
            yield return stop => Bins(part, LogColumnKind.Score, null, scoreEdges, [.. sums.Select(sum => sum.Score!)], stop);
        foreach (var (column, k) in what.Categorical.Keys.Select((column, k) => (column, k)))
            yield return stop => Levels(part, column, [.. totals.Select(total => total.Levels[k])], stop);
        foreach (var (attribute, k) in what.Attributes.Select((attribute, k) => (attribute, k)))
            yield return stop => Count(part, part.Sql.Outcomes(attribute), (row, w) => totals[w].AddGroup(k, attribute.Count, row), stop);
    }

    private async Task Bins(Part part, LogColumnKind kind, string? source, double[] edges, BinTotals[] windows, CancellationToken stop)
    {
        var byOutcome = kind == LogColumnKind.Score;
        var (bins, kinds) = (edges.Length + 2, byOutcome ? Kernel.Outcome.Kinds : 1);
        var centre = edges.Length == 0 ? 0 : edges[edges.Length / 2];
        await http.Ask(part.Sql.Bins(kind, source, edges, centre, byOutcome), row =>
        {
            while (row.Next())
            {
                var key = (int)row.UInt32();
                windows[key / kinds / bins].Add(key / kinds % bins, key % kinds, row);
            }
            return 0;
        }, stop);
        Compare(part, windows.Select(window => window.Rows));
        if (!Array.Exists(windows, window => window.NeedsCentre(centre))) return;
        await http.Ask(part.Sql.SquaredDeviations(kind, source, [.. windows.Select(window => window.Mean)]), row =>
        {
            while (row.Next()) windows[row.Byte()].SquaredDeviations = row.Double();
            return 0;
        }, stop);
    }

    private async Task Levels(Part part, string column, LevelTotals[] windows, CancellationToken stop)
    {
        var before = windows.Select(window => window.Rows).ToArray();
        var found = windows.Select(_ => new List<(string? Level, long Rows)>()).ToArray();
        await http.Ask(part.Sql.Levels(column), row =>
        {
            while (row.Next()) found[row.Byte()].Add((row.NullableText(), row.Int64()));
            return 0;
        }, stop);
        var tooMany = Array.Exists(found, levels => levels.Count > ClickHouseSql.MostLevels);
        int[] told = [.. found.Select(levels => tooMany ? Math.Min(levels.Count, DuckDbSql.LevelsTold) : levels.Count)];
        for (var w = 0; w < windows.Length; w++)
            foreach (var (level, rows) in found[w].Take(told[w])) windows[w].Add(level, rows);
        if (tooMany)
            await http.Ask(part.Sql.LevelTotals(column), row =>
            {
                while (row.Next())
                {
                    var w = row.Byte();
                    windows[w].AddRest(row.Int64() - told[w], row.Int64() - (windows[w].Rows - before[w]));
                }
                return 0;
            }, stop);
        Compare(part, windows.Select((window, w) => window.Rows - before[w]));
    }

    /// <summary>An answer whose rows begin with the window and end with a number of rows.</summary>
    private async Task Count(Part part, string question, Func<RowBinaryReader, int, long> add, CancellationToken stop)
    {
        var rows = new long[part.Windows.Count];
        await http.Ask(question, row =>
        {
            while (row.Next())
            {
                var w = row.Byte();
                rows[w] += add(row, w);
            }
            return 0;
        }, stop);
        Compare(part, rows);
    }

    /// <summary>An answer with a line per row of the log.</summary>
    private async Task Ask(Part part, string question, int RowBytes, Action<RowBinaryReader, int> add, CancellationToken stop)
    {
        var rows = new long[part.Windows.Count];
        await http.Ask(question, row =>
        {
            while (row.Next())
            {
                var w = row.Byte();
                add(row, w);
                rows[w]++;
            }
            return 0;
        }, stop, mostBytes: part.Rows.Sum() * RowBytes);
        Compare(part, rows);
    }

    private static void Compare(Part part, IEnumerable<long> rows)
    {
        if (!rows.SequenceEqual(part.Rows)) throw LogCalendar.Wrong(part.Log);
    }

    private async Task<LogCalendar> Calendar(WindowLength length, CancellationToken stop)
    {
        var byHour = length == WindowLength.Hour;
        return calendars.TryGetValue(byHour, out var known) ? known : calendars[byHour] = await LogCalendar.Read(store, http, log, byHour, stop);
    }

    /// <summary>The windows asked for, some at a time, and of each group of files with the same name map only the loads that have rows there.</summary>
    private async Task<IReadOnlyList<Part>> Parts(WindowCut cut, CancellationToken stop)
    {
        var calendar = await Calendar(cut.Length, stop);
        var wanted = cut.Only?.ToHashSet();
        var rows = calendar.By(cut.Length).Where(one => wanted?.Contains(one.Window) != false).ToList();
        var parts = new List<Part>();
        foreach (var (windows, chunk) in rows.Select(one => one.Window).Distinct().OrderBy(window => window.Start).Chunk(ClickHouseSql.WindowsAtOnce).Select((windows, chunk) => (windows, chunk)))
        {
            foreach (var group in rows.Where(one => windows.Contains(one.Window)).GroupBy(one => one.Group))
            {
                var files = group.Select(one => one.Stretch.Part).Distinct().ToHashSet();
                var loaded = calendar.Groups[group.Key].Group;
                var sql = new ClickHouseSql(loaded.Table, loaded.Schema, [.. loaded.Parts.Where(pair => files.Contains(pair.Value)).Select(pair => pair.Key)], windows);
                parts.Add(new(chunk, group.Key, windows, [.. windows.Select(window => group.Where(one => one.Window.Equals(window)).Sum(one => one.Stretch.Rows))], sql, files.First()));
            }
        }
        return parts;
    }

    private static Dictionary<Window, Room> Rooms(IReadOnlyList<Part> parts) =>
        parts.SelectMany(part => part.Windows.Select((window, w) => (Window: window, Rows: part.Rows[w]))).GroupBy(one => one.Window)
            .ToDictionary(window => window.Key, window => new Room(window.Sum(one => one.Rows)));

    /// <summary>Some windows of the files with the same name map.</summary>
    private sealed record Part(int Chunk, int Group, IReadOnlyList<Window> Windows, IReadOnlyList<long> Rows, ClickHouseSql Sql, LogPart Log);

    /// <summary>Values as they arrive.</summary>
    private sealed class Room(long expected)
    {
        private readonly List<double> values = new((int)Math.Min(expected, Array.MaxLength));
        private long missing;

        public long Rows => values.Count + missing;

        public void Add(double value)
        {
            if (double.IsNaN(value)) missing++;
            else values.Add(value);
        }

        public EmpiricalDistribution ToDistribution() => EmpiricalDistribution.FromRows(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values), missing);
    }
}
