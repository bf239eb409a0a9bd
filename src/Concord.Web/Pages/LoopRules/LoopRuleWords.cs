using System.Globalization;
using Concord.Foundation;
using Concord.Loop.Rules;
using Concord.Web.Parts;

namespace Concord.Web.Pages.LoopRules;

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
        Row = null,
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
