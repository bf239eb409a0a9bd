namespace Concord.Measures;

/// <summary>Permutation test of the total variation distance as Evidently 0.7 draws it. For reproducing its figures; not a native definition.</summary>
/// <remarks>
/// The share of 1,000 random divisions of all rows into samples of the given sizes whose distance is at least the observed one. The divisions
/// come from NumPy's generator seeded with 0 and pick places in the file, so that the order of the rows moves the result; its own error is up to
/// 0.016. With no division as far apart the tool says 0, which no p-value is. The native test of the same question is
/// <see cref="ChiSquareTwoSample"/>. Missing rows are left out; a sample without a row: not computed.
/// </remarks>
public static class TotalVariationPermutation
{
    /// <summary>What it is called wherever it is shown.</summary>
    public const string Name = "TVD p-value, 1000 permutations (evidently)";

    private const int Divisions = 1000;

    /// <summary>The p-value.</summary>
    /// <param name="reference">The rows of the reference in the order of the file; null is missing.</param>
    /// <param name="current">The rows of the window in the order of the file.</param>
    public static Measured PValue(IEnumerable<string?> reference, IEnumerable<string?> current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        string[] before = [.. reference.OfType<string>()], now = [.. current.OfType<string>()];
        if (before.Length == 0 || now.Length == 0)
            return Measured.Not($"the {(before.Length == 0 ? "reference" : "window")} has no value");
        string[] levels = [.. before.Union(now, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int[] rows = [.. before.Concat(now).Select(level => Array.BinarySearch(levels, level, StringComparer.Ordinal))];
        var all = Count(rows, levels.Length);
        var observed = Distance(Count(rows[..before.Length], levels.Length), all);
        var generator = new NumPyGenerator(0);
        var asFar = 0;
        for (var division = 0; division < Divisions; division++)
        {
            var chosen = generator.Permutation(rows.Length).Take(before.Length).Select(place => rows[place]);
            asFar += Distance(Count(chosen, levels.Length), all) >= observed ? 1 : 0;
        }

        return Measured.Of((double)asFar / Divisions);
    }

    private static long[] Count(IEnumerable<int> rows, int levels)
    {
        var counts = new long[levels];
        foreach (var level in rows)
            counts[level]++;
        return counts;
    }

    private static double Distance(long[] part, long[] all)
    {
        double inside = part.Sum(), outside = all.Sum() - part.Sum();
        return 0.5 * part.Zip(all, (mine, both) => Math.Abs((mine / inside) - ((both - mine) / outside))).Sum();
    }
}
