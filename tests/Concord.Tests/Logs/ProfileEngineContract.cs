using Concord.Logs;
using DuckDB.NET.Data;

namespace Concord.Tests.Logs;

/// <summary>What every engine must answer, asked of small logs whose answers can be counted by hand.</summary>
public abstract class ProfileEngineContract : IDisposable
{
    private static readonly LogSchema Schema = new(LogSchema.CurrentVersion,
    [
        new("t", "when", LogColumnKind.Timestamp), new("s", "p", LogColumnKind.Score), new("d", "approved", LogColumnKind.Decision), new("y", "paid", LogColumnKind.Label),
        new("n0", "income\"; DROP", LogColumnKind.Numeric), new("c0", "sex", LogColumnKind.Categorical), new("c1", "region", LogColumnKind.Categorical), new("x0", "later", LogColumnKind.Other),
    ]);

    private readonly string folder = Directory.CreateTempSubdirectory("concord-engine-").FullName;

    internal abstract IProfileEngine Engine { get; }

    public virtual void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_tells_which_windows_have_rows_from_which_file_and_until_when()
    {
        var first = Part("a", "('2025-01-31 23:59:59.999999', .1, 0, 0, 1, 'f', 'n', '7'), ('2025-02-01', .2, 1, 1, 2, 'm', 'n', '8')");
        var second = Part("b", "('2025-02-03', .3, 1, NULL, 3, 'f', 's', NULL)");
        using var reading = Engine.Open([first, second]);
        var windows = await reading.Windows(WindowLength.Month, default);
        windows.Select(window => (window.Window.Label, Path.GetFileName(window.Path), window.Rows)).ShouldBe([("2025-01", "a.parquet", 1L), ("2025-02", "a.parquet", 1L), ("2025-02", "b.parquet", 1L)]);
        windows[0].Last.ShouldBe(new DateTimeOffset(2025, 1, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_990));
        (await reading.Windows(WindowLength.All, default)).Sum(window => window.Rows).ShouldBe(3);
    }

    [Theory]
    [InlineData("2025-02", "2025-02:2")]
    [InlineData("2025-01 2025-02", "2025-01:1 2025-02:2")]
    [InlineData("2025-04 2025-01", "2025-01:1 2025-04:1")]
    [InlineData("2025-01 2025-03 2025-04 2025-06", "2025-01:1 2025-03:1 2025-04:1 2025-06:1")]
    [InlineData("2025-05", "")]
    public async Task Only_the_windows_asked_for_are_counted_to_their_last_moment(string wanted, string counted)
    {
        var part = Part("a", string.Join(", ", new[] { "2025-01-31 23:59:59.999999", "2025-02-01", "2025-02-28 23:59:59.999999", "2025-03-01", "2025-04-01", "2025-06-30" }.Select(at => $"('{at}', .1, 0, 0, 1, 'f', 'n', NULL)")));
        Window[] windows = [.. wanted.Split(' ').Select(label => Window.Parse(label)!.Value)];
        string.Join(' ', (await Profiles([part], new(WindowLength.Month, windows))).OrderBy(profile => profile.Window, StringComparer.Ordinal).Select(profile => $"{profile.Window}:{profile.Rows}")).ShouldBe(counted);
    }

    [Fact]
    public async Task The_last_moment_of_all_time_lies_in_a_window()
    {
        var part = Part("a", "('9999-12-31 23:59:59.999999', .1, 0, 0, 1, 'f', 'n', NULL)");
        (await Profiles([part], new(WindowLength.Year, [Window.Parse("9999")!.Value]))).Single().Rows.ShouldBe(1);
    }

    [Fact]
    public async Task Bins_are_closed_on_the_right_and_missing_values_are_in_none()
    {
        var profile = (await Profiles([Part("a", "('2025-01-01', .1, 0, 0, 1, 'f', 'n', NULL), ('2025-01-02', .2, 0, 0, 2, 'f', 'n', NULL), ('2025-01-03', .2, 0, 0, 2.5, 'f', 'n', NULL), ('2025-01-04', .2, 0, 0, 9, 'f', 'n', NULL), ('2025-01-05', .2, 0, 0, NULL, 'f', 'n', NULL)")])).Single();
        var column = profile.Numeric.Single();
        column.Bins.ShouldBe([1, 1, 2], "at most 1, at most 2, above");
        column.Missing.ShouldBe(1);
        column.Mean.ShouldBe(3.625);
        column.SquaredDeviations!.Value.ShouldBe(39.6875, 1e-9);
        (column.Minimum, column.Maximum).ShouldBe((1, 9));
    }

