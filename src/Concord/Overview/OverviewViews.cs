using Concord.Actions;
using Concord.Controls;
using Concord.Journal;
using Concord.Links;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Overview;

/// <param name="SystemRef">The system whose signal it is about; of what several reached, the first in the order of the overview.</param>
internal sealed record WhatHappened(DateTimeOffset At, string Act, string Subject, string Detail, string SystemRef);

/// <param name="Systems">The worst first.</param>
/// <param name="OldestSignalDays">Days since the oldest open signal was raised; null without one.</param>
/// <param name="RunsToday">Monitors that ran on the day of the overview, of those that are active.</param>
/// <param name="ActiveSeries">Metrics that are computed elsewhere and pushed.</param>
internal sealed record OverviewFacts(
    string Organisation, string DemoNote, DateTimeOffset AsOf, IReadOnlyList<SystemStanding> Systems, int OpenSignals, int? OldestSignalDays, int OverdueNonconformities, int OpenNonconformities,
    int ActiveMonitors, int RunsToday, int ActiveSeries, IReadOnlyList<WhatHappened> Happened, IReadOnlyList<GroupReadiness> Readiness);

/// <summary>The first page: which systems are out of bounds, since when, how sure, and what happened because of it.</summary>
internal sealed class OverviewViews(ConcordDb db, Standings standings, RequirementViews requirements, StandardsLibrary standards)
{
    private static readonly string[] Telling =
        ["signal.raised", "signal.closed", "signal.closure-proposed", "risk.reopened", "nonconformity.opened", "nonconformity.verified", "requirement.derived", "incident.recorded"];

    /// <summary>Of so many systems the page tells what happened.</summary>
    private const int MostTold = 5;

    public async Task<OverviewFacts> Show(CancellationToken stop)
    {
        var organisation = await db.Set<OrganisationUnit>().AsNoTracking().Where(unit => unit.ParentId == null).OrderBy(unit => unit.Ref).FirstOrDefaultAsync(stop);
        var systems = SystemStanding.WorstFirst(await standings.Of(null, stop));
        var open = systems.SelectMany(system => system.Signals).ToList();
        var nonconformities = await db.Set<Nonconformity>().AsNoTracking().Where(nc => nc.State != NonconformityState.ClosedEffective).Select(nc => nc.DueOn).ToListAsync(stop);
        var midnight = new DateTimeOffset(db.Now.UtcDateTime.Date, TimeSpan.Zero);
        var active = await db.Set<Concord.Monitoring.Monitor>().CountAsync(monitor => monitor.State == MonitorState.Active, stop);
        var ran = await db.Set<MonitorRun>().Where(run => run.StartedAt >= midnight && run.State == RunState.Done).Select(run => run.MonitorId).Distinct().CountAsync(stop);
        var series = await db.Set<MetricSeries>().CountAsync(one => one.State == SeriesState.Active, stop);
        return new(organisation?.Name ?? "", organisation?.DemoNote ?? "", db.Now, systems, open.Count,
            open.Count == 0 ? null : (int)(db.Now - open.Min(signal => signal.RaisedAt)).TotalDays,
            nonconformities.Count(due => due < db.Today), nonconformities.Count, active, ran, series, await Happened(systems, stop), await Readiness(stop));
    }

    /// <summary>The newest telling entries on visible signals and on what these reached, newest first. The journal itself knows no units.</summary>
    private async Task<IReadOnlyList<WhatHappened>> Happened(IReadOnlyList<SystemStanding> systems, CancellationToken stop)
    {
        var told = systems.Where(system => system.Signals.Count > 0).Take(MostTold).ToList();
        var signals = told.SelectMany(system => system.Signals).Select(signal => signal.Ref).ToList();
        if (signals.Count == 0) return [];
        var links = await db.Set<Link>().AsNoTracking().Where(link => signals.Contains(link.From)).Select(link => new { link.From, link.To }).ToListAsync(stop);
        var reached = links.ToLookup(link => link.From, link => link.To, StringComparer.Ordinal);
        var systemOf = new Dictionary<string, (string Ref, DateTimeOffset Since)>(StringComparer.Ordinal);
        foreach (var system in told)
        {
            foreach (var subject in system.Signals.SelectMany(signal => reached[signal.Ref].Prepend(signal.Ref)))
                systemOf.TryAdd(subject, (system.Ref, system.Signals.Min(signal => signal.RaisedAt)));
        }

        var subjects = systemOf.Keys.ToList();
        var entries = await db.Set<JournalEntry>().AsNoTracking().Where(entry => Telling.Contains(entry.Act) && subjects.Contains(entry.Subject))
            .OrderByDescending(entry => entry.Sequence).Take(400).Select(entry => new { entry.At, entry.Act, entry.Subject, entry.Detail }).ToListAsync(stop);
        // What befell a reached record before the first of the signals did not happen because of them.
        return [.. entries.Where(entry => entry.At >= systemOf[entry.Subject].Since).Select(entry => new WhatHappened(entry.At, entry.Act, entry.Subject, entry.Detail, systemOf[entry.Subject].Ref))];
    }

    /// <summary>Of the newest edition of the standard for AI management systems: the one this organisation builds.</summary>
    private async Task<IReadOnlyList<GroupReadiness>> Readiness(CancellationToken stop) =>
        await requirements.Readiness((standards.Editions.LastOrDefault(edition => edition.Prefix == "ISO42001") ?? standards.Editions[0]).Key, stop);
}
