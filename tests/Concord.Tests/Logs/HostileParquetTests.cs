using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>Parquet files of apache/parquet-testing: damaged ones are refused in words, unusual ones are read.</summary>
public sealed class HostileParquetTests
{
    [Theory]
    [InlineData("ARROW-GH-41317.parquet")]
    [InlineData("ARROW-GH-45185.parquet")]
    [InlineData("ARROW-RS-GH-6229-DICTHEADER.parquet")]
    [InlineData("PARQUET-1481.parquet")]
    [InlineData("odd-datapage_v1-corrupt-checksum.parquet")]
    public async Task A_damaged_file_is_refused_with_its_name(string file)
    {
        using LogFolder folder = new();
        LogColumns columns = file switch
        {
            "ARROW-RS-GH-6229-DICTHEADER.parquet" => new() { Numeric = ["nation_key"], Categorical = ["name"] },
            "odd-datapage_v1-corrupt-checksum.parquet" => new() { Numeric = ["a", "b"] },
            _ => new() { Numeric = ["x"] },
        };
        IReadOnlyList<Finding> findings = await folder.Refused(LogFolder.Hostile($"parquet/{file}"), columns, LogPurpose.Reference);
        findings.ShouldAllBe(finding => finding.Severity == Severity.Error && finding.Place.StartsWith(file, StringComparison.Ordinal));
        findings.Select(finding => finding.Code).ShouldBeSubsetOf(["damaged-file", "nested-column"]);
    }

    [Fact]
    public async Task A_wrong_page_checksum_is_found_although_the_engine_does_not_look_at_it()
    {
        using LogFolder folder = new();
        Finding finding = (await folder.Refused(LogFolder.Hostile("parquet/odd-datapage_v1-corrupt-checksum.parquet"), new LogColumns { Numeric = ["a", "b"] }, LogPurpose.Reference)).Single();
        finding.Message.ShouldContain("checksum of page");
    }

    [Fact]
    public async Task Plain_types_dates_of_twelve_bytes_and_untyped_text_are_read()
    {
        using LogFolder folder = new();
        LogColumns columns = new()
        {
            Numeric = ["float_col", "double_col", "bigint_col", "bool_col"],
            Categorical = ["string_col", "int_col", "bool_col"],
            Timestamp = new LogRole("timestamp_col", Named: true),
            PredictionId = new LogRole("id", Named: true),
        };
        StagedLog staged = await folder.Stage(LogFolder.Hostile("parquet/odd-alltypes_plain.parquet"), columns);
        staged.Rows("id", "strftime(t, '%Y-%m-%dT%H:%M')", "n1", "n3", "c0", "c1", "c2").ShouldBe([
            ["0", "2009-01-01T00:00", "0", "1", "0", "0", "true"],
            ["1", "2009-01-01T00:01", "10.1", "0", "1", "1", "false"],
            ["2", "2009-02-01T00:00", "0", "1", "0", "0", "true"],
            ["3", "2009-02-01T00:01", "10.1", "0", "1", "1", "false"],
            ["4", "2009-03-01T00:00", "0", "1", "0", "0", "true"],
            ["5", "2009-03-01T00:01", "10.1", "0", "1", "1", "false"],
            ["6", "2009-04-01T00:00", "0", "1", "0", "0", "true"],
            ["7", "2009-04-01T00:01", "10.1", "0", "1", "1", "false"],
        ]);
    }

    [Fact]
    public async Task Truncated_statistics_do_not_truncate_values()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("parquet/odd-binary_truncated_min_max.parquet"), new LogColumns { Categorical = ["utf8_full_truncation", "binary_full_truncation"] }, LogPurpose.Reference);
        staged.Rows.ShouldBe(12);
        staged.Rows("c0", "c1").ShouldContain(row => row[0] == "Kevin Bacon" && row[1]!.Contains("Kevin Bacon"));
    }

    [Fact]
    public async Task NaN_in_a_Parquet_column_is_missing_and_counted()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("parquet/odd-float16_nonzeros_and_nans.parquet"), new LogColumns { Numeric = ["x"] }, LogPurpose.Reference);
        staged.Values("n0").ShouldBe([null, "1", "-2", null, "0", "-1", "-0", "2"]);
        Finding finding = staged.Findings.Single();
        (finding.Code, finding.Message[..1]).ShouldBe(("not-a-number-missing", "1"));
    }

    [Fact]
    public async Task Decimals_are_numbers()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("parquet/odd-int32_decimal.parquet"), new LogColumns { Numeric = ["value"] }, LogPurpose.Reference);
        staged.Values("n0").ShouldBe(Enumerable.Range(1, 24).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