    [Fact]
    public async Task Missing_levels_groups_and_intersections_are_counted_under_their_own_name()
    {
        var profile = (await Profiles([Part("a", "('2025-01-01', .1, 1, 1, 1, 'f', 'n', NULL), ('2025-01-02', .2, 0, 1, 2, NULL, 'n', NULL), ('2025-01-03', .9, 1, NULL, 2, 'f', NULL, NULL), ('2025-01-03', .9, NULL, 0, 2, 'it''s', 's', NULL)")])).Single();
        var sex = profile.Categorical.Single(column => column.Column == "sex");
        sex.Missing.ShouldBe(1);
        sex.Levels.ShouldBe(new SortedDictionary<string, long>(StringComparer.Ordinal) { ["f"] = 2, ["it's"] = 1 });
        profile.Attributes[0].Groups.Keys.ShouldBe(["__missing__", "f", "it's"]);
        profile.Attributes[1].Attribute.ShouldBe("sex x region");
        profile.Attributes[1].Groups.Keys.ShouldBe(["__missing__ x n", "f x __missing__", "f x n", "it's x s"]);
        profile.Attributes[0].Groups["f"].ShouldBe(new OutcomeCounts(PositivePositive: 1, PositiveUnknown: 1));
        profile.Outcomes.ShouldBe(new OutcomeCounts(PositivePositive: 1, NegativePositive: 1, PositiveUnknown: 1, UndecidedNegative: 1));
        profile.Labelled.ShouldBe(3);
    }

    [Fact]
    public async Task Intersections_of_levels_that_hold_the_joint_stay_apart_also_when_counts_of_files_are_added_up()
    {
        LogPart[] parts =
        [
            Part("a", "('2025-01-01', .1, 1, 1, 1, 'a x b', 'c', NULL), ('2025-01-02', .2, 0, 1, 2, 'a', 'b x c', NULL), ('2025-01-03', .2, 0, 1, 2, 'a x', 'b', NULL)"),
            Part("b", "('2025-01-04', .1, 0, 0, 1, 'a x b', 'c', NULL), ('2025-01-05', .2, 1, 0, 2, 'a', 'x b', NULL), ('2025-01-06', .2, 1, 0, 2, '__missing__', NULL, NULL)"),
        ];
        var groups = (await Profiles(parts)).Single().Attributes[1].Groups;
        groups.Keys.ShouldBe(["\"__missing__\" x __missing__", "\"a x b\" x c", "\"a x\" x b", "a x \"b x c\"", "a x x b"]);
        groups["\"a x b\" x c"].ShouldBe(new OutcomeCounts(PositivePositive: 1, NegativeNegative: 1));
        groups["a x \"b x c\""].ShouldBe(new OutcomeCounts(NegativePositive: 1));
    }

