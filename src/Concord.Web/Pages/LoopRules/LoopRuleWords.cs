using System.Globalization;
using Concord.Foundation;
using Concord.Loop.Rules;
using Concord.Standards;
using Concord.Web.Parts;

namespace Concord.Web.Pages.LoopRules;

/// <summary>A rule as pages show it.</summary>
/// <param name="Cells">Of the table, in the order of <see cref="Titles"/>.</param>
public sealed record RuleRow(string Id, string Title, string Sentence, IReadOnlyList<string> Cells)
{
    internal static IReadOnlyList<RuleRow> Of(IEnumerable<LoopRuleLine> rules, LoopLibrary library) =>
    [
        .. rules.Select(rule => new RuleRow(rule.Id, rule.Title, rule.Sentence,
        [
            Any(rule.When.Kinds), Any(rule.When.Severities), Any(rule.When.Tiers), Any(rule.When.Metrics), Any(rule.When.Sources), rule.When.Windows.ToString(CultureInfo.InvariantCulture),
            .. library.Consequences.Select(kind => rule.Without.Contains(kind.Key, StringComparer.Ordinal) ? "does not follow" : !rule.Then.Contains(kind.Key, StringComparer.Ordinal) ? ""
                : kind.TakesDays && rule.DueDays is { } days ? $"follows, {Plain.Count(days, "day")}" : "follows"),
        ])),
    ];

    internal static IReadOnlyList<string> Titles(LoopLibrary library) => ["kind", "severity", "class of the system", "metric", "source", "lasting, windows", .. library.Consequences.Select(kind => $"{kind.Title}?")];

    private static string Any(IReadOnlyList<string> words) => words.Count == 0 ? "any" : string.Join(", ", words.Select(LoopRuleSentence.Spelled));
}

/// <summary>Revisions of the rules as people read them.</summary>
internal static class LoopRuleWords
{
    public static string State(LoopRulesLine line) => line.IsInForce ? "in force" : line.State == LoopRulesState.Approved ? "superseded" : Words.Of(line.State);

    public static Tone Tone(LoopRulesLine line) => line.IsInForce ? Parts.Tone.Ok : line.State == LoopRulesState.Draft ? Parts.Tone.Warn : Parts.Tone.Neutral;

    public static string InForce(LoopRulesLine line) => line switch
    {
        { ApprovedAt: { } from, Until: { } until } => $"{Day(from)} – {Day(until)}",
        { ApprovedAt: { } from } => $"from {Day(from)}",
        _ => "",
    };

    /// <summary>Faults of a rule name the place in its file; on a form they name the field.</summary>
    public static Finding OnForm(Finding finding) => finding with
    {
        Place = finding.Place.Split('.')[^1].Split(' ')[^1] switch
        {
            "id" => "Name", "title" => "Title", "metric" => "Metrics", "windows" => "Lasting", "days" => "Days to correct", "then" => "What follows", "without" => "What does not follow", "version" => "Version", _ => "Rule",
        },
        Message = finding.Message == Concord.Monitoring.PolicyText.MissingKey ? "A value must stand here." : finding.Message,
        Row = null,
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
