namespace Concord.Measures;

/// <summary>Cramér's V: the size of the effect behind a two-sample chi-square, freed of the number of rows.</summary>
/// <remarks>
/// √(χ² / N) with N the rows of both samples (the smaller side of a 2 × K table is 2), from 0 to 1. Not computed where χ² is not.
/// Reference: Cramér (1946), Mathematical Methods of Statistics, chapter 21.
/// </remarks>
public static class CramersV
{
    /// <summary>The effect size of two samples counted in the same levels, unmerged.</summary>
    /// <param name="counts">Both samples.</param>
    public static Measured Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return ChiSquareTwoSample.Of(counts).Statistic.Select(chi2 => Math.Min(Math.Sqrt(chi2 / ((double)counts.ReferenceTotal + counts.CurrentTotal)), 1));
    }
}
