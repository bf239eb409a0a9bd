using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Impacts;

/// <summary>
/// A system whose classification demands it, or whose screening says so, is approved and operated only with an assessment in force that does not say stop.
/// One that is stale yields to a reason: what runs must not fall still because the paper is late, but somebody says so by name. So does one that is missing where
/// the class is only declared: a claim forbids nothing, but nobody goes live past it in silence.
/// </summary>
internal sealed class ImpactGuard(ConcordDb db, ImpactMethod method) : ILifeCycleCheck
{
    public async Task<Hindrance?> Against(AiSystem system, LifeCycle to, CancellationToken stop)
    {
        if (!AiSystem.IsUse(to)) return null;
        // The guard must see what the mover may not: an assessment of the same system has the same unit, so nothing is told that is hidden.
        var known = await db.Set<ImpactAssessment>().AsNoTracking().Where(each => each.SystemId == system.Id && (each.State == ImpactState.Draft || each.State == ImpactState.InReview || each.State == ImpactState.InForce))
            .ToListAsync(stop);
        var inForce = known.Find(each => each.State == ImpactState.InForce);
        var open = known.Find(each => each.IsOpen);
        if (inForce is null)
        {
            if (Why(system, open) is { } why)
                return new("IMPACT-MISSING", $"{system.Ref} needs an impact assessment in force before it is {Words.Of(to)}, because {why}. {(open is null ? "Begin one on its page." : $"{open.Ref} is {Words.Of(open.State)}: {(open.State == ImpactState.Draft ? "complete it, submit it and have it approved" : "have it approved")}.")}");
            return to == LifeCycle.InOperation && method.Requires(Words.Of(system.RiskClass))
                ? new("IMPACT-MISSING", $"{system.Ref} is declared {Words.Of(system.RiskClass)} and has no impact assessment in force.", YieldsToReason: true) : null;
        }
        if (inForce.Verdict == ImpactVerdict.Stop) return new("IMPACT-STOP", $"{inForce.Ref} says that {system.Ref} must not be used. Change the system, then have the next revision approved.");
        if (inForce.Depth == ImpactDepth.Light && method.Requires(system.ConfirmedClass()))
            return new("IMPACT-LIGHT", $"{inForce.Ref} is a light assessment, and a system classified as {system.ConfirmedClass()} needs a full one. Begin the next revision.");
        var stale = await db.Stale(inForce, system, stop);
        return stale.Count > 0 ? new("IMPACT-STALE", $"{inForce.Ref} no longer fits {system.Ref}: {string.Join("; ", stale)}.", YieldsToReason: true) : null;
    }

    /// <summary>Why one is demanded; null: none is.</summary>
    private string? Why(AiSystem system, ImpactAssessment? open)
    {
        if (method.Requires(system.ConfirmedClass())) return $"it is classified as {system.ConfirmedClass()}";
        if (open is null) return null;
        var screening = ImpactScreening.Of(method, open.Said, "");
        return screening.Depth == ImpactDepth.Full ? $"the screening of {open.Ref} says so ({screening.Because})" : null;
    }
}
