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

    [Fact]
    public void What_bins_allow_holds_what_the_rows_say() => Gen.Select(Values, Values).Sample((first, second) =>
    {
        var (reference, current) = (Rows(first), Rows(second));
        var both = reference.Merge(current);
        var bins = QuantileBins.FromReference(reference);
        PairedCounts table = new(bins.Count(reference), bins.Count(current));
        double[] edges = [Math.Min(both.Minimum.Value, bins.Edges[0]), .. bins.Edges, Math.Max(both.Maximum.Value, bins.Edges[^1])];
        Holds(KolmogorovSmirnov.StatisticFromBins(table), KolmogorovSmirnov.Statistic(reference, current).Value);
        Holds(Wasserstein.FromBins(table, edges), Wasserstein.Of(reference, current).Value);
        Holds(Wasserstein.FromBins(table, edges, current.Mean().Value - reference.Mean().Value), Wasserstein.Of(reference, current).Value);
        var fine = QuantileBins.FineFromReference(reference);
        PairedCounts finer = new(fine.Count(reference), fine.Count(current));
        Holds(KolmogorovSmirnov.StatisticFromBins(finer, fine.IsSingle), KolmogorovSmirnov.Statistic(reference, current).Value);
        Holds(
            RocAuc.FromBins(ScoreCounts.FromCounts(Enumerable.Range(0, table.Length).Select(bin => ((double)bin, table.Current[bin], table.Reference[bin])))),
            RocAuc.Of(ScoreCounts.FromRows([.. second.Select(value => (value, true)), .. first.Select(value => (value, false))])).Value.Value);

        static void Holds(Bounds? bounds, double value) => value.ShouldBeInRange(bounds!.Value.Low - 1e-9, bounds.Value.High + 1e-9);
    });

    [Fact]
    public void Fine_bins_contain_the_usual_ones_and_gather_to_the_same_counts() => Gen.Select(Values, Values).Sample((first, second) =>
    {
        var (reference, current) = (Rows(first), Rows(second));
        var (fine, usual) = (QuantileBins.FineFromReference(reference), QuantileBins.FromReference(reference));
        fine.Edges.Length.ShouldBeLessThan(450);
        fine.Edges[0].ShouldBe(reference.Minimum.Value, 1e-9);
        fine.Edges[^1].ShouldBe(reference.Maximum.Value);
        usual.Gather(fine, fine.Count(current)).ShouldBe(usual.Count(current));
        Should.Throw<ArgumentException>(() => QuantileBins.FromEdges([reference.Maximum.Value + 1]).Gather(fine, fine.Count(current)));
    });

    [Fact]
    public void Fine_bins_hold_about_half_a_percent_each_and_single_rows_at_both_ends()
    {
        var bins = QuantileBins.FineFromReference(EmpiricalDistribution.FromRows(Enumerable.Range(0, 100_000).Select(i => (double)i)));
        var counts = bins.Count(EmpiricalDistribution.FromRows(Enumerable.Range(0, 100_000).Select(i => (double)i)));
        counts.Max().ShouldBeInRange(499, 501);
        counts[1].ShouldBeLessThan(10);
        counts[^2].ShouldBeLessThan(10);
    }

    [Fact]
    public void What_bins_allow_holds_the_average_precision() => Gen.Select(Values, Values).Sample((first, second) =>
    {
        var rows = ScoreCounts.FromRows([.. second.Select(value => (value, true)), .. first.Select(value => (value, false))]);
        var bins = QuantileBins.FromReference(Rows(first));
        var (positive, negative) = (bins.Count(Rows(second)), bins.Count(Rows(first)));
        var bounds = AveragePrecision.FromBins(ScoreCounts.FromCounts(Enumerable.Range(0, bins.Length).Select(bin => ((double)bin, positive[bin], negative[bin]))))!.Value;
        AveragePrecision.Of(rows).Value.ShouldBeInRange(bounds.Low - 1e-9, bounds.High + 1e-9);
    });

    /// <summary>No drift: the share of draws with p ≤ 0.05 stays below one and a half times 5 %, however the values tie and however unequal the sizes.</summary>
    [Theory]
    [InlineData("normal")]
    [InlineData("ties")]
    [InlineData("zeros")]
    public void Without_drift_p_values_are_small_as_seldom_as_they_promise(string law)
    {
        const int draws = 400;
        var random = new PCG(23, 1UL);
        double Value() => law switch
        {
            "ties" => random.Next(5),
            "zeros" => random.Next(10) < 7 ? 0 : random.Next(1000),
            _ => Enumerable.Range(0, 12).Sum(_ => random.Next(1_000_000) / 1e6),
        };
        var small = new int[PValues.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            var reference = EmpiricalDistribution.FromRows(Enumerable.Range(0, 150).Select(_ => Value()));
            var current = EmpiricalDistribution.FromRows(Enumerable.Range(0, 60).Select(_ => Value()));
            for (var i = 0; i < PValues.Length; i++)
                small[i] += PValues[i](reference, current).Value <= 0.05 ? 1 : 0;
        }

        small.ShouldAllBe(count => count <= 0.075 * draws, $"{law}: {string.Join(' ', small)} of {draws}");
        if (law == "normal")
            small.ShouldAllBe(count => count >= 0.02 * draws, string.Join(' ', small));
    }

    private static EmpiricalDistribution Rows(double[] rows, double factor = 1) => EmpiricalDistribution.FromRows(rows.Select(value => value * factor));

    private static void Same(Measured first, Measured second)
    {
        first.IsComputed.ShouldBe(second.IsComputed);
        if (first.IsComputed)
            first.Value.ShouldBe(second.Value, 1e-9);
    }
}
