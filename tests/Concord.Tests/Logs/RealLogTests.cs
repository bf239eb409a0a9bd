using System.Globalization;
using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Logs;

public sealed class RealLogTests
{
    [Theory]
    [InlineData("acs_employment", "production.parquet", 208892)]
    [InlineData("acs_employment", "reference.parquet", 68785)]
    [InlineData("adult", "production.parquet", 24849)]
    [InlineData("adult", "reference.parquet", 5000)]
    [InlineData("german", "production.parquet", 500)]
    [InlineData("german", "production.csv", 500)]
    [InlineData("german", "reference.parquet", 500)]
    public async Task A_real_log_is_staged_whole_and_without_a_complaint(string log, string file, int rows)
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Sample($"{log}_{file}"), Definition(log));
        staged.Findings.ShouldBeEmpty();
        (staged.Rows, staged.RefusedRows, staged.RepeatedRows).ShouldBe((rows, 0, 0));
        staged.Values("count(*)").ShouldBe([rows.ToString(CultureInfo.InvariantCulture)]);
    }

    [Fact]
    public async Task The_same_log_as_CSV_and_as_Parquet_is_staged_the_same()
    {
        using LogFolder folder = new();
        StagedLog csv = await folder.Stage(LogFolder.Sample("german_production.csv"), Definition("german"));
        StagedLog parquet = await folder.Stage(LogFolder.Sample("german_production.parquet"), Definition("german"));
        csv.Schema.Columns.ShouldBe(parquet.Schema.Columns);
        (csv.First, csv.Last).ShouldBe((parquet.First, parquet.Last));
        string[] columns = [.. csv.Schema.Columns.Select(column => column.Name)];
        csv.Rows(columns).ShouldBe(parquet.Rows(columns));
    }

    [Fact]
    public async Task A_staged_log_is_sorted_by_time_and_its_span_is_known()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Sample("adult_production.parquet"), Definition("adult"));
        List<string?> times = [.. staged.Values("strftime(t, '%Y-%m-%dT%H:%M:%S')")];
        times.ShouldBe(times.Order(StringComparer.Ordinal));
        (staged.First!.Value.ToString("s", CultureInfo.InvariantCulture), staged.Last!.Value.ToString("s", CultureInfo.InvariantCulture)).ShouldBe((times[0]!, times[^1]!));
    }

    [Fact]
    public async Task Columns_stand_under_generated_names_in_the_order_of_the_definition()
    {
        using LogFolder folder = new();
        LogColumns columns = Definition("adult");
        StagedLog staged = await folder.Stage(LogFolder.Sample("adult_production.parquet"), columns);
        staged.Schema.Columns.Take(7).Select(column => column.Name).ShouldBe(["t", "id", "s", "d", "y", "yt", "v"]);
        staged.Schema.Of(LogColumnKind.Numeric).Select(column => (column.Name, column.Source)).ShouldBe(columns.Numeric.Select((name, i) => ($"n{i}", name)));
        staged.Schema.Of(LogColumnKind.Categorical).Select(column => (column.Name, column.Source)).ShouldBe(columns.Categorical.Select((name, i) => ($"c{i}", name)));
        staged.Schema.Of(LogColumnKind.Other).Select(column => column.Source).ShouldContain("native_country");
        LogSchema.FromJson(staged.Schema.ToJson()).Columns.ShouldBe(staged.Schema.Columns);
    }

    [Fact]
    public async Task The_hash_is_that_of_the_source_bytes()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Sample("german_production.parquet"), Definition("german"));
        staged.Sha256.ShouldBe("4beb4df22d3ef5ad53ecf2edf186f29139a29ba6bd4a472de69680ddb6af9549");
        staged.Files.ShouldBe([new LogFile("german_production.parquet", 22040, staged.Sha256)]);
    }

    [Fact]
    public async Task Nothing_but_the_log_is_left_and_discarding_it_leaves_nothing()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Sample("german_production.parquet"), Definition("german"));
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(staged.Path)!).ShouldBe([staged.Path]);
        staged.Discard();
        Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, "staged")).ShouldBeEmpty();
        File.Exists(LogFolder.Sample("german_production.parquet")).ShouldBeTrue();
    }

    [Fact]
    public async Task Several_files_and_patterns_are_one_batch()
    {
        using LogFolder folder = new();
        string[] lines = await File.ReadAllLinesAsync(LogFolder.Sample("german_production.csv"), TestContext.Current.CancellationToken);
        folder.Write("part-1.csv", string.Join('\n', lines[..201]));
        folder.Write("part-2.csv", string.Join('\n', [lines[0], .. lines[201..]]));
        StagedLog parts = await folder.Stage(Path.Combine(folder.Path, "part-?.csv"), Definition("german"));
        StagedLog whole = await folder.Stage(LogFolder.Sample("german_production.csv"), Definition("german"));
        string[] columns = [.. whole.Schema.Columns.Select(column => column.Name)];
        parts.Rows([.. columns]).ShouldBe(whole.Rows(columns));
        parts.Files.Select(file => file.Name).ShouldBe(["part-1.csv", "part-2.csv"]);
        parts.Sha256.ShouldNotBe(whole.Sha256);
    }

    private static LogColumns Definition(string log) => MonitorDefinition.Parse(File.ReadAllText(LogFolder.Sample($"{log}.definition.json"))).ToColumns();
}
