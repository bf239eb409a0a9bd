using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Concord.Foundation;
using Concord.Logs;
using Concord.Logs.Postgres;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Tests.Monitoring;
using Npgsql;

namespace Concord.Tests.Logs;

/// <summary>Logs that lie in a PostgreSQL database: what is read, what is left there and said, and that nothing comes twice.</summary>
public sealed class PostgresPullTests
{
    private const int ManyRows = 200_000;

    private static readonly PostgresTable Predictions = new("public", "predictions");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_rows_are_appended_and_what_is_pulled_again_is_not_stored_twice()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions);
        await using var world = await InboxContract.Monitored(Backend.Sqlite);
        var rows = Rows("2025-09", "2025-10");
        await source.Insert(rows.Take(1000));

        var (pulled, receipt) = await Pull(world, source);
        (pulled.Rows, pulled.From, receipt!.Stored, receipt.First, receipt.Last).ShouldBe((1000, null, 1000, rows[0].At, rows[999].At));
        pulled.Findings.ShouldBeEmpty();

        // Only the row at the border is looked at again.
        (pulled, receipt) = await Pull(world, source);
        (pulled.Rows, pulled.From, receipt!.Stored, receipt.KnownRows).ShouldBe((1, rows[999].At, 0, 1));
        (await Pull(world, source)).Receipt!.KnownBatch.ShouldBeTrue("the same rows make the same file");

        await source.Insert(rows.Skip(1000));
        (pulled, receipt) = await Pull(world, source);
        (pulled.Rows, receipt!.Stored, receipt.KnownRows).ShouldBe((601, 600, 1));
        (await Total(world)).ShouldBe(1600);
        (pulled, receipt) = await Pull(world, source, since: rows[0].At);
        (pulled.Rows, receipt!.Stored, receipt.KnownRows).ShouldBe((1600, 0, 1600));
        (await Total(world)).ShouldBe(1600);
        (await world.LeftInStaging()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_at_the_very_moment_of_the_newest_is_read_and_one_that_is_older_waits_for_since()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions);
        await using var world = await InboxContract.Monitored(Backend.Sqlite);
        var rows = Rows("2025-09");
        await source.Insert(rows.Take(10));
        await Pull(world, source);

        await source.Insert(rows[9] with { Id = "at the border" }, rows[9] with { Id = "just after", At = rows[9].At.AddMicroseconds(1) }, rows[9] with { Id = "late", At = rows[9].At.AddMicroseconds(-1) });
        var (pulled, receipt) = await Pull(world, source);
        (pulled.Rows, receipt!.Stored, receipt.KnownRows).ShouldBe((3, 2, 1));

        (pulled, receipt) = await Pull(world, source, since: rows[8].At);
        (pulled.Rows, receipt!.Stored, receipt.KnownRows).ShouldBe((5, 1, 4));
        (await Total(world)).ShouldBe(13);
    }

    [Fact]
    public async Task Rows_without_an_id_are_read_when_they_are_newer_than_all_that_is_stored()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions);
        await using var world = await InboxContract.Monitored(Backend.Sqlite);
        var rows = Rows("2025-09").ConvertAll(row => row with { Id = "" });
        await source.Insert(rows.Take(10));
        (await Pull(world, source)).Receipt!.Stored.ShouldBe(10);
        (await Pull(world, source)).ShouldSatisfyAllConditions(again => again.Pulled.Rows.ShouldBe(0), again => again.Receipt.ShouldBeNull());
        await source.Insert(rows[9], rows[10]);
        (await Pull(world, source)).Receipt!.Stored.ShouldBe(1, "the row at the border cannot be told from the one that is stored");

        await source.Do("ALTER TABLE predictions DROP COLUMN prediction_id");
        (await Pull(world, source)).Pulled.Rows.ShouldBe(0);
        var refused = await Should.ThrowAsync<RuleViolation>(() => Pull(world, source, since: rows[0].At));
        (refused.Code, refused.Message.Contains("prediction_id", StringComparison.Ordinal)).ShouldBe(("PULL-NO-IDS", true));
        (await Total(world)).ShouldBe(11);
    }

    [Fact]
    public async Task Rows_of_the_last_minute_of_the_future_and_without_a_time_stay_and_the_latter_are_told()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions);
        var rows = Rows("2025-09");
        await source.Insert(rows.Take(3));
        await source.Do("""
            INSERT INTO predictions (prediction_id, "timestamp", score) VALUES ('now', now(), 0.5), ('recent', now() - interval '90 seconds', 0.5), ('tomorrow', now() + interval '1 day', 0.5), ('never', 'infinity', 0.5), ('untimed', NULL, 0.5)
            """);

        var pulled = await Read(source, new());

        pulled.Rows.ShouldBe(4);
        pulled.Findings.Select(finding => $"{finding.Severity} {finding.Place} {finding.Code} {finding.Message.Split(' ')[0]}").ShouldBe(
            ["Warning public.predictions, column \"timestamp\" rows-later 2", "Warning public.predictions, column \"timestamp\" rows-untimed 1"]);
        (await Read(source, new(), until: pulled.Until.AddDays(9))).Rows.ShouldBe(5, "a person may ask for the last minute, but not for the future");
        (await Read(source, new(), until: rows[1].At)).ShouldSatisfyAllConditions(part => part.Rows.ShouldBe(2), part => part.Until.ShouldBe(rows[1].At));
    }

    [Fact]
    public async Task Rows_that_arrive_while_it_runs_are_read_by_the_next_pull()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions, Many(ManyRows));
        var newer = new DateTimeOffset(2025, 9, 30, 0, 0, 0, TimeSpan.Zero);
        var arrived = false;

        var pulled = await Read(source, new(), progress: _ =>
        {
            if (!arrived) source.Do($"INSERT INTO predictions (prediction_id, \"timestamp\") VALUES ('new', '{newer:yyyy-MM-dd}Z')").GetAwaiter().GetResult();
            arrived = true;
        });

        (arrived, pulled.Rows).ShouldBe((true, ManyRows));
        (await Read(source, new(), stored: newer.AddSeconds(-1))).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_row_refuses_the_pull_with_its_number_in_the_order_of_time_or_is_left_out()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions);
        await using var world = await InboxContract.Monitored(Backend.Sqlite);
        var rows = Rows("2025-09");
        await source.Insert(rows.Take(100).Reverse());
        await source.Do($"UPDATE predictions SET score = 'Infinity', model_version = '9.9.9' WHERE prediction_id = '{rows[41].Id}'");

        var refused = await Should.ThrowAsync<FindingsException>(() => Pull(world, source));
        refused.Findings.Select(finding => $"{finding.Code} {finding.Row}").ShouldBe(["not-finite 42", "other-version 42"], ignoreOrder: true);
        (await Total(world)).ShouldBe(0);

        var receipt = (await Pull(world, source, keepGoodRows: true)).Receipt!;
        (receipt.Stored, receipt.RefusedRows).ShouldBe((99, 1));
        (await world.LeftInStaging()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_built_to_harm_are_names_and_nothing_else()
    {
        const string Schema = "we\"ird.schema", Table = "t'; DROP TABLE public.kept; --", Time = "ti\"me'); --", Other = "x\" text); COPY public.kept TO PROGRAM 'id'; --";
        await using var source = await PostgresSource.Create("CREATE TABLE kept (n int)", $"CREATE SCHEMA {PostgresTable.Quoted(Schema)}",
            $"CREATE TABLE {PostgresTable.Quoted(Schema)}.{PostgresTable.Quoted(Table)} ({PostgresTable.Quoted(Time)} timestamptz, prediction_id text, score float8, {PostgresTable.Quoted(Other)} text)",
            $"INSERT INTO {PostgresTable.Quoted(Schema)}.{PostgresTable.Quoted(Table)} VALUES ('2025-01-01Z', 'a''; DROP TABLE kept', 0.5, 'v')");
        var named = PostgresTable.Parse($"\"we\"\"ird.schema\".\"{Table}\"");
        named.ShouldBe(new(Schema, Table));

        var columns = new LogColumns { Timestamp = new(Time, Named: true) };
        (await Read(source, columns, table: named)).Rows.ShouldBe(1);

        using var folder = new LogFolder();
        var staged = await folder.Stage(source.File("pulled.parquet"), columns);
        staged.Schema.Columns.Select(column => column.Source).ShouldBe([Time, "prediction_id", "score", Other]);
        await source.Do("INSERT INTO kept VALUES (1)");
        Path.GetFileName(named.FileName).ShouldBe(named.FileName);
        named.FileName.Where(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.' or '-')).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("predictions")]
    [InlineData("public.")]
    [InlineData("a.b.c")]
    [InlineData("public.pre\"dictions")]
    [InlineData("public.\"predictions")]
    public void A_table_that_is_no_schema_and_name_is_refused(string text) => Should.Throw<RuleViolation>(() => PostgresTable.Parse(text)).Code.ShouldBe("PULL-TABLE");

    [Fact]
    public async Task Every_type_arrives_as_what_it_is()
    {
        await using var source = await PostgresSource.Create("CREATE TYPE size AS ENUM ('small', 'large')", "CREATE DOMAIN share AS numeric(5,4)", """
            CREATE TABLE predictions (prediction_id uuid, at timestamp, score share, decision bool, label smallint, label_timestamp date,
                whole bigint, exact numeric, single real, fraction float8, size size, padded char(8), day date, moment timestamptz, name name, free varchar(20))
            """, """
            INSERT INTO predictions VALUES
                ('00000000-0000-0000-0000-00000000000a', '2025-03-01 10:00:00.123456', 0.25, true, 1, '2025-04-01', -9007199254740993, 12345678901234567890.12, 0.1, 1e-300, 'large', 'ab', '2025-01-02', '2025-01-01 12:00:00+05:30', 'n', 'größe'),
                ('00000000-0000-0000-0000-00000000000b', '2025-03-01 10:00:01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '')
            """);
        var columns = new LogColumns { Timestamp = new("at", Named: true), Numeric = ["whole", "exact", "fraction"], Categorical = ["single", "size", "padded", "day", "moment", "name", "free"] };

        (await Read(source, columns)).Findings.ShouldBeEmpty();

        using var folder = new LogFolder();
        var staged = await folder.Stage(source.File("pulled.parquet"), columns, LogPurpose.Append);
        Values(staged).ShouldBe([
            "2025-03-01 10:00:00.123456|00000000-0000-0000-0000-00000000000a|0.25|1|1|2025-04-01 00:00:00|-9007199254740992.0|1.2345678901234567e+19|1e-300|0.1|large|ab|2025-01-02|2025-01-01 06:30:00|n|größe",
            "2025-03-01 10:00:01|00000000-0000-0000-0000-00000000000b||||||||||||||"]);
    }

    [Fact]
    public async Task What_is_no_number_and_no_moment_is_missing_or_refused_by_name_and_never_guessed()
    {
        await using var source = await PostgresSource.Create("CREATE TABLE predictions (prediction_id text, at timestamp, fraction float8, exact numeric, label_timestamp timestamptz)", """
            INSERT INTO predictions VALUES ('a', '2025-01-01', 'NaN', 1, NULL), ('b', '2025-01-02', 'Infinity', 1, NULL), ('c', '2025-01-03', 1, 'NaN', NULL), ('d', '2025-01-04', 1, '-Infinity', NULL),
                ('e', '2025-01-05', 1, 1, 'infinity'), ('f', '2025-01-06', 1, ('1' || repeat('0', 400))::numeric, NULL), ('g', '-infinity', 1, 1, NULL), ('h', '4000-01-01 BC', 1, 1, NULL), ('i', '2025-01-07', 1, 1, '290000-01-01')
            """);
        var columns = new LogColumns { Timestamp = new("at", Named: true), Numeric = ["fraction", "exact"] };
        await Read(source, columns);

        using var folder = new LogFolder();
        var staged = await folder.Stage(source.File("pulled.parquet"), columns, LogPurpose.Append, keepGoodRows: true);

        Values(staged).ShouldBe(["2025-01-01 00:00:00|a|||1.0"]);
        staged.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Row} {finding.Place.Split('"')[1]} {finding.Code}").ShouldBe([
            "1 at bad-timestamp", "2 at bad-timestamp", "4 fraction not-finite", "5 exact not-finite", "6 exact not-finite", "7 label_timestamp bad-timestamp", "8 exact number-overflow", "9 label_timestamp bad-timestamp"]);
        staged.Findings.ShouldContain(finding => finding.Code == "not-a-number-missing" && finding.Place.Contains("fraction", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_column_that_cannot_be_mapped_is_named_with_its_remedy()
    {
        await using var source = await PostgresSource.Create("""
            CREATE TABLE predictions (prediction_id text, "timestamp" timestamptz, age jsonb, tags text[], took interval, price money, payload bytea)
            """);
        var refused = await Should.ThrowAsync<FindingsException>(() => Read(source, new() { Numeric = ["age"] }));
        var findings = refused.Findings.ToDictionary(finding => finding.Place.Split('"')[1], StringComparer.Ordinal);
        (findings["age"].Severity, findings["age"].Code).ShouldBe((Severity.Error, "column-type"));
        findings["age"].Message.ShouldContain("jsonb");
        findings.Where(finding => finding.Key != "age").ShouldAllBe(finding => finding.Value.Severity == Severity.Warning && finding.Value.Code == "column-left-out" && finding.Value.Message.Contains("ull a view", StringComparison.Ordinal));
        findings.Count.ShouldBe(5);

        await source.Do("ALTER TABLE predictions DROP COLUMN age; ALTER TABLE predictions ALTER COLUMN \"timestamp\" TYPE text; ALTER TABLE predictions ADD COLUMN Score float8, ADD COLUMN \"SCORE\" float8");
        (await Should.ThrowAsync<FindingsException>(() => Read(source, new()))).Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code).ShouldBe(["ambiguous-column", "wrong-type"]);
        await source.Do("ALTER TABLE predictions DROP COLUMN \"timestamp\"");
        (await Should.ThrowAsync<FindingsException>(() => Read(source, new()))).Findings.ShouldContain(finding => finding.Code == "missing-column");
    }

    [Fact]
    public async Task Many_rows_with_long_texts_go_through_little_memory()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions, Many(ManyRows), "ALTER TABLE predictions ADD COLUMN free text",
            "UPDATE predictions SET free = (SELECT string_agg(md5(prediction_id || n), '') FROM generate_series(1, 16) AS n)"); // 512 bytes each that can hardly be packed: 100 MB.
        var managed = GC.GetTotalMemory(forceFullCollection: true);

        var pulled = await Read(source, new(), limits: new() { MemoryBytes = 160L << 20 }); // The engine gets half of it.

        pulled.Rows.ShouldBe(ManyRows);
        new FileInfo(source.File("pulled.parquet")).Length.ShouldBeGreaterThan(50L << 20);
        (GC.GetTotalMemory(forceFullCollection: true) - managed).ShouldBeLessThan(64L << 20);
    }

    [Fact]
    public async Task What_is_too_much_at_once_is_refused_with_what_to_do()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions, Many(5000), "ALTER TABLE predictions ADD COLUMN free text");
        (await Should.ThrowAsync<FindingsException>(() => Read(source, new(), limits: new() { Rows = 4999 }))).Findings.Single().Code.ShouldBe("too-many-rows");
        (await Should.ThrowAsync<FindingsException>(() => Read(source, new(), limits: new() { Bytes = 1 << 10 }))).Findings.Single().Code.ShouldBe("too-many-bytes");
        await source.Do("UPDATE predictions SET free = repeat('x', 2000000) WHERE prediction_id = '77'");
        (await Should.ThrowAsync<FindingsException>(() => Read(source, new()))).Findings.Single().ShouldSatisfyAllConditions(finding => finding.Code.ShouldBe("long-value"), finding => finding.Place.ShouldContain("free"));
    }

    [Fact]
    public async Task A_server_that_ends_the_connection_in_the_middle_leaves_nothing()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions, Many(ManyRows));
        var lost = await Should.ThrowAsync<RuleViolation>(() => Read(source, new(), progress: _ =>
            source.Do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'concord log pull' AND datname = current_database()").GetAwaiter().GetResult()));
        lost.Code.ShouldBe("PULL-LOST");
    }

    [Fact]
    public async Task A_connection_that_breaks_off_without_a_word_leaves_nothing_stored()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions, Many(ManyRows));
        await using var world = await InboxContract.Monitored(Backend.Sqlite);
        using var between = new TcpListener(IPAddress.Loopback, 0);
        between.Start();
        var passing = PassOn(between, source.Address, bytes: 5_000_000);
        var address = new NpgsqlConnectionStringBuilder(source.Connection) { Host = "127.0.0.1", Port = ((IPEndPoint)between.LocalEndpoint).Port, Password = "secret-of-the-test" };

        var lost = await Should.ThrowAsync<RuleViolation>(() => Pull(world, source, address: PostgresAddress.Parse(address.ConnectionString)));

        await passing;
        lost.Code.ShouldBe("PULL-LOST");
        lost.ToString().ShouldNotContain("secret-of-the-test");
        (await Total(world)).ShouldBe(0);
        (await world.LeftInStaging()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_stops_a_pull_does_not_wait_for_the_rest()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions, Many(10), "CREATE VIEW slow AS SELECT *, pg_sleep(60)::text AS slept FROM predictions");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        stop.CancelAfter(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<OperationCanceledException>(() => Read(source, new(), table: new("public", "slow"), stop: stop.Token)).WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Password=abc;secret=rest", "PULL-ADDRESS")]
    [InlineData("postgresql://someone:secret@127.0.0.1/db", "PULL-ADDRESS")]
    [InlineData("Username=someone;Password=secret", "PULL-ADDRESS")]
    [InlineData("Host=127.0.0.1;Port=secret", "PULL-ADDRESS")]
    [InlineData("Host=127.0.0.1;Port=1;Username=someone;Password=secret", "PULL-AWAY")]
    public async Task What_is_said_of_a_connection_never_repeats_it(string connection, string code)
    {
        var refused = await Should.ThrowAsync<RuleViolation>(async () => await new PostgresPull(new(PostgresAddress.Parse(connection), Predictions, new(), null)).To(Path.GetTempFileName(), Stop));
        refused.Code.ShouldBe(code);
        refused.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_table_that_is_not_there_or_may_not_be_read_is_said()
    {
        await using var source = await PostgresSource.Create("CREATE TABLE predictions (n int)");
        (await Should.ThrowAsync<RuleViolation>(() => Read(source, new(), table: new("public", "Predictions")))).ShouldSatisfyAllConditions(refused => refused.Code.ShouldBe("PULL-TABLE"), refused => refused.Message.ShouldContain("public.Predictions"));
        (await Should.ThrowAsync<RuleViolation>(() => Read(source, new(), table: new("nowhere", "predictions")))).Code.ShouldBe("PULL-TABLE");
        await source.Do("CREATE VIEW broken AS SELECT now() AS \"timestamp\", 1 / (n - n) AS score FROM predictions; INSERT INTO predictions VALUES (1)");
        (await Should.ThrowAsync<RuleViolation>(() => Read(source, new(), table: new("public", "broken"), until: DateTimeOffset.MaxValue))).ShouldSatisfyAllConditions(refused => refused.Code.ShouldBe("PULL-REFUSED"), refused => refused.Message.ShouldContain("22012"));
    }

    private static List<PredictionRow> Rows(params string[] months) => [.. PredictionRows.Of(months)];

    /// <summary>Rows a second apart, in no order.</summary>
    private static string Many(int rows) => string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO predictions SELECT n::text, '2025-09-01Z'::timestamptz + n * interval '1 second', n % 60, 'north', 'f', (n % 997) / 997.0, true, 1, '1.0.0' FROM generate_series(1, {rows}) AS n ORDER BY md5(n::text)
        """);

    private static Task<PulledRows> Read(PostgresSource source, LogColumns columns, PostgresTable? table = null, DateTimeOffset? stored = null, DateTimeOffset? until = null, LogLimits? limits = null, Action<LogProgress>? progress = null, CancellationToken? stop = null) =>
        new PostgresPull(new(source.Address, table ?? Predictions, columns, stored, null, until) { Progress = progress is null ? null : new Told(progress) }, limits).To(source.File("pulled.parquet"), stop ?? Stop);

    /// <summary>As the command does it, without the command.</summary>
    private static async Task<(PulledRows Pulled, LogReceipt? Receipt)> Pull(World world, PostgresSource source, DateTimeOffset? since = null, bool keepGoodRows = false, NpgsqlConnectionStringBuilder? address = null)
    {
        var owner = world.As(Role.SystemOwner);
        var extent = await owner.Do((PredictionLog log, Actor actor) => log.Extent("MODEL-01", null, actor, Stop));
        var columns = MonitorDefinition.Parse(InboxContract.Definition).ToColumns(extent.Version);
        var file = source.File(Predictions.FileName);
        var pulled = await new PostgresPull(new(address ?? source.Address, Predictions, columns, extent.Last, since)).To(file, Stop);
        return (pulled, pulled.Rows == 0 ? null : await owner.Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file], KeepGoodRows: keepGoodRows), actor, Stop)));
    }

    private static async Task<long> Total(World world) => (await world.As(Role.SystemOwner).Do((PredictionLog log, Actor actor) => log.Extent("MODEL-01", null, actor, Stop))).Rows;

    private static List<string> Values(StagedLog staged)
    {
        using var duck = DuckDbSession.Open([staged.Path]);
        using var command = duck.Connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(" || '|' || ", staged.Schema.Columns.Select(column => $"coalesce(CAST({column.Name} AS VARCHAR), '')"))} FROM {DuckDbSession.Rows([staged.Path])} ORDER BY t";
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>Passes on one connection and cuts it, as a network does, when so many bytes have come back.</summary>
    private static async Task PassOn(TcpListener listener, NpgsqlConnectionStringBuilder address, int bytes)
    {
        using var client = await listener.AcceptTcpClientAsync(Stop);
        using var server = new TcpClient();
        await server.ConnectAsync(address.Host!, address.Port, Stop);
        client.LingerState = new(enable: true, seconds: 0);
        var there = client.GetStream().CopyToAsync(server.GetStream(), Stop);
        var buffer = new byte[1 << 16];
        while (bytes > 0)
        {
            var read = await server.GetStream().ReadAsync(buffer, Stop);
            await client.GetStream().WriteAsync(buffer.AsMemory(0, read), Stop);
            bytes -= read;
        }
        client.Close();
        await there.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private sealed class Told(Action<LogProgress> tell) : IProgress<LogProgress>
    {
        public void Report(LogProgress value) => tell(value);
    }
}
