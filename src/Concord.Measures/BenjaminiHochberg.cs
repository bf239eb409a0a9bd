namespace Concord.Measures;

/// <summary>
/// Benjamini-Hochberg: p-values adjusted so that, among those called significant, the expected share of false ones stays at the
/// chosen level.
/// </summary>
/// <remarks>
/// Sorted ascending p(1) … p(n): adjusted p(i) = min over j ≥ i of min(1, n p(j) / j). Ties get the same value; the order of the
/// input is kept. Tests that could not be computed are no tests: they are left out of n and stay not computed.
/// Reference: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.
/// </remarks>
public static class BenjaminiHochberg
{
    /// <summary>The adjusted p-values in the order given.</summary>
    /// <param name="pValues">Each from 0 to 1.</param>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        foreach (var p in pValues)
        {
            if (!(p >= 0 && p <= 1))
                throw new ArgumentOutOfRangeException(nameof(pValues), p, "A p-value lies between 0 and 1.");
        }

        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i])];
        var adjusted = new double[pValues.Count];
        var smallest = 1.0;
        for (var rank = order.Length; rank >= 1; rank--)
        {
            var index = order[rank - 1];
            smallest = Math.Min(smallest, pValues[index] * ((double)order.Length / rank));
            adjusted[index] = smallest;
        }

        return adjusted;
    }

    /// <summary>The adjusted p-values in the order given; what was not computed stays so and does not count as a test.</summary>
    /// <param name="pValues">Computed ones from 0 to 1.</param>
    public static Measured[] Adjust(IReadOnlyList<Measured> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var adjusted = new Queue<double>(Adjust([.. pValues.Where(p => p.IsComputed).Select(p => p.Value)]));
        return [.. pValues.Select(p => p.IsComputed ? Measured.Of(adjusted.Dequeue()) : p)];
    }
}
