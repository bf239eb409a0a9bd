using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Concord.Logs;

/// <summary>
/// Says whether every prediction of a batch has an id of its own. Ids that only rise, as numbers do that are given one after the other, differ; from the
/// first that does not on, all are compared by their hashes. It is only sure of yes; else the engine compares the ids themselves.
/// </summary>
internal sealed class IdHashes
{
    /// <summary>Beyond it the engine, which may use the disk, is asked: 64 MiB.</summary>
    private const int Most = 1 << 22;

    private const ulong Odd = 0x9E3779B97F4A7C15;

    // Unknown outside, so that nobody can prepare ids that meet.
    private readonly ulong seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private readonly List<ulong> risen = [];
    private ulong[] slots = [];
    private byte[] highest = [];
    private int count, highestLength;
    private bool isRising = true;

    /// <summary>No two ids are the same, as far as they were added.</summary>
    public bool AllDiffer { get; private set; } = true;

    /// <summary>Rows come whose ids are not added.</summary>
    public void GiveUp()
    {
        (AllDiffer, isRising, slots) = (false, false, []);
        risen.Clear();
        risen.TrimExcess();
    }

    public void Add(ReadOnlySpan<byte> id)
    {
        if (!AllDiffer) return;
        if (isRising && Rises(id))
        {
            if (risen.Count <= Most) risen.Add(Hash(id)); // Rising further needs none; a fall would be too late to look for.
            return;
        }
        if (isRising) EnterRisen();
        Enter(Hash(id));
    }

    /// <summary>By length, then by bytes: so rise whole numbers, with and without leading zeros, and with the same words before them.</summary>
    private bool Rises(ReadOnlySpan<byte> id)
    {
        var before = highest.AsSpan(0, highestLength);
        if (id.Length < before.Length || (id.Length == before.Length && id.SequenceCompareTo(before) <= 0)) return false;
        if (id.Length > highest.Length) highest = new byte[id.Length * 2];
        id.CopyTo(highest);
        highestLength = id.Length;
        return true;
    }

    private void EnterRisen()
    {
        isRising = false;
        slots = new ulong[Math.Max(1 << 12, (int)BitOperations.RoundUpToPowerOf2((uint)risen.Count * 2 + 1))];
        foreach (var hash in risen) Enter(hash);
        risen.Clear();
        risen.TrimExcess();
    }

    private void Enter(ulong hash)
    {
        if (!AllDiffer) return;
        if (!TryEnter(slots, hash) || ++count > Most) GiveUp();
        else if (count * 2 > slots.Length) Grow();
    }

    private void Grow()
    {
        var larger = new ulong[slots.Length * 2];
        foreach (var hash in slots)
            if (hash != 0) TryEnter(larger, hash);
        slots = larger;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryEnter(ulong[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var slot = (int)(hash >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            if (slots[slot] == hash) return false;
            if (slots[slot] != 0) continue;
            slots[slot] = hash;
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong Hash(ReadOnlySpan<byte> id)
    {
        var hash = Mix(seed ^ (ulong)id.Length);
        for (; id.Length >= sizeof(ulong); id = id[sizeof(ulong)..]) hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id));
        var rest = 0UL;
        foreach (var letter in id) rest = (rest << 8) | letter;
        return Mix(hash ^ rest) | 1; // 0 is an empty slot.
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ Odd, 0xE7037ED1A0B428DB, out ulong low);
        return high ^ low;
    }
}
