using Concord.Cli.Demo;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Risks;
using Concord.Standards;

namespace Concord.Tests.Demo;

public sealed class GfcOrganisationTests
{
    private static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);

    [Fact]
    public void The_shipped_organisation_is_complete()
    {
        var bank = GfcReader.Read(GfcReader.DefaultFolder, Library);
        bank.People.Count.ShouldBe(18);
        bank.Systems.Count.ShouldBe(12);
        bank.Systems.Where(system => system.Monitored).Select(system => system.Id).ShouldBe(["SYS-01", "SYS-02", "SYS-04", "SYS-05"]);
        bank.Systems.Count(system => system.RiskClass == RiskClass.High).ShouldBe(4);
        bank.Systems.Count(system => system.RiskClass == RiskClass.Exempt).ShouldBe(1);
        bank.Systems.Count(system => system.RiskClass == RiskClass.Limited).ShouldBe(2);
        bank.Systems.Count(system => system.RiskClass == RiskClass.Minimal).ShouldBe(5);
        bank.Documents.Count.ShouldBe(46);
        bank.AppliedControls.Count.ShouldBe(6);
        bank.EnterpriseRisks.Count.ShouldBe(8);
        bank.Risks.Count.ShouldBe(18);
        bank.Incidents.Count.ShouldBe(5);
        bank.SecurityStatements.Count.ShouldBe(123);
        bank.Kind.ShouldContain("fictional");
        bank.AsOf.ShouldBe(new DateOnly(2026, 10, 14));
    }

    [Fact]
    public void The_risks_of_the_story_begin_accepted()
    {
        var bank = GfcReader.Read(GfcReader.DefaultFolder, Library);
        bank.Risks.Where(risk => risk.Id is "GFC-R-01" or "GFC-R-02" or "GFC-R-04").Select(risk => risk.Before).ShouldAllBe(state => state == RiskState.Accepted);
    }

    [Fact]
    public void What_people_did_about_each_risk_leads_to_where_monitoring_begins()
    {
        var bank = GfcReader.Read(GfcReader.DefaultFolder, Library);
        var steps = GfcRisks.Steps();
        foreach (var risk in bank.Risks)
        {
            var before = steps.Where(step => step.RiskId == risk.Id && step.Date < bank.MonitoringSince.AddDays(14)).OrderBy(step => step.Date).ToList();
            before[0].Act.ShouldBe("assess", risk.Id);
            before[^1].Act.ShouldBe(risk.Before switch { RiskState.Accepted => "accept", RiskState.Treated => "treated", _ => "treat" }, risk.Id);
            (Level(before[0].Inherent!), Level(before[0].Residual!)).ShouldBe((risk.Inherent, risk.Residual), risk.Id);
            before.Where(step => step.Act == "accept").ShouldAllBe(step => step.ById != risk.OwnerId && step.ById != before[0].ById);
        }

        static RiskLevel Level(LevelEntry entry) => new(entry.Likelihood, entry.Consequences.Values.Max());
    }

    [Fact]
    public void Every_fault_of_an_edited_folder_is_named_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("gfc").FullName;
        foreach (var file in Directory.GetFiles(GfcReader.DefaultFolder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Edit(folder, "people.csv", "viewer", "spectator");
        Edit(folder, "systems.yaml", "business_owner: P-09", "business_owner: P-99");
        Edit(folder, "risks.csv", "AIR-03", "AIR-99");
        Edit(folder, "incidents.csv", "2025-03-18", "18.3.2025");

        var findings = Should.Throw<FindingsException>(() => GfcReader.Read(folder, Library)).Findings;
        findings.Select(finding => $"{finding.Place}: {finding.Message}").ShouldBe(
        [
            "incidents.csv, row 2, column date: \"18.3.2025\" is not a day. Write it as 2026-10-14.",
            "people.csv, row 2, column roles: \"spectator\" is not a role. Known are: administrator, aims-manager, system-owner, risk-owner, auditor, viewer.",
            "people.csv, row 8, column roles: \"spectator\" is not a role. Known are: administrator, aims-manager, system-owner, risk-owner, auditor, viewer.",
            "risks.csv, row 2, column catalogue_id: There is no catalogue risk \"AIR-99\". Correct the key.",
            "systems.yaml, row 25, key systems[2].business_owner: There is no person \"P-99\". Correct the key.",
        ]);
        Directory.Delete(folder, recursive: true);
    }

    private static void Edit(string folder, string file, string from, string to)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        text.ShouldContain(from);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
