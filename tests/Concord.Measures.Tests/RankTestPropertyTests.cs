using CsCheck;

namespace Concord.Measures.Tests;

public sealed class RankTestPropertyTests
{
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-4, 4].Select(i => (double)i)).Array[1, 40];

    private static readonly Func<EmpiricalDistribution, EmpiricalDistribution, Measured>[] PValues =
        [CramerVonMises.PValue, KolmogorovSmirnov.ExactPValue, (first, second) => AndersonDarling.Of(first, second).PValue];

    [Fact]
    public void Either_side_may_come_first_and_values_count_by_rank_only() => Gen.Select(Values, Values).Sample((first, second) =>
    {
        foreach (var measure in PValues)
        {
            var p = measure(Rows(first), Rows(second));
            Same(measure(Rows(second), Rows(first)), p);
            Same(measure(Rows(first, 1024), Rows(second, 1024)), p);
            Same(measure(Rows(first, -1), Rows(second, -1)), p);
            if (p.IsComputed)
                p.Value.ShouldBeInRange(double.Epsilon, 1);
        }
    });

    [Fact]
    public void Equal_shares_are_no_drift_however_many_rows_tie() => Gen.Select(Values, Gen.Int[1, 9]).Sample((rows, times) =>
    {
        var repeated = EmpiricalDistribution.FromCounts(rows.Select(value => (value, (long)times)));
        CramerVonMises.Statistic(Rows(rows), repeated).Value.ShouldBe(0, 1e-12);
        KolmogorovSmirnov.ExactPValue(Rows(rows), repeated).Value.ShouldBe(1);
        if (AndersonDarling.Of(Rows(rows), repeated).Statistic.ValueOrNull is { } statistic)
            statistic.ShouldBe(0, 1e-9);
    });

    [Fact]
    public void The_order_of_the_samples_never_matters() => Gen.Select(Values, Values, Values).Sample((first, second, third) =>
        Same(AndersonDarling.Of([Rows(third), Rows(first), Rows(second)]).PValue, AndersonDarling.Of([Rows(first), Rows(second), Rows(third)]).PValue));

    [Fact]
    public void The_exact_law_comes_close_to_the_limit_law_for_many_rows()
    {
        var reference = EmpiricalDistribution.FromRows(Enumerable.Range(0, 3000).Select(i => i * 1.0));
        foreach (var shift in (double[])[60.5, 100.5, 140.5])
        {
            var current = EmpiricalDistribution.FromRows(Enumerable.Range(0, 3000).Select(i => i + shift));
            KolmogorovSmirnov.ExactPValue(reference, current).Value.ShouldBe(KolmogorovSmirnov.LimitPValue(reference, current).Value, 0.01);
        }
    }

    [Fact]
    public void Tails_of_the_limit_laws_fall_and_stay_positive() => Gen.Select(Gen.Double[0, 60], Gen.Double[0, 60], Gen.Int[2, 12]).Sample((x, y, samples) =>
    {
        var (low, high) = (Math.Min(x, y), Math.Max(x, y));
        foreach (var tail in (Func<double, double>[])[CramerVonMisesLaw.UpperTail, z => AndersonDarlingLaw.UpperTail(z, samples)])
        {
            tail(high).ShouldBeLessThanOrEqualTo(tail(low) * (1 + 1e-9));
            tail(high).ShouldBeInRange(double.Epsilon, 1);
        }
    });

    private static EmpiricalDistribution Rows(double[] rows, double factor = 1) => EmpiricalDistribution.FromRows(rows.Select(value => value * factor));

    private static void Same(Measured first, Measured second)
    {
        first.IsComputed.ShouldBe(second.IsComputed);
        if (first.IsComputed)
            first.Value.ShouldBe(second.Value, 1e-9);
    }
}
