namespace Concord.Measures;

/// <summary>Drawing without replacement: what chance alone does when rows of one kind are divided between two samples.</summary>
/// <remarks>Far tails stay positive down to the ends of double precision. Reference: Fisher (1935), Journal of the Royal Statistical Society 98.</remarks>
internal static class HypergeometricLaw
{
    /// <summary>The probability that so many rows drawn from all lie all of them among the rows of one part: C(part, drawn)/C(all, drawn).</summary>
    /// <param name="drawn">From 0 to <paramref name="all"/>.</param>
    /// <param name="part">From 0 to <paramref name="all"/>.</param>
    /// <param name="all">The rows of both samples.</param>
    public static double AllWithin(long drawn, long part, long all) => drawn > part ? 0
        : Math.Max(double.Epsilon, Math.Exp(GammaFunction.Log(part + 1.0) - GammaFunction.Log(part - drawn + 1.0) - GammaFunction.Log(all + 1.0) + GammaFunction.Log(all - drawn + 1.0)));
}
