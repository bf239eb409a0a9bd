namespace Concord.Measures;

/// <summary>First Wasserstein distance: how far values would have to be carried, on average per row, to turn one sample into the other.</summary>
/// <remarks>
/// ∫ |F(x) − G(x)| dx over the values present, in the unit of the column; missing rows play no part. Divided by the reference's
/// population standard deviation it compares across columns. A side without a value, and the second form on a constant reference:
/// not computed. Reference: Vallender (1974), Theory of Probability and its Applications 18.
/// </remarks>
public static class Wasserstein
{
    /// <summary>The distance in the unit of the column.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured Of(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        return CumulativeGap.Obstacle(reference, current) is { } obstacle ? Measured.Not(obstacle) : Measured.Finite(CumulativeGap.Of(reference, current).Area);
    }

    /// <summary>The distance together with the statistic of Kolmogorov and Smirnov, which come of one walk over both samples.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    /// <returns>What <see cref="Of"/> and <see cref="KolmogorovSmirnov.Statistic"/> give, in half the time.</returns>
    public static (Measured Distance, Measured KolmogorovSmirnov) WithKolmogorovSmirnov(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (CumulativeGap.Obstacle(reference, current) is { } obstacle)
            return (Measured.Not(obstacle), Measured.Not(obstacle));
        var gap = CumulativeGap.Of(reference, current);
        return (Measured.Finite(gap.Area), Measured.Of(gap.Largest));
    }

    /// <summary>
    /// Between what the distance lies when only counts per bin are known, wherever the rows lie inside their bins. The ends follow from the
    /// gaps at the two edges of each bin and its width. Where the difference of the means is known too they are closer: ∫ (F − G) dx is that difference, so
    /// that the distance is its size and twice the part of the gap that goes the other way.
    /// </summary>
    /// <param name="bins">Both samples counted in bins, in the order of the values; without missing rows.</param>
    /// <param name="edges">The edges of the bins, ascending, one more than bins; the outer two are the smallest and the largest value of both samples.</param>
    /// <param name="meanDifference">Mean of the current sample less that of the reference; null: not known.</param>
    /// <returns>Null where a side has no row.</returns>
    public static Bounds? FromBins(PairedCounts bins, IReadOnlyList<double> edges, double? meanDifference = null)
    {
        ArgumentNullException.ThrowIfNull(bins);
        ArgumentNullException.ThrowIfNull(edges);
        if (edges.Count != bins.Length + 1 || edges.Zip(edges.Skip(1)).Any(pair => !(pair.First <= pair.Second) || !double.IsFinite(pair.Second - pair.First)))
            throw new ArgumentException("Edges are finite and ascending, one more than bins.", nameof(edges));
        if (bins.Obstacle is not null)
            return null;
        var (reference, current, least, most) = (0.0, 0.0, 0.0, 0.0);
        var (above, below) = (new Bounds(0, 0), new Bounds(0, 0));
        for (var bin = 0; bin < bins.Length; bin++)
        {
            var (before, now) = (reference, current);
            reference += bins.ReferenceShare(bin);
            current += bins.CurrentShare(bin);
            var width = edges[bin + 1] - edges[bin];
            least += width * Math.Max(0, Math.Max(before - current, now - reference));
            most += width * Math.Max(Math.Abs(reference - now), Math.Abs(current - before));
            above = new(above.Low + (width * Math.Max(0, before - current)), above.High + (width * Math.Max(0, reference - now)));
            below = new(below.Low + (width * Math.Max(0, now - reference)), below.High + (width * Math.Max(0, current - before)));
        }

        if (meanDifference is not { } moved)
            return new(least, most);
        var (with, against) = moved > 0 ? (above, below) : (below, above);
        var size = Math.Abs(moved);
        var slack = 1e-9 * size;
        return new(
            Math.Min(most, Math.Max(least, size + (2 * Math.Max(against.Low, with.Low - size)) - slack)),
            Math.Max(least, Math.Min(most, size + (2 * Math.Max(0, Math.Min(against.High, with.High - size))) + slack)));
    }

    /// <summary>The distance in standard deviations of the reference.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static Measured OverReferenceDeviation(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        OverReferenceDeviation(reference, Of(reference, current));

    /// <summary>A distance already at hand in standard deviations of the reference.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="distance">The distance in the unit of the column.</param>
    public static Measured OverReferenceDeviation(EmpiricalDistribution reference, Measured distance)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (!distance.IsComputed)
            return distance;
        var deviation = reference.PopulationStandardDeviation();
        return !deviation.IsComputed ? deviation
            : deviation.Value == 0 ? Measured.Not("all values of the reference are equal, so it has no standard deviation to compare with")
            : Measured.Finite(distance.Value / deviation.Value);
    }
}
