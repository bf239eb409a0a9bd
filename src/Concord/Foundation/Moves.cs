namespace Concord.Foundation;

/// <summary>A state machine beside its entity: which moves are allowed, and the refusal of every other.</summary>
internal sealed class Moves<TState>(string record, string code, params (TState From, TState To)[] allowed) where TState : struct, Enum
{
    public IReadOnlyList<TState> From(TState state) =>
        [.. allowed.Where(move => EqualityComparer<TState>.Default.Equals(move.From, state)).Select(move => move.To)];

    public void Demand(TState from, TState to)
    {
        if (From(from).Contains(to)) return;
        var possible = From(from);
        var next = possible.Count == 0 ? "This state is final." : $"Possible from here: {string.Join(", ", possible.Select(Words.Of))}.";
        throw new RuleViolation(code, $"{record} cannot move from {Words.Of(from)} to {Words.Of(to)}. {next}");
    }
}
