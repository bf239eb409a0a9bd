using Concord.Tests.Gaps;

namespace Concord.Tests.Cli;

public sealed class ReuseCommandTests
{
    [Fact]
    public async Task The_figures_and_the_rows_come_as_JSON()
    {
        var run = (await CommandLine.Run("reuse", "--holds", "iso27001", "--p", "0.33", "--soa", ExpectedReuse.SecurityStatement, "--as-of", "2026-10-14", "--format", "json")).ShouldEnd(0);

        var json = run.Json;
        (Number("potential"), Number("realised"), Number("full"), Number("partial"), Number("none"), Number("low"), Number("high")).ShouldBe((40.3, 40.0, 16, 37, 17, 40.3, 49.3));
        json["definition"]!.GetValue<string>().ShouldBe("2026-11");
        json["asOf"]!.GetValue<string>().ShouldBe("2026-10-14");
        json["weights"]!.GetValue<string>().ShouldBe("equal");
        json["rows"]!.AsArray().Count.ShouldBe(70);
        var row = json["rows"]![0]!;
        foreach (var name in (string[])["requirement", "source", "sourceIds", "strength", "credit", "weight", "state", "sources", "rationale", "delta"]) row[name].ShouldNotBeNull(name);
        double Number(string name) => json[name]!.GetValue<double>();
    }

    [Fact]
    public async Task Without_a_statement_nothing_is_said_to_be_realised_and_the_table_says_why()
    {
        var json = (await CommandLine.Run("reuse", "--holds", "iso27001,iso9001", "--weights", "effort", "--format", "json")).ShouldEnd(0).Json;
        json["realised"].ShouldBeNull();
        json["notComputed"]!["realised"]!.GetValue<string>().ShouldBe("no statement of applicability was given");
        json["potential"]!.GetValue<double>().ShouldBe(42.8);

        var table = (await CommandLine.Run("reuse", "--holds", "iso27001", "--holds", "iso9001")).ShouldEnd(0).Output;
        table.ShouldContain("43.1 to 53.6 % potential");
        table.ShouldContain("definition 2026-11");
        table.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task Everything_wrong_with_options_and_files_is_said_at_once()
    {
        var run = (await CommandLine.Run("reuse", "--holds", "iso27001,itil", "--p", "2", "--weights", "heavy", "--as-of", "yesterday", "--soa", "nowhere.csv")).ShouldBeRefused("Known are: iso27001, iso9001");

        run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(5);
        run.Output.ShouldBeEmpty();
        (await CommandLine.Run("reuse", "--holds", ",")).ShouldBeRefused("Name at least one standard");
        (await CommandLine.Run("reuse")).ShouldBeRefused("Option '--holds' is required");
    }
}
