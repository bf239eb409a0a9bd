using System.Globalization;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Library;

/// <summary>Gap analyses that are open: what their result is with either library. Concluded ones are frozen and stay as they are.</summary>
internal static class GapEffects
{
    private const int MostNamed = 6;

    public static async Task<IReadOnlyList<LibraryEffect>> Of(ConcordDb db, LibraryPair pair, CancellationToken stop)
    {
        var open = await db.Set<GapAnalysis>().AsNoTracking().Where(analysis => analysis.State == GapAnalysisState.Open).OrderBy(analysis => analysis.Ref).ToListAsync(stop);
        var names = await db.NamesOf(open.Select(analysis => (PersonId?)analysis.LeadId), stop);
        var effects = new List<LibraryEffect>();
        foreach (var analysis in open)
        {
            var before = await new GapStanding(db, pair.Before, pair.GapsBefore, new InterviewViews(db, pair.GapsBefore), new ReuseViews(db, pair.Before)).Result(analysis.Ref, stop);
            var after = await new GapStanding(db, pair.After, pair.GapsAfter, new InterviewViews(db, pair.GapsAfter), new ReuseViews(db, pair.After)).Result(analysis.Ref, stop);
            if (Differently(before, after) is { Length: > 0 } says) effects.Add(new(EffectArea.GapAnalysis, analysis.Ref, analysis.Title, says, names.Of(analysis.LeadId)));
        }
        return effects;
    }

    private static string Differently(GapResult before, GapResult after)
    {
        var comparison = GapComparison.Of("", before, after);
        var changed = comparison.Better.Concat(comparison.Worse).Concat(comparison.NotAsked).Concat(comparison.Otherwise).Where(change => change.Before is not null).Select(change => $"{change.Requirement} {Words.Of(change.Before!.Value)} → {Words.Of(change.After)}").ToList();
        var keys = after.Findings.Select(finding => finding.Requirement).ToHashSet(StringComparer.Ordinal);
        var days = (Before: before.Plan.Sum(step => step.EffortDays), After: after.Plan.Sum(step => step.EffortDays));
        string?[] parts =
        [
            Named("looks at", after.Findings.Select(finding => finding.Requirement).Except(before.Findings.Select(finding => finding.Requirement), StringComparer.Ordinal)),
            Named("no longer looks at", before.Findings.Select(finding => finding.Requirement).Where(key => !keys.Contains(key))),
            Named("other states:", changed),
            Ready(before) == Ready(after) ? null : $"ready {Ready(before)} → {Ready(after)}",
            Math.Abs(days.Before - days.After) < 0.05 ? null : FormattableString.Invariant($"plan {days.Before:0.#} → {days.After:0.#} days"),
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string? Named(string how, IEnumerable<string> keys)
    {
        var all = keys.ToList();
        return all.Count == 0 ? null : FormattableString.Invariant($"{how} {string.Join(", ", all.Take(MostNamed))}{(all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "")}");
    }

    private static string Ready(GapResult result) => result.Overall.Low is { } low && result.Overall.High is { } high
        ? string.Create(CultureInfo.InvariantCulture, $"{low:0} to {high:0} %") : "not known";
}
