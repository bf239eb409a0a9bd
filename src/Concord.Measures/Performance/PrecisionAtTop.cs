namespace Concord.Measures;

/// <summary>Precision at the top: of the share of rows with the highest scores, how many are positive.</summary>
/// <remarks>
/// Mean label of the ⌈k n⌉ labelled rows with the highest score. Rows with equal scores at the border count with the share of them
/// that fits, so the order of rows never matters. No labelled row: not computed.
/// </remarks>
public static class PrecisionAtTop
{
    /// <summary>The precision in the top share.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    /// <param name="share">Above 0, at most 1; for example 0.05.</param>
    public static TopPrecision Of(ScoreCounts counts, double share)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (counts.NoRow is { } obstacle)
            return new(Measured.Not(obstacle), 0, 0);

        // 7 % of 100 rows is 7 rows, although 0.07 · 100 is a little above 7 in binary.
        var product = share * counts.Rows;
        var nearest = Math.Round(product);
        var top = (long)(Math.Abs(product - nearest) <= 1e-12 * nearest ? nearest : Math.Ceiling(product));
        top = Math.Clamp(top, 1, counts.Rows);

        var left = top;
        var hits = 0.0;
        for (var i = counts.Scores.Length - 1; left > 0; i--)
        {
            var rows = counts.PositivesAt[i] + counts.NegativesAt[i];
            var taken = Math.Min(rows, left);
            hits += taken == rows ? counts.PositivesAt[i] : (double)counts.PositivesAt[i] * taken / rows;
            left -= taken;
        }

        return new(Measured.Of(hits / top), top, hits);
    }

    /// <summary>The two-sided p-value for the difference of two such precisions measured on different rows.</summary>
    /// <param name="first">One precision.</param>
    /// <param name="second">The other.</param>
    public static Measured DifferencePValue(TopPrecision first, TopPrecision second) =>
        TwoProportionTest.PValue(first.Hits, first.Rows, second.Hits, second.Rows);
}

/// <summary>A precision in the top share with its counts.</summary>
/// <param name="Value">The precision.</param>
/// <param name="Rows">How many rows are the top share.</param>
/// <param name="Hits">How many of them are positive; a fraction where ties are shared out.</param>
public readonly record struct TopPrecision(Measured Value, long Rows, double Hits);
