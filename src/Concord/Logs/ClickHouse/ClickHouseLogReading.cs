using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Logs.Kernel;
using Concord.Measures;

namespace Concord.Logs.ClickHouse;

/// <summary>
/// A log in the cluster that is open for questions. The servers count, in whole numbers, so that counts are the same as by the kernel to the last digit;
/// values and scores come row by row, as bits. Every answer holds as many rows as the calendar says, or is none.
/// </summary>
internal sealed class ClickHouseLogReading(ClickHouseStore store, ClickHouseHttp http, DuckDbProfileEngine files, IReadOnlyList<LogPart> log) : ILogReading
{
    private const int QuestionsAtOnce = 3;

    /// <summary>Bytes a level may take on average in an answer, so that none is endless.</summary>
    private const int LargestLevel = 1_024;

    private readonly Dictionary<bool, LogCalendar> calendars = [];

    public EngineInfo Describe() => store.Describe();

    public void Dispose()
    {
    }

    public async Task<IReadOnlyList<WindowRows>> Windows(WindowLength length, CancellationToken stop) =>
        [.. (await Calendar(length, stop)).By(length).GroupBy(one => (one.Window, one.Stretch.Part.Path))
            .Select(rows => new WindowRows(rows.Key.Window, rows.Key.Path, rows.Sum(row => row.Stretch.Rows), rows.Min(row => row.Stretch.First), rows.Max(row => row.Stretch.Last)))
            .OrderBy(rows => rows.Window.Start).ThenBy(rows => rows.Path, StringComparer.Ordinal)];

    /// <summary>A log with labels that came late is not asked here.</summary>
    public Task<IReadOnlyList<WindowRows>> LateLabels(WindowLength length, CancellationToken stop) => Task.FromResult<IReadOnlyList<WindowRows>>([]);

    /// <summary>From the files, which hold all that is asked.</summary>
    public async Task<LabelDelays> LabelDelays(CancellationToken stop)
    {
        using var reading = files.Open(log);
        return await reading.LabelDelays(stop);
    }

