using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Measures;

/// <summary>Sorts finite numbers by the digits of their binary form, several times faster than by comparing them.</summary>
/// <remarks>
/// The bits of a number, with the sign bit turned for positive and all bits turned for negative numbers, have the order of the numbers. The highest bits
/// in which they differ are sorted least significant digit first (Knuth, The Art of Computer Programming 3, 5.2.5); few numbers agree in so many bits, and
/// those that do are sorted by comparing.
/// </remarks>
internal static class RadixSort
{
    /// <summary>Below it comparing is as fast.</summary>
    private const int Worthwhile = 1_000;

    private const int Digits = 3;
    private const int DigitBits = 11;
    private const int Values = 1 << DigitBits;
    private const ulong Sign = 1UL << 63;

    /// <param name="numbers">Finite; sorted in place, ascending.</param>
    public static void Ascending(Span<double> numbers)
    {
        if (numbers.Length < Worthwhile)
        {
            numbers.Sort();
            return;
        }

        var keys = MemoryMarshal.Cast<double, ulong>(numbers);
        var differing = ToKeys(keys);
        if (differing != 0)
        {
            var shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(differing) - (Digits * DigitBits));
            var room = ArrayPool<ulong>.Shared.Rent(keys.Length);
            SortByDigits(keys, room.AsSpan(0, keys.Length), shift);
            ArrayPool<ulong>.Shared.Return(room);
            if (shift > 0)
                SortAlike(keys, shift);
        }

        ToNumbers(keys);
    }

    /// <returns>The bits in which not all keys agree.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong ToKeys(Span<ulong> keys)
    {
        var (all, any) = (ulong.MaxValue, 0UL);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            key ^= (ulong)((long)key >> 63) | Sign;
            keys[i] = key;
            all &= key;
            any |= key;
        }

        return all ^ any;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToNumbers(Span<ulong> keys)
    {
        for (var i = 0; i < keys.Length; i++)
            keys[i] ^= ((keys[i] >> 63) - 1) | Sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortByDigits(Span<ulong> keys, Span<ulong> room, int shift)
    {
        Span<int> places = stackalloc int[Digits * Values];
        places.Clear();
        ref var place = ref MemoryMarshal.GetReference(places);
        foreach (var key in keys)
        {
            var bits = key >> shift;
            Unsafe.Add(ref place, (int)(bits & (Values - 1)))++;
            Unsafe.Add(ref place, Values + (int)((bits >> DigitBits) & (Values - 1)))++;
            Unsafe.Add(ref place, (2 * Values) + (int)((bits >> (2 * DigitBits)) & (Values - 1)))++;
        }

        Span<ulong> from = keys, to = room;
        var moved = false;
        for (var digit = 0; digit < Digits; digit++)
        {
            var these = places.Slice(digit * Values, Values);
            var down = shift + (digit * DigitBits);
            if (these[(int)((from[0] >> down) & (Values - 1))] == keys.Length)
                continue;
            var next = 0;
            foreach (ref var start in these)
                (start, next) = (next, next + start);
            Distribute(from, to, these, down);
            var swap = from;
            from = to;
            to = swap;
            moved = !moved;
        }

        if (moved)
            from.CopyTo(keys);
    }

    /// <param name="places">Where the next key of each digit belongs; their sum is the number of keys, so that no place lies outside.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Distribute(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> places, int down)
    {
        ref var place = ref MemoryMarshal.GetReference(places);
        ref var target = ref MemoryMarshal.GetReference(to);
        foreach (var key in from)
            Unsafe.Add(ref target, Unsafe.Add(ref place, (int)((key >> down) & (Values - 1)))++) = key;
    }

    /// <summary>Puts keys in order that stand together because their sorted bits are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortAlike(Span<ulong> keys, int shift)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] >= keys[i - 1])
                continue;
            var (first, end) = (i - 1, i + 1);
            while (first > 0 && keys[first - 1] >> shift == keys[i] >> shift)
                first--;
            while (end < keys.Length && keys[end] >> shift == keys[i] >> shift)
                end++;
            keys[first..end].Sort();
            i = end;
        }
    }
}
