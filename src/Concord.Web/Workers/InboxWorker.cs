using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs.Inbox;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Concord.Web.Workers;

/// <summary>Seals what waits in the inbox: at the start what an earlier process left, then whatever is many rows or old.</summary>
internal sealed partial class InboxWorker(IServiceScopeFactory scopes, LogInbox inbox, TimeProvider clock, ILogger<InboxWorker> log) : BackgroundService
{
    /// <summary>So many rows of one version are sealed at once; fewer when they have waited for so long.</summary>
    public const long Rows = 250_000;
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rhythm);
        try
        {
            // Reads what waits; the server is ready meanwhile, for runs seal before they measure.
            if (inbox.Exists) await inbox.Do(writer => writer.Id);
            await Round(TimeSpan.Zero, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Round(Age, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server is stopping; what waits is on disk and is sealed by the next process.
        }
        catch (RuleViolation problem)
        {
            HeldUp(problem.Message);
        }
    }

    private async Task Round(TimeSpan age, CancellationToken stop)
    {
        var before = InboxSealing.Micros(clock.GetUtcNow() - age);
        foreach (var waiting in inbox.Waiting.Where(waiting => waiting.Rows >= Rows || waiting.Oldest <= before).ToList())
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
                await scope.ServiceProvider.GetRequiredService<InboxSealing>().Seal(ModelVersionId.From(waiting.Version), stop);
            }
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                HeldUp(problem.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Rows of the inbox could not be sealed; they are on disk and it is tried again: {Problem}")]
    private partial void HeldUp(string problem);
}