    public async Task<IReadOnlyList<PartProfile>> Profiles(WindowCut cut, ProfileQuestion what, bool rowsFollow, CancellationToken stop)
    {
        var counted = new List<CellTotals>();
        foreach (var piece in await Pieces(cut, stop))
        {
            CellTotals[] cells = [.. piece.Loads.SelectMany(load => piece.Windows.Select(window => new CellTotals(load.Part, window, load.Rows.GetValueOrDefault(window), what)))];
            await Parallel.ForEachAsync(Questions(piece.Sql, what, cells), new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = stop }, async (ask, token) => await ask(token));
            counted.AddRange(cells.Where(cell => cell.Rows > 0));
        }
        var question = what.Sha256();
        return [.. counted.OrderBy(cell => cell.Window.Start).ThenBy(cell => cell.Part.Path, StringComparer.Ordinal).Select(cell => cell.ToProfile(question))];
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<Window, EmpiricalDistribution>> Values(WindowCut cut, IReadOnlyList<string> numericColumns, [EnumeratorCancellation] CancellationToken stop)
    {
        var pieces = await Pieces(cut, stop);
        foreach (var column in numericColumns)
        {
            var collected = pieces.SelectMany(piece => piece.Windows).Distinct().ToDictionary(window => window, window => new KeptRows(pieces.Sum(piece => piece.RowsOf(window))));
            foreach (var piece in pieces)
                await Rows(piece, piece.Sql.Values(column), 9, (row, w) => collected[piece.Windows[w]].Add(row.Double()), stop);
            yield return collected.AsParallel().WithCancellation(stop).Select(one => (one.Key, Values: one.Value.ToDistribution())).ToDictionary(one => one.Key, one => one.Values);
        }
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<Window, CategoryCounts>> Levels(WindowCut cut, IReadOnlyList<string> categoricalColumns, [EnumeratorCancellation] CancellationToken stop)
    {
        var pieces = await Pieces(cut, stop);
        foreach (var column in categoricalColumns)
        {
            var collected = pieces.SelectMany(piece => piece.Windows).Distinct().ToDictionary(window => window, _ => new List<(string? Level, long Rows)>());
            foreach (var piece in pieces)
            {
                await Rows(piece, piece.Sql.AllLevels(column), LargestLevel, (row, w) =>
                {
                    collected[piece.Windows[w]].Add((row.NullableText(), row.Int64()));
                    return collected[piece.Windows[w]][^1].Rows;
                }, stop);
            }
            yield return collected.ToDictionary(one => one.Key, one => CategoryCounts.FromCounts(one.Value));
        }
    }

    public async Task<IReadOnlyDictionary<Window, ScoredSample>> Scores(WindowCut cut, CancellationToken stop)
    {
        var pieces = await Pieces(cut, stop);
        var collected = pieces.SelectMany(piece => piece.Windows).Distinct().ToDictionary(window => window, _ => Enumerable.Range(0, Outcome.Kinds).Select(_ => new KeptRows(0)).ToArray());
        foreach (var piece in pieces)
            await Rows(piece, piece.Sql.Scores(), 10, (row, w) => collected[piece.Windows[w]][row.Byte()].Add(row.Double()), stop);
        return collected.AsParallel().WithCancellation(stop).Select(one => (one.Key, Scores: new ScoredSample([.. one.Value.Select((rows, kind) => (rows, kind)).Where(pair => pair.rows.Count > 0)
            .Select(pair => new ScoredPart(Outcome.Parts(pair.kind).Decision, Outcome.Parts(pair.kind).Label, pair.rows.ToDistribution()))]))).ToDictionary(one => one.Key, one => one.Scores);
    }

    /// <summary>What is asked for a profile; each question fills totals of its own, so some are asked side by side.</summary>
    private IEnumerable<Func<CancellationToken, Task>> Questions(ClickHouseSql sql, ProfileQuestion what, CellTotals[] cells)
    {
        yield return stop => Count(cells, sql.Totals(), (row, cell) => cells[cell].AddTotals(row), stop);
        yield return stop => Bins(cells, sql, (LogColumnKind.Score, null), what.ScoreEdges, (cell, kind) => cell.Scores[kind], stop);
        foreach (var ((column, edges), k) in what.Edges.Select((pair, k) => (pair, k)))
            yield return stop => Bins(cells, sql, (LogColumnKind.Numeric, column), edges, (cell, _) => cell.Numeric[k], stop);
        if (what.JointParts == 1) yield return stop => Joint(cells, sql, what, stop);
        foreach (var ((column, known), k) in what.Categorical.Select((pair, k) => (pair, k)))
            yield return stop => Levels(cells, sql, column, known, k, stop);
        foreach (var (attribute, k) in what.Attributes.Select((attribute, k) => (attribute, k)))
            yield return stop => Count(cells, sql.Outcomes(attribute), (row, cell) => cells[cell].AddGroup(k, attribute.Count, row), stop);
    }

    private async Task Bins(CellTotals[] cells, ClickHouseSql sql, (LogColumnKind Kind, string? Name) column, double[] edges, Func<CellTotals, int, BinTotals> of, CancellationToken stop)
    {
        var byOutcome = column.Kind == LogColumnKind.Score;
        var (bins, kinds) = (edges.Length + 2, byOutcome ? Outcome.Kinds : 1);
        var rows = new long[cells.Length];
        var far = 0L;
        await http.Ask(sql.Bins(column.Kind, column.Name, edges, byOutcome), row =>
        {
            while (row.Next())
            {
                var key = (int)row.UInt32();
                var cell = key / kinds / bins;
                var totals = of(cells[cell], key % kinds);
                rows[cell] += totals.Add(key / kinds % bins, row);
                far += totals.Far;
            }
            return 0;
        }, stop);
        Compare(cells, rows);
        if (far == 0) return;
        await http.Ask(sql.Far(column.Kind, column.Name, edges), row =>
        {
            while (row.Next())
            {
                var (cell, kind) = ((int)row.UInt32(), row.Byte());
                of(cells[cell], byOutcome ? kind : 0).AddFar(row.Double());
            }
            return 0;
        }, stop, mostBytes: cells.Sum(cell => cell.Rows) * 13);
        if (cells.FirstOrDefault(cell => Enumerable.Range(0, kinds).Any(kind => of(cell, kind).Far != 0)) is { } wrong) throw LogCalendar.Wrong(wrong.Part);
    }

    /// <summary>Rows that are dealt out into several parts are those of a reference, which is never asked here.</summary>
    private async Task Joint(CellTotals[] cells, ClickHouseSql sql, ProfileQuestion what, CancellationToken stop)
    {
        (string, double[])[] columns = [.. what.Edges.Select(column => (column.Key, column.Value))];
        var tooMuch = false;
        await Count(cells, sql.Joint(columns, wide: false), (row, cell) =>
        {
            var rows = cells[cell].AddJoint(row, wide: false);
            tooMuch |= rows is null;
            return rows ?? cells[cell].Rows;
        }, stop);
        if (tooMuch) await Count(cells, sql.Joint(columns, wide: true), (row, cell) => cells[cell].AddJoint(row, wide: true)!.Value, stop);
    }

    private async Task Levels(CellTotals[] cells, ClickHouseSql sql, string column, IReadOnlyCollection<string> known, int k, CancellationToken stop)
    {
        await Count(cells, sql.Levels(column), (row, cell) => cells[cell].Levels[k].Add(row.NullableText(), row.Int64()), stop, compare: false);
        if (Array.Exists(cells, cell => cell.Levels[k].Told > ClickHouseSql.MostLevels))
        {
            foreach (var cell in cells) cell.Levels[k].Clear();
            await Count(cells, sql.FrequentLevels(column, known), (row, cell) => cells[cell].Levels[k].Add(row.NullableText(), row.Int64()), stop, compare: false);
            await Count(cells, sql.LevelTotals(column), (row, cell) =>
            {
                cells[cell].Levels[k].AddRest(row.Int64(), row.Int64());
                return 0;
            }, stop, compare: false);
        }
        Compare(cells, cells.Select(cell => cell.Levels[k].Rows));
    }

    /// <summary>An answer whose lines begin with the cell.</summary>
    private async Task Count(CellTotals[] cells, string question, Func<RowBinaryReader, int, long> add, CancellationToken stop, bool compare = true)
    {
        var rows = new long[cells.Length];
        await http.Ask(question, row =>
        {
            while (row.Next())
            {
                var cell = (int)row.UInt32();
                rows[cell] += add(row, cell);
            }
            return 0;
        }, stop);
        if (compare) Compare(cells, rows);
    }

    /// <summary>An answer with a line per row of the log, beginning with the window.</summary>
    private Task Rows(Piece piece, string question, int bytesPerRow, Action<RowBinaryReader, int> add, CancellationToken stop) => Rows(piece, question, bytesPerRow, (row, w) =>
    {
        add(row, w);
        return 1;
    }, stop);

    /// <summary>An answer whose lines begin with the window and stand for some rows of the log each.</summary>
    /// <param name="add">Takes a line and says for how many rows it stands.</param>
    private async Task Rows(Piece piece, string question, int bytesPerRow, Func<RowBinaryReader, int, long> add, CancellationToken stop)
    {
        var rows = new long[piece.Windows.Count];
        await http.Ask(question, row =>
        {
            while (row.Next())
            {
                var w = row.Byte();
                rows[w] += add(row, w);
            }
            return 0;
        }, stop, mostBytes: piece.Windows.Sum(piece.RowsOf) * bytesPerRow);
        if (!rows.SequenceEqual(piece.Windows.Select(piece.RowsOf))) throw LogCalendar.Wrong(piece.Loads[0].Part);
    }

    private static void Compare(CellTotals[] cells, IEnumerable<long> rows)
    {
        if (cells.Zip(rows).FirstOrDefault(pair => pair.First.Rows != pair.Second) is { First: { } wrong }) throw LogCalendar.Wrong(wrong.Part);
    }

    private async Task<LogCalendar> Calendar(WindowLength length, CancellationToken stop)
    {
        var byHour = length == WindowLength.Hour;
        return calendars.TryGetValue(byHour, out var known) ? known : calendars[byHour] = await LogCalendar.Read(store, http, log, byHour, stop);
    }

    /// <summary>The windows asked for, some at a time, and of each group of files with the same name map those that have rows there.</summary>
    private async Task<IReadOnlyList<Piece>> Pieces(WindowCut cut, CancellationToken stop)
    {
        var calendar = await Calendar(cut.Length, stop);
        var wanted = cut.Only?.ToHashSet();
        var rows = calendar.By(cut.Length).Where(one => wanted?.Contains(one.Window) != false).ToList();
        var pieces = new List<Piece>();
        foreach (var windows in rows.Select(one => one.Window).Distinct().OrderBy(window => window.Start).Chunk(ClickHouseSql.WindowsAtOnce))
        {
            var these = windows.ToHashSet();
            foreach (var group in rows.Where(one => these.Contains(one.Window)).GroupBy(one => one.Group))
            {
                var loaded = calendar.Groups[group.Key].Group;
                var counts = group.GroupBy(one => one.Stretch.Part.Path, StringComparer.Ordinal)
                    .ToDictionary(file => file.Key, file => file.GroupBy(one => one.Window).ToDictionary(window => window.Key, window => window.Sum(one => one.Stretch.Rows)), StringComparer.Ordinal);
                LoadRows[] loads = [.. loaded.Parts.Where(pair => counts.ContainsKey(pair.Value.Path)).Select(pair => new LoadRows(pair.Key, pair.Value, counts[pair.Value.Path]))];
                pieces.Add(new(windows, loads, new(loaded.Table, loaded.Schema, [.. loads.Select(load => load.Load)], windows)));
            }
        }
        return pieces;
    }

    private sealed record LoadRows(long Load, LogPart Part, IReadOnlyDictionary<Window, long> Rows);

    /// <summary>Some windows of the files with the same name map.</summary>
    private sealed record Piece(IReadOnlyList<Window> Windows, IReadOnlyList<LoadRows> Loads, ClickHouseSql Sql)
    {
        public long RowsOf(Window window) => Loads.Sum(load => load.Rows.GetValueOrDefault(window));
    }

    /// <summary>Values as they arrive.</summary>
    private sealed class KeptRows(long expected)
    {
        private readonly List<double> values = new((int)Math.Min(expected, Array.MaxLength));
        private long missing;

        public long Count => values.Count + missing;

        public void Add(double value)
        {
            if (double.IsNaN(value)) missing++;
            else values.Add(value);
        }

        public EmpiricalDistribution ToDistribution() => EmpiricalDistribution.FromRows(CollectionsMarshal.AsSpan(values), missing);
    }
}
