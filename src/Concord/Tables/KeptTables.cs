using System.Collections.Concurrent;
using System.Security.Cryptography;
using Concord.Foundation;
using Concord.Storage;

namespace Concord.Tables;

/// <summary>Files between the steps of an import on a page: each in a staging folder, known to whoever sent it alone, deleted after an hour.</summary>
internal sealed class KeptTables(DataLocation data, TimeProvider time) : IDisposable
{
    private const int MostOfOne = 3;
    private static readonly TimeSpan Lasting = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);

    private sealed record Kept(PersonId? By, StagingFolder Folder, string Path, DateTimeOffset At, ITimer Timer);

    /// <returns>The word by which it is found again.</returns>
    public string Keep(string file, Actor actor)
    {
        foreach (var (old, _) in kept.Where(pair => pair.Value.By == actor.PersonId).OrderByDescending(pair => pair.Value.At).Skip(MostOfOne - 1)) Forget(old);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var folder = StagingFolder.Create(data, "table");
        var path = Path.Combine(folder.FullName, Path.GetFileName(file));
        File.Copy(file, path);
        kept[token] = new(actor.PersonId, folder, path, time.GetUtcNow(), time.CreateTimer(_ => Forget(token), null, Lasting, Timeout.InfiniteTimeSpan));
        return token;
    }

    /// <exception cref="RuleViolation">It is gone, or another person's.</exception>
    public string Find(string token, Actor actor) => kept.TryGetValue(token, out var file) && file.By == actor.PersonId ? file.Path
        : throw new RuleViolation("IMPORT-GONE", "The file is no longer here: it is kept for an hour. Choose it again.");

    public void Forget(string token)
    {
        if (!kept.TryRemove(token, out var file)) return;
        file.Timer.Dispose();
        file.Folder.Dispose();
    }

    public void Dispose()
    {
        foreach (var token in kept.Keys) Forget(token);
    }
}
