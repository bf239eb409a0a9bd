using System.Collections.Concurrent;
using System.Globalization;
using Concord.Foundation;
using Concord.Logs;
using Concord.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concord.Monitoring;

internal enum ImportState
{
    /// <summary>The rows are read, judged, compared with what is stored, and put in place.</summary>
    Running,

    /// <summary>The rows are on disk.</summary>
    Stored,

    /// <summary>The batch cannot be used; nothing of it is stored.</summary>
    Refused,

    /// <summary>Somebody stopped it; nothing of it is stored.</summary>
    Cancelled,

    /// <summary>A fault of ours; nothing of it is stored.</summary>
    Failed,
}

/// <summary>A batch that is read while nobody needs to wait for it.</summary>
internal sealed class Import(string id, string model, string? monitor, PersonId? by, DateTimeOffset startedAt) : IProgress<LogProgress>, IDisposable
{
    private readonly CancellationTokenSource cancel = new();

    public string Id => id;

    public string Model => model;

    /// <summary>The page to go back to; null for an import that came by the interface for programs.</summary>
    public string? Monitor => monitor;

    public PersonId? By => by;

    public DateTimeOffset StartedAt => startedAt;

    public DateTimeOffset? EndedAt { get; private set; }

    public ImportState State { get; private set; }

    public LogProgress Progress { get; private set; } = new(0, 0, 0);

    public LogReceipt? Receipt { get; private set; }

    public Exception? Refusal { get; private set; }

    public bool HasEnded => EndedAt is not null;

    public CancellationToken Stop => cancel.Token;

    /// <summary>Ends with the import, however it ends.</summary>
    public Task Work { get; internal set; } = Task.CompletedTask;

    /// <summary>Returns when nothing of it is left, or when it was stored after all.</summary>
    public async Task Cancel()
    {
        if (!HasEnded) await cancel.CancelAsync();
        await Work;
    }

    public void Report(LogProgress value) => Progress = value;

    internal void End(LogReceipt receipt, DateTimeOffset at)
    {
        // The last report came before the last rows; of a batch that was known nothing was read.
        if (!receipt.KnownBatch) Progress = new(receipt.Stored + receipt.KnownRows + receipt.RefusedRows, Progress.TotalBytes, Progress.TotalBytes);
        (Receipt, State, EndedAt) = (receipt, ImportState.Stored, at);
    }

    internal void End(Exception problem, DateTimeOffset at) => (Refusal, State, EndedAt) = (problem, problem switch
    {
        OperationCanceledException => ImportState.Cancelled,
        RuleViolation or FindingsException => ImportState.Refused,
        _ => ImportState.Failed,
    }, at);

    public void Dispose() => cancel.Dispose();
}

/// <summary>
/// Imports of this process. They go on when the browser leaves, and end with the process: then nothing of them is stored, and the files are handed in again.
/// </summary>
internal sealed partial class Imports(IServiceScopeFactory scopes, DataLocation data, TimeProvider clock, ILogger<Imports> log) : IAsyncDisposable
{
    /// <summary>An import that ended is told of for so long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int MostOfOne = 8;

    private readonly ConcurrentDictionary<string, Import> all = new(StringComparer.Ordinal);

    /// <summary>Begins to read a batch. Its files are moved, so that they stay when the request ends.</summary>
    public Import Start(string model, string? monitor, Batch batch, Actor actor)
    {
        foreach (var old in all.Values.Where(import => import.EndedAt < clock.GetUtcNow() - Kept)) all.TryRemove(old.Id, out _);
        if (all.Values.Count(import => import.By == actor.PersonId && !import.HasEnded) >= MostOfOne)
            throw new RuleViolation("IMPORT-MANY", $"{MostOfOne} of your imports are under way. Wait for one to end, or cancel one.");
        var import = new Import(Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture), model, monitor, actor.PersonId, clock.GetUtcNow());
        var folder = StagingFolder.Create(data, "import");
        var files = batch.Files.Select((file, i) =>
        {
            var own = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.FullName, i.ToString(CultureInfo.InvariantCulture))).FullName, Path.GetFileName(file));
            File.Move(file, own);
            return own;
        }).ToList();
        all[import.Id] = import;
        import.Work = Task.Run(() => Run(import, folder, batch with { Files = files, Progress = import }, actor));
        return import;
    }

    /// <summary>An import of the person who began it; others do not learn that it exists.</summary>
    public Import Find(string id, Actor actor) =>
        all.TryGetValue(id, out var import) && import.By == actor.PersonId ? import : throw Refusal.Missing("import", id);

    public async ValueTask DisposeAsync()
    {
        foreach (var import in all.Values)
        {
            await import.Cancel();
            import.Dispose();
        }
    }

    private async Task Run(Import import, StagingFolder folder, Batch batch, Actor actor)
    {
        (LogReceipt? Receipt, Exception? Problem) outcome;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(actor);
            outcome = (await scope.ServiceProvider.GetRequiredService<PredictionLog>().Append(import.Model, batch, actor, import.Stop), null);
        }
        catch (Exception problem)
        {
            if (problem is not (RuleViolation or FindingsException or OperationCanceledException)) Failed(problem, import.Id);
            outcome = (null, problem);
        }
        // First the files, then the word that it ended: who reads that finds nothing left.
        folder.Dispose();
        if (outcome.Receipt is { } receipt) import.End(receipt, clock.GetUtcNow());
        else import.End(outcome.Problem!, clock.GetUtcNow());
    }

    [LoggerMessage(LogLevel.Error, "Import {Id} failed")]
    private partial void Failed(Exception exception, string id);
}
