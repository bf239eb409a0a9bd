using Concord.Controls;
using Concord.Standards;

namespace Concord.Tests.Controls;

/// <summary>What the crosswalks say of a requirement, read from either side.</summary>
public sealed class RequirementCrosswalkTests
{
    private static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);

    private static IReadOnlyList<Requirement> Assessed => [.. Library.Requirements.Where(requirement => requirement.IsRequirement)];

    [Fact]
    public void Every_claim_is_seen_from_both_requirements_with_the_same_words()
    {
        var seen = Assessed.SelectMany(one => Of(one).Select(other => (One: one.Key, Other: other.Key, other.Strength, other.Rationale, other.Delta))).ToList();
        seen.Count.ShouldBe(2 * Library.Reuse.Sum(claim => claim.SourceKeys.Count));
        seen.Select(pair => (pair.Other, pair.One, pair.Strength, pair.Rationale, pair.Delta)).ShouldBe(seen, ignoreOrder: true);
        seen.ShouldAllBe(pair => pair.Rationale.Length > 0 && Library.FindRequirement(pair.One)!.Edition != Library.FindRequirement(pair.Other)!.Edition);
    }

    [Fact]
    public void A_counterpart_shows_its_own_result_and_whether_it_is_the_same_clause()
    {
        var claim = Library.Reuse.First(claim => claim.Strength == ReuseStrength.Partial && claim.SourceKeys.Any(key => NumberOf(key) == NumberOf(claim.RequirementKey)));
        var counterparts = Library.CounterpartsOf(Library.FindRequirement(claim.RequirementKey)!, other => other.Key == claim.SourceKeys[0] ? RequirementResult.Conforming : RequirementResult.NotAssessed);
        counterparts.Single(other => other.Key == claim.SourceKeys[0]).Result.ShouldBe(RequirementResult.Conforming);
        counterparts.ShouldAllBe(other => other.SharesClause == (other.Number == NumberOf(claim.RequirementKey)));
    }

    [Fact]
    public void Laws_and_guidance_are_supported_each_by_its_name_and_never_called_proven()
    {
        var supported = Assessed.SelectMany(Library.SupportedBy).ToList();
        supported.Count.ShouldBe(Library.External.Count);
        supported.Select(item => item.Framework).Distinct().ShouldBe(["EU AI Act", "NIST AI RMF", "Guidance standards"], ignoreOrder: true);
        supported.Where(item => item.Framework == "EU AI Act").ShouldAllBe(item => item.Called.StartsWith("Article ", StringComparison.Ordinal));
        supported.Select(item => item.Relation).Distinct().ShouldBeSubsetOf(["supports", "related", "corresponds", "guidance"]);
    }

    private static IReadOnlyList<Counterpart> Of(Requirement requirement) => Library.CounterpartsOf(requirement, _ => RequirementResult.NotAssessed);

    private static string NumberOf(string key) => Library.FindRequirement(key)!.Number;
}
