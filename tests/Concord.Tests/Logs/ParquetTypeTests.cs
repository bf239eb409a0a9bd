using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>Parquet writers disagree about types; a log means the same in all of them, or is refused column by column.</summary>
public sealed class ParquetTypeTests
{
    private const string Sound = "TIMESTAMP '2025-03-01 10:00:00' AS timestamp, 1 AS age, 2 AS income, 'F' AS sex, 0.5 AS score";

    [Theory]
    [InlineData("TIMESTAMP_S '2025-03-01 10:00:00'")]
    [InlineData("TIMESTAMP_MS '2025-03-01 10:00:00'")]
    [InlineData("TIMESTAMP '2025-03-01 10:00:00'")]
    [InlineData("TIMESTAMP_NS '2025-03-01 10:00:00.000000001'")]
    [InlineData("TIMESTAMPTZ '2025-03-01 10:00:00+00'")]
    [InlineData("TIMESTAMPTZ '2025-03-01 12:00:00+02'")]
    [InlineData("'2025-03-01T10:00:00'")]
    [InlineData("'2025-03-01T12:00:00+02:00'")]
    [InlineData("'2025-03-01T10:00:00'::BLOB")]
    public async Task A_timestamp_of_any_unit_is_the_same_moment(string value) =>
        (await Read($"{value} AS timestamp, 1 AS age, 2 AS income, 'F' AS sex", "strftime(t, '%Y-%m-%dT%H:%M:%S.%f')")).ShouldBe("2025-03-01T10:00:00.000000");

