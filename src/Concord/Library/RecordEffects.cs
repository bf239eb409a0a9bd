using System.Globalization;
using Concord.Actions;
using Concord.Controls;
using Concord.Documents;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Risks;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Library;

/// <summary>Records that name something the other library does not have, or whose level it calls otherwise. Only what the reader may see is named; the rest is counted.</summary>
internal sealed class RecordEffects(ConcordDb db, LibraryPair pair)
{
    public int Hidden { get; private set; }

    public async Task<IReadOnlyList<LibraryEffect>> All(CancellationToken stop) =>
        [.. await Controls(stop), .. await Documents(stop), .. await Actions(stop), .. await Risks(stop), .. await Series(stop), .. await Evidence(stop)];

    private async Task<IEnumerable<LibraryEffect>> Controls(CancellationToken stop)
    {
        var controls = await db.Set<AppliedControl>().IgnoreQueryFilters().AsNoTracking().OrderBy(control => control.Ref).ToListAsync(stop);
        var found = Seen(controls.Select(control => (control.UnitId, Record: control, Gone: control.Requirements.Where(pair.IsGone).ToList(), Metrics: control.Metrics.Where(IsGoneMetric).ToList()))
            .Where(one => one.Gone.Count + one.Metrics.Count > 0), one => one.UnitId);
        var names = await db.NamesOf(found.Select(one => one.Record.OwnerId), stop);
        return found.SelectMany(one => new[]
        {
            one.Gone.Count == 0 ? null : new LibraryEffect(EffectArea.Control, one.Record.Ref, one.Record.Title, $"answers {Named(one.Gone)}, which {Are(one.Gone)} gone; {Left(one.Record.Requirements.Count - one.Gone.Count)}", names.Of(one.Record.OwnerId)),
            one.Metrics.Count == 0 ? null : new LibraryEffect(EffectArea.Metric, one.Record.Ref, one.Record.Title, $"is backed by the metric {string.Join(", ", one.Metrics)}, which {Are(one.Metrics)} gone", names.Of(one.Record.OwnerId)),
        }.OfType<LibraryEffect>());
    }

    private async Task<IEnumerable<LibraryEffect>> Documents(CancellationToken stop)
    {
        var documents = await db.Set<Document>().IgnoreQueryFilters().AsNoTracking().Where(document => document.Requirements.Count > 0).OrderBy(document => document.Ref)
            .Select(document => new { document.Ref, document.UnitId, document.Title, document.OwnerId, document.Requirements }).ToListAsync(stop);
        var found = Seen(documents.Select(document => (document.UnitId, Record: document, Gone: document.Requirements.Where(pair.IsGone).ToList())).Where(one => one.Gone.Count > 0), one => one.UnitId);
        var names = await db.NamesOf(found.Select(one => one.Record.OwnerId), stop);
        return found.Select(one => new LibraryEffect(EffectArea.Document, one.Record.Ref, one.Record.Title, $"answers {Named(one.Gone)}, which {Are(one.Gone)} gone", names.Of(one.Record.OwnerId)));
    }

    /// <summary>What has ended is history and names what it was done for.</summary>
    private async Task<IEnumerable<LibraryEffect>> Actions(CancellationToken stop)
    {
        var actions = await db.Set<PlannedAction>().IgnoreQueryFilters().AsNoTracking()
            .Where(action => (action.State == ActionState.Proposed || action.State == ActionState.Open) && action.Requirements.Count > 0).OrderBy(action => action.Ref)
            .Select(action => new { action.Ref, action.UnitId, action.Title, action.OwnerId, action.Requirements }).ToListAsync(stop);
        var found = Seen(actions.Select(action => (action.UnitId, Record: action, Gone: action.Requirements.Where(pair.IsGone).ToList())).Where(one => one.Gone.Count > 0), one => one.UnitId);
        var names = await db.NamesOf(found.Select(one => one.Record.OwnerId), stop);
        return found.Select(one => new LibraryEffect(EffectArea.Action, one.Record.Ref, one.Record.Title, $"serves {Named(one.Gone)}, which {Are(one.Gone)} gone; {(one.Gone.Count == one.Record.Requirements.Count ? "nothing is left that asks for it" : "others still ask for it")}", names.Of(one.Record.OwnerId)));
    }

