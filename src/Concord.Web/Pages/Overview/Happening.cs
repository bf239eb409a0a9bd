using Concord.Overview;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Overview;

/// <summary>A telling entry of the journal as a line of the timeline.</summary>
internal sealed record Happening(DateTimeOffset At, string Before, string Subject, string? Href, string After, string Detail, Tone Tone)
{
    public static Happening Of(WhatHappened entry)
    {
        var (before, after, tone) = entry.Act switch
        {
            "signal.raised" => ("Signal ", " raised", Tone.Alert),
            "signal.closed" => ("Signal ", " closed", Tone.Ok),
            "signal.closure-proposed" => ("Signal ", ": closing proposed", Tone.Ok),
            "risk.reopened" => ("Risk ", " reopened", Tone.Warn),
            "nonconformity.opened" => ("Nonconformity ", " opened", Tone.Warn),
            "nonconformity.verified" => ("Nonconformity ", " verified", Tone.Ok),
            "requirement.derived" => ("Requirement ", "", Tone.Warn),
            "incident.recorded" => ("Incident ", " recorded", Tone.Warn),
            var act => ("", $" {act.Replace('.', ' ')}", Tone.Neutral),
        };
        var requirement = entry.Act == "requirement.derived";
        return new(entry.At, before, requirement ? entry.Subject[(entry.Subject.IndexOf('/', StringComparison.Ordinal) + 1)..] : entry.Subject,
            requirement ? RecordAddress.OfRequirement(entry.Subject) : RecordAddress.Of(entry.Subject), after, entry.Detail, tone);
    }
}
