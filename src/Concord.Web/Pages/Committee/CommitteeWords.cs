using System.Globalization;
using Concord.Committee;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Committee;

/// <summary>A signal that may be a serious incident, as pages show it.</summary>
public sealed record PossibleIncident(string SignalRef, string SystemRef, string What, DateTimeOffset Since)
{
    internal static IReadOnlyList<PossibleIncident> Of(IEnumerable<CommitteeItem> items) =>
        [.. items.Where(item => item.Question == CommitteeQuestion.SeriousIncident).Select(item => new PossibleIncident(item.Source, item.SystemRef, item.What, item.Since))];
}

/// <summary>What the committee is asked, as people read it.</summary>
internal static class CommitteeWords
{
    public static string Title(CommitteeQuestion question) => question switch
    {
        CommitteeQuestion.SeriousIncident => "Is it a serious incident?",
        CommitteeQuestion.Restriction => "Restrict or suspend the system?",
        CommitteeQuestion.LiftRestriction => "Lift the restriction?",
        CommitteeQuestion.Signal => "Alerts to take note of",
        CommitteeQuestion.Acceptance => "Acceptances of risks that have expired",
        CommitteeQuestion.ImpactAssessment => "Impact assessments that no longer fit",
        _ => "Nonconformities that are overdue",
    };

    /// <summary>What to do about it.</summary>
    public static string Explains(CommitteeQuestion question) => question switch
    {
        CommitteeQuestion.SeriousIncident => "Report it as an incident where people may have been harmed in their rights; or decline, and say why. No period of law has begun.",
        CommitteeQuestion.Restriction => "The measure stays out of bounds. Agree, and have the system restricted or suspended on its page; or decline, and say why it may run on.",
        CommitteeQuestion.LiftRestriction => "The measure is within its limit again.",
        CommitteeQuestion.Signal => "Say what is to be done, or that what is being done suffices.",
        CommitteeQuestion.Acceptance => "Have the risk accepted anew or treated.",
        CommitteeQuestion.ImpactAssessment => "Have it assessed anew; until then nobody knows the impact as it is today.",
        _ => "Say who corrects it until when.",
    };

    public static string Address(CommitteeItem item) => item.Question switch
    {
        CommitteeQuestion.Acceptance => RecordAddress.In("risks", item.Source),
        CommitteeQuestion.ImpactAssessment => RecordAddress.In("impacts", item.Source),
        CommitteeQuestion.Nonconformity => RecordAddress.In("nonconformities", item.Source),
        _ => RecordAddress.In("signals", item.Source),
    };

    public static Tone Tone(CommitteeOutcome outcome) => outcome switch
    {
        CommitteeOutcome.Agreed => Parts.Tone.Ok,
        CommitteeOutcome.Declined => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    /// <summary>Decisions from the day of a meeting on, until that of the next; null: until now.</summary>
    public static string DecidedSince(DateOnly from, DateOnly? until) => $"/committee/decisions?filter={Uri.EscapeDataString(Between(from, until))}";

    public static string Between(DateOnly from, DateOnly? until) => string.Create(CultureInfo.InvariantCulture, $"from:{from:yyyy-MM-dd}") + (until is { } day ? string.Create(CultureInfo.InvariantCulture, $" until:{day:yyyy-MM-dd}") : "");

    public static string Decide(CommitteeItem item) => $"/committee/decide?question={Concord.Foundation.Words.Key(item.Question)}&source={Uri.EscapeDataString(item.Source)}";
}
