namespace Concord.Measures;

/// <summary>The share of values outside what a column may hold.</summary>
/// <remarks>
/// Numeric: below the lowest or above the highest allowed value, both allowed themselves. Categorical: a level that is not on the list.
/// Missing rows are neither right nor wrong and do not count. No value: a rate without a denominator. The range is declared; a range
/// taken from a reference is what the reference happened to hold, and some values outside it are to be expected.
/// </remarks>
public static class OutOfRange
{
    /// <summary>Values outside a declared range, of all values.</summary>
    /// <param name="sample">The column.</param>
    /// <param name="lowest">The lowest allowed value; may be minus infinity.</param>
    /// <param name="highest">The highest allowed value; may be infinity.</param>
    public static Proportion Of(EmpiricalDistribution sample, double lowest, double highest)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (!(lowest <= highest))
            throw new ArgumentException("The lowest allowed value is at most the highest.", nameof(lowest));
        return new(sample.Count - sample.RowsUpTo(highest) + sample.RowsUpTo(Math.BitDecrement(lowest)), sample.Count);
    }

    /// <summary>Values outside the range of a reference, of all values; no rate where the reference has no value.</summary>
    /// <param name="sample">The column.</param>
    /// <param name="reference">The reference sample.</param>
    public static Proportion OfReference(EmpiricalDistribution sample, EmpiricalDistribution reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Count == 0 ? new(0, 0) : Of(sample, reference.Minimum.Value, reference.Maximum.Value);
    }

    /// <summary>
    /// How probable so many values outside the reference's range are where nothing has changed; rank only, whatever the law. Ties make it
    /// conservative. The k outermost values of both samples together are all of the window in k + 1 ways: (k + 1) q(k) − k q(k + 1), with q(k) the
    /// probability of one of them. A side without a value: not computed.
    /// </summary>
    /// <param name="outside">Values of the window outside the range, as <see cref="OfReference"/> counts them.</param>
    /// <param name="referenceValues">Values of the reference.</param>
    public static Measured PValue(Proportion outside, long referenceValues)
    {
        if (referenceValues <= 0 || outside.Trials == 0)
            return Measured.Not("one of the two samples has no value");
        var (k, window, all) = (outside.Successes, outside.Trials, outside.Trials + referenceValues);
        var inOneWay = HypergeometricLaw.AllWithin(k, window, all);
        return Measured.Of(Math.Min(1, inOneWay * (k + 1 - ((double)k * (window - k) / (all - k)))));
    }

    /// <summary>Values that are not on the list, of all values.</summary>
    /// <param name="sample">The column.</param>
    /// <param name="allowed">The allowed levels as text.</param>
    public static Proportion Of(CategoryCounts sample, IEnumerable<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var list = allowed.Select(CategoryCounts.NameOf).Append(CategoryCounts.MissingLevel).ToHashSet(StringComparer.Ordinal);
        return new(sample.Levels.Where(level => !list.Contains(level.Key)).Sum(level => level.Value), sample.Rows - sample.Missing);
    }
}
