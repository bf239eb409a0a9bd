namespace Concord.Gaps;

/// <summary>How far a requirement of a standard already held is really done.</summary>
/// <param name="Value">1 done with evidence in date, 0 not done or not proven.</param>
/// <param name="Because">One line that a reader can check.</param>
/// <param name="Evidence">The date of the evidence that decided; null without evidence.</param>
internal sealed record SourceState(double Value, string Because, DateOnly? Evidence = null);

/// <summary>The states of source requirements, from a statement of applicability or from the record.</summary>
/// <param name="Of">By requirement key; what is not in it was not stated and counts nothing.</param>
/// <param name="Excluded">Controls of the target that the organisation excluded: they leave the set.</param>
internal sealed record SourceStates(IReadOnlyDictionary<string, SourceState> Of, IReadOnlySet<string> Excluded);
