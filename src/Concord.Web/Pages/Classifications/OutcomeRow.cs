using System.Globalization;
using Concord.Classification;
using Concord.Foundation;
using Concord.Standards;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Classifications;

/// <summary>A step of an outcome as people read it.</summary>
public sealed record OutcomeRow(string Rule, string Holds, string Citation, string Text, string Facts, bool Decisive)
{
    /// <summary>The deciding step first, the others in the order they were looked at. An outcome keeps facts by their ids; people read the questions.</summary>
    internal static IReadOnlyList<OutcomeRow> Of(ClassificationOutcome outcome, RulePack pack) =>
        [.. outcome.Explanation.OrderByDescending(step => step.Decisive).Select(step => new OutcomeRow(step.Rule, Words.Of(step.Holds), step.Citation, step.Text, string.Join(" · ", step.Facts.Select(fact => Asked(fact, pack))), step.Decisive))];

    /// <summary>One that today's pack no longer asks stays as it was kept.</summary>
    private static string Asked(string fact, RulePack pack) => fact.Split(": ", 2) is [var id, var answer] && pack.FindFact(id) is { } known ? $"{known.Question} {Plain.Capital(answer)}" : fact;
}

/// <summary>What a breach may cost, as people read it.</summary>
public sealed record FineRow(string Text, string Citation)
{
    internal static IReadOnlyList<FineRow> Of(ClassificationOutcome outcome) => [.. outcome.Fines.Select(fine => new FineRow(
        string.Join(". ", new[] { fine.Infringement + Cap(fine), fine.Note }.Where(part => part.Length > 0)), $"Article {fine.Article}"))];

    private static string Cap(Fine fine) => fine is { CapEuro: { } euro, CapTurnoverPercent: { } percent }
        ? string.Create(CultureInfo.InvariantCulture, $": up to EUR {euro:#,0} or {percent} % of worldwide turnover, whichever is {Words.Of(fine.Whichever)}") : "";
}

internal static class ClassificationWords
{
    public static Tone Tone(ClassificationStanding standing) => standing switch
    {
        ClassificationStanding.Approved => Parts.Tone.Ok,
        ClassificationStanding.Stale => Parts.Tone.Alert,
        ClassificationStanding.Proposed => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    /// <summary>The outcome in a sentence.</summary>
    public static string Lead(ClassificationOutcome outcome) => outcome switch
    {
        { TierName: { } tier, Decisive: { } step } => $"{Plain.Capital(tier)}: {step.Text} ({step.Citation}).{(outcome.AppliesFrom is { } from ? $" Its duties bind from {Plain.Date(from)}." : "")}",
        _ => $"Not decided yet: {Plain.Count(outcome.Questions.Count, "question")} {(outcome.Questions.Count == 1 ? "is" : "are")} open.",
    };
}
