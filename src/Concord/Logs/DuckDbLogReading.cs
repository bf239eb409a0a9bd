using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Concord.Logs.Kernel;
using Concord.Measures;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>An open log. One pass of the kernel answers as many questions as fit into memory together; only columns with very many levels are left to SQL.</summary>
internal sealed class DuckDbLogReading(DuckDbSession session, DuckDbSql sql) : ILogReading
{
    /// <summary>So many values are held in memory at a time: 32 MiB. A further pass reads only the columns it needs.</summary>
    private const long CellsHeld = 4_000_000;

    private readonly List<ProfileFunction> functions = [];
    private Pass? kept;

    /// <summary>Whose scores were taken last.</summary>
    private WindowCut? scored;

    public EngineInfo Describe() => DuckDbProfileEngine.Described;

    public void Dispose()
    {
        session.Dispose();
        foreach (var function in functions) function.Dispose();
    }

    public Task<IReadOnlyList<WindowRows>> Windows(WindowLength length, CancellationToken stop) => RowsByFile(sql.WindowRows(length), length, stop);

    public Task<IReadOnlyList<WindowRows>> LateLabels(WindowLength length, CancellationToken stop) =>
        sql.LateLabels(length) is { } question ? RowsByFile(question, length, stop) : Task.FromResult<IReadOnlyList<WindowRows>>([]);

    private Task<IReadOnlyList<WindowRows>> RowsByFile(string question, WindowLength length, CancellationToken stop) =>
        Ask<IReadOnlyList<WindowRows>>(question, rows =>
        {
            var windows = new List<WindowRows>();
            while (rows.Read()) windows.Add(new(At(length, rows.GetInt64(0)), rows.GetString(1), rows.GetInt64(2), Time(rows, 3), Time(rows, 4)));
            return windows;
        }, stop);

