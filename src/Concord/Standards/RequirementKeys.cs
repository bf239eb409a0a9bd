using Concord.Foundation;

namespace Concord.Standards;

internal static class RequirementKeys
{
    /// <summary>The keys in their one spelling; refuses one that no edition has, and headings.</summary>
    public static IReadOnlyList<string> DemandKeys(this StandardsLibrary standards, IEnumerable<string> keys)
    {
        var known = keys.Select(key => (Key: key, Requirement: standards.FindRequirement(key.Trim()))).ToList();
        var wrong = known.Where(pair => pair.Requirement is not { IsRequirement: true }).Select(pair => pair.Key).ToList();
        if (wrong.Count > 0)
            throw new RuleViolation("REQUIREMENT-UNKNOWN",
            $"No standard here has the requirement {string.Join(", ", wrong)}. Choose from the requirements page.");
        return [.. known.Select(pair => pair.Requirement!.Key).Distinct(StringComparer.Ordinal)];
    }

    public static Requirement DemandRequirement(this StandardsLibrary standards, string key) =>
        standards.FindRequirement(key) is { IsRequirement: true } requirement ? requirement
        : throw new RuleViolation(Refusal.NotFound, $"The standards library in use has no requirement {key}. What earlier ones had stands on the page Standards library.");
}
