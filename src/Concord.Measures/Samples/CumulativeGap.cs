using System.Runtime.CompilerServices;

namespace Concord.Measures;

/// <summary>The gap F − G between the cumulative distributions of two samples, over all their values.</summary>
/// <param name="Largest">max |F − G|, from 0 to 1.</param>
/// <param name="Area">∫ |F − G| dx, in the unit of the values; infinite when it is too large for a number.</param>
/// <param name="SquaredArea">∫ (F − G)² dx, likewise.</param>
internal readonly record struct CumulativeGap(double Largest, double Area, double SquaredArea)
{
    public static string? Obstacle(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        reference.Count == 0 ? "the reference has no value" : current.Count == 0 ? "the window has no value" : null;

    /// <summary>One walk over the distinct values of both samples, ascending; both have values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Millions of values by one call: it ends before the runtime would compile it for speed.
    public static CumulativeGap Of(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ReadOnlySpan<double> first = reference.Values, second = current.Values;
        ReadOnlySpan<long> firstCounts = reference.Counts, secondCounts = current.Counts;
        var (i, j, seen, otherSeen, before, gap, largest) = (0, 0, 0L, 0L, 0.0, 0.0, 0.0);
        CompensatedSum area = default, squared = default;
        while (i < first.Length || j < second.Length)
        {
            var one = i < first.Length ? first[i] : double.PositiveInfinity;
            var other = j < second.Length ? second[j] : double.PositiveInfinity;
            var value = other < one ? other : one;
            // Before the first value the gap is 0, so that the first stretch has no weight.
            if (gap != 0)
            {
                area.Add(Math.Abs(gap) * (value - before));
                squared.Add(gap * gap * (value - before));
            }

            if (one <= other)
                seen += firstCounts[i++];
            if (other <= one)
                otherSeen += secondCounts[j++];
            gap = At(seen, reference.Count, otherSeen, current.Count);
            largest = Math.Max(largest, Math.Abs(gap));
            before = value;
        }

        return new(largest, area.Value, squared.Value);
    }

    /// <summary>
    /// The difference of two shares; the numerator is computed in whole numbers, so that equal shares give exactly 0. Below two thousand million rows on both
    /// sides the products fit a long, which is several times as fast.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(long seen, long total, long otherSeen, long otherTotal) =>
        (total <= int.MaxValue && otherTotal <= int.MaxValue ? (seen * otherTotal) - (otherSeen * total) : Wide(seen, total, otherSeen, otherTotal)) / ((double)total * otherTotal);

    private static double Wide(long seen, long total, long otherSeen, long otherTotal) => (double)(((Int128)seen * otherTotal) - ((Int128)otherSeen * total));
}
