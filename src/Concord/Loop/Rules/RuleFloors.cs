using Concord.Foundation;
using Concord.Standards;

namespace Concord.Loop.Rules;

/// <summary>Whether a set of rules switches off what law or safety needs: every kind of signal there can be is tried.</summary>
internal static class RuleFloors
{
    /// <summary>Errors for what is refused, warnings for what whoever approves must know. The example is the plainest signal that falls through.</summary>
    public static IReadOnlyList<Finding> Check(LoopRules rules, LoopLibrary library)
    {
        var findings = new List<Finding>();
        foreach (var floor in library.Floors)
        {
            if (Cases(rules, floor).FirstOrDefault(signal => !floor.NeedsAny.Any(consequence => rules.Gives(signal, consequence))) is not { } open) continue;
            var message = $"With these rules, nothing of this would follow on {LoopRuleSentence.Of(open)}: {string.Join("; ", floor.NeedsAny.Select(key => library.Find(key)?.Says ?? key))}. {floor.Because}";
            findings.Add(floor.Refuses ? Finding.Error("rules", "below-floor", message) : Finding.Warning("rules", "below-floor", message));
        }
        return findings;
    }

    /// <summary>
    /// Rules tell signals apart by what they name, so one metric that no rule names stands for all of those, and a length of time for all up to the next that is named.
    /// </summary>
    private static IEnumerable<LoopCase> Cases(LoopRules rules, LoopFloor floor)
    {
        var named = rules.Rules.SelectMany(rule => rule.When.Metrics).Concat(floor.When.Metrics).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var windows = rules.Rules.Select(rule => rule.When.Windows).Append(1).Append(floor.When.Windows).Distinct().Order().ToList();
        return from metric in (string[])["any other metric", .. named]
               from window in windows
               from kind in LoopRulesReader.Kinds
               from severity in LoopRulesReader.Severities
               from tier in LoopRulesReader.Tiers
               from source in LoopRulesReader.Sources
               let signal = new LoopCase(kind, severity, tier, metric, source, window)
               where floor.When.Holds(signal)
               select signal;
    }
}
