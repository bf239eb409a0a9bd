using System.Text;
using System.Text.Json;
using Concord.Logs;
using CsCheck;

namespace Concord.Tests.Logs;

public sealed class CsvRecordReaderTests
{
    [Theory]
    [InlineData("comma_in_quotes")]
    [InlineData("empty_crlf")]
    [InlineData("json")]
    [InlineData("newlines_crlf")]
    [InlineData("simple")]
    [InlineData("utf8")]
    public void A_spectrum_file_holds_the_rows_of_its_JSON(string name)
    {
        string text = File.ReadAllText(LogFolder.Hostile($"csv/spectrum-{name}.csv"));
        // The source's version control turned this file's line ends into LF; its answer still has CRLF inside the quoted field.
        List<List<string>> records = Records(name == "newlines_crlf" ? text.ReplaceLineEndings("\r\n") : text);
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(LogFolder.Hostile($"csv/spectrum-{name}.json"))).RootElement;
        records.Count.ShouldBe(expected.GetArrayLength() + 1);
        for (int row = 0; row < expected.GetArrayLength(); row++)
            records[0].Zip(records[row + 1]).ShouldBe(expected[row].EnumerateObject().Select(property => (property.Name, property.Value.GetString()!)));
    }

    [Theory]
    [InlineData("a,b\r1,2\r", 2)]
    [InlineData("a,b\r\n\r\n1,2", 2)]
    [InlineData("\n\na,b\n1,2\n\n\n", 2)]
    [InlineData("", 0)]
    [InlineData("\n", 0)]
    public void Lines_end_in_any_of_the_three_ways_and_empty_ones_are_skipped(string text, int records) => Records(text).Count.ShouldBe(records);

    [Fact]
    public void A_record_is_numbered_by_the_line_it_begins_on()
    {
        CsvRecordReader reader = new(new StringReader("a\r\n\"x\ny\r\nz\"\n\nb\n"), ',');
        List<long> lines = [];
        while (reader.Read())
            lines.Add(reader.Line);
        lines.ShouldBe([1, 2, 6]);
    }

    [Theory]
    [InlineData("a,\"b", nameof(CsvFault.UnclosedQuote))]
    [InlineData("a,\"b\"c", nameof(CsvFault.TextAfterQuote))]
    [InlineData("a,b\"c\"", nameof(CsvFault.None))]
    public void A_broken_quote_is_a_fault_of_its_record(string text, string fault)
    {
        CsvRecordReader reader = new(new StringReader(text), ',');
        reader.Read().ShouldBeTrue();
        reader.Fault.ToString().ShouldBe(fault);
    }

    [Fact]
    public void A_field_of_a_million_characters_is_a_fault_and_does_not_fill_the_memory()
    {
        CsvRecordReader reader = new(new StringReader("\"" + new string('a', 3_000_000) + "\",b\n"), ',');
        reader.Read().ShouldBeTrue();
        reader.Fault.ShouldBe(CsvFault.TooLong);
        reader.Fields[0].Length.ShouldBe(1 << 20);
        reader.Fields[1].ShouldBe("b");
    }

    [Fact]
    public void What_is_quoted_by_the_rules_is_read_back()
    {
        const string Letters = ",\"\n\ra ;é";
        Gen<string> field = Gen.String[Gen.Int[0, Letters.Length - 1].Select(i => Letters[i]), 0, 8];
        field.Array[1, 5].Array[1, 20].Sample(rows =>
        {
            StringBuilder text = new();
            foreach (string[] row in rows)
                text.AppendJoin(',', row.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
            Records(text.ToString()).ShouldBe(rows.Select(row => row.ToList()));
        });
    }

    private static List<List<string>> Records(string text)
    {
        CsvRecordReader reader = new(new StringReader(text), ',');
        List<List<string>> records = [];
        while (reader.Read())
        {
            reader.Fault.ShouldBe(CsvFault.None);
            records.Add([.. reader.Fields]);
        }
        return records;
    }
}
