namespace Concord.Gaps.Analysis;

/// <summary>A requirement that stands otherwise than in the analysis before.</summary>
/// <param name="Before">Null: the analysis before did not look at it.</param>
/// <param name="Parts">Where it is worse, the parts that say less; where it was only not asked, the parts that are silent now.</param>
internal sealed record GapChange(string Requirement, GapState? Before, GapState After, IReadOnlyList<GapPart> Parts);

/// <summary>The analysis before was made by another rule: what stands otherwise may come from the rule, and not from the organisation.</summary>
/// <param name="Before">Version of the rule then.</param>
/// <param name="ByRuleAlone">Requirements that stand otherwise although all that was said of them before gives today's state by today's rule. Null: this analysis is of an older rule too, by which nothing can be judged any more.</param>
internal sealed record GapRuleChange(string Before, string After, IReadOnlyList<string>? ByRuleAlone)
{
    public static GapRuleChange? Of(GapResult before, GapResult after)
    {
        if (before.Definition == after.Definition) return null;
        if (after.Definition != GapAssessment.Definition) return new(before.Definition, after.Definition, null);
        var states = after.Findings.ToDictionary(finding => finding.Requirement, finding => finding.State, StringComparer.Ordinal);
        return new(before.Definition, after.Definition,
        [
            .. before.Findings.Where(finding => finding.State != GapState.NotApplicable && states.TryGetValue(finding.Requirement, out var now) && now != finding.State && GapAssessment.StateOf(finding.Reasons) == now)
                .Select(finding => finding.Requirement),
        ]);
    }

    /// <param name="number">What a reader calls a requirement.</param>
    public string Sentence(string previous, Func<string, string> number) =>
        $"The rule by which states follow has changed: {previous} was judged by the version {Before}, this analysis by {After}. What stands otherwise may come from the rule and not from the organisation, and so may the readiness. " + ByRuleAlone switch
        {
            null => "How much of it does cannot be told any more, for this analysis was not made by today's rule either.",
            [] => "None of the changes comes from the rule alone: by today's rule, what was said before gives another state than today's for each of them.",
            _ => $"By the rule alone, with nothing else said than before, {(ByRuleAlone.Count == 1 ? "one requirement stands" : $"{ByRuleAlone.Count} requirements stand")} otherwise: {string.Join(", ", ByRuleAlone.Select(number))}.",
        };
}

/// <summary>What became of the organisation since the analysis before.</summary>
/// <param name="Rule">Null: both were made by the same rule.</param>
/// <param name="NotAsked">Stands otherwise only because a part that spoke of it before is silent now: would it say again what it said, nothing were better or worse.</param>
internal sealed record GapComparison(
    string Previous, DateOnly PreviousAsOf, GapReadiness Before, GapReadiness After, IReadOnlyList<GapChange> Better, IReadOnlyList<GapChange> Worse, IReadOnlyList<GapChange> NotAsked, IReadOnlyList<GapChange> Otherwise,
    GapRuleChange? Rule = null)
{
    private enum Direction
    {
        Better,
        Worse,
        NotAsked,
        Otherwise,
    }

    public static GapComparison Of(string previous, GapResult before, GapResult after)
    {
        var known = before.Findings.ToDictionary(finding => finding.Requirement, StringComparer.Ordinal);
        var changes = after.Findings.Where(finding => known.GetValueOrDefault(finding.Requirement)?.State != finding.State)
            .Select(finding => Of(known.GetValueOrDefault(finding.Requirement), finding)).ToLookup(one => one.Direction, one => one.Change);
        return new(previous, before.AsOf, before.Overall, after.Overall,
            [.. changes[Direction.Better]], [.. changes[Direction.Worse]], [.. changes[Direction.NotAsked]], [.. changes[Direction.Otherwise]], GapRuleChange.Of(before, after));
    }

    private static (Direction Direction, GapChange Change) Of(GapFinding? before, GapFinding after)
    {
        if (before is null || Height(before.State) is not { } stood || after.State == GapState.NotApplicable) return Told(Direction.Otherwise, []);
        var spoke = before.Reasons.Where(reason => reason.Speaks).ToList();
        var speaks = after.Reasons.Where(reason => reason.Speaks).ToDictionary(reason => reason.Part);
        // Counterparts are never asked: they fall silent where their evidence ran out.
        var lapsed = spoke.Exists(reason => reason.Part == GapPart.Counterparts) && !speaks.ContainsKey(GapPart.Counterparts);
        var silent = spoke.Where(reason => !speaks.ContainsKey(reason.Part) && reason.Part != GapPart.Counterparts).ToList();
        // The rule itself decides: what the silent parts said before is put beside what is said now. Silence neither improves nor worsens.
        var again = silent.Count > 0 ? Height(GapAssessment.StateOf([.. speaks.Values, .. silent])) : null;
        if (Height(after.State) is { } stands && stands > stood) return again <= stood ? Told(Direction.NotAsked, silent.Select(reason => reason.Part)) : Told(Direction.Better, []);
        if (again >= stood) return Told(Direction.NotAsked, silent.Select(reason => reason.Part));
        // Every part may be silent and the rule another by now: then nothing is known to be worse.
        if (Height(after.State) is null && !lapsed) return Told(Direction.Otherwise, []);
        var less = speaks.Values.Where(reason => spoke.Find(said => said.Part == reason.Part) is { } said ? reason.State < said.State || (reason.Contradicts && !said.Contradicts) : reason.Contradicts);
        return Told(Direction.Worse, less.Select(reason => reason.Part).Concat(lapsed ? [GapPart.Counterparts] : []));

        (Direction Direction, GapChange Change) Told(Direction direction, IEnumerable<GapPart> parts) => (direction, new(after.Requirement, before?.State, after.State, [.. parts.Order()]));
    }

    /// <summary>Assessed for the first time, or left out of the statement, is neither better nor worse.</summary>
    private static int? Height(GapState state) => state switch
    {
        GapState.Gap => 0,
        GapState.Partly => 1,
        GapState.Met => 2,
        _ => null,
    };
}
