namespace Concord.Measures;

/// <summary>How much of the reference lies in levels that no longer come.</summary>
/// <remarks>
/// Levels with rows in the reference and none in the window; the share of the reference's rows with a value that they held. Missing is not a level here: its
/// end is good news. A rare level is absent by chance, so the p-value is that of the least probable absence, C(n, c)/C(n + m, c) for c of the n
/// reference rows and m window rows, times the number of levels that could have been lost. A side without a value: not computed.
/// </remarks>
/// <param name="Share">Rows of the reference in lost levels, of its rows with a value.</param>
/// <param name="PValue">How probable an absence so surprising is where nothing has changed; 1 where no level is lost.</param>
public readonly record struct LostLevels(Proportion Share, Measured PValue)
{
    /// <summary>Compares the levels of both samples.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static LostLevels Of(CategoryCounts reference, CategoryCounts current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        var (before, now) = (reference.Rows - reference.Missing, current.Rows - current.Missing);
        if (before == 0 || now == 0)
            return new(new(0, 0), Measured.Not("one of the two samples has no value"));
        long[] lost = [.. current.LostLevels(reference).Where(level => !string.Equals(level, CategoryCounts.MissingLevel, StringComparison.Ordinal)).Select(level => reference[level])];
        var levels = reference.Levels.Count - (reference.Missing > 0 ? 1 : 0);
        var least = lost.Length == 0 ? 1 : Math.Min(1, levels * HypergeometricLaw.AllWithin(lost.Max(), before, before + now));
        return new(new(lost.Sum(), before), Measured.Of(least));
    }
}
