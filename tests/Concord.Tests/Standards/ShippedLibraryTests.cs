using System.Diagnostics;
using Concord.Standards;

namespace Concord.Tests.Standards;

public sealed class ShippedLibraryTests
{
    private static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);

    [Theory]
    [InlineData("iso42001:2023", RequirementKind.Clause, 32)]
    [InlineData("iso42001:2023", RequirementKind.Control, 38)]
    [InlineData("iso27001:2022", RequirementKind.Clause, 30)]
    [InlineData("iso27001:2022", RequirementKind.Control, 93)]
    [InlineData("iso9001:2015", RequirementKind.Clause, 61)]
    [InlineData("iso9001:2015", RequirementKind.Control, 0)]
    internal void Every_edition_has_as_many_requirements_as_its_standard(string edition, RequirementKind kind, int count) =>
        Library.Assessable(edition).Count(requirement => requirement.Kind == kind).ShouldBe(count);

    [Fact]
    public void The_other_tables_are_complete()
    {
        Library.Reuse.Count.ShouldBe(140);
        Library.External.Count.ShouldBe(330);
        Library.Risks.Count.ShouldBe(36);
        Library.Metrics.Count.ShouldBe(56);
        Library.Taxonomy.Count.ShouldBe(48);
        Library.AnnexItems.Count.ShouldBe(18);
        Library.Frameworks.Count.ShouldBe(138);
        Library.Criteria.Size.ShouldBe(5);
    }

    [Fact]
    public void A_requirement_is_found_by_both_spellings_of_its_key()
    {
        var requirement = Library.FindRequirement("ISO42001:A.6.2.6").ShouldNotBeNull();
        Library.FindRequirement("iso42001:2023/A.6.2.6").ShouldBeSameAs(requirement);
        Library.FindRequirement("ISO42001:A.6.2.66").ShouldBeNull();
        requirement.ParentKey.ShouldBe("ISO42001:A.6.2");
        requirement.DocumentedInformation.ShouldBeTrue();
    }

    [Fact]
    public void Requirements_stand_in_the_order_in_which_the_standard_prints_them()
    {
        var numbers = Library.Requirements.Where(requirement => requirement.Edition == "iso42001:2023").Select(requirement => requirement.Number).ToArray();
        numbers.Take(3).ShouldBe(["4", "4.1", "4.2"]);
        Array.IndexOf(numbers, "9.3.3").ShouldBeLessThan(Array.IndexOf(numbers, "10"));
        Array.IndexOf(numbers, "10.2").ShouldBeLessThan(Array.IndexOf(numbers, "A.2"));
        Array.IndexOf(numbers, "A.9.4").ShouldBeLessThan(Array.IndexOf(numbers, "A.10"));
        var security = Library.Requirements.Where(requirement => requirement.Edition == "iso27001:2022").Select(requirement => requirement.Number).ToArray();
        Array.IndexOf(security, "A.5.9").ShouldBeLessThan(Array.IndexOf(security, "A.5.10"));
    }

    [Fact]
    public void Every_phase_of_the_cycle_has_requirements_and_every_AI_requirement_a_gist_and_an_effort()
    {
        var requirements = Library.Assessable("iso42001:2023").ToArray();
        requirements.Select(requirement => requirement.Phase).Distinct().Count().ShouldBe(4);
        requirements.ShouldAllBe(requirement => requirement.Gist.Length > 0);
        requirements.Sum(requirement => requirement.Effort!.Value).ShouldBe(195);
    }

    [Fact]
    public void The_first_risk_that_a_metric_indicates_is_the_first_of_the_catalogue()
    {
        Library.RisksIndicatedBy("psi_feature").First().Id.ShouldBe("AIR-03");
        Library.RisksIndicatedBy("performance_drop").First().Id.ShouldBe("AIR-04");
        Library.RisksIndicatedBy("impact_ratio").First().Id.ShouldBe("AIR-01");
        Library.RisksIndicatedBy("unit_change").First().Id.ShouldBe("AIR-05");
    }

    [Fact]
    public void The_matrix_puts_every_place_in_one_band()
    {
        Library.Criteria.Band(1, 4).Name.ShouldBe("low");
        Library.Criteria.Band(3, 3).Name.ShouldBe("medium");
        Library.Criteria.Band(3, 4).Name.ShouldBe("high");
        Library.Criteria.Band(4, 4).Name.ShouldBe("critical");
        Should.Throw<ArgumentOutOfRangeException>(() => Library.Criteria.Band(6, 1));
    }

    [Fact]
    public void Evidence_has_a_validity_for_every_kind_and_none_for_an_unknown_one()
    {
        Library.EvidenceValidity.For("policy").ShouldBe(TimeSpan.FromDays(730));
        Library.EvidenceValidity.For("computed").ShouldBe(TimeSpan.FromDays(100));
        Library.EvidenceValidity.For("rumour").ShouldBeNull();
    }

    [Fact]
    public void The_library_loads_in_less_than_a_tenth_of_a_second()
    {
        var best = Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
            return clock.Elapsed;
        });
        best.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }
}
