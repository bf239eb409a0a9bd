using Concord.Foundation;
using Concord.Standards;

namespace Concord.Tests.Classification;

/// <summary>A pack that lawyers edit: every fault with its place, all at once.</summary>
public sealed class RulePackReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pack").FullName;

    public RulePackReaderTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "eu-ai-act"));
        foreach (var file in Directory.GetFiles(Path.Combine(StandardsLibrary.DefaultFolder, "eu-ai-act"))) File.Copy(file, Path.Combine(folder, "eu-ai-act", Path.GetFileName(file)));
    }

    [Fact]
    public void Slips_in_every_file_are_named_with_their_places()
    {
        Edit("rules.yaml", "{fact: is_ai_system, value: false}", "{fact: is_an_ai_system, value: false}");
        Edit("rules.yaml", "{fact: scope_exclusion, op: ne, value: none}", "{fact: scope_exclusion, op: contains, value: none}");
        Edit("rules.yaml", "value: [5(b), 5(c)]", "value: [5(b), 5(x)]");
        Edit("pack.yaml", "in_force: 2026-07-27", "in_force: July");
        Edit("obligations.csv", "EUAIA:9,", "EUAIA:999,");
        Edit("obligations.csv", "ISO42001:A.7.2;", "ISO42001:A.99;");
        Edit("calendar.csv", "D03,original,2025-08-02", "D03,original,2.8.2025");

        Codes().ShouldBe(["unknown-key eu-ai-act/rules.yaml", "wrong-value eu-ai-act/rules.yaml", "unknown-key eu-ai-act/rules.yaml", "wrong-value eu-ai-act/pack.yaml", "unknown-key eu-ai-act/obligations.csv",
            "unknown-key eu-ai-act/obligations.csv", "wrong-value eu-ai-act/calendar.csv"], ignoreOrder: true);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_named()
    {
        Edit("rules.yaml", "  tier: limited", "  tier: middling");
        Edit("rules.yaml", "  when: {always: true}\n  tier: minimal", "  when: {fact: deep_fake}\n  tier: minimal");
        Edit("obligations.csv", "fria_required", "fria_wanted");
        Edit("annex-iii.csv", "fraud_detection_only", "fraud_only");
        Edit("prohibited.csv", ",omnibus,", ",decree,");

        Codes().ShouldBe(["unknown-key eu-ai-act", "unknown-key eu-ai-act", "unknown-key eu-ai-act", "unknown-key eu-ai-act", "unknown-key eu-ai-act", "unknown-key eu-ai-act"]);
    }

    [Fact]
    public void Any_edit_gives_another_hash_and_line_ends_do_not()
    {
        var before = Read().Sha256;
        before.ShouldBe(ClassificationCaseTests.Pack.Sha256);
        var path = Path.Combine(folder, "eu-ai-act", "annex-iii.csv");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\n", "\r\n", StringComparison.Ordinal));
        Read().Sha256.ShouldBe(before);
        Edit("facts.yaml", "Machinery, toys", "Toys, machinery");
        Read().Sha256.ShouldNotBe(before);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(Path.Combine(folder, "eu-ai-act", "rules.yaml"));
        Codes().ShouldBe(["missing-file eu-ai-act/rules.yaml"]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private RulePack Read() => RulePackReader.Read(folder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder));

    private List<string> Codes() => [.. Should.Throw<FindingsException>(() => Read()).Findings.Select(finding => $"{finding.Code} {finding.Place.Split(',')[0]}")];

    private void Edit(string file, string before, string after)
    {
        var path = Path.Combine(folder, "eu-ai-act", file);
        var text = File.ReadAllText(path);
        text.ShouldContain(before);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
    }
}
