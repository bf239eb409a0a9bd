using Concord.Overview;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Overview;

/// <summary>One line of the timeline: a telling entry of the journal, or several of one act on one day, so that what followed is not lost among them.</summary>
internal sealed record Happening(DateTimeOffset At, string Before, IReadOnlyList<(string Text, string? Href)> Subjects, string After, string Detail, Tone Tone)
{
    private const int Lines = 10;
    private const int Named = 6;
    private const int Quoted = 3;

    /// <summary>By system, in the order of the table above: a system that matters more is not pushed down by what happened later to another.</summary>
    public static IReadOnlyList<(SystemStanding System, IReadOnlyList<Happening> Lines)> BySystem(IReadOnlyList<SystemStanding> systems, IReadOnlyList<WhatHappened> entries)
    {
        var known = entries.ToLookup(entry => entry.SystemRef, StringComparer.Ordinal);
        return [.. systems.Where(system => known.Contains(system.Ref)).Select(system => (system, Of([.. known[system.Ref]])))];
    }

    /// <summary>Newest first, as the entries come; those of one act on one day in one line.</summary>
    public static IReadOnlyList<Happening> Of(IReadOnlyList<WhatHappened> entries) =>
        [.. entries.GroupBy(entry => (entry.At.Date, entry.Act)).Select(together => Of(together.Key.Act, [.. together])).Take(Lines)];

    /// <summary>Of a requirement the number alone: people know it by that.</summary>
    private static (string Text, string? Href) Linked(string act, string subject) =>
        (act == "requirement.derived" ? subject[(subject.LastIndexOfAny(['/', ':']) + 1)..] : subject, RecordAddress.OfAct(act, subject));

    private static Happening Of(string act, List<WhatHappened> entries)
    {
        var (one, many, after, tone) = act switch
        {
            "signal.raised" => ("Signal", "Signals", " raised", Tone.Alert),
            "signal.closed" => ("Signal", "Signals", " closed", Tone.Ok),
            "signal.closure-proposed" => ("Closing of", "Closing of", " proposed", Tone.Ok),
            "risk.reopened" => ("Risk", "Risks", " reopened", Tone.Warn),
            "nonconformity.opened" => ("Nonconformity", "Nonconformities", " opened", Tone.Warn),
            "nonconformity.verified" => ("Nonconformity", "Nonconformities", " verified", Tone.Ok),
            "requirement.derived" => ("Requirement", "Requirements", "", Tone.Warn),
            "incident.recorded" => ("Incident", "Incidents", " recorded", Tone.Warn),
            _ => ("", "", $" {act.Replace('.', ' ')}", Tone.Neutral),
        };
        var subjects = entries.Select(entry => entry.Subject).Distinct(StringComparer.Ordinal).Reverse().ToList();
        var more = subjects.Count > Named ? $" and {subjects.Count - Named} more" : "";
        return new(entries[0].At, (subjects.Count == 1 ? one : many) + " ", [.. subjects.Take(Named).Select(subject => Linked(act, subject))], more + after, Told(entries), tone);
    }

    private static string Told(List<WhatHappened> entries) => entries.Select(entry => entry.Detail).Distinct(StringComparer.Ordinal).ToList() switch
    {
        [var only] => only,
        var several when several.Count <= Quoted => string.Join("; ", several),
        var several => $"first: {several[^1]}",
    };
}