    private async Task<IEnumerable<LibraryEffect>> Risks(CancellationToken stop)
    {
        var risks = await db.Set<Risk>().IgnoreQueryFilters().AsNoTracking().Where(risk => risk.State != RiskState.Closed).OrderBy(risk => risk.Ref).ToListAsync(stop);
        var tiers = await db.Set<AiSystem>().IgnoreQueryFilters().AsNoTracking().ToDictionaryAsync(system => system.Ref, system => system.RiskClass, StringComparer.Ordinal, stop);
        var found = Seen(risks.Select(risk => (risk.UnitId, Record: risk, Says: Otherwise(risk, risk.SystemRef is { } system && tiers.TryGetValue(system, out var tier) ? tier : null))).Where(one => one.Says.Length > 0), one => one.UnitId);
        var names = await db.NamesOf(found.Select(one => (PersonId?)one.Record.OwnerId), stop);
        return found.Select(one => new LibraryEffect(EffectArea.Risk, one.Record.Ref, one.Record.Title, one.Says, names.Of(one.Record.OwnerId)));
    }

    private string Otherwise(Risk risk, RiskClass? tier)
    {
        var (was, now) = (Band(pair.Before, risk.Current, tier), Band(pair.After, risk.Current, tier));
        string?[] parts =
        [
            pair.Before.FindRisk(risk.CatalogueId) is not null && pair.After.FindRisk(risk.CatalogueId) is null ? $"names {risk.CatalogueId} of the risk catalogue, which is gone" : null,
            was == now ? null : $"its present level {was} → {now}",
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string Band(Standards.StandardsLibrary library, RiskLevel? level, RiskClass? tier) => RiskBands.Of(library.Criteria, level, tier) is { } banded
        ? string.Create(CultureInfo.InvariantCulture, $"{banded.Score} {banded.Band}, accepted by {banded.Approver}") : "none";

    private async Task<IEnumerable<LibraryEffect>> Series(CancellationToken stop)
    {
        var series = await db.Set<MetricSeries>().IgnoreQueryFilters().AsNoTracking().OrderBy(one => one.Ref).Select(one => new { one.Ref, one.UnitId, one.Title, one.Metric, one.DefinedBy }).ToListAsync(stop);
        var found = Seen(series.Where(one => IsGoneMetric(one.Metric)), one => one.UnitId);
        var names = await db.NamesOf(found.Select(one => one.DefinedBy), stop);
        return found.Select(one => new LibraryEffect(EffectArea.Metric, one.Ref, one.Title, $"follows the metric {one.Metric}, which is gone; its figures stay, and it is a metric of your own now", names.Of(one.DefinedBy)));
    }

    /// <summary>Evidence keeps the last day it was given: only what is recorded from now on counts otherwise.</summary>
    private async Task<IEnumerable<LibraryEffect>> Evidence(CancellationToken stop)
    {
        var (before, after) = (pair.Before.EvidenceValidity.Days, pair.After.EvidenceValidity.Days);
        var changed = before.Keys.Where(kind => after.GetValueOrDefault(kind) != before[kind]).Order(StringComparer.Ordinal).ToList();
        if (changed.Count == 0) return [];
        var counts = await db.Set<Controls.Evidence>().IgnoreQueryFilters().Where(evidence => changed.Contains(evidence.Kind)).GroupBy(evidence => evidence.Kind).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, stop);
        return changed.Where(counts.ContainsKey).Select(kind => new LibraryEffect(EffectArea.Evidence, kind, kind.Replace('_', ' '), string.Create(CultureInfo.InvariantCulture,
            $"{(after.TryGetValue(kind, out var days) ? $"counts {before[kind]} → {days} days when it is recorded from now on" : "can no longer be recorded")}; the {counts[kind]} recorded so far {(counts[kind] == 1 ? "keeps its" : "keep their")} last day")));
    }

    private bool IsGoneMetric(string metric) => pair.Before.FindMetric(metric) is not null && pair.After.FindMetric(metric) is null;

    private List<T> Seen<T>(IEnumerable<T> found, Func<T, OrganisationUnitId> unit)
    {
        var all = found.ToList();
        var seen = all.Where(one => db.SeesAll || db.VisibleUnits.Contains(unit(one))).ToList();
        Hidden += all.Count - seen.Count;
        return seen;
    }

    private string Named(IEnumerable<string> keys) => string.Join(", ", keys.Select(key => $"{key} {pair.TitleOf(key)}".Trim()));

    private static string Are(IReadOnlyList<string> keys) => keys.Count == 1 ? "is" : "are";

    private static string Left(int count) => count == 0 ? "it answers nothing else" : string.Create(CultureInfo.InvariantCulture, $"it answers {count} other{(count == 1 ? "" : "s")}");
}
