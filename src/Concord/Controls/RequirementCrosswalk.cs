using Concord.Standards;

namespace Concord.Controls;

/// <summary>A requirement of another standard that asks for something alike.</summary>
/// <param name="Edition">What the other edition is called.</param>
/// <param name="Result">As it stands today.</param>
/// <param name="Strength">How much of the evidence for the one that is not about AI an auditor would accept for the other.</param>
/// <param name="SharesClause">Both stand at the same place of the common structure of management system standards.</param>
/// <param name="Delta">What AI adds.</param>
internal sealed record Counterpart(
    string Key, string Edition, string Number, string Title, RequirementResult Result, ReuseStrength Strength, bool SharesClause, string Rationale, string Delta);

/// <summary>An item of a law or of guidance that evidence for a requirement helps with. It never proves conformity there.</summary>
internal sealed record SupportedItem(string Key, string Framework, string Called, string Title, string Relation, string Note);

/// <summary>What the crosswalks of the library say of one requirement, in either direction.</summary>
internal static class RequirementCrosswalk
{
    /// <param name="resultOf">The result that is shown for a requirement today.</param>
    public static IReadOnlyList<Counterpart> CounterpartsOf(this StandardsLibrary library, Requirement requirement, Func<Requirement, RequirementResult> resultOf) =>
    [
        .. library.Reuse.SelectMany(claim => Others(claim, requirement.Key).Select(key => (Claim: claim, Other: library.FindRequirement(key)!)))
            .Select(pair => new Counterpart(
                pair.Other.Key, library.DesignationOf(pair.Other), pair.Other.Number, pair.Other.Title, resultOf(pair.Other), pair.Claim.Strength,
                pair.Other.Kind == RequirementKind.Clause && pair.Other.Number == requirement.Number, pair.Claim.Rationale, pair.Claim.Delta)),
    ];

    public static IReadOnlyList<SupportedItem> SupportedBy(this StandardsLibrary library, Requirement requirement) =>
    [
        .. library.External.Where(claim => claim.RequirementKey == requirement.Key)
            .Join(library.Frameworks, claim => claim.TargetKey, item => item.Key, (claim, item) => new SupportedItem(item.Key, item.Framework.Name, item.Called, item.Title, claim.Relation, claim.Note)),
    ];

    private static string DesignationOf(this StandardsLibrary library, Requirement requirement) => library.Editions.Single(edition => edition.Key == requirement.Edition).Designation;

    private static IEnumerable<string> Others(ReuseClaim claim, string key) =>
        claim.RequirementKey == key ? claim.SourceKeys : claim.SourceKeys.Contains(key) ? [claim.RequirementKey] : [];
}
