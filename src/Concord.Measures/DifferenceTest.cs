namespace Concord.Measures;

/// <summary>Test of the difference between two estimates from different rows, by their standard errors.</summary>
/// <remarks>
/// z = (a − b) / √(s² + t²), two-sided p-value from the normal law. Where both standard errors are 0 equal estimates give p = 1 and
/// different ones are not computed: the rows at hand say nothing about their spread.
/// </remarks>
public static class DifferenceTest
{
    /// <summary>The two-sided p-value.</summary>
    /// <param name="first">One estimate.</param>
    /// <param name="firstError">Its standard error.</param>
    /// <param name="second">The other estimate.</param>
    /// <param name="secondError">Its standard error.</param>
    public static Measured PValue(Measured first, Measured firstError, Measured second, Measured secondError)
    {
        foreach (var needed in (ReadOnlySpan<Measured>)[first, firstError, second, secondError])
        {
            if (!needed.IsComputed)
                return needed;
        }

        var difference = first.Value - second.Value;
        var error = Math.Sqrt((firstError.Value * firstError.Value) + (secondError.Value * secondError.Value));
        return error > 0 ? Measured.Of(NormalLaw.TwoSided(difference / error))
            : difference == 0 ? Measured.Of(1)
            : Measured.Not("neither sample shows any spread to judge the difference by");
    }
}
