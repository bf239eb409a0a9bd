using Concord.Actions;
using Concord.Cli.Demo;
using Concord.Controls;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Tests.Controls;

/// <summary>What the breaches of the demonstration's story do to its requirements, derived from its own controls and documents.</summary>
public sealed class GfcDerivationTests
{
    private static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
    private static readonly GfcOrganisation Bank = GfcReader.Read(GfcReader.DefaultFolder, Library);
    private static readonly OrganisationUnitId Unit = Id.New<OrganisationUnitId>();

    [Theory]
    [InlineData("ISO42001:A.6.2.6", RequirementResult.Conforming, RequirementResult.Partial, "2 of 4 controls failing; minor NC-AC-01, NC-AC-03 open")]
    [InlineData("ISO42001:9.1", RequirementResult.Conforming, RequirementResult.Partial, "2 of 4 controls failing; minor NC-AC-01, NC-AC-03 open")]
    [InlineData("ISO42001:A.5.4", RequirementResult.Partial, RequirementResult.NotConforming, "1 of 1 control failing")]
    [InlineData("ISO42001:A.7.4", RequirementResult.Partial, RequirementResult.NotConforming, "1 of 1 control failing")]
    internal void The_breaches_of_two_systems_move_four_requirements(string key, RequirementResult before, RequirementResult after, string because)
    {
        Of(key).Derived.ShouldBe(before);
        var derived = Of(key, "AC-01", "AC-02", "AC-03");
        (derived.Derived, derived.Because).ShouldBe((after, because));
    }

    private static DerivedRequirement Of(string key, params string[] failing)
    {
        var controls = Bank.AppliedControls.Where(control => control.RequirementKeys.Contains(key)).Select(control => Fact(control, failing)).ToList();
        var documents = Bank.Documents.Where(document => document.RequirementKeys.Contains(key))
            .Select(document => new DocumentFact(document.Id, Unit, document.Title, document.State, document.Date, document.RequirementKeys)).ToList();
        var open = controls.Where(control => failing.Contains(control.Ref))
            .Select(control => new NonconformityFact($"NC-{control.Ref}", Unit, "SYS", control.Ref, NonconformityGrade.Minor)).ToList();
        return Derivation.Of(new RequirementFacts(Library.FindRequirement(key)!, controls, documents, open), Bank.AsOf);
    }

    private static ControlFact Fact(GfcAppliedControl control, string[] failing) => new(
        control.Id, Unit, control.Title, null, ControlStatus.Applied, control.RequirementKeys, [], failing.Contains(control.Id) ? ["SIG"] : [],
        [new("EV", Unit, "computed", "Window", Bank.AsOf, Bank.AsOf.AddDays(100), EvidenceResult.Effective, default, [control.Id])]);
}
