using Concord.Controls;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <summary>Which applied controls fit a risk, so that a form can offer them: they watch what indicates it, or answer what its catalogue entry asks for.</summary>
internal sealed class RiskControlViews(ConcordDb db, RiskSight sight)
{
    private const int Most = 30;

    public async Task<IReadOnlyList<ControlSight>> Fitting(RiskDetail risk, CancellationToken stop)
    {
        var controls = await db.Set<AppliedControl>().AsNoTracking().ToListAsync(stop);
        var unit = risk.Line.SystemRef is { } system ? await db.Set<AiSystem>().Where(known => known.Ref == system).Select(known => known.UnitId).FirstOrDefaultAsync(stop) : risk.Line.UnitId;
        var over = (await UnitTree.Read(db, stop)).UpFrom(unit);
        var named = risk.File!.Grounds.Controls.Select(control => control.Ref).Concat(risk.File.Treatments.Take(1).SelectMany(one => one.Controls).Select(control => control.Ref)).ToHashSet(StringComparer.Ordinal);
        var fitting = controls.Where(control => named.Contains(control.Ref) || (Applies(control) && Answers(control) > 0))
            .OrderByDescending(control => named.Contains(control.Ref)).ThenByDescending(Answers).ThenBy(control => control.Ref, StringComparer.Ordinal).Take(Most).Select(control => control.Ref).ToList();
        return [.. (await sight.Controls(risk.Line.SystemRef, fitting, stop)).OrderBy(control => fitting.IndexOf(control.Ref))];

        bool Applies(AppliedControl control) => risk.Line.SystemRef is { } of ? control.AppliesTo(of, over) : control.SystemRefs.Count == 0 && over.Contains(control.UnitId);
        int Answers(AppliedControl control) => control.Metrics.Intersect(risk.Indicators, StringComparer.Ordinal).Count() + control.Requirements.Intersect(risk.Requirements, StringComparer.Ordinal).Count();
    }
}
