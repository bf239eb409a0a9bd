using System.Diagnostics;
using System.Text.Json;
using Concord.Logs;

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
    public async Task A_real_log_is_staged_whole(string log, string file, int rows)
    {
        using LogFolder folder = new();
        Stopwatch watch = Stopwatch.StartNew();
        StagedLog staged = await folder.Stage(LogFolder.Sample($"{log}_{file}"), Manifest(log));
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        foreach (var f in staged.Findings) TestContext.Current.TestOutputHelper?.WriteLine(f.ToString());
        staged.Rows.ShouldBe(rows);
        staged.Values("count(*)").ShouldBe([rows.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        staged.RefusedRows.ShouldBe(0);
    }

    internal static LogColumns Manifest(string log)
    {
        JsonElement entry = JsonDocument.Parse(File.ReadAllText(LogFolder.Sample("manifest.json"))).RootElement.GetProperty(log);
        string[] List(string name) => [.. entry.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
        return new LogColumns
        {
            Numeric = List("numeric"),
            Categorical = [.. List("categorical").Union(List("protected"))],
            Protected = List("protected"),
            ExpectedModelId = entry.GetProperty("model_id").GetString(),
            Threshold = entry.GetProperty("threshold") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null,
        };
    }
}
