using Concord.Links;
using Concord.Loop;
using Concord.Loop.Rules;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Signals;

/// <summary>One step of what followed from a signal.</summary>
/// <param name="Href">Where the record it speaks about is; null: the signal itself.</param>
internal sealed record ChainLine(DateTimeOffset At, int Rank, string Before, string Subject, string? Href, string After, string Detail, Tone Tone);

/// <summary>The chain from the breach to its closing, from the journal; what the journal tells only of the whole run is added from the links.</summary>
internal static class SignalChain
{
    private const string Arrow = "→";
    private const string ReassessmentAsked = "risk.reassessment-asked";

    /// <summary>A link is made while a run works, its entry when the run commits: what lies so close together is one act, and told in the order of causes.</summary>
    private static readonly TimeSpan OneAct = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<ChainLine> Of(SignalDetail detail)
    {
        var acts = new List<List<ChainLine>>();
        foreach (var line in Told(detail).Concat(Linked(detail)).Concat(ByRules(detail)).OrderBy(line => line.At))
        {
            if (acts.Count == 0 || line.At - acts[^1][^1].At > OneAct) acts.Add([]);
            acts[^1].Add(line);
        }

        return [.. acts.SelectMany(act => act.OrderBy(line => line.Rank).ThenBy(line => line.At))];
    }

    /// <summary>A requirement as the standard numbers it.</summary>
    public static string Number(string key) => key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static IEnumerable<ChainLine> Told(SignalDetail detail)
    {
        var own = detail.Signal.Ref;
        foreach (var entry in detail.Timeline)
        {
            if (entry.Act is "signal.weighed" or ReassessmentAsked or "impact.stale") continue; // Told consequence by consequence, with the rule.
            // Other breaches that joined the same nonconformity are told on its page.
            if (entry.Act == "nonconformity.joined" && !entry.Detail.Contains(own, StringComparison.Ordinal)) continue;
            var (rank, before, after, tone) = Words(entry.Act);
            var isOwn = entry.Subject == own;
            yield return new(entry.At, rank, before, isOwn ? "" : entry.Subject, isOwn ? null : RecordAddress.OfAct(entry.Act, entry.Subject), after, Said(entry, own), tone);
        }
    }

    private static IEnumerable<ChainLine> Linked(SignalDetail detail)
    {
        var told = detail.Timeline.Where(entry => entry.Act.StartsWith("risk.", StringComparison.Ordinal) && entry.Act != ReassessmentAsked).Select(entry => entry.Subject).ToHashSet(StringComparer.Ordinal);
        foreach (var link in detail.Links)
        {
            if (link.Relation == Relation.Risk && !told.Contains(link.Ref))
                yield return new(link.At, 2, "Risk ", link.Ref, RecordAddress.In("risks", link.Ref), link.Note.StartsWith("opened", StringComparison.Ordinal) ? " opened" : " linked", link.Note, Tone.Warn);
            else if (link.Relation == Relation.Policy)
                yield return new(link.At, 0, "Policy ", link.Ref, RecordAddress.In("policies", link.Ref), " is why", link.Note, Tone.Neutral);
            else if (link.Relation == Relation.Requirement && link.Note.Contains(Arrow, StringComparison.Ordinal))
                yield return new(link.At, 5, "Requirement ", Number(link.Ref), RecordAddress.OfRequirement(link.Ref), " changed", link.Note, Tone.Warn);
        }
    }

    /// <summary>What reaches beyond risks and controls, each with the rules it follows from. Duties of one moment are one line.</summary>
    private static IEnumerable<ChainLine> ByRules(SignalDetail detail)
    {
        foreach (var group in detail.Consequences.Where(line => !Consequence.First.Contains(line.Kind)).GroupBy(line => (line.Kind, line.At, IsDuty: line.TargetTitle.Length > 0 ? "" : line.Target)))
        {
            var line = group.First();
            var isRecord = line.Target.Length > 0 && line.TargetTitle.Length == 0;
            yield return new(line.At, 6, isRecord ? $"{line.Title}: " : line.Title, isRecord ? line.Target : "", isRecord ? ConsequenceWords.Address(line) : null, "",
                $"{(line.TargetTitle.Length > 0 ? string.Join("; ", group.Select(duty => duty.TargetTitle)) : line.Note)} · {ConsequenceWords.By(line)}", Tone.Warn);
        }
    }

    private static (int Rank, string Before, string After, Tone Tone) Words(string act) => act switch
    {
        "signal.raised" => (0, "Signal raised", "", Tone.Alert),
        "evidence.frozen" => (1, "Evidence ", " frozen", Tone.Neutral),
        "evidence.recorded" => (1, "Evidence ", " recorded", Tone.Neutral),
        "risk.reopened" => (2, "Risk ", " reopened", Tone.Warn),
        "control.failing" => (3, "Control ", " fails", Tone.Warn),
        "nonconformity.opened" => (4, "Nonconformity ", " opened", Tone.Warn),
        "nonconformity.joined" => (4, "Nonconformity ", " joined", Tone.Warn),
        "incident.recorded" => (6, "Incident ", " recorded", Tone.Warn),
        "signal.consequences-ended" => (12, "What only asked because of it has ended", "", Tone.Neutral),
        "signal.followed" => (7, "Newer window, still beyond the limit", "", Tone.Alert),
        "signal.acknowledged" => (8, "Acknowledged", "", Tone.Neutral),
        "nonconformity.corrected" => (9, "Correction recorded on ", "", Tone.Neutral),
        "nonconformity.verified" => (10, "Correction verified on ", "", Tone.Ok),
        "signal.closure-proposed" => (11, "Closing proposed", "", Tone.Ok),
        "signal.closed" => (12, "Signal closed", "", Tone.Ok),
        "control.released" => (13, "Control ", " released", Tone.Ok),
        _ => (14, Plain.Capital(act.Replace('.', ' ')) + " ", "", Tone.Neutral),
    };

    private static string Said(TimelineEntry entry, string own)
    {
        var said = entry.Detail.Replace($"by {own}: ", "", StringComparison.Ordinal).Replace($"by {own} ", "", StringComparison.Ordinal).Replace($"by {own}; ", "", StringComparison.Ordinal);
        return entry.ActorRef == "system" ? said : $"{said} · {entry.ActorName}";
    }
}
