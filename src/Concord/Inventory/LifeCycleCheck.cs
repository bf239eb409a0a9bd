namespace Concord.Inventory;

/// <summary>
/// Asked before a system moves. A room above, which the inventory cannot know, answers for what it knows of the system; the entity refuses.
/// </summary>
internal interface ILifeCycleCheck
{
    /// <returns>What speaks against the move; null: nothing.</returns>
    Task<Hindrance?> Against(AiSystem system, LifeCycle to, CancellationToken stop);
}

/// <param name="Code">Of the refusal.</param>
/// <param name="Message">What is missing and what to do.</param>
/// <param name="YieldsToReason">The move is made all the same where a person says why.</param>
internal sealed record Hindrance(string Code, string Message, bool YieldsToReason = false);
