using Concord.Loop.Rules;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Signals;

/// <summary>One consequence of a signal as pages show it.</summary>
/// <param name="Address">The page of the record it reached; null: it reached none that has one.</param>
/// <param name="What">The record or the duty; empty: none.</param>
/// <param name="IsProposal">Somebody has to decide on it.</param>
public sealed record ConsequenceRow(
    DateTimeOffset At, string SignalRef, string SystemRef, string Title, string What, string? Address, string Note, string Rules, string Under, string RulesAddress, DateTimeOffset? EndedAt, string EndedBecause, string Becomes, bool IsProposal)
{
    internal static IReadOnlyList<ConsequenceRow> Of(IEnumerable<ConsequenceLine> lines) =>
    [
        .. lines.Select(line => new ConsequenceRow(line.At, line.SignalRef, line.SystemRef, line.Title, line.TargetTitle.Length > 0 ? line.TargetTitle : line.Target, ConsequenceWords.Address(line), line.Note, string.Join(", ", line.Rules), line.Under,
            ConsequenceWords.RulesAddress(line), line.EndedAt, line.EndedBecause, line.Becomes, line.EndedAt is null && line.Kind is (Consequence.Incident or Consequence.Restriction))),
    ];
}

/// <summary>What followed on a signal, as people read it.</summary>
internal static class ConsequenceWords
{
    /// <summary>The page of the record it reached; null: it reached none that has one.</summary>
    public static string? Address(ConsequenceLine line) => line.Target.Length == 0 || line.TargetTitle.Length > 0 ? null : line.Kind switch
    {
        Consequence.Risks or Consequence.Reassessment => RecordAddress.In("risks", line.Target),
        Consequence.Impact => RecordAddress.In("impacts", line.Target),
        _ => RecordAddress.Of(line.Target),
    };

    public static string By(ConsequenceLine line) => $"by rule {string.Join(", ", line.Rules)} of {(line.Under.StartsWith("LR-", StringComparison.Ordinal) ? line.Under : $"the {line.Under}")}";

    public static string RulesAddress(ConsequenceLine line) => line.Under.StartsWith("LR-", StringComparison.Ordinal) ? RecordAddress.In("loop-rules", line.Under) : "/loop-rules";
}
