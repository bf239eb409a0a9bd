using System.Buffers.Binary;
using System.Collections.Concurrent;
using Concord.Foundation;

namespace Concord.Organisation;

/// <summary>
/// Whose keys were good a moment ago, for senders of many small requests. A revoked key, a role that ended and a unit that moved count after
/// <see cref="Kept"/> at the latest.
/// </summary>
internal sealed class KnownKeys
{
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<UInt128, (Actor Actor, long At)> known = new();

    /// <summary>The owner of the key, if it was good so lately. By the clock of the machine: that of the record may stand still.</summary>
    public Actor? Find(string secret) =>
        known.TryGetValue(Name(secret), out var last) && Environment.TickCount64 - last.At <= Kept.TotalMilliseconds ? last.Actor : null;

    public void Keep(string secret, Actor actor)
    {
        if (known.Count >= Most) known.Clear();
        known[Name(secret)] = (actor, Environment.TickCount64);
    }

    /// <summary>Keys are random, so half of the hash tells them apart; the secret itself is not kept.</summary>
    private static UInt128 Name(string secret) => BinaryPrimitives.ReadUInt128LittleEndian(Secret.HashOf(secret));
}
