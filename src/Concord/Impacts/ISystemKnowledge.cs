using Concord.Inventory;

namespace Concord.Impacts;

/// <summary>What rooms of the same level know of a system. They do not know each other: the room where they meet answers.</summary>
internal interface ISystemKnowledge
{
    Task<ClassifiedAs> Classified(AiSystem system, CancellationToken stop);

    /// <summary>The columns its monitors watch, the protected ones marked; none: no monitor is defined.</summary>
    Task<IReadOnlyList<string>> WatchedColumns(AiSystem system, CancellationToken stop);
}

/// <summary>What the classification of a system says to its assessment.</summary>
/// <param name="Classification">The approved one; null: there is none.</param>
/// <param name="FriaOwed">Whether the deployer owes a fundamental rights impact assessment; null: nobody knows, and <paramref name="Question"/> asks for it.</param>
/// <param name="From">From which day.</param>
internal sealed record ClassifiedAs(string? Classification, string Tier, bool? FriaOwed, DateOnly? From, string Because, string Question);
