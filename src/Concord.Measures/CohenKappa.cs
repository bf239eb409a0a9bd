namespace Concord.Measures;

/// <summary>How far two raters agree beyond what chance alone would give.</summary>
/// <remarks>
/// κ = (pₒ − pₑ) / (1 − pₑ) with pₒ the share of items on the diagonal and pₑ the agreement expected when both rate with their own shares and
/// without regard to the item. 1 is full agreement, 0 what chance gives; less than 0 is less than chance. Levels are not ordered: one level apart
/// disagrees as much as two. No items: not computed. Both raters use one and the same level only (pₑ = 1): κ is not computed, the share is 1.
/// Reference: Cohen (1960), Educational and Psychological Measurement 20.
/// </remarks>
public static class CohenKappa
{
    /// <summary>The agreement of two raters.</summary>
    /// <param name="counts">Square: a row for each level of the first rater, a column for each level of the second, each cell the number of items.</param>
    public static RaterAgreement Of(IReadOnlyList<IReadOnlyList<long>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Any(row => row.Count != counts.Count))
            throw new ArgumentException("The table must be square: both raters use the same levels.", nameof(counts));
        if (counts.Any(row => row.Any(count => count < 0)))
            throw new ArgumentOutOfRangeException(nameof(counts), "A count is 0 or more.");

        var items = counts.Sum(row => row.Sum());
        if (items == 0)
        {
            var nothing = Measured.Not("no item was rated by both");
            return new(0, nothing, nothing, nothing);
        }
        double n = items;
        var agreed = Enumerable.Range(0, counts.Count).Sum(level => counts[level][level]);
        var observed = agreed / n;
        var expected = Enumerable.Range(0, counts.Count).Sum(level => counts[level].Sum() / n * (counts.Sum(row => row[level]) / n));
        // Whether all items lie in one cell of the diagonal is a question of whole numbers.
        var isOneLevel = Enumerable.Range(0, counts.Count).Any(level => counts[level][level] == items);
        return new(items, Measured.Of(observed), Measured.Of(expected),
            isOneLevel ? Measured.Not("both raters used one and the same level only") : Measured.Of((observed - expected) / (1 - expected)));
    }
}

/// <summary>What two raters agreed on.</summary>
/// <param name="Items">How many items both rated.</param>
/// <param name="Observed">The share they rated alike.</param>
/// <param name="Expected">The share expected by chance.</param>
/// <param name="Kappa">Cohen's κ.</param>
public sealed record RaterAgreement(long Items, Measured Observed, Measured Expected, Measured Kappa);
