using Concord.Foundation;
using Concord.Standards;

namespace Concord.Gaps.Analysis;

/// <summary>What the parts say of one requirement, before a state is made of it.</summary>
/// <param name="Excluded">Why the requirement does not apply; null where it does.</param>
/// <param name="OpenNonconformities">On applied controls that answer it.</param>
/// <param name="Carried">The share of the work that its counterparts in other standards save, as they stand; 0: none, or nothing is known.</param>
internal sealed record GapInput(Requirement Requirement, IReadOnlyList<GapReason> Reasons, string? Excluded, int OpenNonconformities, double Carried = 0)
{
    private const double Half = 0.5;

    /// <summary>How much of it is done in that state, from 0 to 1. What counterparts alone carry is never more than half: nothing shows that it is practised for AI.</summary>
    public double Done(GapState state) => state switch
    {
        GapState.Met => 1,
        GapState.Partly => IsCarriedOnly(state) ? Math.Min(Carried, Half) : Half,
        _ => 0,
    };

    /// <summary>Whether nothing but its counterparts speaks of it: what is done for AI, nobody has said.</summary>
    public bool IsCarriedOnly(GapState state) => state == GapState.Partly && Reasons.All(GapReason.LeavesOpen);
}

/// <summary>
/// Makes states, readiness and plan of what the parts say. A pure function. The rule: what is practised counts before what is written. A
/// requirement is met when something practised (the record's evidence, interviews signed off) says so, nothing practised contradicts, and,
/// unless evidence proves it, the policies carry at least a mention of it. It is a gap when all that is practised says so, whatever is written,
/// and when the record's evidence says so and no person sees more. Everything between is partly met. Counterparts in other standards that are
/// held are heard last, where nothing speaks of practice, and carry a requirement in part at most: that nothing is written of AI says nothing of them. A requirement of which no part says
/// anything is not assessed: an absence that only a reading of texts suggests says nothing.
/// </summary>
internal static class GapAssessment
{
    public const string Definition = "2026-11-30.3";

    public static GapResult Of(IReadOnlyList<GapInput> inputs, StandardsLibrary standards, GapLibrary library, DateOnly asOf, int notReviewed)
    {
        List<GapFinding> findings = [.. inputs.Select(Find)];
        var states = findings.ToDictionary(finding => finding.Requirement, finding => finding.State, StringComparer.Ordinal);
        return new(Definition, asOf, Readiness("", "All requirements", inputs, states),
            [.. inputs.GroupBy(input => Top(input.Requirement, standards)).Select(group => Readiness(group.Key.Key, $"{group.Key.Number} {group.Key.Title}", [.. group], states))],
            findings, GapPlan.Of(inputs, states, library), notReviewed);
    }

    private static GapFinding Find(GapInput input)
    {
        var key = input.Requirement.Key;
        if (input.Excluded is { } why) return new(key, GapState.NotApplicable, why.Length > 0 ? $"excluded: {why}" : "excluded", input.Reasons);
        if (input.Reasons.Count == 0) return new(key, GapState.NotAssessed, "no part of the analysis says anything of it", []);
        var (state, because) = Judge(input.Reasons);
        return new(key, state, because, input.Reasons);
    }

    public static GapState StateOf(IReadOnlyList<GapReason> reasons) => Judge(reasons).State;

    private static (GapState State, string Because) Judge(IReadOnlyList<GapReason> reasons)
    {
        var practised = reasons.Where(reason => reason.Speaks && reason.Part is not (GapPart.Policies or GapPart.Counterparts)).ToList();
        var written = reasons.FirstOrDefault(reason => reason.Speaks && reason.Part == GapPart.Policies)?.State;
        var isCarried = reasons.Any(reason => reason is { Speaks: true, Part: GapPart.Counterparts });
        return practised.Count > 0 ? Practised(practised, written is GapState.Partly or GapState.Met) : written switch
        {
            null when isCarried => (GapState.Partly, "what is done for other standards carries a part of it; nothing shows yet what AI adds"),
            GapState.Gap when isCarried => (GapState.Partly, "nothing is written of it for AI, and what is done for other standards carries a part of it"),
            null => (GapState.NotAssessed, "the policies that were read are not known to carry it, which nobody reviewed, and no other part says anything of it"),
            GapState.Gap => (GapState.Gap, "nothing written and nothing known of practice"),
            _ => (GapState.Partly, "written, but nothing shows that it is practised"),
        };
    }

    private static (GapState State, string Because) Practised(List<GapReason> practised, bool isWritten)
    {
        if (practised.TrueForAll(reason => reason.State == GapState.Gap))
            return (GapState.Gap, isWritten ? "written, but what is known of practice sees nothing of it" : "no part sees anything of it");
        var record = practised.Find(reason => reason.Part == GapPart.Record)?.State;
        // A field that is filled in does not outweigh evidence that says no; a person who sees more does, in part.
        if (record is GapState.Gap && practised.TrueForAll(reason => reason.Part != GapPart.Interviews || reason.State == GapState.Gap))
            return (GapState.Gap, "the record shows that it is not done, and no interview sees more");
        var proven = record is GapState.Met;
        var against = practised.Where(reason => reason.Contradicts).ToList();
        if (against.Count > 0)
            return (GapState.Partly, proven ? $"evidence proves it, but {Named(against)} contradict{(against.Count == 1 ? "s" : "")}" : "practised in part");
        if (practised.TrueForAll(reason => reason.State != GapState.Met)) return (GapState.Partly, "filled in, but nothing shows that it is practised");
        if (proven) return (GapState.Met, "evidence in date proves it and no part contradicts");
        return isWritten ? (GapState.Met, "practised and written") : (GapState.Partly, "practised, as is said, but no policy is known to carry it");
    }

    private static string Named(IEnumerable<GapReason> reasons) => string.Join(" and ", reasons.Select(reason => $"the part {Words.Of(reason.Part)}"));

    private static GapReadiness Readiness(string key, string title, IReadOnlyList<GapInput> inputs, Dictionary<string, GapState> states)
    {
        var applicable = inputs.Where(input => states[input.Requirement.Key] != GapState.NotApplicable).ToList();
        var assessed = applicable.Where(input => states[input.Requirement.Key] != GapState.NotAssessed && !input.IsCarriedOnly(states[input.Requirement.Key])).ToList();
        if (applicable.TrueForAll(input => states[input.Requirement.Key] == GapState.NotAssessed)) return new(key, title, applicable.Count, 0, null, null);
        var low = applicable.Sum(input => input.Done(states[input.Requirement.Key]));
        var high = assessed.Sum(input => input.Done(states[input.Requirement.Key])) + applicable.Count - assessed.Count;
        return new(key, title, applicable.Count, assessed.Count, 100 * low / applicable.Count, 100 * high / applicable.Count);
    }

    /// <summary>The clause or the group of controls: the topmost heading, or for a control the nearest.</summary>
    private static Requirement Top(Requirement requirement, StandardsLibrary standards)
    {
        if (requirement.ParentKey is not { } parent || standards.FindRequirement(parent) is not { } above) return requirement;
        return Top(above, standards);
    }
}
