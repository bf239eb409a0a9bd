using System.Data.Common;
using System.Runtime.CompilerServices;
using Concord.Measures;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>DuckDB in memory over staged Parquet files. Nothing is kept between openings, and no file but the given ones can be reached.</summary>
internal sealed class DuckDbProfileEngine(long memoryMebibytes = 2048) : IProfileEngine
{
    private static readonly Lazy<EngineInfo> Info = new(() =>
    {
        using var session = DuckDbSession.Open([]);
        return new($"DuckDB {session.Connection.ServerVersion.TrimStart('v')}");
    });

    public EngineInfo Describe() => Info.Value;

    public ILogReading Open(IReadOnlyList<LogPart> log)
    {
        if (log.Count == 0) throw new ArgumentException("A log has at least one file.", nameof(log));
        LogPart[] full = [.. log.Select(part => part with { Path = Path.GetFullPath(part.Path) })];
        return new DuckDbLogReading(DuckDbSession.Open(full.Select(part => part.Path), memoryMebibytes: memoryMebibytes, ordered: false), new DuckDbSql(full));
    }
}

internal sealed class DuckDbLogReading(DuckDbSession session, DuckDbSql sql) : ILogReading
{
    /// <summary>A cut of so many cells at most is held in memory between questions: a quarter of a gigabyte.</summary>
    private const long CellsHeld = 32_000_000;

    /// <summary>So many values are taken out of the engine at a time.</summary>
    private const long CellsAtOnce = 2_000_000;

    private WindowCut? prepared;
    private long rowsAtMost;

    public void Dispose() => session.Dispose();

    public Task<IReadOnlyList<WindowRows>> Windows(WindowLength length, CancellationToken stop) =>
        Ask<IReadOnlyList<WindowRows>>(sql.WindowRows(length), rows =>
        {
            var windows = new List<WindowRows>();
            while (rows.Read()) windows.Add(new(At(length, rows.GetInt64(0)), rows.GetString(1), rows.GetInt64(2), Time(rows, 3), Time(rows, 4)));
            return windows;
        }, stop);

    public async IAsyncEnumerable<IReadOnlyDictionary<Window, EmpiricalDistribution>> Values(WindowCut cut, IReadOnlyList<string> numericColumns, [EnumeratorCancellation] CancellationToken stop)
    {
        await Prepare(cut, stop);
        foreach (var columns in numericColumns.Chunk((int)Math.Clamp(CellsAtOnce / Math.Max(1, rowsAtMost), 1, 64)))
        {
            var lists = await Ask(sql.Values(cut, columns), rows =>
            {
                var read = new List<(Window Window, int Column, List<double> Values, long Missing)>();
                while (rows.Read())
                {
                    for (var k = 0; k < columns.Length; k++) read.Add((At(cut.Length, rows.GetInt64(0)), k, Doubles(rows, 2 + (2 * k)), rows.GetInt64(1 + (2 * k))));
                }
                return read;
            }, stop);
            // Sorting is most of the work.
            var sorted = lists.AsParallel().WithCancellation(stop).Select(list => (list.Window, list.Column, Values: Distribution(list.Values, list.Missing))).ToLookup(list => list.Column);
            for (var k = 0; k < columns.Length; k++) yield return sorted[k].ToDictionary(list => list.Window, list => list.Values);
        }
    }

    public async Task<IReadOnlyDictionary<Window, IReadOnlyList<ScoredRows>>> Scores(WindowCut cut, CancellationToken stop)
    {
        await Prepare(cut, stop);
        return await Ask(sql.Scores(cut), rows =>
        {
            var windows = new Dictionary<Window, IReadOnlyList<ScoredRows>>();
            while (rows.Read())
            {
                var window = At(cut.Length, rows.GetInt64(0));
                if (!windows.TryGetValue(window, out var known)) windows.Add(window, known = new List<ScoredRows>());
                var list = (List<ScoredRows>)known;
                int? decision = Flag(rows, 1), label = Flag(rows, 2);
                if (rows.GetInt64(3) is > 0 and var missing) list.Add(new(null, decision, label, missing));
                foreach (var score in Doubles(rows, 4)) list.Add(new(score, decision, label, 1));
            }
            return windows;
        }, stop);
    }

    private async Task Prepare(WindowCut cut, CancellationToken stop)
    {
        if (ReferenceEquals(prepared, cut)) return;
        prepared = cut;
        rowsAtMost = await Ask(sql.Count(), rows => rows.Read() ? rows.GetInt64(0) : 0, stop);
        if (rowsAtMost * sql.ColumnsHeld > CellsHeld) return;
        foreach (var statement in sql.Hold(cut)) await Ask(statement, rows => rows.Read(), stop);
    }

    private static EmpiricalDistribution Distribution(List<double> values, long missing) =>
        EmpiricalDistribution.FromRows(missing == 0 ? values : values.Concat(Enumerable.Repeat(double.NaN, checked((int)missing))));

    private static List<double> Doubles(DbDataReader rows, int at) => rows.IsDBNull(at) ? [] : rows.GetFieldValue<List<double>>(at);

