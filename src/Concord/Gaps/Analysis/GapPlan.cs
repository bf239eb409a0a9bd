using Concord.Standards;

namespace Concord.Gaps.Analysis;

/// <summary>
/// The order in which gaps are closed: what another step rests on comes first, and of what may be done next the most urgent. Urgency counts how
/// much the requirement weighs (must 2, should 1) times how far it is (gap 2, partly 1), one more for each open nonconformity on it (at most two)
/// and one where an interview or the inventory sees a gap.
/// </summary>
internal static class GapPlan
{
    private const int MostNonconformities = 2;

    public static IReadOnlyList<GapStep> Of(IReadOnlyList<GapInput> inputs, Dictionary<string, GapState> states, GapLibrary library)
    {
        var open = inputs.Where(input => states[input.Requirement.Key] is GapState.Gap or GapState.Partly).Where(input => library.Proposal(input.Requirement.Key) is not null).ToList();
        var keys = open.Select(input => input.Requirement.Key).ToHashSet(StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var steps = new List<GapStep>();
        while (steps.Count < open.Count)
        {
            // The library's order of dependencies has no circle (checked when it is read), so something can always be done next.
            var next = open.Where(input => !placed.Contains(input.Requirement.Key) && Before(input.Requirement, keys, library).All(placed.Contains))
                .MaxBy(input => Urgency(input, states[input.Requirement.Key], library))!;
            placed.Add(next.Requirement.Key);
            steps.Add(Step(steps.Count + 1, next, states[next.Requirement.Key], Before(next.Requirement, keys, library), library));
        }
        return steps;
    }

    private static GapStep Step(int number, GapInput input, GapState state, IReadOnlyList<string> after, GapLibrary library)
    {
        var proposal = library.Proposal(input.Requirement.Key)!;
        var urgency = Urgency(input, state, library);
        List<string> why = [proposal.IsMust ? "must" : "should", state == GapState.Gap ? "a gap" : "partly met"];
        if (input.OpenNonconformities > 0) why.Add(input.OpenNonconformities == 1 ? "1 open nonconformity" : $"{input.OpenNonconformities} open nonconformities");
        if (IsSeen(input)) why.Add("seen in practice");
        return new(number, input.Requirement.Key, proposal.Title, Math.Round(proposal.EffortDays * (1 - input.Done(state)), 1), after, urgency, string.Join(", ", why));
    }

    /// <summary>What it rests on, of what is open: also through requirements that are met already.</summary>
    private static IReadOnlyList<string> Before(Requirement requirement, HashSet<string> open, GapLibrary library)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Visit(requirement.Key);
        return found;

        void Visit(string key)
        {
            foreach (var before in library.Proposal(key)?.After ?? [])
            {
                if (!seen.Add(before)) continue;
                if (open.Contains(before)) found.Add(before);
                else Visit(before);
            }
        }
    }

    private static int Urgency(GapInput input, GapState state, GapLibrary library) =>
        (library.Proposal(input.Requirement.Key)!.IsMust ? 2 : 1) * (state == GapState.Gap ? 2 : 1)
        + Math.Min(input.OpenNonconformities, MostNonconformities) + (IsSeen(input) ? 1 : 0);

    private static bool IsSeen(GapInput input) => input.Reasons.Any(reason => reason is { State: GapState.Gap, Part: GapPart.Interviews or GapPart.Inventory });
}
