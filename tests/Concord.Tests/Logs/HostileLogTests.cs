using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>The hostile CSV logs, each with what <c>hostile/index.json</c> demands of a reader.</summary>
public sealed class HostileLogTests
{
    [Fact]
    public async Task Semicolons_old_encoding_and_upper_case_headers_are_read_and_the_guess_is_said()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/semicolon_latin1.csv"));
        staged.Rows.ShouldBe(120);
        staged.Values("c0").Distinct().Order(StringComparer.Ordinal).ShouldBe(["Müller", "Señor"]);
        staged.Findings.Single().Code.ShouldBe("encoding-guessed");
        staged.Findings.Single().Message.ShouldContain("ISO-8859-1");
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_first_name()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/utf8_bom.csv"));
        staged.Rows.ShouldBe(120);
        staged.Schema.Of(LogColumnKind.PredictionId).Single().Source.ShouldBe("prediction_id");
        staged.Values("id")[0].ShouldBe("p00000");
        staged.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_header_without_rows_is_an_empty_log()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/header_only.csv"));
        (staged.Rows, staged.First, staged.Findings.Count).ShouldBe((0, null, 0));
        staged.Values("count(*)").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Two_columns_of_one_name_are_refused_by_that_name()
    {
        using LogFolder folder = new();
        Finding finding = (await folder.Refused(LogFolder.Hostile("logs/duplicate_header.csv"))).Single();
        (finding.Code, finding.Severity).ShouldBe(("duplicate-column", Severity.Error));
        finding.Message.ShouldContain("\"score\"");
    }

    [Theory]
    [InlineData("single_class.csv", 120)]
    [InlineData("tiny_group.csv", 120)]
    [InlineData("quoted_newlines.csv", 120)]
    [InlineData("wide_300.csv", 20)]
    public async Task Unusual_but_sound_logs_are_read_whole(string file, int rows)
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile($"logs/{file}"));
        staged.Rows.ShouldBe(rows);
        staged.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_break_inside_quotes_belongs_to_the_value()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/quoted_newlines.csv"));
        staged.Values("c0").ShouldContain("F\nmulti \"line\", value");
    }

    [Fact]
    public async Task A_header_longer_than_what_is_held_at_once_is_read_as_text_with_its_rows()
    {
        using LogFolder folder = new();
        string[] names = [.. Enumerable.Range(0, 34).Select(i => new string((char)('a' + i % 26), 1_000_000) + i)];
        string path = folder.Write("log.csv", $"x,{string.Join(',', names)}\n1{new string(',', 34)}\n2{new string(',', 34)}\n");
        StagedLog staged = await folder.Stage(path, new LogColumns { Numeric = ["x"] }, LogPurpose.Reference);
        staged.Values("n0").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_wide_log_keeps_every_column()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/wide_300.csv"));
        staged.Schema.Columns.Count.ShouldBe(311);
        staged.Schema.Of(LogColumnKind.Other).Count().ShouldBe(301);
    }

    [Fact]
    public async Task A_log_wider_than_the_limit_is_refused_with_the_limit()
    {
        using LogFolder folder = new();
        Finding finding = (await folder.Refused(LogFolder.Hostile("logs/wide_300.csv"), limits: new LogLimits { Columns = 310 })).Single();
        finding.Code.ShouldBe("too-many-columns");
        finding.Message.ShouldContain("310");
    }

    [Fact]
    public async Task Look_alike_spellings_are_different_levels_and_shown_so_that_a_person_can_tell()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/bidi_and_homoglyph.csv"));
        staged.Values("c0").GroupBy(level => level).Select(group => group.Count()).ShouldBe([30, 30, 30, 30]);
        Finding finding = staged.Findings.Single();
        (finding.Code, finding.Severity).ShouldBe(("look-alike-levels", Severity.Warning));
        foreach (string shown in (string[])["\"F\" in 30 rows", "\"<U+202E>F\" (U+202E U+0046)", "\"Ｆ\" (U+FF26)", "\"F<U+200B>\" (U+0046 U+200B)"])
            finding.Message.ShouldContain(shown);
    }

    [Fact]
    public async Task Text_that_looks_like_a_formula_is_kept_and_pointed_out()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("csv/formula_injection_dev.csv"), new LogColumns { Categorical = ["title"] }, LogPurpose.Reference);
        staged.Values("c0").Order(StringComparer.Ordinal).ShouldBe(new[] { "=1+1", "+1+1", "@SUM(1,1)", "\r=1+1", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=WEBSERVICE(\"http://example.invalid/\")", "％=1+1", "|calc" }.Order(StringComparer.Ordinal));
        staged.Findings.Where(finding => finding.Code == "formula-text").Select(finding => finding.Row).ShouldBe([2, 3, 4, 5, 6, 7], ignoreOrder: true);
    }

    [Theory]
    [InlineData("deep_nesting.json", "risk", "json-syntax")]
    [InlineData("duplicate_keys.json", "risk", "duplicate-key")]
    [InlineData("trailing_garbage.json", "a", "json-syntax")]
    public async Task Hostile_JSON_is_refused_with_its_reason(string file, string column, string code)
    {
        using LogFolder folder = new();
        IReadOnlyList<Finding> findings = await folder.Refused(LogFolder.Hostile($"json/{file}"), new LogColumns { Categorical = [column] }, LogPurpose.Reference);
        findings.Select(finding => finding.Code).ShouldContain(code);
    }

    [Fact]
    public async Task Every_problem_of_the_header_is_named_at_once()
    {
        using LogFolder folder = new();
        LogColumns columns = LogFolder.Credit with { Numeric = ["age", "debt"], Categorical = ["sex", "race"], Score = new LogRole("probability", Named: true) };
        IReadOnlyList<Finding> findings = await folder.Refused(LogFolder.Hostile("logs/tiny_group.csv"), columns);
        findings.Select(finding => finding.Code).Distinct().ShouldBe(["missing-column"]);
        findings.Count.ShouldBe(3);
        string.Join(' ', findings.Select(finding => finding.Message)).ShouldSatisfyAllConditions(
            text => text.ShouldContain("\"debt\""), text => text.ShouldContain("\"race\""), text => text.ShouldContain("\"probability\""));
    }

    [Fact]
    public async Task A_default_role_whose_column_is_missing_is_not_used()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.csv", "timestamp,age,income,sex\n2025-03-01,1,2,F\n");
        StagedLog staged = await folder.Stage(log);
        staged.Schema.Columns.Select(column => column.Name).ShouldBe(["t", "n0", "n1", "c0"]);
    }

    [Fact]
    public async Task Only_a_reference_may_come_without_timestamps()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.csv", "age,income,sex\n1,2,F\n");
        (await folder.Stage(log, purpose: LogPurpose.Reference)).Rows.ShouldBe(1);
        (await folder.Refused(log)).Single().Message.ShouldContain("\"timestamp\"");
    }

    [Fact]
    public async Task A_column_that_only_looks_like_the_wanted_one_is_called_so()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.csv", "timestamp,аge,income,sex\n2025-03-01,1,2,F\n");
        (await folder.Refused(log)).Single().Message.ShouldContain("U+0430");
    }
}
