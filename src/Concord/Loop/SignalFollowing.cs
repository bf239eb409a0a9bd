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
internal sealed class SignalFollowing(ConcordDb db, Consequences consequences, ControlEvidence evidence, DerivationRun derivation, MonitoringPolicy policy)
{
    public async Task<SignalChanges> Follow(Concord.Monitoring.Monitor monitor, FrozenReference reference, CancellationToken stop)
    {
        var system = await db.Set<AiSystem>().AsNoTracking().SingleAsync(s => s.Id == monitor.SystemId, stop);
        var windows = await db.Set<WindowComputation>().AsNoTracking().Where(w => w.MonitorId == monitor.Id && w.IsNewest && w.IsComplete).OrderBy(w => w.Start).ToListAsync(stop);
        var newest = await NewestSignals(monitor, stop);
        var (raised, followed, proposed) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var subject in Observations(reference, windows).GroupBy(observation => (observation.Kind, observation.Subject)))
        {
            var condition = Condition.Of([.. subject], policy.Persistence);
            var signal = newest.GetValueOrDefault(subject.Key);
            var from = new RaisedFrom(system, monitor, reference, windows.Find(window => window.Window == condition.Breach?.Window), policy);
            if (condition.Breach is { } breach && signal is not { IsOpen: true })
            {
                if (signal is null || IsNews(signal, from)) raised.Add(await Raise(from, subject.Key.Kind, subject.Key.Subject, breach, stop));
            }
            else if (condition.Breach is { } newer && await FollowOpen(signal!, from, newer, stop)) followed.Add(signal!.Ref);
            else if (condition.IsClean && signal is { IsOpen: true } && await ProposeClosure(signal, windows[^1], stop)) proposed.Add(signal.Ref);
        }
        await evidence.Record(monitor, reference, windows.LastOrDefault(), system, stop);
        return new(raised, followed, proposed);
    }

    private async Task<Dictionary<(SignalKind Kind, string Subject), Signal>> NewestSignals(Concord.Monitoring.Monitor monitor, CancellationToken stop) =>
        (await db.Set<Signal>().Where(signal => signal.MonitorId == monitor.Id).OrderByDescending(signal => signal.RaisedAt).ThenByDescending(signal => signal.Ref).ToListAsync(stop))
            .DistinctBy(signal => (signal.Kind, signal.Subject)).ToDictionary(signal => (signal.Kind, signal.Subject));

    /// <summary>The reference, where it was judged, then the complete windows in order of time.</summary>
    private static IEnumerable<Observation> Observations(FrozenReference reference, IEnumerable<WindowComputation> windows) =>
        ReferenceMeasurement.FromJson(reference.Measures).Fairness.Where(fairness => fairness.DecidedBy.IsBreach)
            .Select(fairness => Observation.Of(MeasureKind.Fairness, fairness.Attribute, Condition.ReferenceWindow, fairness.DecidedBy))
            .Concat(windows.SelectMany(window => WindowMeasurement.FromJson(window.Measures).Judgements()
                .Select(judged => Observation.Of(judged.Kind, judged.Subject, window.Window, judged.Judgement))));

    /// <summary>What a person closed stays closed until something is measured that was not known then.</summary>
    private static bool IsNews(Signal closed, RaisedFrom from) =>
        from.Computation is { } computation ? computation.ComputedAt > closed.ClosedAt : from.Reference.FrozenAt > closed.ClosedAt;

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

    private async Task<bool> ProposeClosure(Signal signal, WindowComputation newest, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        if (!signal.ProposeClosure(db.Now)) return false;
        work.Note("signal.closure-proposed", signal.Ref, $"{policy.Persistence.Clear} clean windows, the newest is {newest.Window}");
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
