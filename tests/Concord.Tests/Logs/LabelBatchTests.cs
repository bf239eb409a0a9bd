using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>A batch of labels is read as strictly as a batch of rows: in a process of its own, whole or not at all, with everything that is wrong.</summary>
public sealed class LabelBatchTests : IDisposable
{
    private readonly LogFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> Formats() => new()
    {
        { "labels.csv", "prediction_id,label,label_timestamp,note\na,1,2026-03-01T00:00:00Z,x\nb,0,2026-03-02T00:00:00Z,y\n" },
        { "labels.json", """[{"prediction_id":"a","label":1,"label_timestamp":"2026-03-01T00:00:00Z"},{"prediction_id":"b","label":0,"label_timestamp":"2026-03-02T00:00:00Z"}]""" },
        { "labels.ndjson", """
            {"prediction_id":"a","label":true,"label_timestamp":"2026-03-01T00:00:00Z"}
            {"prediction_id":"b","label":false,"label_timestamp":"2026-03-02T00:00:00Z"}
            """ },
    };

    [Theory, MemberData(nameof(Formats))]
    public async Task It_needs_an_id_and_a_label_and_keeps_nothing_else(string name, string text)
    {
        var staged = await folder.Stage(folder.Write(name, text), purpose: LogPurpose.Labels);
        staged.Schema.Columns.Select(column => column.Name).ShouldBe(["id", "y", "yt"]);
        staged.Rows.ShouldBe(2);
        staged.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once()
    {
        var file = folder.Write("labels.csv", """
            prediction_id,label,label_timestamp,model_version
            ,1,2026-03-01T00:00:00Z,
            b,,2026-03-01T00:00:00Z,1.0
            c,maybe,2026-03-01T00:00:00Z,1.0
            d,1,2031-03-01T00:00:00Z,1.0
            e,1,yesterday,1.0
            f,1,2026-03-01T00:00:00Z,2.0
            g,1,2026-03-01T00:00:00Z,1.0
            g,0,2026-03-01T00:00:00Z,1.0
            h,1,2026-03-01T00:00:00Z,1.0
            h,1,2026-03-01T00:00:00Z,1.0
            """);
        var findings = await folder.Refused(file, purpose: LogPurpose.Labels);
        findings.Where(finding => finding.Severity == Severity.Error).Select(finding => (finding.Row, finding.Code)).ShouldBe(
            [(2, "prediction-id-absent"), (3, "label-absent"), (4, "label-unknown"), (5, "label-time-in-future"), (6, "bad-timestamp"), (7, "other-version"), (9, "changed-label")], ignoreOrder: true);
        findings.ShouldContain(finding => finding.Code == "repeated-row");

        var kept = await folder.Stage(file, purpose: LogPurpose.Labels, keepGoodRows: true);
        (kept.Rows, kept.RefusedRows, kept.RepeatedRows).ShouldBe((2, 7, 1));
    }

    [Fact]
    public async Task A_file_without_one_of_the_two_columns_is_refused_by_their_name_in_the_definition()
    {
        var columns = LogFolder.Credit with { PredictionId = new("case_no", Named: true), Label = new("repaid", Named: true) };
        var findings = await folder.Refused(folder.Write("labels.csv", "prediction_id,label\na,1\n"), columns, LogPurpose.Labels);
        findings.Select(finding => finding.Code).ShouldBe(["missing-column", "missing-column"]);
        findings.ShouldContain(finding => finding.Message.Contains("\"case_no\"") && finding.Message.Contains("prediction_id"));
    }

    [Fact]
    public async Task A_column_file_is_judged_by_the_same_rules()
    {
        var path = Path.Combine(folder.Path, "labels.parquet");
        using (var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"COPY (SELECT * FROM (VALUES ('a', 1, TIMESTAMP '2026-03-01'), (NULL, 1, NULL), ('', 1, NULL), ('c', NULL, NULL), ('d', 0, TIMESTAMP '2031-01-01'), ('e', 0, NULL)) v(prediction_id, label, label_timestamp)) TO '{path}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }
        (await folder.Refused(path, purpose: LogPurpose.Labels)).Select(finding => (finding.Row, finding.Code))
            .ShouldBe([(2, "prediction-id-absent"), (3, "prediction-id-absent"), (4, "label-absent"), (5, "label-time-in-future")], ignoreOrder: true);
        (await folder.Stage(path, purpose: LogPurpose.Labels, keepGoodRows: true)).Rows.ShouldBe(2);
    }
}
