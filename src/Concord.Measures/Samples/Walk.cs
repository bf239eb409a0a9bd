namespace Concord.Measures;

/// <summary>A walk over the distinct values of two samples together, ascending, with the gap between their cumulative distributions after each.</summary>
internal ref struct Walk(EmpiricalDistribution reference, EmpiricalDistribution current)
{
    private readonly ReadOnlySpan<double> referenceValues = reference.Values;
    private readonly ReadOnlySpan<double> currentValues = current.Values;
    private readonly ReadOnlySpan<long> referenceCounts = reference.Counts;
    private readonly ReadOnlySpan<long> currentCounts = current.Counts;
    private readonly long referenceTotal = reference.Count;
    private readonly long currentTotal = current.Count;
    private int referenceIndex;
    private int currentIndex;
    private long referenceSeen;
    private long currentSeen;

    /// <summary>One distinct value of either sample.</summary>
    /// <param name="Value">The value just passed.</param>
    /// <param name="Gap">F − G after it; the numerator is computed in whole numbers, so equal shares give exactly 0.</param>
    internal readonly record struct Step(double Value, double Gap);

    public Step Current { get; private set; }

    public readonly Walk GetEnumerator() => this;

    public static string? Obstacle(EmpiricalDistribution reference, EmpiricalDistribution current) =>
        reference.Count == 0 ? "the reference has no value" : current.Count == 0 ? "the window has no value" : null;

    public bool MoveNext()
    {
        var referenceLeft = referenceIndex < referenceValues.Length;
        var currentLeft = currentIndex < currentValues.Length;
        if (!referenceLeft && !currentLeft)
            return false;

        var value = !referenceLeft ? currentValues[currentIndex]
            : !currentLeft ? referenceValues[referenceIndex]
            : Math.Min(referenceValues[referenceIndex], currentValues[currentIndex]);
        if (referenceLeft && referenceValues[referenceIndex] == value)
            referenceSeen += referenceCounts[referenceIndex++];
        if (currentLeft && currentValues[currentIndex] == value)
            currentSeen += currentCounts[currentIndex++];

        Current = new(value, Gap(referenceSeen, referenceTotal, currentSeen, currentTotal));
        return true;
    }

    /// <summary>The difference of two shares. Below two thousand million rows on both sides the products fit a long, which is several times as fast.</summary>
    public static double Gap(long referenceSeen, long referenceTotal, long currentSeen, long currentTotal)
    {
        var numerator = referenceTotal <= int.MaxValue && currentTotal <= int.MaxValue
            ? (referenceSeen * currentTotal) - (currentSeen * referenceTotal)
            : (double)(((Int128)referenceSeen * currentTotal) - ((Int128)currentSeen * referenceTotal));
        return numerator / ((double)referenceTotal * currentTotal);
    }
}
