using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;
using Concord.Logs.Inbox;

namespace Concord.Monitoring;

/// <summary>A small batch of JSON, or one event, as it came in.</summary>
/// <param name="Name">What findings call it.</param>
internal sealed record SmallBatch(ReadOnlyMemory<byte> Body, string Name, string? Version = null, string? Key = null, bool KeepGoodRows = false);

/// <summary>Takes small batches of JSON: judged in this process, acknowledged when they are on disk in the inbox, visible to runs once they are sealed.</summary>
internal sealed class InboxIntake(LogInbox inbox, LogTargets targets, TimeProvider clock)
{
    /// <summary>Larger batches are read by the reading process.</summary>
    public const int MostBytes = 4 << 20;

    /// <returns>Null when the reading process must look at the batch.</returns>
    public async Task<LogReceipt?> Append(string model, SmallBatch batch, Actor actor, CancellationToken stop)
    {
        var target = await targets.Find(model, batch.Version, actor, stop);
        var now = clock.GetUtcNow();
        if (target.Reader.Read(batch.Body, batch.Name, batch.KeepGoodRows, now) is not { } content) return null;
        PredictionLog.RefuseExpired(content.Rows.First == long.MaxValue ? null : Moment(content.Rows.First), target.Horizon);
        var sha256 = SHA256.HashData(batch.Body.Span);
        var identity = batch.Key is { } key ? Identity(key) : sha256;
        var answer = await inbox.Add(new(target.Version.Value, identity, batch.Key, sha256, actor.PersonId!.Value.Value, actor.Via.ToString(), InboxSealing.Micros(now), content));
        return Receipt(target.Model, target.Label, answer, content.Findings);
    }

    /// <summary>How the inbox knows a batch: a hash of its key; without a key the hash of its bytes, which is its key.</summary>
    public static byte[] Identity(string key) => key.Length == 64 && key.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(key) : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static LogReceipt Receipt(string model, string label, InboxAnswer answer, IReadOnlyList<Finding> findings) => new(
        model, label, answer.Segment ?? "", answer.KnownBatch ? 0 : answer.Rows, answer.KnownBatch ? answer.Rows + answer.Known : answer.Known, answer.Refused, answer.KnownBatch, answer.Sha256,
        Moment(answer.First), Moment(answer.Last), findings)
    {
        ComparedWith = answer.Segment is null ? ComparedWith.Inbox : ComparedWith.Log,
    };

    private static DateTimeOffset? Moment(long? micros) => micros is { } at ? DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond) : null;
}
