namespace Concord.Measures.Tests;

/// <summary>Samples nobody wishes for. Simple ones are in the vectors; these need more than a line of text.</summary>
public sealed class UglySampleTests
{
    private static readonly PairedCounts NoWindow = new([3, 4], [0, 0]);

    [Fact]
    public void An_empty_window_gives_reasons_and_no_numbers()
    {
        Measured[] all =
        [
            PopulationStabilityIndex.Of(NoWindow), PopulationStabilityIndex.SamplingPoint(NoWindow, 0.95), JensenShannonDistance.Of(NoWindow),
            HellingerDistance.Of(NoWindow), TotalVariation.Of(NoWindow), LInfinityDistance.Of(NoWindow), CramersV.Of(NoWindow),
            ChiSquareTwoSample.Of(NoWindow).PValue, ChiSquareTwoSample.OfMerged(NoWindow).PValue, ChiSquareOneSample.Of(NoWindow).PValue,
        ];
        all.ShouldAllBe(measured => measured.Reason == "the window has no rows");
    }

    [Fact]
    public void A_value_that_is_not_finite_is_a_missing_row()
    {
        var sample = EmpiricalDistribution.FromRows([1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 2]);
        (sample.Count, sample.Missing, sample.Rows).ShouldBe((2, 3, 5));
        EmpiricalDistribution.FromCounts([(double.NaN, 4), (1, 2)], missing: 1).Missing.ShouldBe(5);
    }

    [Fact]
    public void Minus_zero_is_zero()
    {
        var sample = EmpiricalDistribution.FromRows([-0.0, 0.0, 1]);
        sample.Values.ToArray().ShouldBe([0.0, 1.0]);
        double.IsNegative(sample.Values[0]).ShouldBeFalse();
        sample.ZeroShare().Value.ShouldBe(2.0 / 3, 1e-15);
        ScoreCounts.FromRows([(-0.0, true), (0.0, false)]).Scores.Length.ShouldBe(1);
    }

    [Fact]
    public void Values_beyond_double_precision_are_refused_with_a_reason()
    {
        var huge = EmpiricalDistribution.FromRows([-1.7e308, 1.7e308]);
        huge.PopulationStandardDeviation().Value.ShouldBe(1.7e308, 1e293);
        EmpiricalDistribution.FromRows([1.7e308, 1.6e308]).PopulationStandardDeviation().Reason.ShouldNotBeNull().ShouldContain("too large");
        Wasserstein.Of(EmpiricalDistribution.FromRows([-1.7e308]), EmpiricalDistribution.FromRows([1.7e308])).IsComputed.ShouldBeFalse();
        huge.Quantile(0.25).Value.ShouldBe(-0.85e308, 1e295);
        QuantileBins.FromReference(huge).Count(huge).Sum().ShouldBe(2);
        KolmogorovSmirnov.Statistic(huge, EmpiricalDistribution.FromRows([0])).Value.ShouldBe(0.5);
    }

    /// <summary>−8 … 8 is the same spread wherever it lies, as long as the numbers can be told apart; expected by hand: √24.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e12, 1)]
    [InlineData(1e15, 1)]
    [InlineData(4e15, 1)]
    [InlineData(0, 1e-200)]
    [InlineData(0, 1e-310)]
    [InlineData(0, 1e200)]
    public void Spread_is_told_far_from_zero_and_for_very_small_and_large_numbers(double offset, double unit)
    {
        var rows = Enumerable.Range(-8, 17).Select(step => offset + (step * unit));
        (EmpiricalDistribution.FromRows(rows).PopulationStandardDeviation().Value / unit).ShouldBe(Math.Sqrt(24), 1e-9);
    }

    [Fact]
    public void A_reference_without_values_still_bins_a_window()
    {
        var reference = EmpiricalDistribution.FromRows([double.NaN, double.NaN]);
        var pair = QuantileBins.FromReference(reference).Pair(reference, EmpiricalDistribution.FromRows([1, 2, double.NaN]));
        pair.Reference.ToArray().ShouldBe([0, 2]);
        pair.Current.ToArray().ShouldBe([2, 1]);
        PopulationStabilityIndex.Of(pair).Value.ShouldBeGreaterThan(0.25);
    }

