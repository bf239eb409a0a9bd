using Concord.Classification;
using Concord.Impacts;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>What classification and monitoring say to the impact assessment of a system.</summary>
internal sealed class SystemKnowledge(ConcordDb db, RulePack pack, ImpactMethod method) : ISystemKnowledge
{
    public async Task<ClassifiedAs> Classified(AiSystem system, CancellationToken stop)
    {
        var known = await db.Set<SystemClassification>().AsNoTracking().Where(each => each.SystemId == system.Id && (each.State == ClassificationState.Approved || each.State == ClassificationState.Draft || each.State == ClassificationState.Proposed))
            .ToListAsync(stop);
        var approved = known.Find(each => each.State == ClassificationState.Approved);
        if (approved is not null) return Of(pack, method.Fria, approved.Ref, approved.Frozen!, Staleness.Of(approved, system, pack, db.Today));
        var open = known.Find(each => each.IsOpen);
        var asked = open is not null && (open.Frozen ?? ClassificationRules.Decide(pack, FactSheet.Of(pack, open.Facts), open.AsOf, system.LiveSince)).Questions is [var next, ..] ? next.Question : null;
        return Unknown(open is null ? $"{system.Ref} has no classification yet. Which tier of the law is it in?" : asked is null ? $"{open.Ref} waits for approval. Is it right?" : $"{open.Ref} is not finished. Next question: {asked}");
    }

    public async Task<IReadOnlyList<string>> WatchedColumns(AiSystem system, CancellationToken stop)
    {
        var definitions = await db.Set<Concord.Monitoring.Monitor>().AsNoTracking().Where(monitor => monitor.SystemId == system.Id && monitor.State != MonitorState.Stopped).OrderBy(monitor => monitor.Ref).Select(monitor => monitor.Definition)
            .ToListAsync(stop);
        return [.. definitions.Select(json => MonitorDefinition.Parse(json)).SelectMany(definition => definition.Numeric.Concat(definition.Categorical).Concat(definition.Protected.Select(column => $"{column} (protected)"))).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The flag of the rule pack says whether it is owed. A classification that no longer fits can say that it is, but not that it is not: an old no is no answer.
    /// </summary>
    public static ClassifiedAs Of(RulePack pack, FriaRule fria, string classification, ClassificationOutcome outcome, IReadOnlyList<string> stale)
    {
        var tier = outcome.TierName ?? "";
        var rule = pack.AdditiveRules.FirstOrDefault(known => known.Flag == fria.Flag);
        if (outcome.Tier is null || outcome.Questions.Count > 0)
            return new(classification, tier, null, null, "", outcome.Questions is [var open, ..] ? open.Question : $"{classification} decides no tier. Which one is it?");
        if (outcome.Flags.Contains(fria.Flag))
            return new(classification, tier, true, outcome.Duties.FirstOrDefault(duty => pack.Obligations.Any(known => known.Id == duty.Id && known.Flags.Contains(fria.Flag)))?.From,
                $"{classification} says: {rule?.Title ?? fria.Title}{(stale.Count > 0 ? $" (it no longer fits: {string.Join("; ", stale)})" : "")}", "");
        return stale.Count > 0 ? new(classification, tier, null, null, "", $"{classification} no longer fits: {string.Join("; ", stale)}. What does the next one say?")
            : new(classification, tier, false, null, $"{classification} is {tier} and raises no duty of this kind", "");
    }

    private static ClassifiedAs Unknown(string question) => new(null, "", null, null, "", question);
}
