using CsCheck;

namespace Concord.Measures.Tests;

public sealed class DriftPropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<double[]> Rows = Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-4, 4].Select(i => (double)i), Gen.Const(double.NaN)).Array[1, 60];
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-4, 4].Select(i => (double)i)).Array[1, 60];
    private static readonly Gen<(long[] Reference, long[] Current)> Tables =
        Gen.Int[1, 8].SelectMany(length => Gen.Select(Gen.Long[0, 40].Array[length], Gen.Long[0, 40].Array[length]));

    private static readonly Func<PairedCounts, Measured>[] Symmetric =
    [
        PopulationStabilityIndex.Of, JensenShannonDistance.Of, HellingerDistance.Of, TotalVariation.Of, LInfinityDistance.Of, CramersV.Of,
        counts => ChiSquareTwoSample.Of(counts).PValue, counts => ChiSquareTwoSample.OfMerged(counts).PValue,
        counts => ChiSquareTwoSample.OfSparse(counts).PValue,
    ];

    [Fact]
    public void Merging_distributions_is_the_distribution_of_all_rows() => Gen.Select(Rows, Rows).Sample((first, second) =>
    {
        var merged = EmpiricalDistribution.FromRows(first).Merge(EmpiricalDistribution.FromRows(second));
        var union = EmpiricalDistribution.FromRows(first.Concat(second));
        merged.Values.SequenceEqual(union.Values).ShouldBeTrue();
        merged.Counts.SequenceEqual(union.Counts).ShouldBeTrue();
        merged.Missing.ShouldBe(union.Missing);
        merged.Rows.ShouldBe(first.Length + second.Length);
    });

    [Fact]
    public void One_walk_gives_what_two_walks_give() => Gen.Select(Rows, Rows).Sample((reference, current) =>
    {
        var (before, now) = (EmpiricalDistribution.FromRows(reference), EmpiricalDistribution.FromRows(current));
        Wasserstein.WithKolmogorovSmirnov(before, now).ShouldBe((Wasserstein.Of(before, now), KolmogorovSmirnov.Statistic(before, now)));
    });

    [Fact]
    public void The_order_of_rows_never_matters() => Gen.Select(Rows, Rows).Sample((reference, current) =>
    {
        var forward = Everything(EmpiricalDistribution.FromRows(reference), EmpiricalDistribution.FromRows(current));
        var backward = Everything(
            EmpiricalDistribution.FromRows(reference.Reverse()),
            EmpiricalDistribution.FromCounts(current.Reverse().Select(value => (value, 1L))));
        backward.ShouldBe(forward);
    });

    /// <summary>(n − 1) · 0.7 in numbers of the machine falls short of the whole number it is at 70 of the sizes below 5,000.</summary>
    [Fact]
    public void A_row_that_stands_at_a_quantile_is_the_quantile()
    {
        for (var rows = 2; rows < 5_000; rows++)
        {
            var sample = EmpiricalDistribution.FromRows([.. Enumerable.Range(0, rows).Select(row => Math.Sqrt(row))]);
            for (var part = 0; part <= 10; part++)
            {
                if ((rows - 1) * part % 10 == 0)
                    sample.Quantile(part, 10).Value.ShouldBe(Math.Sqrt((rows - 1) * part / 10), $"{part} tenths of {rows} rows");
                else
                    sample.Quantile(part, 10).Value.ShouldBe(sample.Quantile(part / 10.0).Value);
            }
        }
    }

    [Fact]
    public void A_level_that_begins_at_the_seventh_tenth_keeps_its_bin()
    {
        double[] Rows(int ones, int twos) => [.. Enumerable.Repeat(0.0, 455), .. Enumerable.Repeat(1.0, ones), .. Enumerable.Repeat(2.0, twos)];
        var (reference, current) = (EmpiricalDistribution.FromRows(Rows(65, 131)), EmpiricalDistribution.FromRows(Rows(131, 65)));
        var bins = QuantileBins.FromReference(reference);
        bins.Edges.ToArray().ShouldBe([0, 1, 2]);
        PopulationStabilityIndex.Of(bins.Pair(reference, current)).Value.ShouldBe(132.0 / 651 * Math.Log(131.0 / 65) / 1, 1e-12);
    }

    [Fact]
    public void Quantiles_lie_between_the_extremes_and_rise() => Values.Sample(rows =>
    {
        var sample = EmpiricalDistribution.FromRows(rows);
        var quantiles = Enumerable.Range(0, 21).Select(i => sample.Quantile(i / 20.0).Value).ToArray();
        quantiles[0].ShouldBe(rows.Min());
        quantiles[^1].ShouldBe(rows.Max());
        for (var i = 1; i < quantiles.Length; i++)
            quantiles[i].ShouldBeGreaterThanOrEqualTo(quantiles[i - 1] - Close);
    });

    [Fact]
    public void Every_row_falls_into_one_bin_and_the_bin_is_the_number_of_edges_below_it() => Gen.Select(Values, Rows).Sample((reference, current) =>
    {
        var bins = QuantileBins.FromReference(EmpiricalDistribution.FromRows(reference));
        var sample = EmpiricalDistribution.FromRows(current);
        var byHand = new long[bins.Length];
        foreach (var value in current.Where(double.IsFinite))
        {
            byHand[bins.Edges.ToArray().Count(edge => edge < value)]++;
            bins.BinOf(value).ShouldBe(bins.Edges.ToArray().Count(edge => edge < value));
        }

        bins.Count(sample).ShouldBe(byHand);
        bins.Pair(sample, sample).ReferenceTotal.ShouldBe(current.Length);
    });

    [Fact]
    public void Both_sides_may_be_exchanged() => Tables.Sample((reference, current) =>
    {
        foreach (var measure in Symmetric)
            Same(measure(new(reference, current)), measure(new(current, reference)));
    });

    [Fact]
    public void The_names_and_the_order_of_levels_never_matter() => Gen.Select(Tables, Gen.Int[0, 1000]).Sample((table, seed) =>
    {
        int[] order = [.. Enumerable.Range(0, table.Reference.Length).OrderBy(i => (i + 1) * (seed + 7919) % 1009)];
        var shuffled = new PairedCounts(order.Select(i => table.Reference[i]), order.Select(i => table.Current[i]));
        foreach (var measure in Symmetric)
            Same(measure(new(table.Reference, table.Current)), measure(shuffled));

        CategoryCounts Named(long[] counts, string prefix) => CategoryCounts.FromCounts(counts.Select((count, i) => ((string?)(prefix + i), count)));
        Same(
            TotalVariation.Of(CategoryCounts.Pair(Named(table.Reference, "level "), Named(table.Current, "level "))),
            TotalVariation.Of(CategoryCounts.Pair(Named(table.Reference, "ώ"), Named(table.Current, "ώ"))));
    });

    [Fact]
    public void Distances_stay_inside_their_bounds() => Tables.Sample((reference, current) =>
    {
        var table = new PairedCounts(reference, current);
        foreach (var measure in Symmetric.Skip(1))
        {
            if (measure(table).ValueOrNull is { } value)
                value.ShouldBeInRange(0, 1);
        }

        if (PopulationStabilityIndex.Of(table).ValueOrNull is { } index)
            index.ShouldBeGreaterThanOrEqualTo(0);
        if (table.ReferenceTotal > 0 && table.CurrentTotal > 0)
        {
            var (hellinger, variation) = (HellingerDistance.Of(table).Value, TotalVariation.Of(table).Value);
            variation.ShouldBeInRange((hellinger * hellinger) - Close, (Math.Sqrt(2) * hellinger) + Close);
            LInfinityDistance.Of(table).Value.ShouldBeLessThanOrEqualTo((2 * variation) + Close);
        }
    });

    [Fact]
    public void Equal_shares_are_no_drift() => Gen.Select(Gen.Long[1, 50].Array[2, 8], Gen.Long[1, 9]).Sample((counts, times) =>
    {
        var table = new PairedCounts(counts, counts.Select(count => count * times));
        PopulationStabilityIndex.Of(table).Value.ShouldBe(0, Close);
        JensenShannonDistance.Of(table).Value.ShouldBe(0, 1e-7);
        HellingerDistance.Of(table).Value.ShouldBe(0, 1e-7);
        ChiSquareTwoSample.Of(table).PValue.Value.ShouldBe(1, 1e-6);
    });

    [Fact]
    public void The_largest_gap_knows_ranks_only_and_either_side_may_come_first() => Gen.Select(Values, Values).Sample((reference, current) =>
    {
        var a = EmpiricalDistribution.FromRows(reference);
        var b = EmpiricalDistribution.FromRows(current);
        var gap = KolmogorovSmirnov.Statistic(a, b).Value;
        gap.ShouldBeInRange(0, 1);
        KolmogorovSmirnov.Statistic(b, a).Value.ShouldBe(gap);
        KolmogorovSmirnov.Statistic(Times(reference, 1024), Times(current, 1024)).Value.ShouldBe(gap);
        KolmogorovSmirnov.LimitPValue(a, b).Value.ShouldBeInRange(double.Epsilon, 1);
    });

    [Fact]
    public void Carrying_every_row_by_a_step_costs_the_step() => Gen.Select(Values, Gen.Double[-50, 50]).Sample((rows, step) =>
        Wasserstein.Of(EmpiricalDistribution.FromRows(rows), EmpiricalDistribution.FromRows(rows.Select(value => value + step))).Value.ShouldBe(Math.Abs(step), Close));

    [Fact]
    public void The_cost_of_carrying_is_a_distance() => Gen.Select(Values, Values, Values).Sample((first, second, third) =>
    {
        var (a, b, c) = (EmpiricalDistribution.FromRows(first), EmpiricalDistribution.FromRows(second), EmpiricalDistribution.FromRows(third));
        var direct = Wasserstein.Of(a, c).Value;
        direct.ShouldBeLessThanOrEqualTo(Wasserstein.Of(a, b).Value + Wasserstein.Of(b, c).Value + Close);
        Wasserstein.Of(c, a).Value.ShouldBe(direct, Close);
        Wasserstein.Of(Times(first, 4), Times(third, 4)).Value.ShouldBe(4 * direct, Close);
        Wasserstein.Of(a, a).Value.ShouldBe(0);
    });

    [Fact]
    public void A_change_of_unit_shows_its_factor() => Gen.Select(Gen.OneOf(Gen.Double[1, 100], Gen.Double[-100, -1]).Array[1, 40], Gen.Double[0.01, 100]).Sample((rows, factor) =>
        UnitChange.Ratio(EmpiricalDistribution.FromRows(rows), Times(rows, factor)).Value.ShouldBe(factor, Close * factor));

    private static EmpiricalDistribution Times(double[] rows, double factor) => EmpiricalDistribution.FromRows(rows.Select(value => value * factor));

    private static Measured[] Everything(EmpiricalDistribution reference, EmpiricalDistribution current)
    {
        var pair = QuantileBins.FromReference(reference).Pair(reference, current);
        return
        [
            PopulationStabilityIndex.Of(pair), JensenShannonDistance.Of(pair), KolmogorovSmirnov.Statistic(reference, current),
            KolmogorovSmirnov.OneSampleLawPValue(reference, current), Wasserstein.OverReferenceDeviation(reference, current),
            MissingShareTest.Of(reference, current).PValue, UnitChange.Ratio(reference, current), current.Mean(), current.ZeroShare(),
        ];
    }

    private static void Same(Measured first, Measured second)
    {
        second.IsComputed.ShouldBe(first.IsComputed);
        if (first.IsComputed)
            second.Value.ShouldBe(first.Value, Close);
    }
}
