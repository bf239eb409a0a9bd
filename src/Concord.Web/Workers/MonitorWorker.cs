using Concord.Foundation;
using Concord.Loop;
using Concord.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Concord.Web.Workers;

/// <summary>
/// Runs monitors when their schedule asks for it, in every server process: a lease and the unique moment of the schedule see to it that a
/// moment is answered once. Afterwards the states that rest on evidence are derived anew, because time alone changes them.
/// </summary>
internal sealed partial class MonitorWorker(IServiceScopeFactory scopes, ILogger<MonitorWorker> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rhythm);
        do
        {
            try
            {
                await RunDue(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Stopped(problem.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
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
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                RunFailed(monitor.Monitor, problem.Message); // The run itself is on record as failed; the others go on.
            }
        }
        if (answered > 0)
        {
            await using var scope = Scope();
            await scope.ServiceProvider.GetRequiredService<Controls.DerivationRun>().Refresh(stop);
        }
        return answered;
    }

    private AsyncServiceScope Scope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
        return scope;
    }

    [LoggerMessage(LogLevel.Error, "The run of {Monitor} failed: {Problem}")]
    private partial void RunFailed(string monitor, string problem);

    [LoggerMessage(LogLevel.Error, "The worker was held up and tries again in a minute: {Problem}")]
    private partial void Stopped(string problem);
}
