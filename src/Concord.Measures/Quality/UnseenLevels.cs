namespace Concord.Measures;

/// <summary>How much of a window lies in levels that the reference does not have, and whether chance could have kept them out of it.</summary>
/// <remarks>
/// Missing is not a level here. Given how many rows t of both samples together hold a level, all of them fall into the window's m of the n + m rows with a
/// probability of at most (m / (n + m))ᵗ, and levels that do so make others less likely to (negative association), so that Chernoff's bound holds for the
/// rows they have together: P ≤ min over λ of e^(−λ s) Π (1 + p (e^(λ t) − 1)). The p-value is that bound, never too small however many levels there are and
/// however rare. A side without a value: not computed. Reference: Joag-Dev and Proschan (1983), Negative Association of Random Variables, Annals of Statistics 11.
/// </remarks>
/// <param name="Share">Rows of the window in levels unknown to the reference, of its rows with a value.</param>
/// <param name="PValue">At most how probable so many such rows are where nothing has changed; 1 where there is none.</param>
public readonly record struct UnseenLevels(Proportion Share, Measured PValue)
{
    /// <summary>Beyond it a factor more changes no bound that a double can hold.</summary>
    private const double LargestTilt = 60;

    /// <summary>Compares the levels of both samples.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static UnseenLevels Of(CategoryCounts reference, CategoryCounts current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        var (before, now) = (reference.Rows - reference.Missing, current.Rows - current.Missing);
        if (before == 0 || now == 0)
            return new(new(0, 0), Measured.Not("one of the two samples has no value"));
        var unseen = current.NewLevels(reference).Where(level => !string.Equals(level, CategoryCounts.MissingLevel, StringComparison.Ordinal)).Sum(level => current[level]);
        return new(new(unseen, now), Measured.Of(unseen == 0 ? 1 : Tail.Positive(Math.Exp(Bound(unseen, Sizes(reference, current), Math.Log((double)now / (before + now)))))));
    }

    /// <summary>How many levels hold how many rows of both samples together: few sizes, however many levels.</summary>
    private static (long Rows, long Levels)[] Sizes(CategoryCounts reference, CategoryCounts current)
    {
        var pair = CategoryCounts.Pair(reference.Without(CategoryCounts.MissingLevel), current.Without(CategoryCounts.MissingLevel));
        var sizes = new Dictionary<long, long>();
        for (var level = 0; level < pair.Length; level++)
        {
            var rows = pair.Reference[level] + pair.Current[level];
            sizes[rows] = sizes.GetValueOrDefault(rows) + 1;
        }

        return [.. sizes.Select(size => (size.Key, size.Value))];
    }

    /// <summary>The logarithm of the bound, which is convex in λ: its smallest value by thirds.</summary>
    private static double Bound(long unseen, (long Rows, long Levels)[] sizes, double logShare)
    {
        var (low, high) = (0.0, LargestTilt);
        for (var step = 0; step < 200 && high - low > 1e-12; step++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = At(left) <= At(right) ? (low, right) : (left, high);
        }

        return Math.Min(0, At((low + high) / 2));

        double At(double tilt) => sizes.Sum(size => size.Levels * LogTerm(size.Rows * tilt, size.Rows * logShare)) - (tilt * unseen);
    }

    /// <summary>ln(1 + p (e^x − 1)) with ln p, where e^x may be no number any more.</summary>
    private static double LogTerm(double x, double logP)
    {
        var p = Math.Exp(logP);
        return x < 30 ? Math.Log(1 + (p * (Math.Exp(x) - 1))) : Math.Max(x + logP, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x + logP)));
    }
}
