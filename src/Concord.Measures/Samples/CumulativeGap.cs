using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Measures;

/// <summary>The gap F − G between the cumulative distributions of two samples, over all their values.</summary>
/// <param name="Largest">max |F − G|, from 0 to 1.</param>
/// <param name="Area">∫ |F − G| dx, in the unit of the values; infinite when it is too large for a number.</param>
internal readonly record struct CumulativeGap(double Largest, double Area)
{
    public static string? Obstacle(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        reference.Count == 0 ? "the reference has no value" : current.Count == 0 ? "the window has no value" : null;

    /// <summary>One walk over the distinct values of both samples, ascending; both have values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Millions of values by one call: it ends before the runtime would compile it for speed.
    public static CumulativeGap Of(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        var walk = new Walk(reference.Count, current.Count);
        ref var first = ref MemoryMarshal.GetReference(reference.Values);
        ref var second = ref MemoryMarshal.GetReference(current.Values);
        ref var firstCount = ref MemoryMarshal.GetReference(reference.Counts);
        ref var secondCount = ref MemoryMarshal.GetReference(current.Counts);
        var (i, j, firstLength, secondLength) = (0, 0, reference.Values.Length, current.Values.Length);

        // Which sample the next value is of is as good as chance, so that a branch on it would be guessed wrong half the time.
        while (i < firstLength && j < secondLength)
        {
            var (one, other) = (Unsafe.Add(ref first, i), Unsafe.Add(ref second, j));
            var (isOne, isOther) = (Unsafe.BitCast<bool, byte>(one <= other), Unsafe.BitCast<bool, byte>(other <= one));
            walk.Step(Math.Min(one, other), Unsafe.Add(ref firstCount, i) & -(long)isOne, Unsafe.Add(ref secondCount, j) & -(long)isOther);
            i += isOne;
            j += isOther;
        }

        for (; i < firstLength; i++)
            walk.Step(Unsafe.Add(ref first, i), Unsafe.Add(ref firstCount, i), 0);
        for (; j < secondLength; j++)
            walk.Step(Unsafe.Add(ref second, j), 0, Unsafe.Add(ref secondCount, j));
        return walk.Gap;
    }

    /// <summary>∫ (F − G)² dx in the unit of the values; infinite when it is too large for a number. Both samples have values.</summary>
    public static double SquaredArea(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        var (squared, gap, before, seen, otherSeen) = (default(CompensatedSum), 0.0, 0.0, 0L, 0L);
        var (i, j) = (0, 0);
        while (i < reference.Values.Length || j < current.Values.Length)
        {
            var one = i < reference.Values.Length ? reference.Values[i] : double.PositiveInfinity;
            var other = j < current.Values.Length ? current.Values[j] : double.PositiveInfinity;
            var value = Math.Min(one, other);
            if (gap != 0)
                squared.Add(gap * gap * (value - before));
            seen += one <= other ? reference.Counts[i++] : 0;
            otherSeen += other <= one ? current.Counts[j++] : 0;
            (gap, before) = (At(seen, reference.Count, otherSeen, current.Count), value);
        }

        return squared.Value;
    }

    /// <summary>
    /// The difference of two shares; the numerator is computed in whole numbers, so that equal shares give exactly 0. Below two thousand million rows on both
    /// sides the products fit a long, which is several times as fast.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(long seen, long total, long otherSeen, long otherTotal) =>
        (total <= int.MaxValue && otherTotal <= int.MaxValue ? (seen * otherTotal) - (otherSeen * total) : Wide(seen, total, otherSeen, otherTotal)) / ((double)total * otherTotal);

    private static double Wide(long seen, long total, long otherSeen, long otherTotal) => (double)(((Int128)seen * otherTotal) - ((Int128)otherSeen * total));

    /// <summary>How far a walk has come.</summary>
    private struct Walk(long total, long otherTotal)
    {
        private long seen, otherSeen;
        private double before, gap, largest;
        private CompensatedSum area;

        public readonly CumulativeGap Gap => new(largest, area.Value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(double value, long rows, long otherRows)
        {
            // Before the first value the gap is 0, so that the first stretch has no weight.
            if (gap != 0)
                area.Add(gap * (value - before));
            seen += rows;
            otherSeen += otherRows;
            gap = Math.Abs(At(seen, total, otherSeen, otherTotal));
            largest = Math.Max(largest, gap);
            before = value;
        }
    }
}