    [Fact]
    public async Task A_level_that_reads_like_missing_is_counted_as_a_level()
    {
        LogPart[] parts = [Part("a", "('2025-01-01', .1, 1, 1, 1, '__missing__', 'n', NULL), ('2025-01-02', .2, 0, 1, 2, NULL, 'n', NULL)"), Part("b", "('2025-01-03', .2, 0, 1, 2, '__missing__', 'n', NULL)")];
        var profile = (await Profiles(parts)).Single();
        var sex = profile.Categorical.Single(column => column.Column == "sex");
        sex.Missing.ShouldBe(1);
        sex.Levels.ShouldBe(new SortedDictionary<string, long>(StringComparer.Ordinal) { ["__missing__"] = 2 });
        profile.Attributes[0].Groups.Select(group => (group.Key, group.Value.Decided)).ShouldBe([("\"__missing__\"", 2), ("__missing__", 1)]);
        profile.Attributes[1].Groups.Select(group => (group.Key, group.Value.Decided)).ShouldBe([("\"__missing__\" x n", 2), ("__missing__ x n", 1)]);

        using var reading = Engine.Open(parts);
        var levels = (await reading.Levels(new(WindowLength.All), ["sex"], default).SingleAsync()).Single().Value;
        (levels.Missing, levels["\"__missing__\""]).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Files_staged_for_an_older_definition_answer_as_far_as_they_can()
    {
        var now = Part("now", "('2025-01-01', .1, 1, 1, 5, 'f', 'n', NULL)");
        var columns = Schema.Columns.Where(column => column.Name is "t" or "c0" or "x0").Select(column => column.Name == "x0" ? column with { Source = "income\"; DROP" } : column).ToArray();
        var old = Write("old", "CREATE TABLE rows AS SELECT TIMESTAMP '2025-01-02' AS t, 'm' AS c0, '17' AS x0", new LogSchema(1, columns));
        using var reading = Engine.Open([now, old]);
        var values = (await reading.Values(new(WindowLength.Month), ["income\"; DROP"], default).SingleAsync()).Single().Value;
        values.Values.ToArray().ShouldBe([5, 17]);
        var scores = (await reading.Scores(new(WindowLength.Month), default)).Single().Value;
        scores.Parts.Select(part => (part.Decision, part.Label, part.Scores.Values.ToArray().SingleOrDefault(), part.Scores.Missing)).ShouldBe([(1, 1, 0.1, 0L), (null, null, 0, 1L)], ignoreOrder: true);
    }

    [Fact]
    public async Task Delays_of_labels_are_told_in_calendar_days_and_only_where_their_time_is_known()
    {
        var schema = new LogSchema(LogSchema.CurrentVersion, [Schema.Columns[0], Schema.Columns[3], new("yt", "paid_on", LogColumnKind.LabelTimestamp)]);
        var log = Write("late", """
            CREATE TABLE rows AS SELECT t::TIMESTAMP AS t, y::TINYINT AS y, yt::TIMESTAMP AS yt FROM (VALUES
            ('2025-01-01 23:00', 1, '2025-01-02 01:00'), ('2025-01-01', 0, '2025-01-31'), ('2025-01-01', 1, '2024-12-30'), ('2025-01-01', 1, NULL), ('2025-01-01', NULL, NULL), ('2025-01-01', NULL, '2025-01-02')) v(t, y, yt)
            """, schema);
        using var reading = Engine.Open([log, Part("untold", "('2025-01-01', .1, 1, 1, 1, 'f', 'n', NULL)")]);
        var delays = await reading.LabelDelays(default);
        (delays.Labels, delays.NeverLabelled).ShouldBe((3, 2));
        Enumerable.Range(0, 31).Where(day => delays.ShareWithin(day).Value > delays.ShareWithin(day - 1).Value).ShouldBe([0, 1, 30], "the label before its decision took no time");
    }

    [Fact]
    public async Task Labels_that_came_late_count_as_if_they_had_stood_in_the_rows()
    {
        // One file of rows has no column for labels at all, the other has one label of its own.
        LogColumn[] bare = [new("id", "case", LogColumnKind.PredictionId), Schema.Columns[0], Schema.Columns[1], Schema.Columns[2], Schema.Columns[5]];
        var january = Write("bare", """
            CREATE TABLE rows AS SELECT id::VARCHAR AS id, t::TIMESTAMP AS t, s::DOUBLE AS s, d::TINYINT AS d, 'f' AS c0 FROM (VALUES
            ('a', '2025-01-05', .1, 1), ('b', '2025-01-06', .2, 0), (NULL, '2025-01-07', .3, 0)) v(id, t, s, d)
            """, new(LogSchema.CurrentVersion, bare));
        var february = Write("own", """
            CREATE TABLE rows AS SELECT id::VARCHAR AS id, t::TIMESTAMP AS t, s::DOUBLE AS s, d::TINYINT AS d, 'f' AS c0, y::TINYINT AS y, yt::TIMESTAMP AS yt FROM (VALUES
            ('c', '2025-02-05', .4, 1, 1, '2025-02-06'), ('d', '2025-02-06', .5, 0, NULL, NULL)) v(id, t, s, d, y, yt)
            """, new(LogSchema.CurrentVersion, [.. bare, Schema.Columns[3], new("yt", "paid_on", LogColumnKind.LabelTimestamp)]));
        string[] late =
        [
            Write("late1", "CREATE TABLE rows AS SELECT id::VARCHAR AS id, t::TIMESTAMP AS t, y::TINYINT AS y, yt::TIMESTAMP AS yt FROM (VALUES ('b', '2025-01-06', 0, '2025-03-06'), ('d', '2025-02-06', 1, '2025-02-08')) v(id, t, y, yt)", Schema).Path,
            Write("late2", "CREATE TABLE rows AS SELECT 'a' AS id, TIMESTAMP '2025-01-05' AS t, 1::TINYINT AS y, NULL::TIMESTAMP AS yt", Schema).Path,
        ];
        LogPart[] log = [january with { LateLabels = late }, february with { LateLabels = [late[0]] }];
        using var reading = Engine.Open(log);

        (await reading.LateLabels(WindowLength.Month, default)).Select(labels => (labels.Window.Label, Path.GetFileName(labels.Path), labels.Rows))
            .ShouldBe([("2025-01", "late1.parquet", 1L), ("2025-01", "late2.parquet", 1L), ("2025-02", "late1.parquet", 1L)]);
        (await reading.Windows(WindowLength.Month, default)).Sum(window => window.Rows).ShouldBe(5, "labels are no rows");
        var question = new ProfileQuestion(new Dictionary<string, double[]>(StringComparer.Ordinal), [0.5], new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal), []);
        foreach (var cut in new[] { new WindowCut(WindowLength.Month), new(WindowLength.Month, [Window.Parse("2025-01")!.Value]) })
        {
            var first = (await reading.Profiles(cut, question, rowsFollow: false, default))[0].Profile;
            (first.Rows, first.Labelled, first.Outcomes).ShouldBe((3, 2, new OutcomeCounts(PositivePositive: 1, NegativeNegative: 1, NegativeUnknown: 1)));
        }
        var scores = (await reading.Scores(new(WindowLength.Month), default))[Window.Parse("2025-02")!.Value];
        scores.Parts.Select(part => (part.Decision, part.Label, part.Scores.Values.ToArray().Single())).ShouldBe([(1, 1, 0.4), (0, 1, 0.5)], ignoreOrder: true);
        var delays = await reading.LabelDelays(default);
        (delays.Labels, delays.NeverLabelled, delays.DaysUntil(1).Value).ShouldBe((3, 1, 59), "a label without a time tells nothing of delays");
        using var before = Engine.Open([january]);
        (await before.LateLabels(WindowLength.Month, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_without_times_is_one_window()
    {
        var columns = Schema.Columns.Where(column => column.Name is not "t").ToArray();
        var log = Write("timeless", "CREATE TABLE rows AS SELECT .5::DOUBLE AS s, 1::TINYINT AS d, 1::TINYINT AS y, 3::DOUBLE AS n0, 'f' AS c0, 'n' AS c1, NULL::VARCHAR AS x0", new LogSchema(1, columns));
        (await Profiles([log], new(WindowLength.All))).Single().ShouldSatisfyAllConditions(profile => profile.Rows.ShouldBe(1), profile => profile.First.ShouldBeNull());
        (await Profiles([log], new(WindowLength.Month))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_windows_asked_for_are_answered_and_profiles_of_files_merge_to_the_profile_of_all()
    {
        var parts = Enumerable.Range(1, 3).Select(month => Part($"m{month}", $"('2025-0{month}-01', .{month}, {month % 2}, 1, {month}, 'f', 'n', NULL), ('2025-02-1{month}', .5, 1, 0, {month * 1.5}, 'm', 's', NULL)")).ToArray();
        var february = Window.Parse("2025-02")!.Value;
        var cut = new WindowCut(WindowLength.Month, [february]);
        var whole = (await Profiles(parts, cut)).Single();
        whole.Window.ShouldBe("2025-02");
        whole.Rows.ShouldBe(4);
        var merged = Profile.Sum([.. (await PartProfiles(parts, cut)).Select(part => part.Profile)], NothingKnown);
        merged.ToBytes().ShouldBe(whole.ToBytes());
        merged.Sha256().ShouldBe(whole.Sha256());
        (await PartProfiles(parts, cut)).Select(part => (Path.GetFileName(part.Path), part.Profile.Rows)).ShouldBe([("m1.parquet", 1L), ("m2.parquet", 2L), ("m3.parquet", 1L)]);
    }

    [Fact]
    public async Task Sums_are_the_same_to_the_last_digit_however_the_rows_are_cut_into_files()
    {
        const string rows = "SELECT TIMESTAMP '2025-01-01' + to_seconds(i * 7) AS t, (hash(i, 1) % 1000) / 1000.0 AS s, (i % 3 = 0)::TINYINT AS d, (i % 5 = 0)::TINYINT AS y, ((hash(i) >> 12)::DOUBLE - 2e15) / 7 AS n0, 'f' AS c0, 'n' AS c1, NULL::VARCHAR AS x0 FROM range(50000) r(i)";
        var whole = (await Profiles([Write("whole", $"CREATE TABLE rows AS {rows}", Schema)])).Single();
        var pieces = Enumerable.Range(0, 7).Select(piece => Write($"piece{piece}", $"CREATE TABLE rows AS SELECT * FROM ({rows}) WHERE (epoch_us(t) // 7000000) % 7 = {piece} ORDER BY n0", Schema)).ToArray();
        var together = (await Profiles(pieces)).Single();
        together.ShouldSatisfyAllConditions(
            () => together.Numeric[0].Mean.ShouldBe(whole.Numeric[0].Mean),
            () => together.Numeric[0].SquaredDeviations.ShouldBe(whole.Numeric[0].SquaredDeviations),
            () => together.Sha256().ShouldBe(whole.Sha256()));
    }

    [Fact]
    public async Task Known_levels_keep_their_name_among_more_levels_than_are_kept_apart_however_rare_they_are()
    {
        var log = Write("very-many", "CREATE TABLE rows AS SELECT TIMESTAMP '2025-01-01' AS t, .5::DOUBLE AS s, 1::TINYINT AS d, 1::TINYINT AS y, 3::DOUBLE AS n0, CASE WHEN i < 3 THEN 'z''known' || i ELSE 'l' || (i % 70000) END AS c0, 'n' AS c1, NULL::VARCHAR AS x0 FROM range(140003) r(i)", Schema);
        using var reading = Engine.Open([log]);
        var question = new ProfileQuestion(new Dictionary<string, double[]>(StringComparer.Ordinal), [], new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal) { ["sex"] = ["z'known0", "z'known1", "z'known2", "with\0zero"] }, []);
        var levels = (await reading.Profiles(new(WindowLength.All), question, rowsFollow: true, default)).Single().Profile.Categorical.Single();
        new[] { "z'known0", "z'known1", "z'known2" }.Select(level => levels.Levels.GetValueOrDefault(level)).ShouldBe([1, 1, 1]);
        (levels.Levels.Values.Sum() + levels.RestRows).ShouldBe(140_003);
        (levels.Levels.Count + levels.RestLevels).ShouldBe(70_003);
    }

    [Theory]
    [InlineData("Hour")]
    [InlineData("Day")]
    [InlineData("Week")]
    [InlineData("Month")]
    [InlineData("Quarter")]
    [InlineData("Year")]
    public async Task The_last_moment_there_is_lies_in_a_window_that_can_be_asked_for(string length)
    {
        var parts = new[] { Part("last", "('9999-12-31 23:59:59.999999', .1, 0, 0, 1, 'f', 'n', NULL)") };
        var all = (await Profiles(parts, new(Enum.Parse<WindowLength>(length)))).Single();
        (await Profiles(parts, new(Enum.Parse<WindowLength>(length), [Window.Parse(all.Window)!.Value]))).Single().Sha256().ShouldBe(all.Sha256());
    }

    [Fact]
    public async Task Profiles_counted_for_another_reference_do_not_merge()
    {
        var part = Part("a", "('2025-01-01', .1, 1, 1, 1, 'f', 'n', NULL)");
        var one = (await Profiles([part])).Single();
        var other = (await Profiles([part], edges: [7])).Single();
        Should.Throw<ArgumentException>(() => Profile.Sum([one, other], NothingKnown)).Message.ShouldContain("another reference");
    }

    [Fact]
    public async Task A_column_with_very_many_levels_keeps_the_known_and_the_most_frequent_ones_by_name()
    {
        var log = Write("many", "CREATE TABLE rows AS SELECT TIMESTAMP '2025-01-01' AS t, .5::DOUBLE AS s, 1::TINYINT AS d, 1::TINYINT AS y, 3::DOUBLE AS n0, 'l' || (i % 30000) AS c0, 'n' AS c1, NULL::VARCHAR AS x0 FROM range(45000) r(i)", Schema);
        using var reading = Engine.Open([log]);
        var question = new ProfileQuestion(new Dictionary<string, double[]>(StringComparer.Ordinal), [], new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal) { ["sex"] = ["l14999", "l0", "gone"] }, []);
        var levels = (await reading.Profiles(new(WindowLength.All), question, rowsFollow: true, default)).Single().Profile.Categorical.Single();
        levels.Levels.Count.ShouldBe(CategoricalProfile.MaximumLevels + 2);
        levels.Levels["l14999"].ShouldBe(2);
        (levels.Levels.Count + levels.RestLevels).ShouldBe(30_000);
        (levels.Levels.Values.Sum() + levels.RestRows).ShouldBe(45_000);

        var all = (await reading.Levels(new(WindowLength.All), ["sex"], default).SingleAsync()).Single().Value;
        (all.Levels.Count, all["l14999"], all["l15000"], all.Rows).ShouldBe((30_000, 2, 1, 45_000));
    }

    [Fact]
    public async Task The_same_counts_give_the_same_bytes()
    {
        var part = Part("a", "('2025-01-01', .1, 1, 1, 1, 'f', 'n', NULL), ('2025-01-02', .7, 0, 1, 4, 'm', 's', NULL)");
        var one = (await Profiles([part])).Single();
        (await Profiles([part])).Single().Sha256().ShouldBe(one.Sha256());
        Profile.FromBytes(one.ToBytes()).ToBytes().ShouldBe(one.ToBytes());
    }

    private static readonly Dictionary<string, IReadOnlyCollection<string>> NothingKnown = new(StringComparer.Ordinal) { ["sex"] = [], ["region"] = [] };

    /// <summary>Per window, whatever file the rows lie in.</summary>
    private async Task<IReadOnlyList<Profile>> Profiles(IReadOnlyList<LogPart> parts, WindowCut? cut = null, double[]? edges = null) =>
        [.. (await PartProfiles(parts, cut, edges)).GroupBy(part => part.Profile.Window, StringComparer.Ordinal).Select(window => Profile.Sum([.. window.Select(part => part.Profile)], NothingKnown))];

    private async Task<IReadOnlyList<PartProfile>> PartProfiles(IReadOnlyList<LogPart> parts, WindowCut? cut = null, double[]? edges = null)
    {
        using var reading = Engine.Open(parts);
        var question = new ProfileQuestion(
            new Dictionary<string, double[]>(StringComparer.Ordinal) { ["income\"; DROP"] = edges ?? [1, 2] },
            [0.15, 0.5],
            NothingKnown,
            [["sex"], ["sex", "region"]]);
        return await reading.Profiles(cut ?? new(WindowLength.Month), question, rowsFollow: false, default);
    }

    private LogPart Part(string name, string rows) => Write(name,
        $"CREATE TABLE rows AS SELECT t::TIMESTAMP AS t, s::DOUBLE AS s, d::TINYINT AS d, y::TINYINT AS y, n0::DOUBLE AS n0, c0::VARCHAR AS c0, c1::VARCHAR AS c1, x0::VARCHAR AS x0 FROM (VALUES {rows}) v(t, s, d, y, n0, c0, c1, x0)", Schema);

    private LogPart Write(string name, string create, LogSchema schema)
    {
        var path = Path.Combine(folder, $"{name}.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"{create}; COPY rows TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return new LogPart(path, schema).AsStored($"SEG-{name}");
    }
}

public sealed class DuckDbProfileEngineTests : ProfileEngineContract
{
    internal override IProfileEngine Engine { get; } = new DuckDbProfileEngine();
}