    public async Task<IReadOnlyList<Profile>> Profiles(WindowCut cut, ProfileQuestion what, CancellationToken stop)
    {
        await Prepare(cut, stop);
        (string Column, double[] Edges)[] numeric = [.. what.Edges.Select(pair => (pair.Key, pair.Value))];
        string[] categorical = [.. what.Categorical.Keys];
        var totals = await Ask(sql.Totals(cut, numeric, what.ScoreEdges), rows => ReadTotals(rows, cut.Length, numeric, what.ScoreEdges), stop);
        var levels = categorical.Length == 0 ? [] : await Ask(sql.Levels(cut, categorical), rows => ReadLevels(rows, cut.Length), stop);

        // The first "attribute" has no column: all rows are one group.
        var outcomes = await Ask(sql.Outcomes(cut, [[], .. what.Attributes]), rows => ReadOutcomes(rows, cut.Length), stop);
        return [.. totals.Select(profile =>
        {
            var window = cut.Length == WindowLength.All ? Window.All : Concord.Logs.Window.Parse(profile.Window)!.Value;
            return profile with
            {
                Categorical = [.. categorical.Select((column, k) => levels.TryGetValue((window, k), out var found)
                    ? CategoricalProfile.Capped(column, found.Missing, found.Levels, what.Categorical[column], found.RestLevels, found.RestRows)
                    : throw new InvalidOperationException($"No rows of {profile.Window} were counted for a categorical column."))],
                Outcomes = outcomes[(window, 0)].Single().Value,
                Attributes = [.. what.Attributes.Select((attribute, k) => new AttributeProfile(string.Join(" x ", attribute), outcomes[(window, k + 1)]))],
            };
        })];
    }

    private static List<Profile> ReadTotals(DbDataReader rows, WindowLength length, (string Column, double[] Edges)[] numeric, double[]? scoreEdges)
    {
        var profiles = new List<Profile>();
        while (rows.Read())
        {
            var columns = numeric.Select((column, k) => ReadNumeric(rows, 5 + (k * 7), column.Column, column.Edges)).ToArray();
            ScoreProfile? score = null;
            if (scoreEdges is not null)
            {
                var at = 5 + (numeric.Length * 7);
                score = new(ReadNumeric(rows, at, "score", scoreEdges), Bins(rows, at + 7, scoreEdges), Bins(rows, at + 8, scoreEdges));
            }
            profiles.Add(new(Profile.CurrentVersion, At(length, rows.GetInt64(0)).Label, rows.GetInt64(1), rows.GetInt64(2), Time(rows, 3), Time(rows, 4), columns, [], score, new(), []));
        }
        return profiles;
    }

    private static NumericProfile ReadNumeric(DbDataReader rows, int at, string column, double[] edges) => new(
        column, Missing: rows.GetInt64(at), Zero: rows.GetInt64(at + 1), edges, Bins(rows, at + 6, edges),
        Mean: Number(rows, at + 2), SquaredDeviations: Number(rows, at + 3), Minimum: Number(rows, at + 4), Maximum: Number(rows, at + 5));

    private static long[] Bins(DbDataReader rows, int at, double[] edges)
    {
        var bins = new long[edges.Length + 1];
        if (rows.IsDBNull(at)) return bins;
        var k = 0;
        foreach (var count in (System.Collections.IEnumerable)rows.GetValue(at)) bins[k++] = Convert.ToInt64(count, System.Globalization.CultureInfo.InvariantCulture);
        return bins;
    }

    private static Dictionary<(Window, int), (long Missing, List<KeyValuePair<string, long>> Levels, long RestLevels, long RestRows)> ReadLevels(DbDataReader rows, WindowLength length)
    {
        var columns = new Dictionary<(Window, int), (long Missing, List<KeyValuePair<string, long>> Levels, long RestLevels, long RestRows)>();
        while (rows.Read())
        {
            var key = (At(length, rows.GetInt64(1)), rows.GetInt32(0));
            var column = columns.TryGetValue(key, out var before) ? before : (0, [], 0, 0);
            long rest = rows.GetInt64(3), count = rows.GetInt64(4);
            if (rest > 0) (column.RestLevels, column.RestRows) = (rest, count);
            else if (rows.IsDBNull(2)) column.Missing = count;
            else column.Levels.Add(new(rows.GetString(2), count));
            columns[key] = column;
        }
        return columns;
    }

    private static Dictionary<(Window, int), SortedDictionary<string, OutcomeCounts>> ReadOutcomes(DbDataReader rows, WindowLength length)
    {
        var attributes = new Dictionary<(Window, int), SortedDictionary<string, OutcomeCounts>>();
        while (rows.Read())
        {
            var key = (At(length, rows.GetInt64(1)), rows.GetInt32(0));
            if (!attributes.TryGetValue(key, out var groups)) attributes.Add(key, groups = new(StringComparer.Ordinal));
            var group = rows.GetString(2);
            groups[group] = groups.GetValueOrDefault(group, new()).Add(Flag(rows, 3), Flag(rows, 4), rows.GetInt64(5));
        }
        return attributes;
    }

    /// <summary>The engine's calls block, so they run beside; stopping interrupts the engine.</summary>
    private Task<T> Ask<T>(string text, Func<DbDataReader, T> read, CancellationToken stop) => Task.Run(
        () =>
        {
            using var command = session.Connection.CreateCommand();
            command.CommandText = text;
            using var interrupt = stop.Register(command.Cancel);
            stop.ThrowIfCancellationRequested();
            try
            {
                using var rows = command.ExecuteReader();
                return read(rows);
            }
            catch (DuckDBException) when (stop.IsCancellationRequested)
            {
                throw new OperationCanceledException(stop);
            }
        },
        stop);

    private static Window At(WindowLength length, long micros) => length == WindowLength.All ? Window.All : new(length, DateTimeOffset.UnixEpoch.AddMicroseconds(micros));

    private static DateTimeOffset? Time(DbDataReader rows, int at) => rows.IsDBNull(at) ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(rows.GetInt64(at));

    private static double? Number(DbDataReader rows, int at) => rows.IsDBNull(at) ? null : rows.GetDouble(at);

    private static int? Flag(DbDataReader rows, int at) => rows.IsDBNull(at) ? null : Convert.ToInt32(rows.GetValue(at), System.Globalization.CultureInfo.InvariantCulture);
}
