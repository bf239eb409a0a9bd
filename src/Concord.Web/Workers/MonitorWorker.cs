using Concord.Foundation;
using Concord.Loop;
using Concord.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Concord.Web.Workers;

/// <summary>
/// Runs monitors when their schedule asks for it, in every server process: a lease and the unique moment of the schedule see to it that a
/// moment is answered once. Series whose figure is overdue are looked at, because silence raises a signal. Afterwards, and every day, the states
/// that rest on evidence are derived anew, because time alone changes them, reviews of documents that are overdue become
/// actions, acceptances of risks whose last day is over end, and concerns of past days are taken into the record.
/// </summary>
internal sealed partial class MonitorWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<MonitorWorker> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    private DateOnly derivedOn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rhythm);
        try
        {
            do await Round(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    private async Task Round(CancellationToken stop)
    {
        try
        {
            var answered = await RunDue(stop) + await LookAtSeries(stop);
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            if (answered == 0 && derivedOn == today) return;
            await using (var scope = Scope()) await scope.ServiceProvider.GetRequiredService<Controls.DerivationRun>().Refresh(stop);
            await using (var scope = Scope()) await scope.ServiceProvider.GetRequiredService<Overview.DocumentReviews>().Follow(stop);
            await using (var scope = Scope()) await scope.ServiceProvider.GetRequiredService<Risks.RiskAcceptances>().EndThoseOver(stop);
            await using (var scope = Scope()) await scope.ServiceProvider.GetRequiredService<Incidents.Concerns.ConcernRegister>().TakeInOfPastDays(stop);
            derivedOn = today;
        }
        catch (Exception problem) when (!stop.IsCancellationRequested)
        {
            HeldUp(problem.Message);
        }
    }

    /// <summary>Answers everything that is due now.</summary>
    public async Task<int> RunDue(CancellationToken stop)
    {
        IReadOnlyList<DueMonitor> due;
        await using (var scope = Scope()) due = await scope.ServiceProvider.GetRequiredService<ScheduledRuns>().Due(stop);
        var answered = 0;
        foreach (var monitor in due)
        {
            await using var scope = Scope();
            try
            {
                if (await scope.ServiceProvider.GetRequiredService<ScheduledRuns>().Answer(monitor, stop) is not null) answered++;
            }
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                RunFailed(monitor.Monitor, problem.Message); // The run itself is on record as failed; the others go on.
            }
        }
        return answered;
    }

    /// <summary>Lets the signals of series follow where time alone changed how they stand.</summary>
    public async Task<int> LookAtSeries(CancellationToken stop)
    {
        IReadOnlyList<string> due;
        await using (var scope = Scope()) due = await scope.ServiceProvider.GetRequiredService<SeriesRuns>().Due(stop);
        var changed = 0;
        foreach (var series in due)
        {
            await using var scope = Scope();
            try
            {
                if (await scope.ServiceProvider.GetRequiredService<SeriesRuns>().Look(series, stop) is { Raised.Count: > 0 }) changed++;
            }
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                LookFailed(series, problem.Message); // It stays due; the others go on.
            }
        }
        return changed;
    }

    private AsyncServiceScope Scope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
        return scope;
    }

    [LoggerMessage(LogLevel.Error, "The run of {Monitor} failed: {Problem}")]
    private partial void RunFailed(string monitor, string problem);

    [LoggerMessage(LogLevel.Error, "Looking at {Series} failed: {Problem}")]
    private partial void LookFailed(string series, string problem);

    [LoggerMessage(LogLevel.Error, "The worker was held up and tries again in a minute: {Problem}")]
    private partial void HeldUp(string problem);
}
