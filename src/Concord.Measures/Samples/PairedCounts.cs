namespace Concord.Measures;

/// <summary>Two samples counted in the same bins or levels: the table that most drift measures look at.</summary>
/// <remarks>Invariant: both rows have the same length and no count is negative. The order of the bins never changes a measure.</remarks>
public sealed class PairedCounts
{
    private readonly long[] reference;
    private readonly long[] current;

    /// <summary>Pairs two rows of counts.</summary>
    /// <param name="reference">Counts of the reference sample.</param>
    /// <param name="current">Counts of the current sample in the same order.</param>
    public PairedCounts(IEnumerable<long> reference, IEnumerable<long> current)
    {
        this.reference = [.. reference];
        this.current = [.. current];
        if (this.reference.Length != this.current.Length)
            throw new ArgumentException("Both samples are counted in the same bins.", nameof(current));
        ReferenceTotal = Total(this.reference, nameof(reference));
        CurrentTotal = Total(this.current, nameof(current));
    }

    /// <summary>Counts of the reference sample.</summary>
    public ReadOnlySpan<long> Reference => reference;

    /// <summary>Counts of the current sample.</summary>
    public ReadOnlySpan<long> Current => current;

    /// <summary>Number of bins or levels.</summary>
    public int Length => reference.Length;

    /// <summary>Rows of the reference sample.</summary>
    public long ReferenceTotal { get; }

    /// <summary>Rows of the current sample.</summary>
    public long CurrentTotal { get; }

    /// <summary>Why no comparison is possible, or null when both samples have rows.</summary>
    internal string? Obstacle =>
        ReferenceTotal == 0 ? "the reference has no rows" : CurrentTotal == 0 ? "the window has no rows" : null;

    internal double ReferenceShare(int bin) => (double)reference[bin] / ReferenceTotal;

    internal double CurrentShare(int bin) => (double)current[bin] / CurrentTotal;

    /// <summary>The sum of a term per bin, once both samples have rows.</summary>
    /// <param name="term">A function of the reference share and the current share.</param>
    internal Measured SumOverShares(Func<double, double, double> term)
    {
        if (Obstacle is { } obstacle)
            return Measured.Not(obstacle);
        var sum = default(CompensatedSum);
        for (var bin = 0; bin < Length; bin++)
            sum.Add(term(ReferenceShare(bin), CurrentShare(bin)));
        return Measured.Of(sum.Value);
    }

    private static long Total(long[] counts, string name)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, name);
            total = checked(total + count);
        }

        return total;
    }
}
