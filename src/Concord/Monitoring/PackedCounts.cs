using System.Numerics;

namespace Concord.Monitoring;

/// <summary>Counts in as few bytes as each needs: seven bits in a byte, the lowest first, the eighth says that more follow (LEB128). Most values of measured columns occur once or twice.</summary>
internal static class PackedCounts
{
    private const int Bits = 7;
    private const int More = 1 << Bits;

    public static byte[] Of(ReadOnlySpan<long> counts)
    {
        var length = 0;
        foreach (var count in counts) length += 1 + (BitOperations.Log2((ulong)count | 1) / Bits);
        var packed = GC.AllocateUninitializedArray<byte>(length);
        var at = 0;
        foreach (var count in counts)
        {
            var rest = (ulong)count;
            for (; rest >= More; rest >>= Bits) packed[at++] = (byte)(rest | More);
            packed[at++] = (byte)rest;
        }
        return packed;
    }

    /// <param name="length">How many counts there are.</param>
    public static long[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        var counts = GC.AllocateUninitializedArray<long>(length);
        var at = 0;
        foreach (ref var count in counts.AsSpan())
        {
            long part = packed[at++];
            count = part & (More - 1);
            for (var shift = Bits; part >= More; shift += Bits)
            {
                part = packed[at++];
                count |= (part & (More - 1)) << shift;
            }
        }
        return counts;
    }
}
