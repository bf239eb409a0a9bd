using System.Globalization;
using System.Text;
using Concord.Standards;

namespace Concord.Loop.Rules;

/// <summary>A rule as people read it: "When an alert of fairness is raised on a system that is high: …".</summary>
internal static class LoopRuleSentence
{
    public static string Of(LoopRule rule, LoopLibrary library)
    {
        var said = rule.Then.Select(key => library.Find(key) is { } kind ? kind.Says + Days(rule, kind) : key).ToList();
        var parts = new List<string>();
        if (said.Count > 0) parts.Add(Joined(said, "; ", "; and "));
        if (rule.Without.Count > 0) parts.Add($"whatever other rules say, it does not follow that {Joined([.. rule.Without.Select(key => library.Find(key)?.Says ?? key)], ", ", " or that ")}");
        return $"{When(rule.When)}: {string.Join("; ", parts)}.";
    }

    public static string When(LoopCondition when)
    {
        var text = new StringBuilder(when.Severities is [var only] ? only == "alert" ? "When an alert" : "When a warning" : "When a signal");
        if (when.Kinds.Count > 0) text.Append(" of ").Append(Or(when.Kinds));
        text.Append(" is raised");
        if (when.Sources is [var source]) text.Append(source == "series" ? " on figures that come from elsewhere" : " on a log that is measured here");
        if (when.Tiers.Count > 0) text.Append(" for a system whose class is ").Append(Or([.. when.Tiers.Select(Spelled)]));
        if (when.Metrics.Count > 0) text.Append(", found by ").Append(Or([.. when.Metrics]));
        if (when.Windows > 1) text.Append(CultureInfo.InvariantCulture, $" and has lasted for {when.Windows} windows");
        return text.ToString();
    }

    /// <summary>One signal, for a fault that names an example.</summary>
    public static string Of(LoopCase signal) => string.Create(CultureInfo.InvariantCulture,
        $"{(signal.Severity == "alert" ? "an alert" : "a warning")} of {signal.Kind} ({signal.Metric}, {(signal.Source == "series" ? "figures from elsewhere" : "measured here")}) for a system whose class is {Spelled(signal.Tier)}, lasting {signal.Windows} window{(signal.Windows == 1 ? "" : "s")}");

    /// <summary>A word of data as a word of a sentence: <c>outOfScope</c> is "out of scope".</summary>
    public static string Spelled(string word) => string.Concat(word.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));

    private static string Days(LoopRule rule, ConsequenceKind kind) =>
        !kind.TakesDays ? "" : rule.DueDays is { } days ? string.Create(CultureInfo.InvariantCulture, $", to be corrected within {days} day{(days == 1 ? "" : "s")}") : ", to be corrected within the days of the monitoring policy";

    private static string Or(IReadOnlyList<string> words) => Joined(words, ", ", " or ");

    private static string Joined(IReadOnlyList<string> words, string between, string last) => words.Count == 1 ? words[0] : string.Join(between, words.SkipLast(1)) + last + words[^1];
}
