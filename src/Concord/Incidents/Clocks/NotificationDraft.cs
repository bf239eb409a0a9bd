using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Incidents.Clocks;

/// <param name="Text">Empty where the record knows nothing: then <paramref name="Blank"/> says what a person fills in.</param>
internal sealed record DraftItem(string Heading, string Text, string Blank);

/// <summary>A notification as far as the record can write it. It is not sent by Concord: a person completes it, sends it, and enters that into the communication log.</summary>
internal sealed record NotificationDraft(string Incident, string Clock, string Title, string Regime, string Citation, DateTimeOffset MadeAt, IReadOnlyList<DraftItem> Items)
{
    /// <summary>What of a record can stand in a notice.</summary>
    public static readonly string[] Fields =
        ["organisation", "recipient", "title", "reference", "date", "aware", "summary", "outcomes", "affected", "containment", "cause", "decisions", "system", "role"];

    public static NotificationDraft Of(ClockLibrary library, IncidentDetail detail, ClockLine clock, string organisation, AiSystem? system, DateTimeOffset now) => new(
        detail.Line.Ref, clock.Clock, clock.Title, clock.Regime, clock.Citation, now,
        [.. library.Notices.Where(item => item.Regime == "*" || item.Regime == clock.Regime).Select(item => Item(item, detail, clock, organisation, system))]);

    public string AsText() => string.Join('\n',
    [
        $"DRAFT, not sent. {Title} ({Regime})",
        $"{Citation}",
        string.Create(CultureInfo.InvariantCulture, $"Made from {Incident} on {MadeAt:d MMM yyyy, HH:mm} UTC. Complete what stands in brackets."),
        .. Items.SelectMany(item => new[] { "", item.Heading, item.Text.Length > 0 ? item.Text : $"[to be completed: {item.Blank}]" }),
        "",
    ]);

    private static DraftItem Item(NoticeItem item, IncidentDetail detail, ClockLine clock, string organisation, AiSystem? system)
    {
        if (item.Field.StartsWith("blank:", StringComparison.Ordinal)) return new(item.Heading, "", item.Field["blank:".Length..]);
        var (text, blank) = item.Field switch
        {
            "organisation" => (organisation, ""),
            "recipient" => (clock.Tell, ""),
            "title" => (detail.Line.Title, ""),
            "reference" => (detail.Line.Ref, ""),
            "date" => (detail.Line.Date.ToString("d MMM yyyy", CultureInfo.InvariantCulture), ""),
            "aware" => (Aware(detail, clock), "the moment the organisation became aware"),
            "summary" => (detail.Line.Summary, ""),
            "outcomes" => (Lines(detail.Facts.Where(fact => fact.WithdrawnAt is null && fact.Key != IncidentRegister.AwareFact).Select(fact => fact.Note.Length > 0 ? $"{fact.Title}: {fact.Note}" : fact.Title)), "what it led to"),
            "affected" => (detail.Line.Affected is { } affected ? affected == 0 ? "none as far as known" : affected.ToString("N0", CultureInfo.InvariantCulture) : "", "how many people, at least about"),
            "containment" => (Last(detail, IncidentState.Contained)?.Text ?? "", "what was done so that it does no more harm"),
            "cause" => (Last(detail, IncidentState.Analysed) is { } analysis ? $"{analysis.Cause}: {analysis.Text}" : "", "as far as known, and when more will be known"),
            "decisions" => (Lines(detail.Decisions.Select(decision => decision.Kind == DecisionKind.None ? $"Nothing further: {decision.Reason}" : $"{Words.Of(decision.Kind)} {decision.Reference}: {decision.Reason}")), "measures that are planned or taken"),
            "system" => (system is null ? detail.Line.SystemRef : $"{system.Name} ({system.Ref}). {system.Purpose}", "name, version and purpose of the system"),
            _ => (Role(system), "provider, deployer or both"),
        };
        return new(item.Heading, text, blank);
    }

    /// <summary>The moment somebody said, or the one from which a fact that started the clock was known, whichever was earlier.</summary>
    private static string Aware(IncidentDetail detail, ClockLine clock)
    {
        var known = detail.Facts.Where(fact => fact.WithdrawnAt is null && (fact.Key == IncidentRegister.AwareFact || fact.Since == clock.Start)).Select(fact => fact.Since).ToList();
        return known.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{known.Min().UtcDateTime:d MMM yyyy, HH:mm} UTC");
    }

    private static string Role(AiSystem? system) => system switch
    {
        { IsProvider: true, IsDeployer: true } => "provider and deployer",
        { IsProvider: true } => "provider",
        { IsDeployer: true } => "deployer",
        _ => "",
    };

    private static IncidentStepLine? Last(IncidentDetail detail, IncidentState to) => detail.Steps.LastOrDefault(step => step.To == to);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);
}
