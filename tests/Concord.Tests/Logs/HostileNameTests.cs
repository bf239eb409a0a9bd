using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;
using Parquet;
using Parquet.Schema;

namespace Concord.Tests.Logs;

/// <summary>Names of columns come from strangers. They reach no SQL, and the value of each column stays in its column.</summary>
public sealed class HostileNameTests
{
    private const int Names = 1_900;

    private static readonly string[] Seeds =
    [
        "\"", "'", ";", "--", "/*", "*/", "\\", "`", "$1", "?", "%s", "{0}", "a.b", "a\"b'c", "p0", "n0", "c0", "k", "t", "batch", "r", "f", "file_row_number", "FILE_ROW_NUMBER",
        "'; DROP TABLE batch; --", "\"; ATTACH '/etc/passwd' AS x; --", "x') UNION SELECT * FROM read_csv('/etc/passwd') --", "COPY batch TO '/dev/x'", "select", "SELECT 1", "true", "null", "NULL",
        "line\nbreak", "carriage\rreturn", "tab\there", "\u202Ereversed", "zero\u200Bwidth", "ｆｕｌｌ", "é", "e\u0301", "😀", "\uFEFFmark", "=1+1", "@SUM(1)", "<script>alert(1)</script>", "../../etc/passwd", "C:\\con",
    ];

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("parquet")]
    public async Task Each_of_two_thousand_hostile_names_keeps_its_value(string format)
    {
        using LogFolder folder = new();
        List<string> names = [.. Hostile(format == "csv")];
        string path = Path.Combine(folder.Path, $"log.{format}");
        await Write(path, format, names);
        LogColumns columns = new() { Numeric = names[..1000], Categorical = names[1000..] };
        StagedLog staged = await folder.Stage(path, columns, LogPurpose.Reference);
        staged.Findings.Where(finding => finding.Severity == Severity.Error).ShouldBeEmpty();
        List<string> generated = [.. staged.Schema.Columns.Select(column => column.Name)];
        generated.ShouldAllBe(name => name.Length <= 5 && name.All(char.IsAsciiLetterOrDigit));
        staged.Schema.Columns.Select(column => column.Source).ShouldBe(names);
        staged.Rows([.. generated]).Single().ShouldBe(Enumerable.Range(0, Names).Select(i => i.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_is_shown_short()
    {
        using LogFolder folder = new();
        string name = new('x', 10_000);
        (await folder.Stage(folder.Write("log.csv", $"{name}\n5\n"), new LogColumns { Numeric = [name] }, LogPurpose.Reference)).Values("n0").ShouldBe(["5"]);
        (await folder.Refused(folder.Write("log.csv", "a\n5\n"), new LogColumns { Numeric = [name] }, LogPurpose.Reference)).Single().Message.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task A_zero_character_in_a_name_is_read_where_the_format_allows_it()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(folder.Write("log.ndjson", "{\"a\\u0000b\": 5}"), new LogColumns { Numeric = ["a\0b"] }, LogPurpose.Reference);
        staged.Values("n0").ShouldBe(["5"]);
        LogSchema.FromJson(staged.Schema.ToJson()).Columns.Single().Source.ShouldBe("a\0b");
    }

    [Fact]
    public async Task A_file_may_be_called_anything()
    {
        using LogFolder folder = new();
        foreach (string name in (string[])["a'; DROP TABLE x; --.csv", "[1-3]{a}.csv", "new\nline.csv", "-rf.csv", "\"quoted\".csv", "Ünïcode 😀.csv", new string('n', 200) + ".csv"])
        {
            StagedLog staged = await folder.Stage(folder.Write(name, "a\n5\n"), new LogColumns { Numeric = ["a"] }, LogPurpose.Reference);
            staged.Files.Single().Name.ShouldBe(name);
            staged.Values("n0").ShouldBe(["5"]);
        }
    }

    /// <summary>The seeds, and combinations of them with a number so that each is different also to those who ignore case.</summary>
    private static IEnumerable<string> Hostile(bool asText)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; seen.Count < Names; i++)
        {
            string name = i < Seeds.Length ? Seeds[i] : Seeds[i % Seeds.Length] + i.ToString(CultureInfo.InvariantCulture) + Seeds[i * 7 % Seeds.Length];
            // In a text the mark at the very beginning is no part of the first name.
            if (!(asText && i == 0 && name[0] == '\uFEFF') && seen.Add(name.Trim()))
                yield return name;
        }
    }

    private static async Task Write(string path, string format, List<string> names)
    {
        switch (format)
        {
            case "csv":
                await File.WriteAllTextAsync(path, string.Join(',', names.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n" + string.Join(',', Enumerable.Range(0, Names)), new UTF8Encoding(false));
                break;
            case "ndjson":
                await File.WriteAllTextAsync(path, JsonSerializer.Serialize(names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i)));
                break;
            default:
                ParquetSchema schema = new(names.Select(name => new DataField<int>(name)));
                await using (FileStream file = File.Create(path))
                {
                    await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file);
                    using ParquetRowGroupWriter group = writer.CreateRowGroup();
                    for (int i = 0; i < names.Count; i++)
                        await group.WriteAsync<int>(schema.DataFields[i], new int[] { i });
                }
                break;
        }
    }
}
