using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>One thing a breached metric reaches, and whether by default or because a person said so.</summary>
internal sealed record ReachedRef(string Metric, LinkTarget Target, string Ref, string Title, bool IsDefault, bool IsRemoved = false);

/// <summary>
/// What the breach of a metric reaches. Risks: those of the system whose catalogue entry names the metric. Applied controls: those of the
/// system, or of its whole unit or one above, that list it, once they are in effect. Requirements: those of the controls, else of the catalogue entry. People add and take away.
/// </summary>
internal sealed class Reach(ConcordDb db, StandardsLibrary standards)
{
    public async Task<IReadOnlyList<Risk>> Risks(Watched source, string systemRef, string metric, CancellationToken stop)
    {
        var changes = await Changes(source, metric, LinkTarget.Risk, stop);
        var entries = standards.RisksIndicatedBy(metric).Select(entry => entry.Id).ToList();
        var added = changes.Where(change => !change.IsRemoval).Select(change => change.TargetRef).ToList();
        var removed = changes.Where(change => change.IsRemoval).Select(change => change.TargetRef).ToList();
        return await db.Set<Risk>()
            .Where(risk => (risk.SystemRef == systemRef && entries.Contains(risk.CatalogueId) && !removed.Contains(risk.Ref)) || added.Contains(risk.Ref))
            .OrderBy(risk => risk.Ref).ToListAsync(stop);
    }

    public async Task<IReadOnlyList<AppliedControl>> Controls(Watched source, string systemRef, string metric, CancellationToken stop)
    {
        var units = await UnitsOver(systemRef, stop);
        var changes = await Changes(source, metric, LinkTarget.Control, stop);
        var added = changes.Where(change => !change.IsRemoval).Select(change => change.TargetRef).ToList();
        var removed = changes.Where(change => change.IsRemoval).Select(change => change.TargetRef).ToList();
        var listing = await db.Set<AppliedControl>()
            .Where(control => (control.Status == ControlStatus.Applied && control.Metrics.Contains(metric) && !removed.Contains(control.Ref)) || added.Contains(control.Ref))
            .OrderBy(control => control.Ref).ToListAsync(stop);
        return [.. listing.Where(control => control.AppliesTo(systemRef, units) || added.Contains(control.Ref))];
    }

    /// <summary>Controls that any of these metrics backs.</summary>
    public async Task<IReadOnlyList<AppliedControl>> BackedControls(Watched source, string systemRef, IEnumerable<string> metrics, CancellationToken stop)
    {
        var backed = new Dictionary<string, AppliedControl>(StringComparer.Ordinal);
        foreach (var metric in metrics)
            foreach (var control in await Controls(source, systemRef, metric, stop)) backed[control.Ref] = control;
        return [.. backed.Values.OrderBy(control => control.Ref, StringComparer.Ordinal)];
    }

    /// <summary>The entry from which a risk is opened when the system has none that the metric indicates; null when the catalogue has none either.</summary>
    public CatalogueRisk? FirstEntry(string metric) => standards.RisksIndicatedBy(metric).FirstOrDefault();

    public IReadOnlyList<string> Requirements(IReadOnlyList<AppliedControl> controls, string metric) => controls.Count > 0
        ? [.. controls.SelectMany(control => control.Requirements).Distinct(StringComparer.Ordinal)]
        : FirstEntry(metric)?.RequirementKeys ?? [];

