using System.Text.Json.Nodes;

namespace Concord.Tests.Cli;

public sealed class ClassifyCommandTests
{
    [Fact]
    public async Task Facts_of_a_file_give_tier_rule_flags_citations_and_duties_as_JSON()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("facts").FullName, "facts.yaml");
        await File.WriteAllTextAsync(file, "roles: [provider, deployer]\nannex_iii_points: [5(b)]\nprofiling_of_natural_persons: true\n", TestContext.Current.CancellationToken);

        var json = (await CommandLine.Run("classify", "--facts", file, "--as-of", "2026-11-30", "--format", "json")).ShouldEnd(0).Json;

        (Text("tier"), Text("rule"), Text("asOf"), Text("rulePack"), Text("appliesFrom")).ShouldBe(("high", "R06", "2026-11-30", "eu-ai-act 2026-12", "2027-12-02"));
        Texts("flags").ShouldBe(["fria_required", "eu_database_registration", "inform_affected_persons"]);
        Texts("citations").ShouldBe(["Article 6(2), 6(3) last subparagraph", "Annex III 5(b)", "Article 27", "Article 49", "Article 26(11)"]);
        var decisive = json["explanation"]!.AsArray().Single(step => step!["decisive"]!.GetValue<bool>())!;
        (decisive["rule"]!.GetValue<string>(), decisive["holds"]!.GetValue<string>()).ShouldBe(("R06", "yes"));
        json["duties"]!.AsArray().Count.ShouldBeGreaterThan(20);
        Texts("assumed").ShouldContain("fraud_detection_only");
        var fine = json["fines"]![0]!;
        (fine["id"]!.GetValue<string>(), fine["capEuro"]!.GetValue<int>(), fine["capTurnoverPercent"]!.GetValue<int>(), fine["whichever"]!.GetValue<string>(), fine["article"]!.GetValue<string>()).ShouldBe(("FINE-2", 15_000_000, 3, "higher", "99(4)"));
        json["duties"]!.AsArray().First(duty => duty!["article"]!.GetValue<string>() == "EUAIA:9")!["fine"]!.GetValue<string>().ShouldBe("FINE-2");

        string Text(string name) => json[name]!.GetValue<string>();
        IEnumerable<string> Texts(string name) => json[name]!.AsArray().Select(value => value!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_not_decided_is_null_with_the_questions_and_the_table_fits_a_terminal()
    {
        string[] facts = ["classify", "--fact", "roles=deployer", "--fact", "annex_iii_points=4(a)", "--fact", "art6_3_conditions=d", "--fact", "materially_influences_decision=no", "--fact", "profiling_of_natural_persons=unknown", "--as-of", "2026-11-30"];

        var json = (await CommandLine.Run([.. facts, "--format", "json"])).ShouldEnd(0).Json;
        json["tier"].ShouldBeNull();
        json["notComputed"]!["tier"]!.GetValue<string>().ShouldStartWith("undetermined: high risk or exempt");
        json["questions"]!.AsArray().OfType<JsonObject>().First()["fact"]!.GetValue<string>().ShouldBe("profiling_of_natural_persons");

        var table = (await CommandLine.Run(facts)).ShouldEnd(0).Output;
        table.ShouldContain("To answer: Does it profile people?");
        table.ShouldContain("confirmed by a named person");
        table.Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= 80);
    }

    [Fact]
    public async Task Of_what_was_on_the_market_before_the_table_says_when_the_duties_for_high_risk_count()
    {
        var table = (await CommandLine.Run("classify", "--fact", "roles=provider", "--fact", "annex_iii_points=4(a)", "--on-market-since", "2025-01-01", "--as-of", "2026-11-30")).ShouldEnd(0).Output;
        string.Join(' ', table.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)).ShouldContain("On the market since 2025-01-01. What is on the market before the duties for high risk bind owes them only after a significant change of its design");
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_with_the_remedy()
    {
        (await CommandLine.Run("classify", "--fact", "profiling=true", "--fact", "deep_fake=perhaps")).ShouldBeRefused("There is no fact \"profiling\"").Errors.ShouldContain("deep_fake is answered by true, false or unknown");
        (await CommandLine.Run("classify", "--facts", "nowhere.yaml")).ShouldBeRefused("There is no such file");
        (await CommandLine.Run("classify", "--facts", Path.GetTempPath())).ShouldBeRefused("This is a folder. Name the file of facts in it.");
        (await CommandLine.Run("classify")).ShouldBeRefused("Name a file with --facts");
        (await CommandLine.Run("classify", "--fact", "deep_fake=no", "--as-of", "2020-01-01")).ShouldBeRefused("CLASSIFICATION-AS-OF");
    }
}
