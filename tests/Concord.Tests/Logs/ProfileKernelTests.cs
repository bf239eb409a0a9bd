using System.Globalization;
using Concord.Logs;
using Concord.Logs.Kernel;
using DuckDB.NET.Data;

namespace Concord.Tests.Logs;

/// <summary>The kernel against plain SQL, cell for cell, on rows that are in no order and ugly in every column.</summary>
public sealed class ProfileKernelTests : IDisposable
{
    private const int Rows = 60_000;
    private static readonly double[] Edges = [-3, 0, 0.5, 10, 1e6];
    private static readonly double[] ScoreEdges = [0.1, 0.5, 0.9];

    private static readonly LogSchema Schema = new(LogSchema.CurrentVersion,
    [
        new("t", "t", LogColumnKind.Timestamp), new("s", "s", LogColumnKind.Score), new("d", "d", LogColumnKind.Decision), new("y", "y", LogColumnKind.Label),
        new("n0", "normal", LogColumnKind.Numeric), new("n1", "mostly zero", LogColumnKind.Numeric), new("n2", "empty", LogColumnKind.Numeric),
        new("c0", "short", LogColumnKind.Categorical), new("c1", "long", LogColumnKind.Categorical), new("c2", "lengths", LogColumnKind.Categorical), new("c3", "identifier", LogColumnKind.Categorical),
    ]);

    private readonly string folder = Directory.CreateTempSubdirectory("concord-kernel-").FullName;
    private readonly DuckDBConnection sql = new("DataSource=:memory:");
    private readonly LogPart[] log;