    /// <summary>For the monitor's page: every link of every metric the loop uses, defaults shown as defaults, removed ones struck out.</summary>
    public async Task<IReadOnlyList<ReachedRef>> Overview(Concord.Monitoring.Monitor monitor, CancellationToken stop)
    {
        var systemRef = await db.Set<AiSystem>().Where(system => system.Id == monitor.SystemId).Select(system => system.Ref).SingleAsync(stop);
        var units = await UnitsOver(systemRef, stop);
        var changes = await db.Set<MonitorLink>().AsNoTracking().Where(link => link.MonitorId == monitor.Id).ToListAsync(stop);
        var risks = await db.Set<Risk>().AsNoTracking().Select(risk => new { risk.Ref, risk.Title, risk.SystemRef, risk.CatalogueId }).ToListAsync(stop);
        var controls = await db.Set<AppliedControl>().AsNoTracking().Where(control => control.Metrics.Count > 0 || control.SystemRefs.Contains(systemRef)).ToListAsync(stop);
        var reached = new List<ReachedRef>();
        foreach (var metric in LoopMetrics.All)
        {
            var entries = standards.RisksIndicatedBy(metric).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            bool Removed(LinkTarget target, string reference) => changes.Any(change => change.IsRemoval && change.Metric == metric && change.Target == target && change.TargetRef == reference);
            reached.AddRange(risks.Where(risk => risk.SystemRef == systemRef && entries.Contains(risk.CatalogueId))
                .Select(risk => new ReachedRef(metric, LinkTarget.Risk, risk.Ref, risk.Title, IsDefault: true, Removed(LinkTarget.Risk, risk.Ref))));
            reached.AddRange(controls.Where(control => control.Status == ControlStatus.Applied && control.AppliesTo(systemRef, units) && control.Metrics.Contains(metric))
                .Select(control => new ReachedRef(metric, LinkTarget.Control, control.Ref, control.Title, IsDefault: true, Removed(LinkTarget.Control, control.Ref))));
            reached.AddRange(changes.Where(change => !change.IsRemoval && change.Metric == metric && !reached.Exists(known => known.Metric == metric && known.Target == change.Target && known.Ref == change.TargetRef))
                .Select(change => new ReachedRef(metric, change.Target, change.TargetRef,
                    change.Target == LinkTarget.Risk ? risks.FirstOrDefault(risk => risk.Ref == change.TargetRef)?.Title ?? "" : controls.FirstOrDefault(control => control.Ref == change.TargetRef)?.Title ?? "",
                    IsDefault: false)));
        }
        return reached;
    }

    public async Task<IReadOnlyList<ReachedRef>> Overview(string monitorRef, CancellationToken stop) =>
        await Overview(await db.Set<Concord.Monitoring.Monitor>().AsNoTracking().SingleOrDefaultAsync(m => m.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor", monitorRef), stop);

    /// <summary>Adds a link, or takes a default away; undone by the opposite.</summary>
    public async Task Change(string monitorRef, string metric, LinkTarget target, string targetRef, bool remove, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var monitor = await db.Set<Concord.Monitoring.Monitor>().SingleOrDefaultAsync(m => m.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor", monitorRef);
        var by = actor.DemandPerson(Permission.EditMonitoring, monitor.UnitId);
        if (!LoopMetrics.All.Contains(metric)) throw new RuleViolation("LINK-METRIC", $"Choose one of the metrics a monitor measures: {string.Join(", ", LoopMetrics.All)}.");
        await DemandTarget(target, targetRef, stop);
        var known = await db.Set<MonitorLink>().SingleOrDefaultAsync(link => link.MonitorId == monitor.Id && link.Metric == metric && link.Target == target && link.TargetRef == targetRef, stop);
        if (known is not null && known.IsRemoval == remove) throw new RuleViolation("LINK-KNOWN", $"{targetRef} is already {(remove ? "taken away" : "linked")}.");
        if (known is not null) db.Remove(known);
        else db.Add(new MonitorLink(monitor, metric, target, targetRef, remove, by, db.Now));
        work.Note(remove ? "monitor.link-removed" : "monitor.link-added", monitor.Ref, $"{metric}: {Words.Of(target)} {targetRef}");
        await work.Commit(stop);
    }

    private async Task<IReadOnlySet<OrganisationUnitId>> UnitsOver(string systemRef, CancellationToken stop) =>
        (await UnitTree.Read(db, stop)).UpFrom(await db.Set<AiSystem>().Where(system => system.Ref == systemRef).Select(system => system.UnitId).SingleAsync(stop));

    private async Task DemandTarget(LinkTarget target, string reference, CancellationToken stop)
    {
        var exists = target == LinkTarget.Risk
            ? await db.Set<Risk>().AnyAsync(risk => risk.Ref == reference, stop)
            : await db.Set<AppliedControl>().AnyAsync(control => control.Ref == reference, stop);
        if (!exists) throw Refusal.Missing(Words.Of(target), reference);
    }

    private Task<List<MonitorLink>> Changes(Watched source, string metric, LinkTarget target, CancellationToken stop) =>
        db.Set<MonitorLink>().AsNoTracking().Where(link => link.MonitorId == source.MonitorId && link.Metric == metric && link.Target == target).ToListAsync(stop);
}

/// <summary>The metrics whose limits a monitor checks.</summary>
internal static class LoopMetrics
{
    public static readonly IReadOnlyList<string> All =
    [
        Metric.PsiFeature, Metric.PsiScore, Metric.PerformanceDrop, Metric.ImpactRatio, Metric.EqualOpportunityDifference, Metric.MissingRate,
        Metric.NewCategoryRate, Metric.UnitChange, Metric.OutOfRangeRate, Metric.ConstantFeature, Metric.ZeroShare, Metric.LostCategoryRate, Metric.TypeChange,
        Metric.DuplicateRate, Metric.RequestRate, Metric.DataFreshness,
    ];
}