    [Theory]
    [InlineData("7::TINYINT", "7")]
    [InlineData("7::UBIGINT", "7")]
    [InlineData("7::HUGEINT", "7")]
    [InlineData("7.25::FLOAT", "7.25")]
    [InlineData("7.25::DECIMAL(9,3)", "7.25")]
    [InlineData("'7.25'", "7.25")]
    [InlineData("' 7.25e0 '", "7.25")]
    [InlineData("''", null)]
    [InlineData("true", "1")]
    [InlineData("NULL::DOUBLE", null)]
    [InlineData("'NaN'::DOUBLE", null)]
    public async Task A_number_of_any_type_is_the_same_number(string value, string? expected) =>
        (await Read($"TIMESTAMP '2025-03-01' AS timestamp, {value} AS age, 2 AS income, 'F' AS sex", "n0")).ShouldBe(expected);

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3.0::DOUBLE", "3")]
    [InlineData("3.5::FLOAT", "3.5")]
    [InlineData("'3.0'", "3.0")]
    [InlineData(@"'\xC3'::BLOB", @"\xC3")]
    [InlineData("encode('ä')", "ä")]
    [InlineData("false", "false")]
    [InlineData("DATE '2025-01-02'", "2025-01-02")]
    [InlineData("''", null)]
    [InlineData("'NaN'::DOUBLE", null)]
    public async Task A_category_is_the_text_a_person_would_write(string value, string? expected) =>
        (await Read($"TIMESTAMP '2025-03-01' AS timestamp, 1 AS age, 2 AS income, {value} AS sex", "c0")).ShouldBe(expected);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0::DOUBLE", "1")]
    [InlineData("true", "1")]
    [InlineData("'1'", "1")]
    [InlineData("'true'", "1")]
    [InlineData("'1.0'", "1")]
    [InlineData("0::UTINYINT", "0")]
    [InlineData("NULL::DOUBLE", null)]
    [InlineData("'NaN'::DOUBLE", null)]
    public async Task A_label_is_zero_one_or_not_known(string value, string? expected)
    {
        (await Read($"{Sound}, {value} AS label, {value} AS decision", "y")).ShouldBe(expected);
        (await Read($"{Sound}, {value} AS label, {value} AS decision", "d")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("'Infinity'::DOUBLE AS age, 2 AS income, 'F' AS sex", "not-finite")]
    [InlineData("'1e400' AS age, 2 AS income, 'F' AS sex", "number-overflow")]
    [InlineData("'-1e300'::DOUBLE AS age, 2 AS income, 'F' AS sex", "number-overflow")]
    [InlineData("'1e300' AS age, 2 AS income, 'F' AS sex", "number-overflow")]
    [InlineData("'x' AS age, 2 AS income, 'F' AS sex", "not-a-number")]
    [InlineData("1 AS age, 2 AS income, 'F' AS sex, 1.5 AS score", "score-out-of-range")]
    [InlineData("1 AS age, 2 AS income, 'F' AS sex, 2 AS label", "label-unknown")]
    [InlineData("1 AS age, 2 AS income, 'F' AS sex, 0.5 AS decision", "decision-unknown")]
    public async Task A_bad_value_is_found_with_its_row(string columns, string code)
    {
        using LogFolder folder = new();
        string log = Path.Combine(folder.Path, "log.parquet");
        ReaderProcessTests.Write(log, $"SELECT TIMESTAMP '2025-03-01' AS timestamp, {columns}");
        (await folder.Refused(log)).Select(finding => (finding.Code, finding.Row)).ShouldBe([(code, 1L)]);
    }

    [Theory]
    [InlineData("1741824000 AS timestamp, 1 AS age, 2 AS income, 'F' AS sex", "wrong-type")]
    [InlineData("true AS timestamp, 1 AS age, 2 AS income, 'F' AS sex", "wrong-type")]
    [InlineData("TIMESTAMP '2025-03-01' AS timestamp, DATE '2025-01-01' AS age, 2 AS income, 'F' AS sex", "wrong-type")]
    [InlineData("TIMESTAMP '2025-03-01' AS timestamp, [1, 2] AS age, 2 AS income, 'F' AS sex", "nested-column")]
    [InlineData("TIMESTAMP '2025-03-01' AS timestamp, 1 AS age, 2 AS income, 'F' AS sex, {'a': 1} AS more", "nested-column")]
    public async Task A_column_of_an_unusable_type_is_one_finding(string columns, string code)
    {
        using LogFolder folder = new();
        string log = Path.Combine(folder.Path, "log.parquet");
        ReaderProcessTests.Write(log, $"SELECT {columns} FROM range(1000)");
        Finding finding = (await folder.Refused(log)).Single();
        (finding.Code, finding.Row).ShouldBe((code, null));
    }

    [Fact]
    public async Task Timestamps_out_of_the_question_are_findings_and_not_a_crash()
    {
        using LogFolder folder = new();
        string log = Path.Combine(folder.Path, "log.parquet");
        ReaderProcessTests.Write(log, "SELECT unnest([TIMESTAMP '1970-01-01', TIMESTAMP '9999-12-31 23:59:59', 'infinity'::TIMESTAMP, TIMESTAMP '0044-03-15 (BC) 10:00:00', NULL]) AS timestamp, 1 AS age, 2 AS income, 'F' AS sex");
        (await folder.Refused(log, purpose: LogPurpose.Append)).Select(finding => (finding.Row, finding.Code)).ShouldBe([
            (1L, "timestamp-unset"), (2L, "timestamp-in-future"), (3L, "bad-timestamp"), (4L, "bad-timestamp"), (5L, "timestamp-missing")]);
    }

    [Fact]
    public async Task A_file_that_has_a_column_with_the_name_of_the_row_number_is_read()
    {
        using LogFolder folder = new();
        string log = Path.Combine(folder.Path, "log.parquet");
        ReaderProcessTests.Write(log, "SELECT TIMESTAMP '2025-03-01' AS timestamp, CASE WHEN range = 2 THEN 'x' ELSE '1' END AS age, 2 AS income, 'F' AS sex, 'own' AS file_row_number FROM range(4)");
        (await folder.Refused(log)).Single().Row.ShouldBe(3);
    }

    [Fact]
    public async Task A_score_of_single_precision_at_the_threshold_agrees_with_its_decision()
    {
        using LogFolder folder = new();
        string log = Path.Combine(folder.Path, "log.parquet");
        ReaderProcessTests.Write(log, "SELECT TIMESTAMP '2025-03-01' AS timestamp, unnest([0.7, 0.71, 0.69, 0.7, 0.71]::FLOAT[]) AS score, unnest([1, 1, 0, 0, 0]) AS decision FROM range(1)");
        (await folder.Stage(log, new() { Threshold = 0.7 })).Findings.Where(finding => finding.Code == "decision-threshold").Select(finding => finding.Row).ShouldBe([5]);
    }

    private static async Task<string?> Read(string columns, string column)
    {
        using LogFolder folder = new();
        string log = Path.Combine(folder.Path, "log.parquet");
        ReaderProcessTests.Write(log, $"SELECT {columns}");
        return (await folder.Stage(log)).Values(column).Single();
    }
}
