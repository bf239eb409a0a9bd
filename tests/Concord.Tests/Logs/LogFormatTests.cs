using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>One set of rules for all formats: the same rows give the same log and the same findings, however they are written.</summary>
public sealed class LogFormatTests
{
    /// <summary>As many columns as a log may have; in memory each would take half a MiB, were it only of three rows.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_widest_log_is_read_whether_or_not_a_row_of_it_repeats(bool lasts)
    {
        using LogFolder folder = new();
        string[] columns = [.. Enumerable.Range(0, 2_046).Select(column => $"x{column}")];
        string Row(string id, int number) => $"{id},2025-03-0{number}T10:00:00Z,{string.Join(',', columns.Select((_, column) => column + number))}";
        string file = folder.Write("wide.csv", $"prediction_id,timestamp,{string.Join(',', columns)}\n{Row("a", 1)}\n{Row("b", 2)}\n{Row("a", 1)}\n{Row("c", 3)}\n");
        StagedLog log = await folder.Stage(file, new() { Numeric = columns }, lasts: lasts);
        (log.Rows, log.RepeatedRows, log.Schema.Columns.Count).ShouldBe((3, 1, 2_048));
        log.Values("n2045").ShouldBe(["2046", "2047", "2048"]);
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(log.Path)!).Select(Path.GetFileName).ShouldBe([LogReadAnswer.StagedFile]);
    }

    /// <summary>Texts, of which the engine sets room aside, and fractions, of which each has a limit of its own.</summary>
    [Theory]
    [InlineData("'word ' || i", true)]
    [InlineData("i / 7", false)]
    [InlineData("CASE WHEN i = 2 THEN 1e150 ELSE i / 7 END", false)]
    public async Task The_widest_Parquet_file_is_read_whatever_it_holds(string value, bool lasts)
    {
        using LogFolder folder = new();
        string[] columns = [.. Enumerable.Range(0, 2_046).Select(column => $"x{column}")];
        string file = Path.Combine(folder.Path, "wide.parquet");
        ReaderProcessTests.Write(file, $"SELECT 'p' || i AS prediction_id, TIMESTAMP '2025-03-01' - to_days(i::INT) AS timestamp, {string.Join(", ", columns.Select(column => $"{value} AS {column}"))} FROM range(3) r(i)");
        LogColumns declared = value.StartsWith('\'') ? new() { Categorical = columns } : new() { Numeric = columns };
        if (value.Contains("1e150", StringComparison.Ordinal))
        {
            (await folder.Refused(file, declared)).Select(finding => finding.Row).Distinct().ShouldBe([3]);
            return;
        }

        StagedLog log = await folder.Stage(file, declared, lasts: lasts);
        (log.Rows, log.Schema.Columns.Count).ShouldBe((3, 2_048));
        log.Values("t").Select(time => time![..5]).ShouldBe(lasts ? ["02/27", "02/28", "03/01"] : ["03/01", "02/28", "02/27"], "in the order of time only where the log lasts");
    }

    [Fact]
    public async Task Many_columns_of_text_in_few_rows_take_little_memory()
    {
        using LogFolder folder = new();
        string[] columns = [.. Enumerable.Range(0, 2_046).Select(column => $"x{column}")];
        string file = folder.Write("wide.csv", $"prediction_id,timestamp,{string.Join(',', columns)}\n{string.Join('\n', Enumerable.Range(0, 3).Select(row => $"p{row},2025-03-01,{string.Join(',', columns.Select(column => $"word {row}"))}"))}\n");
        (await folder.Stage(file, new() { Categorical = columns }, lasts: false)).Values("c2045").ShouldBe(["word 0", "word 1", "word 2"]);
    }

    [Theory]
    [InlineData("ndjson")]
    [InlineData("json")]
    [InlineData("parquet")]
    public async Task The_dirty_log_has_the_same_faults_in_every_format(string format)
    {
        using LogFolder folder = new();
        List<string[]> rows = Records(LogFolder.Hostile("logs/dirty_dev.csv"));
        string csv = folder.Write("log.csv", Csv(rows));
        string other = Written(folder, format, rows);
        // In CSV the header is row 1; the other formats count their rows from 1.
        IEnumerable<(long?, string, Severity)> expected = (await folder.Refused(csv, purpose: LogPurpose.Append)).Select(finding => (finding.Row - 1, finding.Code, finding.Severity));
        (await folder.Refused(other, purpose: LogPurpose.Append)).Select(finding => (finding.Row, finding.Code, finding.Severity)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("ndjson")]
    [InlineData("json")]
    [InlineData("parquet")]
    public async Task Good_rows_are_the_same_rows_in_every_format(string format)
    {
        using LogFolder folder = new();
        List<string[]> rows = Records(LogFolder.Hostile("logs/dirty_dev.csv"));
        StagedLog csv = await folder.Stage(folder.Write("log.csv", Csv(rows)), purpose: LogPurpose.Append, keepGoodRows: true);
        StagedLog other = await folder.Stage(Written(folder, format, rows), purpose: LogPurpose.Append, keepGoodRows: true);
        string[] columns = [.. csv.Schema.Columns.Select(column => column.Name)];
        other.Schema.Columns.ShouldBe(csv.Schema.Columns);
        other.Rows(columns).ShouldBe(csv.Rows(columns));
        (other.RefusedRows, other.RepeatedRows).ShouldBe((csv.RefusedRows, csv.RepeatedRows));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("json")]
    [InlineData("parquet")]
    public async Task Models_and_versions_that_do_not_belong_are_told_once_each_and_what_are_many_together(string format)
    {
        using LogFolder folder = new();
        List<string[]> rows = [["timestamp", "Model_ID", "model_version"]];
        foreach (int model in Enumerable.Range(1, 12))
            rows.AddRange(Enumerable.Repeat<string[]>(["2025-03-01T10:00:00Z", $"other{model}", model == 5 ? "2" : model == 6 ? "" : "1"], model));
        rows.AddRange(Enumerable.Repeat<string[]>(["2025-03-01T10:00:00Z", "m", "1"], 20));
        string file = format == "csv" ? folder.Write("log.csv", Csv(rows)) : Written(folder, format, rows);
        foreach (LogPurpose purpose in new[] { LogPurpose.Measure, LogPurpose.Reference })
        {
            foreach (bool lasts in new[] { false, true })
            {
                StagedLog log = await folder.Stage(file, new() { ExpectedModelId = "m", ExpectedVersion = "1" }, purpose, lasts: lasts);
                log.Rows.ShouldBe(98);
                log.Findings.ShouldAllBe(finding => finding.Severity == Severity.Warning && finding.Row == null);
                string[] models = [.. log.Findings.Where(finding => finding.Code == "other-model" && finding.Place.EndsWith(", column \"Model_ID\"", StringComparison.Ordinal)).Select(finding => finding.Message)];
                models.Length.ShouldBe(11);
                models[0].ShouldStartWith("12 rows are of model \"other12\", not of \"m\", the first of them row ");
                models[9].ShouldStartWith("3 rows are of model \"other3\"");
                models[10].ShouldStartWith("3 further rows are of 2 other models. They are measured all the same. Leave them out");
                Finding version = log.Findings.Where(finding => finding.Code == "other-version").ShouldHaveSingleItem();
                version.Place.ShouldEndWith("column \"model_version\"");
                version.Message.ShouldStartWith("5 rows are of version \"2\", not of \"1\", the first of them row ");
            }
            // Nothing is asked for: only what was said of several versions before.
            (await folder.Stage(file, new(), purpose, lasts: false)).Findings.ShouldHaveSingleItem().Code.ShouldBe("several-versions");
        }
    }

    [Theory]
    [InlineData("F")]
    [InlineData("a category of more than twelve bytes ")]
    public async Task Bytes_that_are_no_text_in_a_file_marked_as_UTF_8_become_replacement_characters(string category)
    {
        using LogFolder folder = new();
        string log = folder.Write("log.csv", "");
        byte[] header = Encoding.UTF8.GetBytes("timestamp,age,income,sex,score,decision,label\n2025-03-01T10:00:00Z,41,2,");
        await File.WriteAllBytesAsync(log, [0xEF, 0xBB, 0xBF, .. header, .. Encoding.UTF8.GetBytes(category), 0xC3, .. Encoding.UTF8.GetBytes(",0.5,1,1\n")]);
        (await folder.Stage(log)).Rows("c0").ShouldBe([[category + "\uFFFD"]]);
    }

    [Theory]
    [InlineData("csv", "timestamp,age,income,sex,score,decision,label\n2025-03-01T10:00:00Z,41,2,a\0b,0.5,1,1\n")]
    [InlineData("json", """[{"timestamp": "2025-03-01T10:00:00Z", "age": 41, "income": 2, "sex": "a\u0000b", "score": 0.5, "decision": 1, "label": 1}]""")]
    public async Task A_zero_character_never_ends_a_text(string format, string text)
    {
        using LogFolder folder = new();
        (await folder.Stage(folder.Write($"log.{format}", text))).Rows("c0").ShouldBe([["a\uFFFDb"]]);
    }

    [Fact]
    public async Task Typed_values_of_JSON_are_read_as_what_they_are()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.json", """
            [ {"timestamp": "2025-03-01T10:00:00+02:00", "age": 41, "income": 1.5e3, "sex": "F", "score": 0.25, "decision": true, "label": null, "more": {"a": [1, 2]}},
              {"sex": "\u00e4", "age": null, "income": "7", "timestamp": "2025-03-01", "score": 1, "decision": 0, "label": 1} ]
            """);
        StagedLog staged = await folder.Stage(log);
        staged.Rows("strftime(t, '%d %H:%M')", "n0", "n1", "c0", "s", "d", "y", "x0").ShouldBe([
            ["01 00:00", null, "7", "ä", "1", "0", "1", null],
            ["01 08:00", "41", "1500", "F", "0.25", "1", null, "{\"a\": [1, 2]}"],
        ]);
    }

    [Theory]
    [InlineData("""[{"timestamp": "2025-03-01", "age": 1, "income": 2, "sex": "F"}, 5]""", "json-syntax", 1)]
    [InlineData("""[{"timestamp": "2025-03-01", "age": 1, "income": 2, "sex": "F"}""", "json-syntax", 1)]
    [InlineData("""[{"timestamp": "2025-03-01", "age": 1, "income": 2, "sex": "F"}] x""", "json-syntax", 1)]
    [InlineData("""[{"timestamp": "2025-03-01", "age": 1, "income": 2, "sex": "F"} {}]""", "json-syntax", 1)]
    [InlineData("{\"timestamp\": \"2025-03-01\", \"age\": 1, \"income\": 2, \"sex\": \"F\"}\n{\"timestamp\": \n", "json-syntax", 2)]
    [InlineData("{\"timestamp\": \"2025-03-01\", \"age\": 1, \"income\": 2, \"sex\": \"F\"}\n\n7\n", "not-an-object", 3)]
    [InlineData("{\"timestamp\": \"2025-03-01\", \"age\": 1, \"income\": 2, \"sex\": \"F\", \"age\": 2}", "duplicate-key", 1)]
    [InlineData("{\"timestamp\": \"2025-03-01\", \"age\": [1], \"income\": 2, \"sex\": \"F\"}", "not-a-number", 1)]
    [InlineData("{\"timestamp\": \"2025-03-01\", \"age\": NaN, \"income\": 2, \"sex\": \"F\"}\n{\"timestamp\": \"2025-03-01\", \"age\": 1, \"income\": 2, \"sex\": \"F\"}", "json-syntax", 1)]
    public async Task Broken_JSON_is_refused_where_it_breaks(string text, string code, int row)
    {
        using LogFolder folder = new();
        IReadOnlyList<Finding> findings = await folder.Refused(folder.Write("log.json", text));
        findings.Select(finding => (finding.Code, finding.Row)).ShouldBe([(code, row)]);
    }

    [Fact]
    public async Task A_nested_row_too_deep_is_refused_and_does_not_exhaust_the_stack()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.ndjson", "{\"timestamp\": \"2025-03-01\", \"age\": 1, \"income\": 2, \"sex\": " + new string('[', 20000) + new string(']', 20000) + "}");
        (await folder.Refused(log)).Select(finding => finding.Code).ShouldContain("json-too-deep");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Every_Unicode_encoding_is_read(string encoding)
    {
        using LogFolder folder = new();
        foreach (bool mark in (bool[])[true, false])
        {
            Encoding coding = Encoding.GetEncoding(encoding);
            byte[] text = coding.GetBytes("timestamp,age,income,sex\n2025-03-01,1,2,Jürgen\n");
            string log = folder.Write($"log-{mark}.csv", mark ? [.. coding.GetPreamble(), .. text] : text);
            (await folder.Stage(log)).Values("c0").ShouldBe(["Jürgen"]);
        }
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData(",")]
    public async Task The_delimiter_is_the_one_that_separates_the_declared_columns(string delimiter)
    {
        using LogFolder folder = new();
        string[][] rows = [["timestamp", "age", "income", "sex", "note,with;signs\tin"], ["2025-03-01", "1", "2", "F", "x"]];
        StagedLog staged = await folder.Stage(folder.Write("log.csv", string.Join('\n', rows.Select(row => string.Join(delimiter, row.Select(field => $"\"{field}\""))))));
        staged.Values("c0").ShouldBe(["F"]);
        staged.Schema.Columns[^1].Source.ShouldBe("note,with;signs\tin");
    }

    [Theory]
    [InlineData("log.xlsx", "PK\u0003\u0004rest", "spreadsheet")]
    [InlineData("log.csv", "PK\u0003\u0004rest", "spreadsheet")]
    [InlineData("log.parquet", "timestamp,age,income,sex\n", "damaged-file")]
    [InlineData("log.parquet", "PAR1", "damaged-file")]
    [InlineData("log.parquet", "PARE", "encrypted-file")]
    [InlineData("log.csv", "\0\0\0\0\0\0\0\0", "not-text")]
    [InlineData("log.csv", "\n\n", "empty-file")]
    [InlineData("log.csv", "", "empty-file")]
    [InlineData("log.json", "[]", "empty-file")]
    [InlineData("log.json", "[{}]", "empty-rows")]
    public async Task A_file_of_another_kind_is_called_by_its_kind(string name, string text, string code)
    {
        using LogFolder folder = new();
        (await folder.Refused(folder.Write(name, text))).Single().Code.ShouldBe(code);
    }

    [Fact]
    public async Task Bytes_that_no_text_has_are_called_no_text_and_not_columns_that_are_missing()
    {
        using LogFolder folder = new();
        byte[] bytes = [.. Enumerable.Range(0, 4000).Select(i => (byte)(((i * 7919) + (i / 256 * 31)) % 255 + 1))];
        (await folder.Refused(folder.Write("log.csv", bytes))).Single().Code.ShouldBe("not-text");
    }

    [Fact]
    public async Task A_compressed_file_is_not_unpacked()
    {
        using LogFolder folder = new();
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[1 << 20]);
        (await folder.Refused(folder.Write("log.csv", packed.ToArray()))).Single().Code.ShouldBe("compressed-file");
    }

    private static List<string[]> Records(string path)
    {
        CsvRecordReader reader = new(new StringReader(File.ReadAllText(path)), ',');
        List<string[]> rows = [];
        while (reader.Read())
        {
            // Rows of the wrong length exist only in CSV.
            if (rows.Count == 0 || reader.Fields.Count == rows[0].Length)
                rows.Add([.. reader.Fields]);
        }
        return rows;
    }

    private static string Csv(IEnumerable<string[]> rows) =>
        string.Concat(rows.Select(row => string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n"));

    private static string Written(LogFolder folder, string format, List<string[]> rows)
    {
        string path = Path.Combine(folder.Path, $"log.{format}");
        List<string> objects = [.. rows.Skip(1).Select(row => JsonSerializer.Serialize(rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second)))];
        if (format == "parquet")
        {
            string values = string.Join(", ", rows.Skip(1).Select(row => $"({string.Join(", ", row.Select(DuckDbSession.Quoted))})"));
            ReaderProcessTests.Write(path, $"SELECT * FROM (VALUES {values}) AS rows({string.Join(", ", rows[0])})");
        }
        else
        {
            File.WriteAllText(path, format == "json" ? $"[{string.Join(",\n", objects)}]" : string.Join('\n', objects));
        }
        return path;
    }
}
