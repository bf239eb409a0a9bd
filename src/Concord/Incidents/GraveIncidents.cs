using Concord.Impacts;
using Concord.Incidents.Clocks;
using Concord.Risks;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents;

/// <summary>
/// A grave incident of a system speaks against what was judged of it before: the impact assessment no longer fits, and its risks are to be assessed anew. A step of
/// the act by which it becomes grave, or graver; a near miss counts too, because what nearly happened can happen.
/// </summary>
internal sealed class GraveIncidents(ConcordDb db, ClockLibrary library, ImpactStaleness impacts, RiskReassessment reassessment)
{
    public bool IsSerious(string fact) => library.DemandFact(fact).IsSerious;

    /// <summary>Does nothing where the incident is not grave or names no system.</summary>
    public async Task Reach(Work work, Incident incident, CancellationToken stop)
    {
        if (incident.SystemRef.Length == 0 || !incident.IsGrave(library.Facts.Where(fact => fact.IsSerious).Select(fact => fact.Key))) return;
        // Whoever handles it need not see the system and all of its risks. What it is about stays with those who see it: others may read the assessment.
        using var everything = db.SeeEverything();
        await impacts.Mark(work, incident.SystemRef, $"{incident.Ref}, a grave incident, is on record", stop);
        foreach (var risk in await db.Set<Risk>().AsNoTracking().Where(risk => risk.SystemRef == incident.SystemRef && risk.State != RiskState.Closed).OrderBy(risk => risk.Ref).ToListAsync(stop))
            await reassessment.Ask(work, risk, $"{incident.Ref} was reported", incident.Ref, stop);
    }
}
