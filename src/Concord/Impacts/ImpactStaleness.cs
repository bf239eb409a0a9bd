using Concord.Foundation;
using Concord.Inventory;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Impacts;

/// <summary>Something happened: what is in force for the system, or waits for approval, has not seen it. A step of the act that tells of it.</summary>
internal sealed class ImpactStaleness(ConcordDb db)
{
    /// <param name="because">What happened, with the reference of the record that tells it: "signal SIG-0007: …".</param>
    /// <returns>References of the assessments that no longer fit; none where the system has none that is submitted. Marking twice for the same reason changes nothing.</returns>
    public async Task<IReadOnlyList<string>> Mark(Work work, string systemRef, string because, CancellationToken stop)
    {
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop) ?? throw Refusal.Missing("system", systemRef);
        var seen = await db.Set<ImpactAssessment>().AsNoTracking().Where(known => known.SystemId == system.Id && (known.State == ImpactState.InForce || known.State == ImpactState.InReview))
            .OrderBy(known => known.Ref).Select(known => new { known.Ref, known.SubmittedAt }).ToListAsync(stop);
        if (seen.Count == 0) return [];
        var mark = new ImpactMark(system, because, db.Now);
        var oldest = seen.Min(known => known.SubmittedAt);
        var known = db.Held<ImpactMark>().Where(one => one.SystemId == system.Id).Concat(await db.Set<ImpactMark>().AsNoTracking().Where(one => one.SystemId == system.Id && one.At >= oldest).ToListAsync(stop));
        if (!known.Any(one => one.Because == mark.Because && one.At >= oldest))
        {
            db.Add(mark);
            foreach (var assessment in seen) work.Note("impact.stale", assessment.Ref, mark.Because);
        }
        return [.. seen.Select(assessment => assessment.Ref)];
    }
}
