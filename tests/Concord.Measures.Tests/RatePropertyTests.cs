using CsCheck;

namespace Concord.Measures.Tests;

public sealed class RatePropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<Proportion> Rates = Gen.Select(Gen.Long[0, 60], Gen.Long[0, 60], (successes, others) => new Proportion(successes, successes + others));
    private static readonly Gen<(double Score, bool Label)[]> Rows = Gen.Select(Gen.Double[0.01, 0.99], Gen.Bool).Array[1, 40];

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    [InlineData(0, -1)]
    [InlineData(1, 0)]
    public void A_rate_that_no_counts_can_give_is_an_error_and_no_number(long successes, long trials) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Proportion(successes, trials));

    [Fact]
    public void The_interval_of_a_rate_holds_it_lies_between_nought_and_one_and_turns_round_with_it() => Rates.Sample(rate =>
    {
        if (rate.Trials == 0)
        {
            (rate.Value.IsComputed, rate.Wilson95).ShouldBe((false, null));
            return;
        }

        var interval = rate.Wilson95.ShouldNotBeNull();
        rate.Value.Value.ShouldBeInRange(interval.Low - Close, interval.High + Close);
        interval.Low.ShouldBeInRange(0, 1);
        interval.High.ShouldBeInRange(interval.Low, 1);
        new Proportion(rate.Trials - rate.Successes, rate.Trials).Wilson95!.Value.Low.ShouldBe(1 - interval.High, Close);
    });

    [Fact]
    public void The_interval_of_a_difference_holds_it_and_changes_sign_with_it() => Gen.Select(Rates, Rates).Sample((first, second) =>
    {
        if (RateDifference.Interval95(first, second) is not { } interval)
        {
            (first.Trials == 0 || second.Trials == 0).ShouldBeTrue();
            return;
        }

        RateDifference.Of(first, second).Value.ShouldBeInRange(interval.Low - Close, interval.High + Close);
        interval.Low.ShouldBeGreaterThanOrEqualTo(-1 - Close);
        interval.High.ShouldBeLessThanOrEqualTo(1 + Close);
        RateDifference.Interval95(second, first)!.Value.Low.ShouldBe(-interval.High, Close);
    });

    [Fact]
    public void A_difference_of_estimates_tests_the_same_either_way_round() => Gen.Select(Gen.Double[0, 1], Gen.Double[0.001, 1], Gen.Double[0, 1], Gen.Double[0.001, 1]).Sample((a, s, b, t) =>
    {
        Measured P(double x, double xError, double y, double yError) => DifferenceTest.PValue(Measured.Of(x), Measured.Of(xError), Measured.Of(y), Measured.Of(yError));
        var p = P(a, s, b, t).Value;
        p.ShouldBeInRange(double.Epsilon, 1);
        P(b, t, a, s).Value.ShouldBe(p, Close);
        P(a + 3, s, b + 3, t).Value.ShouldBe(p, 1e-6);
        P(a, s, a, t).Value.ShouldBe(1);
        DifferenceTest.PValue(Measured.Not("no row"), Measured.Of(s), Measured.Of(b), Measured.Of(t)).Reason.ShouldBe("no row");
    });

    [Fact]
    public void Gini_is_twice_the_area_less_one_and_the_loss_is_never_below_nought() => Rows.Sample(rows =>
    {
        var counts = ScoreCounts.FromRows(rows);
        Gini.Of(counts).ValueOrNull.ShouldBe(RocAuc.Of(counts).Value.ValueOrNull is { } area ? (2 * area) - 1 : null);
        LogLoss.Of(counts).Value.ShouldBeGreaterThanOrEqualTo(0);
        LogLoss.Of(ScoreCounts.FromRows(rows.Reverse())).Value.ShouldBe(LogLoss.Of(counts).Value, Close);
        LogLoss.Of(ScoreCounts.FromRows(rows.Select(row => (1 - row.Score, !row.Label)))).Value.ShouldBe(LogLoss.Of(counts).Value, Close);
        LogLoss.Of(ScoreCounts.FromRows([])).IsComputed.ShouldBeFalse();
    });

    [Fact]
    public void Labels_that_come_alike_after_every_decision_are_not_selective() => Gen.Select(Gen.Long[1, 50], Gen.Long[1, 50]).Sample((selected, others) =>
    {
        var even = new GroupCounts("a", 2 * (selected + others), 2 * selected, selected, 0, others, 0);
        SelectiveLabels.Difference([even]).Value.ShouldBe(0, Close);
        var onlySelected = new GroupCounts("a", selected + others, selected, selected, 0, 0, 0);
        Math.Abs(SelectiveLabels.Difference([onlySelected]).Value).ShouldBe(1, Close);
        SelectiveLabels.Difference([]).IsComputed.ShouldBeFalse();
    });

    [Fact]
    public void A_permutation_test_does_not_know_the_names_of_levels() => Gen.Select(Gen.Int[0, 3].Array[1, 12], Gen.Int[0, 3].Array[1, 12]).Sample((reference, current) =>
    {
        static IEnumerable<string?> Named(int[] rows, string prefix) => rows.Select(level => level == 3 ? null : prefix + level);
        var (plain, renamed) = (TotalVariationPermutation.PValue(Named(reference, "a"), Named(current, "a")), TotalVariationPermutation.PValue(Named(reference, "ώ "), Named(current, "ώ ")));
        renamed.ShouldBe(plain);
        if (plain.IsComputed)
            plain.Value.ShouldBeInRange(0, 1);
    }, iter: 30);

    [Fact]
    public void A_G_test_needs_two_samples_of_one_size_and_knows_no_order_of_levels()
    {
        var test = EvidentlyDefinitions.Categorical.Single(definition => definition.Name.StartsWith("G-test", StringComparison.Ordinal));
        var (a, b) = (CategoryCounts.FromRows(["x", "x", "y", "z"]), CategoryCounts.FromRows(["x", "y", "y", "z"]));
        var (c, d) = (CategoryCounts.FromRows(["z", "z", "y", "x"]), CategoryCounts.FromRows(["z", "y", "y", "x"]));
        test.Of(a, b).ShouldBe(test.Of(c, d));
        test.Of(a, a).Value.ShouldBe(1);
        test.Of(a, b.Merge(b)).IsComputed.ShouldBeFalse();
    }
}
