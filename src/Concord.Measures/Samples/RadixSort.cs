using System.Runtime.InteropServices;

namespace Concord.Measures;

/// <summary>Sorts finite numbers byte by byte of their binary form, several times faster than by comparing them.</summary>
/// <remarks>
/// Least significant digit first (Knuth, The Art of Computer Programming 3, 5.2.5). The bits of a number, with the sign bit turned for positive and all
/// bits turned for negative numbers, have the order of the numbers. A byte that is the same in all, as in rounded amounts, costs no pass.
/// </remarks>
internal static class RadixSort
{
    /// <summary>Below it comparing is as fast.</summary>
    private const int Worthwhile = 1_000;

    private const int Digits = 8;
    private const int Values = 256;
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
        Span<int> counts = new int[Digits * Values];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            key ^= (key & Sign) != 0 ? ulong.MaxValue : Sign;
            keys[i] = key;
            for (var digit = 0; digit < Digits; digit++)
                counts[(digit * Values) + (int)((key >> (8 * digit)) & 0xFF)]++;
        }

        Distribute(keys, counts);
        for (var i = 0; i < keys.Length; i++)
            keys[i] ^= (keys[i] & Sign) != 0 ? Sign : ulong.MaxValue;
    }

    private static void Distribute(Span<ulong> keys, Span<int> counts)
    {
        Span<ulong> from = keys, to = new ulong[keys.Length];
        var moved = false;
        for (var digit = 0; digit < Digits; digit++)
        {
            var places = counts.Slice(digit * Values, Values);
            if (places[(int)((from[0] >> (8 * digit)) & 0xFF)] == keys.Length)
                continue;
            var next = 0;
            foreach (ref var place in places)
                (place, next) = (next, next + place);
            foreach (var key in from)
                to[places[(int)((key >> (8 * digit)) & 0xFF)]++] = key;
            var swap = from;
            from = to;
            to = swap;
            moved = !moved;
        }

        if (moved)
            from.CopyTo(keys);
    }
}
