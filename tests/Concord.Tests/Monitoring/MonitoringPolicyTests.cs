using Concord.Foundation;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

public sealed class MonitoringPolicyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-policy-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_default_policy_is_read_as_it_is_written()
    {
        var policy = MonitoringPolicy.Read();
        policy.Version.ShouldBe("2026-11");
        policy.Sha256.Length.ShouldBe(64);
        policy.Limits.Psi.ShouldBe(new Limit(0.10, 0.25));
        policy.Limits.PsiSamplingFloor.ShouldBeTrue();
        policy.Limits["cramersV"].ShouldBe(new Limit(0.10));
        policy.Limits.SelectionRateRatio.ShouldBe(new Limit(0.85, 0.80));
        policy.Limits.UnitChangeAbove.ShouldBe(5);
        policy.Detection.ShouldBe(new PolicyDetection(0.05, 0.03, 0.02, 0.01));
        policy.PerformanceSignificance.ShouldBe(0.01);
        policy.Samples.ShouldBe(new PolicySamples(500, 100, 20, 0.5, 0.05, 5_000_000));
        policy.Persistence.ShouldBe(new PolicyPersistence(2, 1, 2));
        policy.DueDaysAlert.ShouldBe(30);
    }

    [Fact]
    public void A_limit_that_is_left_out_does_not_exist()
    {
        var policy = Read(text => text.Replace("  psi: {warn: 0.10, alert: 0.25, floor: sampling}\n", "", StringComparison.Ordinal).Replace("{warn: 0.85, alert: 0.80}", "{alert: 0.80}", StringComparison.Ordinal));
        policy.Limits.Psi.ShouldBe(Limit.None);
        policy.Limits.SelectionRateRatio.ShouldBe(new Limit(null, 0.80));
        policy.Sha256.ShouldNotBe(MonitoringPolicy.Read().Sha256);
    }

    [Theory]
    [InlineData("", 0.1, 0.2)]
    [InlineData("  zero_share_change: {alert: 0.3}\n", null, 0.3)]
    [InlineData("  zero_share_change: {}\n", null, null)]
    [InlineData("  zero_share_change: none\n", null, null)]
    [InlineData("  zero_share_change: {warn: none, alert: none}\n", null, null)]
    public void A_limit_that_came_later_holds_until_a_policy_names_it(string line, double? warn, double? alert)
    {
        var policy = Read(text => text.Replace("  zero_share_change: {warn: 0.10, alert: 0.20}       # up or down\n", line, StringComparison.Ordinal));
        policy.Limits["zeroShareChange"].ShouldBe(new Limit(warn, alert));
        MonitoringPolicy.Parse(PolicyText.Write("again", policy.Values), "again").Values.ShouldBe(policy.Values, ignoreOrder: true);
    }

    [Theory]
    [InlineData("psi: {warn: 0.10, alert: 0.25, floor: sampling}", "psi: ")]
    [InlineData("zero_share_change: {warn: 0.10, alert: 0.20}", "zero_share_change: ")]
    [InlineData("selection_rate_ratio: {warn: 0.85, alert: 0.80}", "selection_rate_ratio: ")]
    public void None_on_the_line_of_a_limit_switches_it_off_as_an_empty_map_does(string said, string line)
    {
        var none = Read(text => text.Replace(said, line + "none", StringComparison.Ordinal));
        none.Values.ShouldBe(Read(text => text.Replace(said, line + "{}", StringComparison.Ordinal)).Values, ignoreOrder: true);
        none.Sha256.ShouldNotBe(MonitoringPolicy.Read().Sha256);
        foreach (var other in new[] { "off", "None", "0", "~", "[]" })
            Should.Throw<FindingsException>(() => Read(text => text.Replace(said, line + other, StringComparison.Ordinal))).Findings.ShouldContain(finding => finding.Message.StartsWith("A map of keys and values must stand here", StringComparison.Ordinal));
    }

    [Fact]
    public void None_stands_for_one_limit_and_never_for_a_heading_and_takes_a_limit_of_the_organisation_away()
    {
        var faults = new List<Finding>();
        PolicyText.Read("version: 1\nlimits: none\n", "p.yaml", whole: false, faults).ShouldBeNull();
        faults.ShouldHaveSingleItem().Code.ShouldBe("missing-key");
        PolicyText.Read("version: 1\nlimits: {psi: none, unit_change_ratio: none}\n", "p.yaml", whole: false, [])!.Value.Values
            .ShouldBe(new Dictionary<string, string> { ["limits.psi.warn"] = "none", ["limits.psi.alert"] = "none", ["limits.unit_change_ratio.alert_below"] = "none", ["limits.unit_change_ratio.alert_above"] = "none" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("quality: 0.01", "quality: none")]
    [InlineData("min_non_zero: 30", "min_non_zero: none")]
    public void What_must_be_a_number_is_never_none(string said, string instead) =>
        Should.Throw<FindingsException>(() => Read(text => text.Replace(said, instead, StringComparison.Ordinal))).Findings.ShouldHaveSingleItem().Code.ShouldBe("wrong-value");

    [Fact]
    public void Every_fault_is_named_with_its_place()
    {
        var faults = Should.Throw<FindingsException>(() => Read(text => text
            .Replace("psi: {warn: 0.10, alert: 0.25, floor: sampling}", "psi: {warn: ten, alert: 0.25, floor: sea}", StringComparison.Ordinal)
            .Replace("  cramers_v: {", "  cramer_v: {", StringComparison.Ordinal)
            .Replace("{warn: 0.85, alert: 0.80}", "{warn: 0.80, alert: 0.85}", StringComparison.Ordinal)
            .Replace("fdr: 0.05", "fdr: 5", StringComparison.Ordinal)
            .Replace("warn: 2 consecutive windows", "warn: twice", StringComparison.Ordinal)
            .Replace("min_rows_window: 500", "min_rows_window: many", StringComparison.Ordinal))).Findings;
        Place("wrong-value", "\"ten\" is not a number").ShouldContain("row 3");
        Place("wrong-value", "\"sea\" is not known").ShouldContain("limits.psi.floor");
        Place("unknown-key", "Known are: psi").ShouldContain("cramer_v");
        Place("wrong-order", "Lower values are worse").ShouldContain("selection_rate_ratio");
        Place("wrong-value", "5 does not lie between 0 and 1").ShouldContain("detection.fdr");
        Place("wrong-value", "\"twice\" does not begin with a number of windows").ShouldContain("persistence.warn");
        Place("wrong-value", "\"many\" is not a whole number").ShouldContain("sample_rules.min_rows_window");
        faults.Count.ShouldBe(7);

        string Place(string code, string message) => faults.Single(fault => fault.Code == code && fault.Message.Contains(message, StringComparison.Ordinal)).Place;
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_finding() => Should.Throw<FindingsException>(() => MonitoringPolicy.Read(Path.Combine(folder, "no.yaml"))).Findings.ShouldHaveSingleItem();

    [Fact]
    public void What_is_written_out_is_read_back_with_the_same_values_whatever_people_write_in_remarks()
    {
        var values = MonitoringPolicy.Read().Values.ToDictionary(StringComparer.Ordinal);
        values["actions.warn"] = "Größe: \"ask\" {first}, # then\nact \u2028 \t'";
        values["limits.cramers_v.alert"] = "0.3";
        values["sample_rules.min_label_maturity"] = "none";
        var text = PolicyText.Write("2027-01", values);
        MonitoringPolicy.Parse(text, "policy").Values.ShouldBe(values, ignoreOrder: true);
        PolicyText.Write("2027-01", MonitoringPolicy.Parse(text, "policy").Values).ShouldBe(text);
    }

    [Fact]
    public void Faults_of_a_form_are_told_at_once_by_the_title_of_the_field_and_an_emptied_limit_is_none()
    {
        var given = MonitoringPolicy.Read().Values.ToDictionary(StringComparer.Ordinal);
        (given["limits.auc_drop.warn"], given["limits.auc_drop.alert"], given["sample_rules.min_label_maturity"]) = ("", "", "");
        var policy = MonitoringPolicy.Parse(PolicyText.FromFields("2027-01", given, whole: true), "policy");
        policy.Limits.AucDrop.ShouldBe(Limit.None);
        given.Remove("sample_rules.bins"); // No form asks for it.
        MonitoringPolicy.Parse(PolicyText.FromFields("2027-01", given, whole: true), "policy").Values["sample_rules.bins"].ShouldBe("10");
        policy.Samples.LabelMaturity.ShouldBeNull();
        (given["detection.fdr"], given["persistence.warn"], given["limits.psi.warn"]) = ("", "zero", "0,1");
        Should.Throw<FindingsException>(() => PolicyText.FromFields("a:b", given, whole: true)).Findings.Select(finding => finding.Place)
            .ShouldBe(["Version", "Population stability index (PSI), warning", "False discovery rate", "Windows in warning before a signal"]);
    }

    private MonitoringPolicy Read(Func<string, string> change)
    {
        var file = Path.Combine(folder, "policy.yaml");
        File.WriteAllText(file, change(File.ReadAllText(MonitoringPolicy.DefaultFile)));
        return MonitoringPolicy.Read(file);
    }
}
