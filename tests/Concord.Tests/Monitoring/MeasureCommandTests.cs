using System.Diagnostics;
using System.Text.Json;
using Concord.Monitoring;
using Concord.Tests.Logs;

namespace Concord.Tests.Monitoring;

/// <summary>The command as others call it: the executable, its streams and its exit code.</summary>
public sealed class MeasureCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-command-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task JSON_goes_to_stdout_in_the_shape_of_the_contract_and_equals_the_measures_to_the_digit()
    {
        var run = await Measure("adult", "--format", "json");
        run.Code.ShouldBe(0);
        run.Errors.ShouldBeEmpty();
        var report = JsonDocument.Parse(run.Output).RootElement;
        report.EnumerateObject().Select(property => property.Name).ShouldBe(["definition", "definitions", "policy", "engine", "reference", "current", "windows", "verdict"]);
        report.GetProperty("definitions").GetString().ShouldBe("1");
        report.GetProperty("policy").GetString().ShouldBe("2026-11");
        report.GetProperty("verdict").GetString().ShouldBe("alert");
        report.GetProperty("reference").EnumerateObject().Select(property => property.Name).ShouldBe(["rows", "labelled", "sha256", "performance", "fairness"]);
        report.GetProperty("reference").GetProperty("sha256").GetString()!.Length.ShouldBe(64);
        report.GetProperty("current").GetProperty("rows").GetInt64().ShouldBe(24_849);

        var log = await RealLog.Of("adult");
        foreach (var window in report.GetProperty("windows").EnumerateArray())
            JsonElement.DeepEquals(window, JsonDocument.Parse(RealLog.AsReported(log.Window(window.GetProperty("window").GetString()!))).RootElement).ShouldBeTrue();
    }

    [Fact]
    public async Task Each_kind_of_column_has_the_keys_of_the_contract_and_no_others()
    {
        var window = JsonDocument.Parse(RealLog.AsReported((await RealLog.Of("german")).Windows[0].Measures)).RootElement;
        string[] every = ["column", "kind", "n", "missing", "psi", "psiExpected", "js", "pAdjusted", "drifted", "verdict"];
        foreach (var drift in window.GetProperty("drift").EnumerateArray())
        {
            string[] own = drift.GetProperty("kind").GetString() is "categorical" ? ["chi2", "chi2Dof", "chi2P", "cramersV", "totalVariation", "newCategories"] : ["ks", "ksP", "wasserstein", "wassersteinNormalised"];
            drift.EnumerateObject().Select(property => property.Name).ShouldBe([.. every, .. own, "decidedBy"]);
        }
        window.EnumerateObject().Select(property => property.Name).ShouldBe(["window", "rows", "labelled", "verdict", "drift", "joint", "performance", "estimated", "fairness", "quality", "withoutLabels"]);
        string[] group = ["group", "n", "nAll", "selectionRate", "selectionRateAll", "tpr", "fpr", "ppv", "baseRate", "tooSmall"];
        window.GetProperty("fairness")[0].GetProperty("groups")[0].EnumerateObject().Select(property => property.Name).ShouldBe(group);
    }

    [Theory]
    [InlineData("adult", null, 0)]
    [InlineData("adult", "alert", 3)]
    [InlineData("adult", "warn", 3)]
    [InlineData("german", null, 0)]
    [InlineData("german", "warn", 0)]
    [InlineData("german", "insufficient", 3)]
    public async Task The_exit_code_says_whether_the_limit_asked_for_is_breached(string log, string? failOn, int code)
    {
        var run = await Measure(log, failOn is null ? [] : ["--fail-on", failOn]);
        run.Code.ShouldBe(code);
        if (log == "german") run.Errors.ShouldContain("Not enough data for a verdict: 500 rows in 5 windows, 500 needed in each window");
    }

    [Fact]
    public async Task The_table_fits_80_columns_and_says_in_words_what_is_wrong_and_what_was_not_judged()
    {
        var adult = await Measure("adult");
        adult.Output.Split('\n').ShouldAllBe(line => line.Length <= 80);
        adult.Output.ShouldContain("adult-income-gb: alert");
        adult.Output.ShouldContain("PSI 0.403 > 0.250  1,507  2025-08    alert");
        var german = await Measure("german");
        german.Output.Split('\n').ShouldAllBe(line => line.Length <= 80);
        german.Output.ShouldContain("german-credit-lr: not enough data");
        german.Output.ReplaceLineEndings(" ").ShouldContain("in 2025-05 93 rows in the window, 500 needed");
        german.Output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldContain("65+ – – – – – n below 30", "a few persons are named and no figure of them is printed");
    }

    [Fact]
    public async Task The_page_carries_everything_with_it_and_stays_small()
    {
        var file = Path.Combine(folder, "acs.html");
        var run = await Measure("acs_employment", "--out", file);
        run.Code.ShouldBe(0);
        run.Output.ShouldBeEmpty();
        var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        page.Length.ShouldBeLessThan(300_000);
        page.ShouldStartWith("<!doctype html>");
        foreach (var outside in new[] { "<script", "src=", "http://", "https://", "@import", "url(" })
            page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).ShouldNotContain(outside, Case.Insensitive);
        page.ShouldContain("prefers-color-scheme: dark");
        page.ShouldContain("acs-employment-ma");
    }

    [Fact]
    public async Task Everything_wrong_with_both_logs_is_said_before_anything_is_measured()
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age"], "protected": ["sex"], "score": "probability" }""");
        var reference = Write("r.csv", "timestamp,age,sex,decision\n2025-01-01T00:00:00Z,30,f,1\n");
        var current = Write("c.csv", "timestamp,age,probability\nyesterday,old,2\n");
        var run = await Run("measure", "--definition", definition, "--reference", reference, "--current", current, "--format", "json");
        run.Code.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Errors.ShouldContain("error r.csv: The column \"probability\" is missing");
        run.Errors.ShouldContain("error c.csv: The column \"sex\" is missing");
    }

    [Fact]
    public async Task A_score_that_only_the_log_has_is_told_as_not_compared_with_what_to_do()
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age"], "window": "all" }""");
        var rows = Enumerable.Range(0, 600).Select(i => FormattableString.Invariant($"{20 + (i % 50)},{i % 2}")).ToArray();
        var reference = Write("r.csv", $"age,decision\n{string.Join('\n', rows)}\n");
        var current = Write("c.csv", $"age,decision,score\n{string.Join('\n', rows.Select((row, i) => FormattableString.Invariant($"{row},0.{i % 90}")))}\n");
        string[] arguments = ["measure", "--definition", definition, "--reference", reference, "--current", current];
        const string why = "the reference has no column \"score\"; take a reference that has it";

        var json = await Run([.. arguments, "--format", "json"]);
        json.Code.ShouldBe(0, json.Errors);
        json.Errors.ShouldContain("reference: warning column \"score\": The log has this column and the reference has not");
        var drift = JsonDocument.Parse(json.Output).RootElement.GetProperty("windows")[0].GetProperty("drift").EnumerateArray().Single(column => column.GetProperty("kind").GetString() == "score");
        (drift.GetProperty("column").GetString(), drift.GetProperty("n").GetInt64(), drift.GetProperty("verdict").GetString()).ShouldBe(("score", 600, "notComputable"));
        foreach (var figure in new[] { "psi", "psiExpected", "js", "pAdjusted", "ks", "ksP", "wasserstein", "wassersteinNormalised" })
        {
            drift.GetProperty(figure).ValueKind.ShouldBe(JsonValueKind.Null);
            drift.GetProperty("notComputed").GetProperty(figure).GetString().ShouldBe(why);
        }
        drift.GetProperty("decidedBy").GetProperty("reason").GetString().ShouldBe(why);

        (await Run(arguments)).Output.ReplaceLineEndings(" ").ShouldContain($"of score in all: not computable, {why}.");
        var page = Path.Combine(folder, "page.html");
        (await Run([.. arguments, "--out", page])).Code.ShouldBe(0);
        System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)).ShouldContain($"of score in all: not computable, {why}.");
    }

    [Theory]
    [InlineData("c.csv")]
    [InlineData("d.json")]
    public async Task The_result_is_never_written_over_what_is_read(string name)
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age"], "window": "all" }""");
        var log = Write("c.csv", "age,decision\n30,1\n");
        var before = await File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken);
        var run = await Run("measure", "--definition", definition, "--reference", Path.Combine(folder, "*.csv"), "--current", log, "--out", Path.Combine(folder, name));
        run.Code.ShouldBe(2);
        run.Errors.ShouldContain("is one of the files that are read. Name another file for the result.");
        (await File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Theory]
    [InlineData("", "is a folder. Name a file in it for the result.")]
    [InlineData("nowhere/report.json", "does not exist. Make it first, or name another file for the result.")]
    public async Task A_result_without_a_place_is_refused_before_anything_is_read(string name, string told)
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age"], "window": "all" }""");
        var run = await Run("measure", "--definition", definition, "--reference", "absent.csv", "--current", "absent.csv", "--out", Path.Combine(folder, name));
        run.Code.ShouldBe(2);
        run.Errors.ShouldContain(told);
        run.Errors.ShouldNotContain("absent");
    }

    [Fact]
    public async Task One_mistake_in_many_rows_is_told_once_with_all_of_them_and_buries_no_other()
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age", "income"], "window": "all" }""");
        var good = Write("r.csv", "age,income,decision\n30,1,1\n");
        var current = Write("c.csv", $"age,income,decision\n{string.Join('\n', Enumerable.Range(2, 60).Select(row => row == 40 ? "1,much,1" : row == 30 ? "1,2,1" : "old,2,1"))}\n");
        var run = await Run("measure", "--definition", definition, "--reference", good, "--current", current);
        run.Code.ShouldBe(2);
        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(12);
        lines[9].ShouldStartWith("error c.csv, column \"age\", row 11:");
        lines[10].ShouldBe("error c.csv, column \"age\": the same in 48 more rows: 12–29, 31–39, 41–61");
        lines[11].ShouldStartWith("error c.csv, column \"income\", row 40:");
    }

    [Fact]
    public async Task An_estimate_says_where_it_speaks_of_scores_without_an_outcome_in_the_reference()
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age"], "window": "all" }""");
        var rows = Enumerable.Range(0, 2_000).Select(i => (Score: (i % 1_000) / 1_000.0, Age: 20 + (i % 50))).ToList();
        var reference = Write("r.csv", $"age,score,decision,label\n{string.Join('\n', rows.Select(row => FormattableString.Invariant($"{row.Age},{row.Score},{(row.Score >= 0.4 ? 1 : 0)},{(row.Score < 0.4 ? "" : (row.Score * 100) % 1 < row.Score ? "1" : "0")}")))}\n");
        var current = Write("c.csv", $"age,score,decision\n{string.Join('\n', rows.Select(row => FormattableString.Invariant($"{row.Age},{row.Score},{(row.Score >= 0.4 ? 1 : 0)}")))}\n");
        string[] arguments = ["measure", "--definition", definition, "--reference", reference, "--current", current];
        var beyond = JsonDocument.Parse((await Run([.. arguments, "--format", "json"])).Output).RootElement.GetProperty("windows")[0].GetProperty("withoutLabels").GetProperty("extrapolated");
        (beyond.GetProperty("share").GetDouble(), beyond.GetProperty("low").GetDouble(), beyond.GetProperty("high").GetDouble()).ShouldBe((0.4, 0.4, 0.999));
        (await Run(arguments)).Output.ReplaceLineEndings(" ").ShouldContain("Extrapolated: 40 % of the scores lie outside 0.400 to 0.999, where the reference has outcomes.");
        var page = Path.Combine(folder, "page.html");
        (await Run([.. arguments, "--out", page])).Code.ShouldBe(0);
        (await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)).ShouldContain("Extrapolated: 40 % of the scores");
    }

    [Fact]
    public async Task Wrong_types_are_told_row_by_row()
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age"] }""");
        var current = Write("c.csv", "timestamp,age,score,decision\n2025-01-01T00:00:00Z,old,0.5,1\nyesterday,30,7,1\n");
        var run = await Run("measure", "--definition", definition, "--reference", current, "--current", current);
        run.Code.ShouldBe(2);
        run.Errors.ShouldContain("column \"age\", row 2");
        run.Errors.ShouldContain("column \"timestamp\", row 3");
        run.Errors.ShouldContain("column \"score\", row 3");
    }

    [Fact]
    public async Task A_log_without_rows_is_accepted_and_called_not_enough_data()
    {
        var definition = Write("d.json", """{ "modelId": "credit-a", "numeric": ["age", "income"], "protected": ["sex"] }""");
        var run = await Run("measure", "--definition", definition, "--reference", LogFolder.Hostile("logs/utf8_bom.csv"), "--current", LogFolder.Hostile("logs/header_only.csv"), "--format", "json");
        run.Code.ShouldBe(0);
        run.Errors.ShouldContain("Not enough data for a verdict: 0 rows in 0 windows");
        JsonDocument.Parse(run.Output).RootElement.GetProperty("verdict").GetString().ShouldBe("insufficient");
    }

    [Fact]
    public async Task A_reference_without_rows_is_warned_of()
    {
        var definition = Write("d.json", """{ "modelId": "credit-a", "numeric": ["age", "income"], "protected": ["sex"], "window": "all" }""");
        var run = await Run("measure", "--definition", definition, "--reference", LogFolder.Hostile("logs/header_only.csv"), "--current", LogFolder.Hostile("logs/utf8_bom.csv"), "--format", "json");
        run.Code.ShouldBe(0);
        run.Errors.ShouldContain("reference: warning the log: It has no rows, so there is nothing to compare with.");
        JsonDocument.Parse(run.Output).RootElement.GetProperty("verdict").GetString().ShouldBe("insufficient");
    }

    [Fact]
    public async Task With_one_class_only_undefined_figures_are_null_with_the_reason()
    {
        var definition = Write("d.json", """{ "modelId": "credit-a", "numeric": ["age", "income"], "protected": ["sex"], "window": "all" }""");
        var run = await Run("measure", "--definition", definition, "--reference", LogFolder.Hostile("logs/utf8_bom.csv"), "--current", LogFolder.Hostile("logs/single_class.csv"), "--format", "json");
        var performance = JsonDocument.Parse(run.Output).RootElement.GetProperty("windows")[0].GetProperty("performance");
        performance.GetProperty("auc").ValueKind.ShouldBe(JsonValueKind.Null);
        performance.GetProperty("notComputed").GetProperty("auc").GetString().ShouldBe("no labelled row is negative");
    }

    /// <summary>Columns that nobody declared are not read here, and the id is none that a definition declares.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task Rows_of_another_model_are_told_of_each_log_and_measured(string format)
    {
        var definition = Write("d.json", """{ "modelId": "m", "numeric": ["age"], "window": "all" }""");
        string Log(string name, string[] models) => Write($"{name}.{format}", format == "csv"
            ? "timestamp,age,model_id\n" + string.Concat(models.Select((model, i) => $"2025-01-01T00:00:00Z,{i},{model}\n"))
            : string.Concat(models.Select((model, i) => $$"""{"timestamp":"2025-01-01T00:00:00Z","age":{{i}},"model_id":"{{model}}"}""" + "\n")));
        var run = await Run("measure", "--definition", definition, "--format", "json",
            "--reference", Log("r", [.. Enumerable.Repeat("m", 20), .. Enumerable.Repeat("old", 3), "", "older"]), "--current", Log("c", [.. Enumerable.Repeat("other", 600)]));
        run.Code.ShouldBe(0);
        JsonDocument.Parse(run.Output).RootElement.GetProperty("windows")[0].GetProperty("rows").GetInt64().ShouldBe(600);
        var shift = format == "csv" ? 1 : 0;
        run.Errors.Split('\n').Where(line => line.Contains("warning", StringComparison.Ordinal)).Select(line => line.TrimEnd()).ShouldBe(
        [
            $"reference: warning r.{format}, column \"model_id\": 3 rows are of model \"old\", not of \"m\", the first of them row {21 + shift}. They are measured all the same. Leave them out, or name their model as \"modelId\" in the definition.",
            $"reference: warning r.{format}, column \"model_id\": 1 row is of model \"older\", not of \"m\": row {25 + shift}. It is measured all the same. Leave it out, or name its model as \"modelId\" in the definition.",
            $"current: warning c.{format}, column \"model_id\": 600 rows are of model \"other\", not of \"m\", the first of them row {1 + shift}. They are measured all the same. Leave them out, or name their model as \"modelId\" in the definition.",
        ]);
    }

    [Fact]
    public async Task Several_files_and_patterns_are_one_log()
    {
        var german = Path.Combine(RealLog.Folder, "german_production.csv");
        var lines = await File.ReadAllLinesAsync(german, TestContext.Current.CancellationToken);
        Write("part-1.csv", string.Join('\n', lines[..200]) + "\n");
        Write("part-2.csv", string.Join('\n', [lines[0], .. lines[200..]]) + "\n");
        string[] always = ["measure", "--definition", Path.Combine(RealLog.Folder, "german.definition.json"), "--reference", Path.Combine(RealLog.Folder, "german_reference.parquet"), "--format", "json", "--current"];
        var whole = JsonDocument.Parse((await Run([.. always, german])).Output).RootElement.GetProperty("windows");
        foreach (var parts in new string[][] { [Path.Combine(folder, "part-*.csv")], [Path.Combine(folder, "part-1.csv"), Path.Combine(folder, "part-2.csv")] })
            JsonElement.DeepEquals(JsonDocument.Parse((await Run([.. always, .. parts])).Output).RootElement.GetProperty("windows"), whole).ShouldBeTrue();
    }

    [Theory]
    [InlineData("measure")]
    [InlineData("measure", "--definition", "no.json", "--reference", "r", "--current", "c")]
    [InlineData("measure", "--format", "xml", "--definition", "d", "--reference", "r", "--current", "c")]
    [InlineData("mesure")]
    public async Task Wrong_usage_exits_with_2_and_says_what_is_wrong(params string[] arguments)
    {
        var run = await Run(arguments);
        run.Code.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Errors.ShouldNotBeEmpty();
        run.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_policy_of_ones_own_decides_and_is_named()
    {
        var text = await File.ReadAllTextAsync(MonitoringPolicy.DefaultFile, TestContext.Current.CancellationToken);
        var policy = Write("lenient.yaml", text.Replace("version: 2026-11", "version: lenient", StringComparison.Ordinal)
            .Replace("selection_rate_ratio: {warn: 0.85, alert: 0.80}", "selection_rate_ratio: {}", StringComparison.Ordinal)
            .Replace("tpr_difference: {warn: 0.08, alert: 0.10}", "tpr_difference: {}", StringComparison.Ordinal));
        var run = await Measure("acs_employment", "--policy", policy, "--format", "json", "--fail-on", "warn");
        run.Code.ShouldBe(0);
        JsonDocument.Parse(run.Output).RootElement.GetProperty("policy").GetString().ShouldBe("lenient");
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static Task<(int Code, string Output, string Errors)> Measure(string log, params string[] more) => Run(
    [
        "measure", "--definition", Path.Combine(RealLog.Folder, $"{log}.definition.json"), "--reference", Path.Combine(RealLog.Folder, $"{log}_reference.parquet"),
        "--current", Path.Combine(RealLog.Folder, $"{log}_production.parquet"), .. more,
    ]);

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Concord.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
