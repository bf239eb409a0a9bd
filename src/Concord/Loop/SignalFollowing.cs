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
/// Lets the signals of a monitor follow what its windows show now. Doing it twice changes nothing. No person decides it, so no person is
/// named with it.
/// </summary>
internal sealed class SignalFollowing(ConcordDb db, Consequences consequences, ControlEvidence evidence, DerivationRun derivation, PolicyChanges changes)
{
    public async Task<SignalChanges> Follow(Concord.Monitoring.Monitor monitor, FrozenReference reference, MonitoringPolicy policy, CancellationToken stop)
    {
        var system = await db.Set<AiSystem>().AsNoTracking().SingleAsync(s => s.Id == monitor.SystemId, stop);
        var windows = (await db.Set<WindowComputation>().AsNoTracking().Where(w => w.MonitorId == monitor.Id && w.IsNewest && w.IsComplete).OrderBy(w => w.Start).ToListAsync(stop))
            .ConvertAll(computation => new JudgedWindow(computation, WindowMeasurement.FromJson(computation.Measures)));
        var newest = await NewestSignals(monitor, stop);
        var change = await changes.Newest(monitor, reference, windows, policy, stop);
        var (raised, followed, proposed) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var (subject, condition) in PolicyChanges.Conditions(PolicyChanges.Reference(reference, policy), windows.Select(window => window.Measures), policy.Persistence))
        {
            var signal = newest.GetValueOrDefault(subject);
            var window = windows.Find(window => window.Computation.Window == condition.Breach?.Window);
            var from = new RaisedFrom(system, monitor, reference, window?.Computation, policy);
            if (condition.Breach is { } breach && signal is not { IsOpen: true })
            {
                var because = IsKnown(window, change) && change!.Broke(subject, breach) ? change : null;
                if (signal is null || IsNews(signal, from, window, because)) raised.Add(await Raise(@from with { Because = because }, subject.Kind, subject.Subject, breach, stop));
            }
            else if (condition.Breach is { } newer && await FollowOpen(signal!, from, newer, stop)) followed.Add(signal!.Ref);
            else if (condition.IsClean && signal is { IsOpen: true } && await ProposeClosure(signal, windows[^1].Computation, policy, stop)) proposed.Add(signal.Ref);
        }
        await evidence.Record(monitor, reference, windows.LastOrDefault()?.Computation, system, policy, stop);
        return new(raised, followed, proposed);
    }

    private async Task<Dictionary<(SignalKind Kind, string Subject), Signal>> NewestSignals(Concord.Monitoring.Monitor monitor, CancellationToken stop) =>
        (await db.Set<Signal>().Where(signal => signal.MonitorId == monitor.Id).OrderByDescending(signal => signal.RaisedAt).ThenByDescending(signal => signal.Ref).ToListAsync(stop))
            .DistinctBy(signal => (signal.Kind, signal.Subject)).ToDictionary(signal => (signal.Kind, signal.Subject));

    /// <summary>Whether the figures of a breach were known before the policy changed; those of the reference were.</summary>
    private static bool IsKnown(JudgedWindow? window, PolicyChange? change) => change is not null && (window is null || window.Measures.JudgedBy?.FiguresOf is not null);

    /// <summary>What a person closed stays closed until something is measured that was not known then, or a new policy says otherwise of what was known.</summary>
    private static bool IsNews(Signal closed, RaisedFrom from, JudgedWindow? window, PolicyChange? because) =>
        (window is { } judged ? judged.Measures.JudgedBy?.FiguresOf ?? judged.Computation.ComputedAt : from.Reference.FrozenAt) > closed.ClosedAt || because?.At > closed.ClosedAt;

    private async Task<string> Raise(RaisedFrom from, SignalKind kind, string subject, Breach breach, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        var signal = await consequences.Raise(work, from, kind, subject, breach, stop);
        await Derive(work, signal, stop);
        await work.Commit(stop);
        return signal.Ref;
    }

    private async Task<bool> FollowOpen(Signal signal, RaisedFrom from, Breach breach, CancellationToken stop)
    {
        var severity = signal.Severity;
        await using var work = await db.Begin(Actor.System, stop);
        if (!signal.Follow(breach)) return false;
        work.Note("signal.followed", signal.Ref, Consequences.Sentence(from.System.Ref, signal));
        if (signal.Severity != severity)
            await consequences.Freeze(work, from, signal, await db.Set<AppliedControl>().Where(control => control.FailingBecause.Contains(signal.Ref)).ToListAsync(stop), stop);
        await work.Commit(stop);
        return true;
    }

    private async Task<bool> ProposeClosure(Signal signal, WindowComputation newest, MonitoringPolicy policy, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        if (!signal.ProposeClosure(db.Now)) return false;
        work.Note("signal.closure-proposed", signal.Ref, $"{policy.Persistence.Clear} clean windows by policy {policy.Version}, the newest is {newest.Window}");
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
