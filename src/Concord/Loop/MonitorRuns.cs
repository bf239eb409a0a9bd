using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>What a run did.</summary>
/// <param name="Judged">Windows whose figures stood and were judged by a new policy.</param>
internal sealed record RunResult(string Run, string Monitor, string System, int Computed, int Judged, int Unchanged, IReadOnlyList<string> Raised, IReadOnlyList<string> Followed, IReadOnlyList<string> ProposedForClosure)
{
    /// <summary>Windows that keep older figures, because rows of theirs were deleted on schedule before reference or definition changed.</summary>
    public int Lost { get; init; }
}

/// <summary>
/// A run of a monitor, in this order: take the lease; seal what waits in the inbox; find the windows whose inputs changed; compute those and no others; let the signals
/// follow; derive the states that rest on them. Every window is committed by itself, so that a run that was stopped goes on where it was.
/// </summary>
internal sealed class MonitorRuns(ConcordDb db, Leases leases, PoliciesInForce policies, WindowComputing computing, SignalFollowing following, InboxSealing sealing)
{
    public async Task<RunResult> Run(string monitorRef, RunTrigger trigger, DateTimeOffset? due, Actor actor, CancellationToken stop)
    {
        var monitor = await db.Set<Concord.Monitoring.Monitor>().Include(m => m.References).SingleOrDefaultAsync(m => m.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor", monitorRef);
        actor.Demand(Permission.RunMonitor, monitor.UnitId);
        using var everything = db.SeeEverything();
        if (monitor.State == MonitorState.Stopped) throw new RuleViolation("RUN-STOPPED", $"{monitor.Ref} is stopped.");
        if (monitor.InForce is not { } reference) throw new RuleViolation("RUN-NO-REFERENCE", $"{monitor.Ref} has no frozen reference. Freeze one first.");
        await using var lease = await leases.TryTake($"monitor {monitor.Ref}", stop)
            ?? throw new RuleViolation("RUN-BUSY", $"{monitor.Ref} is being run by another process right now. Wait for it to finish.");
        var system = await db.Set<AiSystem>().Where(s => s.Id == monitor.SystemId).Select(s => s.Ref).SingleAsync(stop);
        var run = await Start(monitor, trigger, due, actor, stop);
        try
        {
            await sealing.Seal(monitor.ModelVersionId, stop);
            // A policy that comes into force while a run goes on is the next run's: all windows and signals of one run are judged by one.
            var policy = await policies.For(monitor.SystemId, stop);
            var (computed, judged, unchanged, lost) = await computing.Compute(monitor, reference, run, policy, actor, lease.Renew, stop);
            var changes = await following.Follow(monitor, reference, policy, stop);
            await Finish(run.Id, actor, r => r.Finish(computed + judged, unchanged, db.Now), string.Create(CultureInfo.InvariantCulture,
                $"{monitor.Ref}: {MeasureWords.Plural(computed, "window")} computed, {(judged > 0 ? $"{judged} judged again by policy {policy.Version}, " : "")}{unchanged} unchanged, {(lost > 0 ? $"{lost} keep older figures because rows were deleted, " : "")}{MeasureWords.Plural(changes.Raised.Count, "signal")} raised, {changes.Followed.Count} followed, {changes.ProposedForClosure.Count} proposed for closing"), stop);
            return new(run.Ref, monitor.Ref, system, computed, judged, unchanged, changes.Raised, changes.Followed, changes.ProposedForClosure) { Lost = lost };
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            db.ChangeTracker.Clear();
            await Finish(run.Id, actor, r => r.Fail(Told(problem), db.Now), $"{monitor.Ref}: stopped by a problem; what was computed is kept, and the next run tries again", CancellationToken.None);
            throw;
        }
    }

    /// <summary>A refusal is written for people. What another fault says may name paths and values of rows, which no page shows.</summary>
    private static string Told(Exception problem) => problem is RuleViolation refused ? refused.Message : "A fault nobody foresaw; the log of the server names it.";

    private async Task<MonitorRun> Start(Concord.Monitoring.Monitor monitor, RunTrigger trigger, DateTimeOffset? due, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        if (due is not null && await db.Set<MonitorRun>().SingleOrDefaultAsync(r => r.MonitorId == monitor.Id && r.Due == due, stop) is { } known)
        {
            if (known.State != RunState.Running) throw new RuleViolation("RUN-ANSWERED", $"{known.Ref} already answers the schedule of {due:yyyy-MM-dd HH:mm}.");
            known.TakeUp(db.Now); // Its process died: the lease was free.
            work.Note("run.taken-up", known.Ref, $"{monitor.Ref}: the process that ran it ended; what it had computed is kept");
            await work.Commit(stop);
            return known;
        }
        // The lease is ours, so whoever had begun a run before no longer works on it.
        foreach (var lost in await db.Set<MonitorRun>().Where(r => r.MonitorId == monitor.Id && r.State == RunState.Running).ToListAsync(stop))
        {
            lost.Fail("Its process ended before it did; what it had computed is kept.", db.Now);
            work.Note("run.lost", lost.Ref, $"{monitor.Ref}: the process that ran it ended; what it had computed is kept");
        }
        var run = new MonitorRun(await work.NextRef("RUN", stop), monitor, trigger, due, db.Now);
        db.Add(run);
        work.Note("run.started", run.Ref, $"{monitor.Ref}, by {Words.Of(trigger)}");
        await work.Commit(stop);
        return run;
    }

    private async Task Finish(MonitorRunId id, Actor actor, Action<MonitorRun> finish, string told, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var run = await db.Set<MonitorRun>().SingleAsync(r => r.Id == id, stop);
        finish(run);
        work.Note("run.finished", run.Ref, told);
        await work.Commit(stop);
    }
}
