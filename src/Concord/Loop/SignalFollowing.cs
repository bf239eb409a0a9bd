using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Links;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

internal sealed record SignalChanges(IReadOnlyList<string> Raised, IReadOnlyList<string> Followed, IReadOnlyList<string> ProposedForClosure);

/// <summary>
/// Lets the signals of a monitor or a series follow what its windows show now. Doing it twice changes nothing. No person decides it, so no
/// person is named with it.
/// </summary>
internal sealed class SignalFollowing(ConcordDb db, WatchedWindows watched, Consequences consequences, ControlEvidence evidence, DerivationRun derivation, PoliciesInForce policies, PolicyChanges changes)
{
    public async Task<SignalChanges> Follow(Concord.Monitoring.Monitor monitor, FrozenReference reference, MonitoringPolicy policy, CancellationToken stop)
    {
        var windows = await watched.Of(monitor, reference, policy, stop);
        var change = await changes.Newest(monitor, reference, [.. windows.Select(window => window.Measured).OfType<JudgedWindow>()], policy, stop);
        return await Follow(Watched.Of(monitor), windows, policy, change, stop);
    }

    public async Task<SignalChanges> Follow(MetricSeries series, CancellationToken stop)
    {
        var policy = await policies.For(series.SystemId, stop);
        return await Follow(Watched.Of(series), await watched.Of(series, policy, stop), policy, change: null, stop);
    }

    private async Task<SignalChanges> Follow(Watched source, IReadOnlyList<WatchedWindow> windows, MonitoringPolicy policy, PolicyChange? change, CancellationToken stop)
    {
        var system = await db.Set<AiSystem>().AsNoTracking().SingleAsync(s => s.Id == source.SystemId, stop);
        var byLabel = windows.ToDictionary(window => window.Window, StringComparer.Ordinal);
        var newest = await NewestSignals(source, stop);
        var (raised, followed, proposed) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var subject in windows.SelectMany(window => window.Observations()).GroupBy(observation => (observation.Kind, observation.Subject)))
        {
            var signal = newest.GetValueOrDefault(subject.Key);
            var condition = Condition.Of([.. subject], policy.Persistence, signal);
            var from = condition.Breach is null ? null : new RaisedFrom(system, source, byLabel[condition.Breach.Window], policy);
            if (condition.Breach is { } breach && signal is not { IsOpen: true })
            {
                var because = IsKnown(from!.Window, change) && change!.Broke(subject.Key, breach) ? change : null;
                if (signal is null || IsNews(signal, from.Window, because)) raised.Add(await Raise(@from with { Because = because }, subject.Key.Kind, subject.Key.Subject, breach, stop));
            }
            else if (condition.Breach is { } newer && await FollowOpen(signal!, from!, newer, stop)) followed.Add(signal!.Ref);
            else if (condition.CleanUpTo is { } upTo && signal is { IsOpen: true } && await ProposeClosure(signal, upTo, policy, stop)) proposed.Add(signal.Ref);
        }
        await evidence.Record(source, windows, system, stop);
        return new(raised, followed, proposed);
    }

    /// <summary>Whether the figures of a breach were known before the policy changed; those of the reference were.</summary>
    private static bool IsKnown(WatchedWindow window, PolicyChange? change) => change is not null && (window.Window == Condition.ReferenceWindow || window.Measured is { IsJudgedAgain: true });

    /// <summary>What a person closed stays closed until something is measured that was not known then, or a new policy says otherwise of what was known.</summary>
    private static bool IsNews(Signal closed, WatchedWindow window, PolicyChange? because) => window.KnownSince > closed.ClosedAt || because?.At > closed.ClosedAt;

    /// <summary>As they are stored: each act reads the one it changes again.</summary>
    private async Task<Dictionary<(SignalKind Kind, string Subject), Signal>> NewestSignals(Watched source, CancellationToken stop) =>
        (await db.Set<Signal>().AsNoTracking().Where(signal => signal.MonitorId == source.MonitorId && signal.SeriesId == source.SeriesId)
            .OrderByDescending(signal => signal.RaisedAt).ThenByDescending(signal => signal.Ref).ToListAsync(stop))
            .DistinctBy(signal => (signal.Kind, signal.Subject)).ToDictionary(signal => (signal.Kind, signal.Subject));

    private async Task<string> Raise(RaisedFrom from, SignalKind kind, string subject, Breach breach, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        var signal = await consequences.Raise(work, from, kind, subject, breach, stop);
        await Derive(work, signal, stop);
        await work.Commit(stop);
        return signal.Ref;
    }

    private async Task<bool> FollowOpen(Signal known, RaisedFrom from, Breach breach, CancellationToken stop)
    {
        // An act that changes nothing is not begun: giving it up would forget what others hold in memory.
        if (!known.Follow(breach)) return false;
        await using var work = await db.Begin(Actor.System, stop);
        var signal = await db.Set<Signal>().SingleAsync(signal => signal.Id == known.Id, stop);
        var severity = signal.Severity;
        if (!signal.Follow(breach)) return false;
        work.Note("signal.followed", signal.Ref, Consequences.Sentence(from.System.Ref, signal));
        if (signal.Severity != severity)
            await consequences.Freeze(work, from, signal, await db.Set<AppliedControl>().Where(control => control.FailingBecause.Contains(signal.Ref)).ToListAsync(stop), stop);
        await consequences.GoOn(work, from, signal, stop);
        await work.Commit(stop);
        return true;
    }

    private async Task<bool> ProposeClosure(Signal known, string upTo, MonitoringPolicy policy, CancellationToken stop)
    {
        if (!known.ProposeClosure(db.Now)) return false;
        await using var work = await db.Begin(Actor.System, stop);
        var signal = await db.Set<Signal>().SingleAsync(signal => signal.Id == known.Id, stop);
        if (!signal.ProposeClosure(db.Now)) return false;
        work.Note("signal.closure-proposed", signal.Ref, $"{policy.Persistence.Clear} clean windows by policy {policy.Version}, the newest is {upTo}");
        db.Add(new OutboxMessage("signal.closure-proposed", signal.Ref, "{}", db.Now));
        await work.Commit(stop);
        return true;
    }

    private async Task Derive(Work work, Signal signal, CancellationToken stop)
    {
        foreach (var change in await derivation.Run(work, stop))
            db.Add(new Link(signal.Ref, Relation.Requirement, change.Key, $"{Words.Of(change.Before)} → {Words.Of(change.After)}: {change.Because}", db.Now));
    }
}