    public ProfileKernelTests()
    {
        sql.Open();
        Execute($"""
            SELECT setseed(0.42);
            CREATE TABLE log AS SELECT
                TIMESTAMP '2025-01-01' + to_microseconds((random() * 150 * 86400e6)::BIGINT) AS t,
                CASE WHEN random() < 0.9 THEN round(random(), 3) END AS s,
                CASE WHEN random() < 0.9 THEN (random() < 0.4)::TINYINT END AS d,
                CASE WHEN random() < 0.6 THEN (random() < 0.3)::TINYINT END AS y,
                CASE WHEN random() < 0.95 THEN (random() - 0.3) * 10 ** (random() * 8)::INT END AS n0,
                CASE WHEN random() < 0.8 THEN 0.0 ELSE random() END AS n1,
                NULL::DOUBLE AS n2,
                CASE WHEN random() < 0.9 THEN 'g' || (random() * 4)::INT END AS c0,
                'a level whose end alone differs ' || (random() * 6)::INT AS c1,
                CASE WHEN random() < 0.97 THEN repeat('ä', (random() * 20)::INT) END AS c2,
                'id' || (random() * 1e9)::INT AS c3
            FROM range({Rows})
            """);
        log = [.. Enumerable.Range(0, 3).Select(part =>
        {
            var path = Path.Combine(folder, $"{part}.parquet");
            Execute($"COPY (SELECT * FROM log WHERE rowid % 3 = {part}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
            return new LogPart(path, Schema);
        })];
    }

    public void Dispose()
    {
        sql.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_count_of_every_window_equals_plain_sql()
    {
        foreach (var profile in await Profiles(["short", "long", "lengths"], [["short"], ["short", "lengths"], ["short", "long", "lengths"]]))
        {
            var window = $"strftime(t, '%Y-%m') = '{profile.Window}'";
            Number($"SELECT count(*) FROM log WHERE {window}").ShouldBe(profile.Rows);
            Number($"SELECT count(y) FROM log WHERE {window}").ShouldBe(profile.Labelled);
            Number($"SELECT epoch_us(max(t)) FROM log WHERE {window}").ShouldBe((profile.Last!.Value - DateTimeOffset.UnixEpoch).Ticks / 10);
            Same(profile.Numeric[0], "n0", Edges, window);
            Same(profile.Numeric[1], "n1", Edges, window);
            Same(profile.Numeric[2], "n2", Edges, window);
            Same(profile.Score!, "s", ScoreEdges, window);
            foreach (var part in profile.Scores)
                Same(part.Scores, "s", ScoreEdges, $"{window} AND d IS NOT DISTINCT FROM {Sql(part.Decision)} AND y IS NOT DISTINCT FROM {Sql(part.Label)}");
            Same(profile.Categorical[0], "c0", window);
            Same(profile.Categorical[1], "c1", window);
            Same(profile.Categorical[2], "c2", window);
            Same(profile.Outcomes, window);
            Same(profile.Attributes[0], ["c0"], window);
            Same(profile.Attributes[1], ["c0", "c2"], window);
            Same(profile.Attributes[2], ["c0", "c1", "c2"], window);
        }
    }

    [Fact]
    public async Task A_column_of_identifiers_is_counted_as_plain_sql_counts_it()
    {
        var profile = (await Profiles(["identifier"], [["identifier", "short"]], WindowLength.All)).Single();
        var column = profile.Categorical.Single();
        column.Levels.Count.ShouldBe(CategoricalProfile.MaximumLevels);
        (column.Levels.Count + column.RestLevels).ShouldBeInRange(Number("SELECT count(DISTINCT c3) FROM log"), Rows, "a level that is in several files may be one of the rest in each");
        (column.Levels.Values.Sum() + column.RestRows).ShouldBe(Rows);
        profile.Attributes[0].Groups.Count.ShouldBe((int)Number("SELECT count(DISTINCT (c3, coalesce(c0, '__missing__'))) FROM log"));
    }

    [Fact]
    public async Task More_levels_than_the_kernel_keeps_apart_are_left_to_the_engine()
    {
        var path = Path.Combine(folder, "many.parquet");
        var levels = LevelCounter.MaximumLevels + 1_000;
        Execute($"COPY (SELECT t, s, d, y, n0, n1, n2, c0, c1, c2, 'level number ' || (row_number() OVER () % {levels}) AS c3 FROM log, range(2)) TO '{path}' (FORMAT parquet)");
        using var reading = new DuckDbProfileEngine().Open([new(path, Schema)]);
        var profile = (await reading.Profiles(new(WindowLength.All), Question(["identifier", "short"], [["identifier"], ["short"], ["identifier", "short"]]), rowsFollow: true, default)).Single().Profile;
        (profile.Categorical[0].Levels.Count + profile.Categorical[0].RestLevels).ShouldBe(levels);
        (profile.Categorical[0].Levels.Values.Sum() + profile.Categorical[0].RestRows).ShouldBe(profile.Rows);
        profile.Attributes[0].Groups.Count.ShouldBe(levels);
        profile.Attributes[0].Groups.Values.Sum(group => group.Decided + group.Undecided).ShouldBe(profile.Rows);
        profile.Attributes[2].Groups.Count.ShouldBe((int)Number($"SELECT count(DISTINCT (c3, coalesce(c0, 'none'))) FROM '{path}'"));
        profile.Attributes[2].Groups.Keys.Count(group => group.EndsWith(" x __missing__", StringComparison.Ordinal)).ShouldBe((int)Number($"SELECT count(DISTINCT c3) FROM '{path}' WHERE c0 IS NULL"));
        profile.Categorical[1].Levels.Count.ShouldBe(5, "the other column is not touched");
    }

    [Fact]
    public async Task Values_and_scores_are_those_of_the_rows_whether_they_were_kept_by_the_same_pass_or_not()
    {
        var cut = new WindowCut(WindowLength.Month);
        using var once = new DuckDbProfileEngine().Open(log);
        await once.Profiles(cut, Question(["short"], []), rowsFollow: true, default);
        using var apart = new DuckDbProfileEngine().Open(log);
        foreach (var reading in new[] { once, apart, once })
        {
            var columns = await reading.Values(cut, ["normal", "mostly zero", "empty"], default).ToListAsync();
            foreach (var (window, values) in columns[0])
            {
                var expected = List($"SELECT n0 FROM log WHERE n0 IS NOT NULL AND strftime(t, '%Y-%m') = '{window.Label}' ORDER BY n0");
                values.Pairs().SelectMany(pair => Enumerable.Repeat(pair.Value, (int)pair.Count)).ShouldBe(expected);
                values.Missing.ShouldBe(Number($"SELECT count(*) FROM log WHERE n0 IS NULL AND strftime(t, '%Y-%m') = '{window.Label}'"));
            }
            columns[2].Values.Sum(values => values.Missing).ShouldBe(Rows);
            foreach (var (window, sample) in await reading.Scores(cut, default))
            {
                foreach (var part in sample.Parts)
                {
                    var rows = $"d IS NOT DISTINCT FROM {Sql(part.Decision)} AND y IS NOT DISTINCT FROM {Sql(part.Label)} AND strftime(t, '%Y-%m') = '{window.Label}'";
                    part.Scores.Pairs().SelectMany(pair => Enumerable.Repeat(pair.Value, (int)pair.Count)).ShouldBe(List($"SELECT s FROM log WHERE s IS NOT NULL AND {rows} ORDER BY s"));
                    part.Scores.Missing.ShouldBe(Number($"SELECT count(*) FROM log WHERE s IS NULL AND {rows}"));
                }
                sample.Parts.Sum(part => part.Scores.Rows).ShouldBe(Number($"SELECT count(*) FROM log WHERE strftime(t, '%Y-%m') = '{window.Label}'"));
            }
        }
    }

    [Fact]
    public async Task A_question_that_was_stopped_leaves_the_reading_usable()
    {
        using var reading = new DuckDbProfileEngine().Open(log);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading.Profiles(new(WindowLength.Month), Question(["short"], []), rowsFollow: true, stop.Token));
        (await reading.Profiles(new(WindowLength.All), Question(["short"], []), rowsFollow: true, default)).Sum(part => part.Profile.Rows).ShouldBe(Rows);
    }

    [Fact]
    public void A_fault_inside_the_function_becomes_an_error_of_the_engine_and_never_ends_the_process()
    {
        using var session = DuckDbSession.Open([]);
        var plan = new CountingPlan([("x", new([1.0]))], new([.5]), ["c"], [[-1]], KeepValues: false, KeepScores: false); // There is no column of levels before the first.
        using var function = ProfileFunction.Register(session, "faulty", plan);
        using var command = session.Connection.CreateCommand();
        command.CommandText = "SELECT w, faulty(t, 0.1::DOUBLE, 1::TINYINT, 0::TINYINT, 2::DOUBLE, 'a') FROM (SELECT 1 AS w, TIMESTAMP '2025-01-01' AS t) GROUP BY w";
        Should.Throw<DuckDBException>(() => command.ExecuteScalar()).Message.ShouldContain("IndexOutOfRange");
    }

    private async Task<IReadOnlyList<Profile>> Profiles(string[] levels, string[][] attributes, WindowLength length = WindowLength.Month)
    {
        using var reading = new DuckDbProfileEngine().Open(log);
        var question = Question(levels, attributes);
        var parts = await reading.Profiles(new(length), question, rowsFollow: false, default);
        parts.Sum(part => part.Profile.Rows).ShouldBe(Rows);
        return [.. parts.GroupBy(part => part.Profile.Window, StringComparer.Ordinal).Select(window => Profile.Sum([.. window.Select(part => part.Profile)], question.Categorical))];
    }

    private static ProfileQuestion Question(string[] levels, string[][] attributes) => new(
        new[] { "normal", "mostly zero", "empty" }.ToDictionary(column => column, _ => Edges, StringComparer.Ordinal), ScoreEdges,
        levels.ToDictionary(column => column, IReadOnlyCollection<string> (_) => [], StringComparer.Ordinal), attributes);

    private void Same(NumericProfile counted, string column, double[] edges, string where)
    {
        Number($"SELECT count(*) FROM log WHERE {column} IS NULL AND {where}").ShouldBe(counted.Missing);
        Number($"SELECT count(*) FROM log WHERE {column} = 0 AND {where}").ShouldBe(counted.Zero);
        counted.Bins.ShouldBe(Bins(column, edges, where));
        Near(counted.Mean, $"SELECT avg({column}) FROM log WHERE {where}");
        Near(counted.SquaredDeviations, $"SELECT var_pop({column}) * count({column}) FROM log WHERE {where}");
        Near(counted.Minimum, $"SELECT min({column}) FROM log WHERE {where}");
        Near(counted.Maximum, $"SELECT max({column}) FROM log WHERE {where}");
    }

    private void Same(CategoricalProfile counted, string column, string where)
    {
        counted.Missing.ShouldBe(Number($"SELECT count(*) FROM log WHERE {column} IS NULL AND {where}"));
        counted.Levels.Select(level => $"{level.Key}={level.Value}").Order(StringComparer.Ordinal)
            .ShouldBe(Texts($"SELECT {column} || '=' || count(*) FROM log WHERE {column} IS NOT NULL AND {where} GROUP BY {column}").Order(StringComparer.Ordinal));
    }

    private void Same(AttributeProfile counted, string[] columns, string where)
    {
        var group = string.Join(" || ' x ' || ", columns.Select(column => $"coalesce({column}, '__missing__')"));
        counted.Groups.Select(pair => $"{pair.Key}={pair.Value.PositivePositive},{pair.Value.NegativeNegative},{pair.Value.UndecidedUnknown},{pair.Value.Positive}").Order(StringComparer.Ordinal).ShouldBe(
            Texts($"SELECT {group} || '=' || count(*) FILTER (d = 1 AND y = 1) || ',' || count(*) FILTER (d = 0 AND y = 0) || ',' || count(*) FILTER (d IS NULL AND y IS NULL) || ',' || count(*) FILTER (d = 1) FROM log WHERE {where} GROUP BY {group}")
                .Order(StringComparer.Ordinal));
    }

    private void Same(OutcomeCounts counted, string where)
    {
        counted.PositivePositive.ShouldBe(Number($"SELECT count(*) FROM log WHERE d = 1 AND y = 1 AND {where}"));
        counted.PositiveUnknown.ShouldBe(Number($"SELECT count(*) FROM log WHERE d = 1 AND y IS NULL AND {where}"));
        counted.NegativePositive.ShouldBe(Number($"SELECT count(*) FROM log WHERE d = 0 AND y = 1 AND {where}"));
        counted.UndecidedNegative.ShouldBe(Number($"SELECT count(*) FROM log WHERE d IS NULL AND y = 0 AND {where}"));
    }

    private long[] Bins(string column, double[] edges, string where) => [.. Enumerable.Range(0, edges.Length + 1).Select(bin => Number(string.Create(CultureInfo.InvariantCulture,
        $"SELECT count(*) FROM log WHERE {where} AND {column} IS NOT NULL {(bin == 0 ? "" : $"AND {column} > {edges[bin - 1]:R}")} {(bin == edges.Length ? "" : $"AND {column} <= {edges[bin]:R}")}")))];

    private void Near(double? counted, string query)
    {
        var expected = Ask(query);
        if (expected is DBNull) counted.ShouldBeNull();
        else counted!.Value.ShouldBe((double)expected, Math.Abs((double)expected) * 1e-9);
    }

    private static string Sql(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    private long Number(string query) => Convert.ToInt64(Ask(query), CultureInfo.InvariantCulture);

    private object Ask(string query)
    {
        using var command = sql.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar()!;
    }

    private void Execute(string statements)
    {
        using var command = sql.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private List<string> Texts(string query) => Read(query, rows => rows.GetString(0));

    private List<double> List(string query) => Read(query, rows => rows.GetDouble(0));

    private List<T> Read<T>(string query, Func<DuckDBDataReader, T> take)
    {
        using var command = sql.CreateCommand();
        command.CommandText = query;
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read()) all.Add(take(rows));
        return all;
    }
}
