using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;

namespace Concord.Impacts;

/// <summary>What the record knows already, and where it stands. Shown beside a field; nobody takes it over but a person.</summary>
internal sealed record ImpactSuggestion(string Text, string From);

internal static class ImpactSuggestions
{
    /// <param name="models">A line for each model with its versions in use.</param>
    public static ImpactSuggestion? For(ImpactSource source, AiSystem system, IReadOnlyList<string> models, ClassifiedAs classified, IReadOnlyList<string> columns)
    {
        var text = source switch
        {
            ImpactSource.System => $"{system.Ref} {system.Name}{(models.Count > 0 ? $": {string.Join("; ", models)}" : "")}",
            ImpactSource.Purpose => system.Purpose,
            ImpactSource.IntendedUse => system.IntendedUse,
            ImpactSource.AffectedGroups => string.Join("; ", system.AffectedGroups),
            ImpactSource.Role => (system.IsProvider, system.IsDeployer) switch { (true, true) => "Provider and deployer", (true, false) => "Provider", _ => "Deployer" },
            ImpactSource.Technique => system.Technique.Length == 0 ? "" : $"{system.Technique}, {(system.Origin == SystemOrigin.InHouse ? "made in house" : "from a vendor")}",
            ImpactSource.Models => string.Join("; ", models),
            ImpactSource.DecisionsPerYear => system.DecisionsPerYear is { } decisions
                ? string.Create(CultureInfo.InvariantCulture, $"{decisions:N0} decisions a year{(system.LiveSince is { } since ? $", in use since {since:yyyy-MM-dd}" : "")}") : "",
            ImpactSource.DataColumns => string.Join(", ", columns),
            ImpactSource.Class => classified.Tier,
            _ => "",
        };
        if (Written.SaysNothing(text)) return null;
        return new(text, source switch
        {
            ImpactSource.DataColumns => "the definition of its monitor",
            ImpactSource.Models => "its models",
            ImpactSource.Class => classified.Classification ?? "its classification",
            _ => $"the inventory, {system.Ref}",
        });
    }
}
