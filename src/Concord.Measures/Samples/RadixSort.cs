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

    /// <param name="pieces">Numbers in any order, those that are not finite left out; their room is used.</param>
    /// <param name="sorted">Has room for all of them; gets the finite ones, ascending. Minus zero becomes zero.</param>
    /// <param name="read">Called when the pieces are not needed any more, while there is still much to do.</param>
    /// <returns>How many are finite.</returns>
    public static int Ascending(IReadOnlyList<Memory<double>> pieces, Span<double> sorted, Action read)
    {
        var (all, any, count) = (ulong.MaxValue, 0UL, 0);
        var keys = new Memory<double>[pieces.Count];
        for (var piece = 0; piece < keys.Length; piece++)
        {
            keys[piece] = pieces[piece][..ToKeys(pieces[piece].Span, ref all, ref any)];
            count += keys[piece].Length;
        }

        var to = MemoryMarshal.Cast<double, ulong>(sorted[..count]);
        if (count < Worthwhile)
        {
            CopyTo(keys, to);
            read();
            to.Sort();
        }
        else if (all == any)
        {
            CopyTo(keys, to);
            read();
        }
        else
        {
            SortByDigits(keys, to, Math.Max(0, 64 - BitOperations.LeadingZeroCount(all ^ any) - (Digits * DigitBits)), read);
        }

        ToNumbers(to);
        return count;
    }

    /// <returns>How many numbers were finite; their keys stand first. The bits all keys have, and those any has, are added up.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ToKeys(Span<double> numbers, ref ulong all, ref ulong any)
    {
        var keys = MemoryMarshal.Cast<double, ulong>(numbers);
        var (finite, allHere, anyHere) = (0, all, any);
        foreach (var number in numbers)
        {
            if (!double.IsFinite(number))
                continue;
            var key = BitConverter.DoubleToUInt64Bits(number + 0.0);
            key ^= (ulong)((long)key >> 63) | Sign;
            keys[finite++] = key;
            allHere &= key;
            anyHere |= key;
        }

        (all, any) = (allHere, anyHere);
        return finite;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToNumbers(Span<ulong> keys)
    {
        for (var i = 0; i < keys.Length; i++)
            keys[i] ^= ((keys[i] >> 63) - 1) | Sign;
    }

    private static void SortByDigits(Memory<double>[] pieces, Span<ulong> sorted, int shift, Action read)
    {
        Span<int> places = stackalloc int[Digits * Values];
        places.Clear();
        foreach (var piece in pieces)
            CountDigits(Keys(piece), places, shift);

        // A digit that all keys share moves none of them. The last to move them moves them to where they belong.
        var (moving, count) = (0, sorted.Length);
        Span<int> moves = stackalloc int[Digits];
        for (var digit = 0; digit < Digits; digit++)
        {
            if (places.Slice(digit * Values, Values).IndexOf(count) < 0)
                moves[moving++] = digit;
        }

        var rented = ArrayPool<double>.Shared.Rent(count);
        var room = MemoryMarshal.Cast<double, ulong>(rented.AsSpan(0, count));
        for (var move = 0; move < moving; move++)
        {
            var these = places.Slice(moves[move] * Values, Values);
            var next = 0;
            foreach (ref var start in these)
                (start, next) = (next, next + start);
            var (isLast, down) = ((moving - move) % 2 == 1, shift + (moves[move] * DigitBits));
            if (move > 0)
            {
                Distribute(isLast ? room : sorted, isLast ? sorted : room, these, down);
                continue;
            }

            foreach (var piece in pieces)
                Distribute(Keys(piece), isLast ? sorted : room, these, down);
            read();
        }

        ArrayPool<double>.Shared.Return(rented);
        if (shift > 0)
            SortAlike(sorted, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountDigits(ReadOnlySpan<ulong> keys, Span<int> places, int shift)
    {
        ref var place = ref MemoryMarshal.GetReference(places);
        foreach (var key in keys)
        {
            var bits = key >> shift;
            Unsafe.Add(ref place, (int)(bits & (Values - 1)))++;
            Unsafe.Add(ref place, Values + (int)((bits >> DigitBits) & (Values - 1)))++;
            Unsafe.Add(ref place, (2 * Values) + (int)((bits >> (2 * DigitBits)) & (Values - 1)))++;
        }
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

    private static Span<ulong> Keys(Memory<double> piece) => MemoryMarshal.Cast<double, ulong>(piece.Span);

    private static void CopyTo(Memory<double>[] pieces, Span<ulong> to)
    {
        var at = 0;
        foreach (var piece in pieces)
        {
            Keys(piece).CopyTo(to[at..]);
            at += piece.Length;
        }
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