    [Fact]
    public void A_rise_of_missing_rows_is_drift()
    {
        var reference = EmpiricalDistribution.FromRows(Enumerable.Range(0, 1000).Select(i => (double)(i % 50)));
        var current = EmpiricalDistribution.FromRows(Enumerable.Range(0, 1000).Select(i => i % 20 == 0 ? double.NaN : i % 50));
        MissingShareTest.Of(reference, current).PValue.Value.ShouldBeLessThan(1e-9);
        PopulationStabilityIndex.Of(QuantileBins.FromReference(reference).Pair(reference, current)).Value.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Large_counts_keep_the_statistic_exact()
    {
        var reference = EmpiricalDistribution.FromCounts([(1, 3_000_000_000), (2, 3_000_000_000)]);
        var current = EmpiricalDistribution.FromCounts([(1, 3_000_000_001), (2, 2_999_999_999)]);
        KolmogorovSmirnov.Statistic(reference, current).Value.ShouldBe(1 / 6e9, 1e-24);
        Wasserstein.Of(reference, reference).Value.ShouldBe(0);
    }

    [Fact]
    public void Samples_too_large_for_the_exact_law_are_told_so()
    {
        var large = EmpiricalDistribution.FromCounts([(1, 3_000_000_000), (2, 3_000_000_000)]);
        KolmogorovSmirnov.ExactPValue(large, large).Reason.ShouldNotBeNull().ShouldContain("too large for the exact law");
        CramerVonMises.Statistic(large, large).Value.ShouldBe(0);
        AndersonDarling.Of(large, large).PValue.Value.ShouldBe(1);
    }

    [Fact]
    public void Samples_of_one_value_each_cannot_differ_in_spread()
    {
        var test = AndersonDarling.Of([.. Enumerable.Range(0, 5).Select(i => EmpiricalDistribution.FromRows([(double)i]))]);
        test.Statistic.IsComputed.ShouldBeTrue();
        test.PValue.Reason.ShouldBe("samples of these sizes always give the same statistic");
        CramerVonMises.PValue(EmpiricalDistribution.FromRows([1.0]), EmpiricalDistribution.FromRows([2.0])).Value.ShouldBe(1);
        KolmogorovSmirnov.ExactPValue(EmpiricalDistribution.FromRows([1.0]), EmpiricalDistribution.FromRows([2.0])).Value.ShouldBe(1);
    }

    [Fact]
    public void Values_at_the_end_of_double_precision_give_numbers_or_reasons()
    {
        var huge = EmpiricalDistribution.FromRows([-1.7e308, 1.7e308, 3, 4, 5]);
        var plain = EmpiricalDistribution.FromRows([1.0, 2, 3, 4, 5]);
        CramerVonMises.PValue(huge, plain).IsComputed.ShouldBeTrue();
        AndersonDarling.Of(huge, plain).PValue.IsComputed.ShouldBeTrue();
        foreach (var definition in EvidentlyDefinitions.Numeric.Concat(NannyMLDefinitions.Numeric))
        {
            definition.Of(huge, plain).ToString().ShouldNotBeNullOrEmpty();
            definition.Of(plain, huge).ToString().ShouldNotBeNullOrEmpty();
        }

        IsotonicCalibration.FromCounts(ScoreCounts.FromRows([(-1.7e308, false), (1.7e308, true)])).Of(0).Value.ShouldBe(0.5, 1e-12);
        RegressionErrors.FromRows([(1e200, -1e200), (1, 2)]).RootMeanSquaredError.Reason.ShouldNotBeNull().ShouldContain("too large");
        WeightedTrend.Of(Enumerable.Range(0, 3).Select(i => ((double)i, Measured.Of(1e308 * (i - 1)), Measured.Of(1e-200)))).Slope.IsComputed.ShouldBeFalse();
    }

    [Fact]
    public void Seven_percent_of_a_hundred_labels_is_seven_labels() =>
        LabelDelays.FromCounts([(1, 7), (2, 93)]).DaysUntil(0.07).Value.ShouldBe(1);

    [Fact]
    public void Rounding_does_not_pile_up_over_many_rows()
    {
        var reference = EmpiricalDistribution.FromRows(Enumerable.Range(0, 200_000).Select(i => 1e6 + (i * 0.1)));
        var current = EmpiricalDistribution.FromRows(Enumerable.Range(0, 200_000).Select(i => 1e6 + (i * 0.1) + 0.03125));
        Wasserstein.Of(reference, current).Value.ShouldBe(0.03125, 1e-9);
        reference.Mean().Value.ShouldBe(1e6 + (199_999 * 0.05), 1e-8);
    }

    [Fact]
    public void Far_tails_stay_positive()
    {
        var reference = EmpiricalDistribution.FromCounts([(0, 100_000)]);
        var current = EmpiricalDistribution.FromCounts([(1, 100_000)]);
        KolmogorovSmirnov.LimitPValue(reference, current).Value.ShouldBeGreaterThan(0);
        KolmogorovSmirnov.OneSampleLawPValue(reference, current).Value.ShouldBeGreaterThan(0);
        CramerVonMises.PValue(reference, current).Value.ShouldBeGreaterThan(0);
        AndersonDarling.Of(reference, current).PValue.Value.ShouldBeGreaterThan(0);
        KolmogorovSmirnov.ExactPValue(EmpiricalDistribution.FromCounts([(0, 3000)]), EmpiricalDistribution.FromCounts([(1, 3000)])).Value.ShouldBeGreaterThan(0);
        ChiSquareTwoSample.Of(new([100_000, 0], [0, 100_000])).PValue.Value.ShouldBeGreaterThan(0);
        TwoProportionTest.PValue(new(0, 100_000), new(100_000, 100_000)).Value.ShouldBeGreaterThan(0);
        NormalLaw.UpperTail(-60).ShouldBe(1);
    }

    [Fact]
    public void A_group_of_three_is_shown_as_too_small_and_removed_from_nothing()
    {
        GroupCounts[] groups =
        [
            new("large", AllRows: 100, AllSelected: 60, TruePositives: 50, FalsePositives: 10, TrueNegatives: 30, FalseNegatives: 10),
            new("three", AllRows: 3, AllSelected: 0, TruePositives: 0, FalsePositives: 0, TrueNegatives: 2, FalseNegatives: 1),
        ];
        groups.Select(group => group.TooSmall).ShouldBe([false, true]);
        DemographicParity.Difference(groups).Value.ShouldBe(0.6, 1e-12);
    }

    [Fact]
    public void A_rate_with_an_empty_denominator_is_left_out_and_not_counted_as_zero()
    {
        GroupCounts[] groups =
        [
            new("a", AllRows: 10, AllSelected: 5, TruePositives: 4, FalsePositives: 1, TrueNegatives: 4, FalseNegatives: 1),
            new("b", AllRows: 10, AllSelected: 5, TruePositives: 3, FalsePositives: 2, TrueNegatives: 4, FalseNegatives: 1),
            new("c", AllRows: 5, AllSelected: 1, TruePositives: 0, FalsePositives: 1, TrueNegatives: 4, FalseNegatives: 0),
        ];
        groups[2].TruePositiveRate.Value.IsComputed.ShouldBeFalse();
        EqualOpportunity.Difference(groups).Value.ShouldBe(0.05, 1e-12);
    }

    [Fact]
    public void Nonsense_is_a_bug_of_the_caller()
    {
        Should.Throw<ArgumentException>(() => new PairedCounts([1, 2], [1]));
        Should.Throw<ArgumentException>(() => new PairedCounts([-1], [1]));
        Should.Throw<ArgumentException>(() => EmpiricalDistribution.FromCounts([(1, -1)]));
        Should.Throw<ArgumentException>(() => ScoreCounts.FromRows([(double.NaN, true)]));
        Should.Throw<ArgumentException>(() => QuantileBins.FromEdges([1, 1]));
        Should.Throw<ArgumentException>(() => BenjaminiHochberg.Adjust([1.5]));
        Should.Throw<ArgumentException>(() => PrecisionAtTop.Of(ScoreCounts.FromRows([]), 0));
        Should.Throw<ArgumentException>(() => new GroupCounts("a", 0, 0, 0, 0, 0, 0).Merge(new GroupCounts("b", 0, 0, 0, 0, 0, 0)));
    }
}
