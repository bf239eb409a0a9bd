namespace Concord.Gaps.Analysis;

/// <summary>A requirement that stands otherwise than in the analysis before.</summary>
/// <param name="Before">Null: the analysis before did not look at it.</param>
/// <param name="Parts">Where it is worse, the parts that say less; where it was only not asked, the parts that are silent now.</param>
internal sealed record GapChange(string Requirement, GapState? Before, GapState After, IReadOnlyList<GapPart> Parts);

/// <summary>What became of the organisation since the analysis before.</summary>
/// <param name="NotAsked">Lower only because a part that spoke of it before is silent now: would it say again what it said, nothing were worse.</param>
internal sealed record GapComparison(
    string Previous, DateOnly PreviousAsOf, GapReadiness Before, GapReadiness After, IReadOnlyList<GapChange> Better, IReadOnlyList<GapChange> Worse, IReadOnlyList<GapChange> NotAsked, IReadOnlyList<GapChange> Otherwise)
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
            [.. changes[Direction.Better]], [.. changes[Direction.Worse]], [.. changes[Direction.NotAsked]], [.. changes[Direction.Otherwise]]);
    }

    private static (Direction Direction, GapChange Change) Of(GapFinding? before, GapFinding after)
    {
        if (before is null || Height(before.State) is not { } stood || after.State == GapState.NotApplicable) return Told(Direction.Otherwise, []);
        if (Height(after.State) is { } stands && stands > stood) return Told(Direction.Better, []);
        var spoke = before.Reasons.Where(reason => reason.Speaks).ToList();
        var speaks = after.Reasons.Where(reason => reason.Speaks).ToDictionary(reason => reason.Part);
        var silent = spoke.Where(reason => !speaks.ContainsKey(reason.Part)).ToList();
        // The rule itself decides: what the silent parts said before is put beside what is said now.
        if (silent.Count > 0 && Height(GapAssessment.StateOf([.. speaks.Values, .. silent])) >= stood) return Told(Direction.NotAsked, silent.Select(reason => reason.Part));
        // Every part may be silent and the rule another by now: then nothing is known to be worse.
        if (Height(after.State) is null) return Told(Direction.Otherwise, []);
        var less = speaks.Values.Where(reason => spoke.Find(said => said.Part == reason.Part) is { } said ? reason.State < said.State || (reason.Contradicts && !said.Contradicts) : reason.Contradicts);
        return Told(Direction.Worse, less.Select(reason => reason.Part));

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
