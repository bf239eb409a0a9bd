using System.Collections.Concurrent;
using Concord.Foundation;
using Concord.Storage;
using Microsoft.Data.Sqlite;

namespace Concord.Logs.Inbox;

/// <summary>A batch that passed the rules and waits to be written.</summary>
/// <param name="Identity">SHA-256 of the key, or of the bytes where no key was sent.</param>
/// <param name="At">Microseconds since 1970.</param>
internal sealed record InboxBatch(Guid Version, byte[] Identity, string? Key, byte[] Sha256, Guid Person, string Via, long At, InboxContent Content);

/// <summary>What became of it. Once somebody holds it, the rows are on disk.</summary>
/// <param name="Segment">Null until the batch is sealed.</param>
internal sealed record InboxAnswer(bool KnownBatch, string Sha256, long Rows, long Known, long Refused, long? First, long? Last, string? Segment);

/// <summary>What the inbox may hold.</summary>
internal sealed record InboxLimits
{
    public long Rows { get; init; } = 2_000_000;

    public long Bytes { get; init; } = 1L << 30;

    /// <summary>Batches that wait for the writer.</summary>
    public int Pending { get; init; } = 4_096;

    /// <summary>A sealed batch is known by its key or its bytes for so long.</summary>
    public TimeSpan Known { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>
/// Rows that are acknowledged and not yet in a segment. One writer takes what waits and commits it in one transaction: acknowledged is committed, and many
/// senders share one write to the disk.
/// </summary>
internal sealed class LogInbox(DataLocation data, InboxLimits? limits = null) : IAsyncDisposable
{
    private const int MostAtOnce = 1_024;
    private const long MostBytesAtOnce = 16 << 20;

    private readonly InboxLimits limits = limits ?? new InboxLimits();
    private readonly BlockingCollection<Order> orders = [];
    private readonly Lock starting = new();
    private Task? writing;
    private int pending, disposed;
    private volatile IReadOnlyList<InboxWaiting> waiting = [];

    private string File => data.Absolute(InboxFile.Name);

    /// <summary>Whether there is an inbox in this data folder.</summary>
    public bool Exists => System.IO.File.Exists(File);

    /// <summary>Held while one sealing of this process is under way.</summary>
    public SemaphoreSlim Sealing { get; } = new(1);

    /// <summary>What waits to be sealed, as the writer saw it last.</summary>
    public IReadOnlyList<InboxWaiting> Waiting => waiting;

    /// <summary>Returns when the batch is on disk, or was before.</summary>
    /// <exception cref="RuleViolation">The inbox is full or cannot be written; nothing of the batch is kept.</exception>
    public async Task<InboxAnswer> Add(InboxBatch batch)
    {
        if (Interlocked.Increment(ref pending) > limits.Pending)
        {
            Interlocked.Decrement(ref pending);
            throw Full();
        }
        try
        {
            var order = new Order(batch, null);
            Send(order);
            return (InboxAnswer)(await order.Done.Task)!;
        }
        finally
        {
            Interlocked.Decrement(ref pending);
        }
    }

    /// <summary>Runs in the writer, in a transaction of its own.</summary>
    public async Task<T> Do<T>(Func<InboxWriter, T> act)
    {
        var order = new Order(null, writer => act(writer));
        Send(order);
        return (T)(await order.Done.Task)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1) return;
        orders.CompleteAdding();
        if (writing is not null) await writing;
        orders.Dispose();
    }

    private static RuleViolation Full() => new(Refusal.InboxFull, "More rows arrive than can be put away. Nothing of this batch was stored. Wait as long as Retry-After says, then send it again.");

    private void Send(Order order)
    {
        if (writing is null)
        {
            lock (starting) writing ??= Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        try
        {
            orders.Add(order);
        }
        catch (Exception stopping) when (stopping is InvalidOperationException or ObjectDisposedException)
        {
            throw new RuleViolation(Refusal.InboxUnavailable, "The server is stopping. Send the batch again in a moment.");
        }
    }

    /// <summary>On a thread of its own: it waits for the disk, and nobody else should.</summary>
    private void Write()
    {
        InboxWriter? writer = null;
        var batches = new List<Order>();
        while (orders.TryTake(out var first, Timeout.Infinite))
        {
            var act = Gather(first, batches);
            try
            {
                writer ??= new InboxWriter(InboxFile.Open(File), limits);
                if (batches.Count > 0) Commit(writer, batches);
                act?.Done.TrySetResult(act.Act!(writer));
                waiting = writer.Index.Waiting();
            }
            catch (Exception problem)
            {
                // What was not committed is not acknowledged. The file is opened anew: the index in memory may know more than the disk.
                foreach (var order in batches) order.Done.TrySetException(Told(problem));
                act?.Done.TrySetException(Told(problem));
                writer?.Dispose();
                writer = null;
            }
        }
        writer?.Dispose();
    }

    /// <summary>Takes what waits: batches up to the size of one transaction, and the act behind them if there is one.</summary>
    private Order? Gather(Order first, List<Order> batches)
    {
        batches.Clear();
        long bytes = 0;
        for (var order = first; ;)
        {
            if (order.Batch is not { } batch) return order;
            batches.Add(order);
            bytes += batch.Content.Rows.Bytes.Length;
            if (batches.Count >= MostAtOnce || bytes >= MostBytesAtOnce || !orders.TryTake(out order!)) return null;
        }
    }

    private void Commit(InboxWriter writer, List<Order> batches)
    {
        var answers = writer.Add(batches.ConvertAll(order => order.Batch!), Full);
        for (var i = 0; i < batches.Count; i++)
        {
            if (answers[i] is Exception refused) batches[i].Done.TrySetException(refused);
            else batches[i].Done.TrySetResult(answers[i]);
        }
        batches.Clear();
    }

    private static Exception Told(Exception problem) => problem is SqliteException or IOException or UnauthorizedAccessException
        ? new RuleViolation(Refusal.InboxUnavailable, $"The inbox cannot be written ({problem.Message}). Nothing of this batch was stored; send it again when the disk is writable.")
        : problem;

    private sealed record Order(InboxBatch? Batch, Func<InboxWriter, object?>? Act)
    {
        public TaskCompletionSource<object?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
