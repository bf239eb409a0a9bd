using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Gaps.Analysis;

/// <summary>What the checks need to know of a registered system.</summary>
/// <param name="HasReference">A sample its models are compared with is on file, or figures measured elsewhere are.</param>
/// <param name="Unmonitored">Names of models without a monitor or a series.</param>
internal sealed record CheckedSystem(AiSystem System, bool HasReference, int Models, IReadOnlyList<string> Unmonitored, int Risks);

/// <param name="Passed">Null: the check does not concern the system.</param>
internal sealed record CheckedPoint(InventoryCheck Check, bool? Passed);

internal sealed record SystemCheck(string Ref, string Name, string State, IReadOnlyList<CheckedPoint> Points)
{
    public int Open => Points.Count(point => point.Passed == false);
}

/// <summary>How complete the inventory is, system by system. Pure.</summary>
internal static class InventoryChecks
{
    public const string Listed = "listed";

    public static IReadOnlyList<string> Known { get; } = ["owner", "purpose", "data", "groups", "class", "monitor", "risk", Listed];

    public static SystemCheck Of(CheckedSystem system, GapLibrary library) => new(system.System.Ref, system.System.Name, Words.Of(system.System.State),
        [.. library.Checks.Where(check => check.Id != Listed).Select(check => new CheckedPoint(check, Passes(check.Id, system)))]);

    private static bool? Passes(string check, CheckedSystem checkedSystem)
    {
        var system = checkedSystem.System;
        var runs = system.Stage == InventoryStage.InUse;
        return check switch
        {
            "owner" => system.TechnicalOwnerId is not null,
            "purpose" => system.Purpose.Length > 0 && system.IntendedUse.Length > 0,
            "data" => checkedSystem.HasReference,
            "groups" => system.AffectedGroups.Count > 0,
            "class" => system.RiskClass != RiskClass.NotClassified && (system.RiskClassBasis.Length > 0 || system.ClassifiedBy is not null),
            "monitor" => runs ? checkedSystem is { Models: > 0, Unmonitored.Count: 0 } : null,
            "risk" => checkedSystem.Risks > 0,
            _ => throw new ArgumentOutOfRangeException(nameof(check), check, "A check without a rule."),
        };
    }
}
