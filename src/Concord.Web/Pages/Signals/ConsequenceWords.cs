using Concord.Loop.Rules;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Signals;

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
