using CsCheck;

namespace Concord.Measures.Tests;

public sealed class LawTests
{
    [Fact]
    public void A_quantile_leaves_its_share_below_it() => Gen.Select(Gen.Double[0.001, 0.999], Gen.Int[1, 300]).Sample((share, degreesOfFreedom) =>
    {
        ChiSquareLaw.UpperTail(ChiSquareLaw.Quantile(share, degreesOfFreedom), degreesOfFreedom).ShouldBe(1 - share, 1e-9);
        NormalLaw.UpperTail(NormalLaw.Quantile(share)).ShouldBe(1 - share, 1e-12);
    });

    [Fact]
    public void Tails_fall_and_stay_positive() => Gen.Select(Gen.Double[0, 40], Gen.Double[0, 40], Gen.Int[1, 300]).Sample((x, y, k) =>
    {
        var (low, high) = (Math.Min(x, y), Math.Max(x, y));
        foreach (var tail in (Func<double, double>[])
            [NormalLaw.UpperTail, NormalLaw.TwoSided, KolmogorovLaw.UpperTail, z => ChiSquareLaw.UpperTail(z * z, k), z => OneSampleKolmogorovLaw.UpperTail(z / 40, k)])
        {
            tail(high).ShouldBeLessThanOrEqualTo(tail(low) + 1e-6);
            tail(high).ShouldBeInRange(double.Epsilon, 1);
        }
    });

    [Fact]
    public void The_normal_law_is_symmetric() => Gen.Double[0, 8].Sample(z => (NormalLaw.UpperTail(z) + NormalLaw.UpperTail(-z)).ShouldBe(1, 1e-15));

    [Fact]
    public void Adjusted_p_values_are_never_smaller_and_do_not_depend_on_the_order() => Gen.Double[0, 1].Array[0, 30].Sample(p =>
    {
        var adjusted = BenjaminiHochberg.Adjust(p);
        BenjaminiHochberg.Adjust([.. p.Reverse()]).Reverse().ShouldBe(adjusted);
        for (var i = 0; i < p.Length; i++)
        {
            adjusted[i].ShouldBeInRange(p[i], 1);
            adjusted[i].ShouldBeLessThanOrEqualTo(Math.Min(1, p[i] * p.Length) + 1e-15);
            for (var j = 0; j < p.Length; j++)
                (p[i] < p[j] && adjusted[i] > adjusted[j]).ShouldBeFalse();
        }
    });
}
