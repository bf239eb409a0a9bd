using Concord.Foundation;
using Concord.Monitoring;
using Concord.Storage;
using Cronos;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>A monitor whose schedule asks for a run that was not made yet.</summary>
internal sealed record DueMonitor(string Monitor, DateTimeOffset Due);

/// <summary>
/// What the schedule asks for. A moment of the schedule is answered once over all processes: the run that answers it carries the moment, and
/// the pair is unique. A run whose process died is taken up by the next one; what it had computed is on record.
/// </summary>
internal sealed class ScheduledRuns(ConcordDb db, MonitorRuns runs)
{
    /// <summary>A missed moment further back is not made up for: one run answers for all that came since.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(62);

    public async Task<IReadOnlyList<DueMonitor>> Due(CancellationToken stop)
    {
        var monitors = await db.Set<Concord.Monitoring.Monitor>().AsNoTracking().Where(monitor => monitor.State == MonitorState.Active)
            .Select(monitor => new
            {
                monitor.Ref,
                monitor.Schedule,
                Begun = monitor.References.Min(reference => reference.FrozenAt),
                Answered = db.Set<MonitorRun>().Where(run => run.MonitorId == monitor.Id && run.State != RunState.Running).Max(run => run.Due),
            }).ToListAsync(stop);
        return [.. monitors.Select(monitor => (monitor.Ref, Due: LastMoment(monitor.Schedule, monitor.Begun), monitor.Answered))
            .Where(monitor => monitor.Due is not null && (monitor.Answered is null || monitor.Due > monitor.Answered))
            .Select(monitor => new DueMonitor(monitor.Ref, monitor.Due!.Value))];
    }

    /// <returns>The result, or null when another process answers this moment.</returns>
    public async Task<RunResult?> Answer(DueMonitor due, CancellationToken stop)
    {
        try
        {
            return await runs.Run(due.Monitor, RunTrigger.Schedule, due.Due, Actor.System, stop);
        }
        catch (RuleViolation elsewhere) when (elsewhere.Code is "RUN-BUSY" or "RUN-ANSWERED" or "RUN-LOST")
        {
            return null;
        }
    }

    private DateTimeOffset? LastMoment(string schedule, DateTimeOffset begun)
    {
        var now = db.Now.UtcDateTime;
        var from = begun.UtcDateTime > now - Horizon ? begun.UtcDateTime : now - Horizon;
        if (from >= now) return null;
        var moments = CronExpression.Parse(schedule).GetOccurrences(from, now, fromInclusive: false, toInclusive: true).ToList();
        return moments.Count == 0 ? null : new DateTimeOffset(moments[^1], TimeSpan.Zero);
    }
}
