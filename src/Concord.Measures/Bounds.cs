namespace Concord.Measures;

/// <summary>The least and the most that a figure could be.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The most.</param>
public readonly record struct Bounds(double Low, double High);