    public async Task<IReadOnlyList<PartProfile>> Profiles(WindowCut cut, ProfileQuestion what, bool rowsFollow, CancellationToken stop)
    {
        var groupColumns = what.Attributes.SelectMany(attribute => attribute).Where(column => !what.Categorical.ContainsKey(column)).Distinct(StringComparer.Ordinal);
        string[] levels = [.. what.Categorical.Keys, .. groupColumns];
        var keep = rowsFollow && await ColumnsAtOnce(cut, stop) > what.Edges.Count;
        var pass = await Count(cut, new(
            [.. what.Edges.Select(column => (column.Key, (SearchEdges?)new(column.Value)))], new(what.ScoreEdges), levels,
            [.. what.Attributes.Select(attribute => attribute.Select(column => Array.IndexOf(levels, column)).ToArray())], KeepValues: keep, KeepScores: keep, what.JointParts), stop);
        var question = what.Sha256();
        var counted = pass.Parts.Select(part => new PartProfile(part.Path, part.Counter.ToProfile(part.Window, question, [.. what.Categorical.Values]))).ToList();
        counted = await WithManyLevels(cut, what, pass, counted, stop);
        if (keep) kept = pass;
        return counted;
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<Window, EmpiricalDistribution>> Values(WindowCut cut, IReadOnlyList<string> numericColumns, [EnumeratorCancellation] CancellationToken stop)
    {
        var atOnce = await ColumnsAtOnce(cut, stop);
        var known = Kept(cut) is { Plan.KeepValues: true } before && before.Has(numericColumns) ? before : null;
        foreach (var columns in numericColumns.Chunk(known is null ? atOnce : Math.Max(1, numericColumns.Count)))
        {
            var pass = known ?? await Count(cut, new([.. columns.Select(column => (column, (SearchEdges?)null))], null, [], [], KeepValues: true, KeepScores: columns.Length < atOnce && !ReferenceEquals(scored, cut)), stop);
            if (pass.Plan.KeepScores) kept = pass;
            pass.ValuesTaken = true; // Whoever stops listening half way has taken them too.

            // Sorting is most of the work.
            foreach (var some in columns.Chunk(Environment.ProcessorCount))
            {
                var sorting = some.SelectMany(column => pass.Windows.Select(window => Task.Run(() => (Column: column, window.Window, Values: window.Counter.TakeValues(pass.Place(column))), stop)));
                var sorted = (await Task.WhenAll(sorting)).ToLookup(one => one.Column, StringComparer.Ordinal);
                foreach (var column in some) yield return sorted[column].ToDictionary(one => one.Window, one => one.Values);
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<Window, CategoryCounts>> Levels(WindowCut cut, IReadOnlyList<string> categoricalColumns, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var column in categoricalColumns)
        {
            var found = await Ask(sql.AllLevels(cut, column), rows =>
            {
                var levels = new List<(Window Window, string? Level, long Rows)>();
                while (rows.Read()) levels.Add((At(cut.Length, rows.GetInt64(0)), rows.IsDBNull(1) ? null : rows.GetString(1), rows.GetInt64(2)));
                return levels;
            }, stop);
            yield return found.GroupBy(level => level.Window).ToDictionary(window => window.Key, window => CategoryCounts.FromCounts(window.Select(level => (level.Level, level.Rows))));
        }
    }

    public async Task<IReadOnlyDictionary<Window, ScoredSample>> Scores(WindowCut cut, CancellationToken stop)
    {
        var pass = Kept(cut) is { Plan.KeepScores: true } before && !ReferenceEquals(scored, cut) ? before : await Count(cut, new([], null, [], [], KeepValues: false, KeepScores: true), stop);
        scored = cut;
        return pass.Windows.AsParallel().WithCancellation(stop).Select(window => (window.Window, Scores: window.Counter.TakeScores())).ToDictionary(one => one.Window, one => one.Scores);
    }

    public Task<LabelDelays> LabelDelays(CancellationToken stop) =>
        Ask(sql.LabelDelays(), rows =>
        {
            var days = new List<(int Days, long Labels)>();
            var never = 0L;
            while (rows.Read())
            {
                if (rows.IsDBNull(0)) never = rows.GetInt64(1);
                else days.Add(((int)rows.GetInt64(0), rows.GetInt64(1)));
            }
            return Concord.Measures.LabelDelays.FromCounts(days, never);
        }, stop);

    private Pass? Kept(WindowCut cut) => ReferenceEquals(kept?.Cut, cut) ? kept : null;

    private async Task<Pass> Count(WindowCut cut, CountingPlan plan, CancellationToken stop)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"profile{functions.Count}");
        var function = ProfileFunction.Register(session, name, plan);
        functions.Add(function);
        return await Ask(sql.Profile(cut, plan, name), rows =>
        {
            var parts = new List<(Window, string, WindowCounter)>();
            while (rows.Read()) parts.Add((At(cut.Length, rows.GetInt64(0)), rows.GetString(1), function.Take(rows.GetInt64(2))));
            return new Pass(cut, plan, parts);
        }, stop);
    }

    /// <summary>How many columns of all rows fit, the score not counted: as many as all processors can sort together, where there are that many.</summary>
    private async Task<int> ColumnsAtOnce(WindowCut cut, CancellationToken stop)
    {
        var rows = await Ask(sql.Count(cut), found => found.Read() ? found.GetInt64(0) : 0, stop);
        var fit = (int)Math.Clamp((CellsHeld / Math.Max(1, rows)) - 1, 1, 4_096);
        return fit <= Environment.ProcessorCount ? fit : fit - (fit % Environment.ProcessorCount);
    }

    /// <summary>Columns that are identifiers rather than categories have more levels than the kernel keeps apart.</summary>
    private async Task<List<PartProfile>> WithManyLevels(WindowCut cut, ProfileQuestion what, Pass pass, List<PartProfile> counted, CancellationToken stop)
    {
        var tooMany = pass.Parts.Select(part => part.Counter.TooMany()).ToList();
        int[] columns = [.. tooMany.SelectMany(part => part.Levels).Distinct().Where(column => column < what.Categorical.Count).Order()];
        int[] attributes = [.. tooMany.SelectMany(part => part.Attributes).Distinct().Order()];
        if (columns.Length == 0 && attributes.Length == 0) return counted;
        var known = what.Categorical.ToList();
        var levels = columns.Length == 0 ? [] : await Ask(sql.Levels(cut, [.. columns.Select(column => (known[column].Key, known[column].Value))]), rows => ReadLevels(rows, cut.Length), stop);
        var outcomes = attributes.Length == 0 ? [] : await Ask(sql.Outcomes(cut, [.. attributes.Select(attribute => what.Attributes[attribute])]), rows => ReadOutcomes(rows, cut.Length), stop);
        return [.. counted.Zip(pass.Parts, (part, rows) => part with
        {
            Profile = part.Profile with
            {
                Categorical = [.. part.Profile.Categorical.Select((column, k) => levels.TryGetValue((rows.Window, rows.Path, Array.IndexOf(columns, k)), out var found)
                    ? CategoricalProfile.Capped(column.Column, found.Missing, found.Levels, known[k].Value, found.RestLevels, found.RestRows)
                    : column)],
                Attributes = [.. part.Profile.Attributes.Select((attribute, k) => outcomes.TryGetValue((rows.Window, rows.Path, Array.IndexOf(attributes, k)), out var found) ? attribute with { Groups = found } : attribute)],
            },
        })];
    }

    private static Dictionary<(Window, string, int), (long Missing, List<KeyValuePair<string, long>> Levels, long RestLevels, long RestRows)> ReadLevels(DbDataReader rows, WindowLength length)
    {
        var columns = new Dictionary<(Window, string, int), (long Missing, List<KeyValuePair<string, long>> Levels, long RestLevels, long RestRows)>();
        while (rows.Read())
        {
            var key = (At(length, rows.GetInt64(1)), rows.GetString(2), rows.GetInt32(0));
            var column = columns.TryGetValue(key, out var before) ? before : (0, [], 0, 0);
            long rest = rows.GetInt64(4), count = rows.GetInt64(5);
            if (rest > 0) (column.RestLevels, column.RestRows) = (rest, count);
            else if (rows.IsDBNull(3)) column.Missing = count;
            else column.Levels.Add(new(rows.GetString(3), count));
            columns[key] = column;
        }
        return columns;
    }

    private static Dictionary<(Window, string, int), SortedDictionary<string, OutcomeCounts>> ReadOutcomes(DbDataReader rows, WindowLength length)
    {
        var attributes = new Dictionary<(Window, string, int), SortedDictionary<string, OutcomeCounts>>();
        while (rows.Read())
        {
            var key = (At(length, rows.GetInt64(1)), rows.GetString(2), rows.GetInt32(0));
            if (!attributes.TryGetValue(key, out var groups)) attributes.Add(key, groups = new(StringComparer.Ordinal));
            var group = GroupCounts.NameOf(rows.GetFieldValue<List<string?>>(3));
            groups[group] = groups.GetValueOrDefault(group, new()).Add(Flag(rows, 4), Flag(rows, 5), rows.GetInt64(6));
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

    private static Window At(WindowLength length, long micros) => length == WindowLength.All ? Window.All : new(length, DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));

    private static DateTimeOffset? Time(DbDataReader rows, int at) => rows.IsDBNull(at) ? null : DateTimeOffset.UnixEpoch.AddTicks(rows.GetInt64(at) * TimeSpan.TicksPerMicrosecond);

    private static int? Flag(DbDataReader rows, int at) => rows.IsDBNull(at) ? null : Convert.ToInt32(rows.GetValue(at), CultureInfo.InvariantCulture);

    /// <summary>What one pass counted, with the rows it kept for the questions that follow.</summary>
    private sealed record Pass(WindowCut Cut, CountingPlan Plan, IReadOnlyList<(Window Window, string Path, WindowCounter Counter)> Parts)
    {
        private IReadOnlyList<(Window Window, WindowCounter Counter)>? windows;

        /// <summary>What was kept row by row of all files of a window together.</summary>
        public IReadOnlyList<(Window Window, WindowCounter Counter)> Windows => windows ??= [.. Parts.GroupBy(part => part.Window).Select(parts =>
        {
            var first = parts.First().Counter;
            foreach (var other in parts.Skip(1)) first.TakeRows(other.Counter);
            return (parts.Key, first);
        })];

        public bool ValuesTaken { get; set; }

        public bool Has(IReadOnlyList<string> numericColumns) => !ValuesTaken && numericColumns.All(column => Place(column) >= 0);

        public int Place(string column) => Plan.Numeric.ToList().FindIndex(numeric => numeric.Column == column);
    }
}
