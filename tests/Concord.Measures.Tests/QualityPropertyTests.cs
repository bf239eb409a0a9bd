using CsCheck;

namespace Concord.Measures.Tests;

public sealed class QualityPropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<GroupCounts> Group = Gen.Long[0, 20].Array[6].Select(n => new GroupCounts(
        "group", AllRows: n[0] + n[1] + n[2] + n[3] + n[4] + n[5], AllSelected: n[0] + n[1] + n[4], TruePositives: n[0], FalsePositives: n[1], TrueNegatives: n[2], FalseNegatives: n[3]));

    private static readonly Gen<Proportion> Rate = Gen.Select(Gen.Long[0, 40], Gen.Long[0, 40]).Select((hits, misses) => new Proportion(hits, hits + misses));

    [Fact]
    public void A_difference_turns_round_with_its_rates_and_stays_in_its_bounds() => Gen.Select(Rate, Rate).Sample((first, second) =>
    {
        var difference = RateDifference.Of(first, second);
        var interval = RateDifference.Interval95(first, second);
        difference.IsComputed.ShouldBe(interval is not null);
        if (interval is not { } ends)
            return;
        difference.Value.ShouldBeInRange(ends.Low - Close, ends.High + Close);
        ends.Low.ShouldBeGreaterThanOrEqualTo(-1 - Close);
        ends.High.ShouldBeLessThanOrEqualTo(1 + Close);
        var turned = RateDifference.Interval95(second, first).ShouldNotBeNull();
        turned.Low.ShouldBe(-ends.High, Close);
        turned.High.ShouldBe(-ends.Low, Close);
    });

    [Fact]
    public void The_difference_of_two_rates_with_their_intervals_is_that_of_their_counts() => Gen.Select(Rate, Rate).Sample((first, second) =>
    {
        if (first.Wilson95 is not { } one || second.Wilson95 is not { } other)
            return;
        var counted = RateDifference.Interval95(first, second).ShouldNotBeNull();
        var compared = ComparedEstimates.Difference(new(first.Value.Value, one.Low, one.High), new(second.Value.Value, other.Low, other.High));
        compared.Low.ShouldBe(counted.Low, Close);
        compared.High.ShouldBe(counted.High, Close);
    });

    [Fact]
    public void A_ratio_lies_within_its_interval_and_does_not_depend_on_the_unit() => Gen.Select(Gen.Double[0.1, 9], Gen.Double[0, 2], Gen.Double[1, 9], Gen.Double[0, 0.4], Gen.Double[0.01, 1000]).Sample((a, error, b, other, unit) =>
    {
        if (ComparedEstimates.Ratio(Estimate.WithError(a, error), Estimate.WithError(b, other)) is not { } ratio)
            return;
        ratio.Value.ShouldBeInRange(ratio.Low - Close, ratio.High + Close);
        var inOther = ComparedEstimates.Ratio(Estimate.WithError(a * unit, error * unit), Estimate.WithError(b * unit, other * unit)).ShouldNotBeNull();
        inOther.Low.ShouldBe(ratio.Low, 1e-6 * (1 + Math.Abs(ratio.Low)));
        inOther.High.ShouldBe(ratio.High, 1e-6 * (1 + Math.Abs(ratio.High)));
    });

    [Fact]
    public void Bounds_hold_the_rate_of_the_known_and_meet_when_all_are_known() => Group.Sample(group =>
    {
        (Func<GroupCounts, Bounds?> Bounds, Func<GroupCounts, Proportion> Rate)[] all =
        [
            (SelectiveLabelBounds.TruePositiveRate, g => g.TruePositiveRate), (SelectiveLabelBounds.FalsePositiveRate, g => g.FalsePositiveRate),
            (SelectiveLabelBounds.BaseRate, g => g.BaseRate), (SelectiveLabelBounds.Accuracy, g => g.Accuracy),
            (SelectiveLabelBounds.PositivePredictiveValue, g => g.PositivePredictiveValue),
        ];
        var known = group with { AllRows = group.Rows, AllSelected = group.Selected };
        foreach (var (bounds, rate) in all)
        {
            if (rate(group).Value.ValueOrNull is not { } value)
                continue;
            var ends = bounds(group).ShouldNotBeNull();
            value.ShouldBeInRange(ends.Low - Close, ends.High + Close);
            ends.Low.ShouldBeGreaterThanOrEqualTo(0);
            ends.High.ShouldBeLessThanOrEqualTo(1);
            bounds(known).ShouldBe(new Bounds(value, value));
        }
    });

    [Fact]
    public void Groups_of_every_attribute_add_up_to_everybody() => Group.Array[1, 12].Sample(cells =>
    {
        string[] names = ["sex", "age"];
        (IReadOnlyList<string?>, GroupCounts)[] all = [.. cells.Select((cell, i) => ((IReadOnlyList<string?>)[$"s{i % 2}", $"a{i % 3}"], cell))];
        var table = GroupTable.FromCells(names, all);
        foreach (var by in (string[][])[["sex"], ["age"], ["sex", "age"], ["age", "sex"]])
        {
            var groups = table.By(by);
            groups.Sum(group => group.AllRows).ShouldBe(cells.Sum(cell => cell.AllRows));
            groups.Sum(group => group.TruePositives).ShouldBe(cells.Sum(cell => cell.TruePositives));
        }

        var half = all.Length / 2;
        GroupTable.FromCells(names, all[..half]).Merge(GroupTable.FromCells(names, all[half..])).By("sex", "age").ShouldBe(table.By("sex", "age"));
        DemographicParity.DifferenceAll(table.By("age", "sex")).ShouldBe(DemographicParity.DifferenceAll(table.By("sex", "age")));
    });

    [Fact]
    public void Levels_that_hold_the_joint_are_not_mixed_up()
    {
        var counts = new GroupCounts("", AllRows: 3, AllSelected: 1, TruePositives: 0, FalsePositives: 0, TrueNegatives: 0, FalseNegatives: 0);
        var table = GroupTable.FromCells(["a", "b"], [(["p x q", "r"], counts), (["p", "q x r"], counts)]);
        table.By("a", "b").Select(group => group.Group).ShouldBe(["\"p x q\" x r", "p x \"q x r\""]);
        table.By("a").Select(group => group.Group).ShouldBe(["p", "p x q"], "a level by itself can be mixed up with none");
    }

    [Theory]
    [InlineData("F x <25", "F", "<25")]
    [InlineData("a x x x b", "a", "x", "b")]
    [InlineData("\"a x\" x b", "a x", "b")]
    [InlineData("a x x b", "a", "x b")]
    [InlineData("\"\"\"a\"\"\" x 5\"", "\"a\"", "5\"")]
    [InlineData("__missing__ x \"__missing__\"", null, "__missing__")]
    public void A_group_of_an_intersection_is_called_by_its_levels(string name, params string?[] levels) => GroupCounts.NameOf(levels).ShouldBe(name);

    [Fact]
    public void Groups_of_different_levels_never_share_a_name()
    {
        string?[] levels = [null, "__missing__", .. Words(4)];
        (string? First, string? Second)[] pairs = [.. levels.SelectMany(first => levels.Select(second => (first, second)))];
        pairs.Select(pair => GroupCounts.NameOf([pair.First, pair.Second])).Distinct(StringComparer.Ordinal).Count().ShouldBe(pairs.Length);

        string?[] single = [.. levels, "\"__missing__\"", "\"__missing__", "\"\"__missing__\"\""];
        single.Select(level => GroupCounts.NameOf([level])).Distinct(StringComparer.Ordinal).Count().ShouldBe(single.Length);

        string?[] few = [null, "__missing__", .. Words(2), " x ", "a x", "x a", "\"\"\"", "\" x"];
        string[] threes = [.. from one in few from two in few from three in few select GroupCounts.NameOf([one, two, three])];
        threes.Distinct(StringComparer.Ordinal).Count().ShouldBe(threes.Length);

        static string[] Words(int longest) => longest == 0 ? [""] : ["", .. Words(longest - 1).SelectMany(word => "ax \"".Select(letter => word + letter))];
    }

    [Fact]
    public void A_level_that_reads_like_missing_is_a_level()
    {
        const string literal = "__missing__";
        var before = CategoryCounts.FromRows([null, "a", "a", literal]);
        var now = CategoryCounts.FromRows([null, null, "a", literal, literal, $"\"{literal}\""]);
        now.Levels.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["\"\"__missing__\"\""] = 1, ["\"__missing__\""] = 2, ["__missing__"] = 2, ["a"] = 1 });
        (before.Missing, now.Missing, now.Merge(before).Missing).ShouldBe((1, 2, 3));
        now.NewLevels(before).ShouldBe([CategoryCounts.NameOf($"\"{literal}\"")]);
        now.NewLevelShare(before).Value.ShouldBe(1.0 / 6, Close);
        UnseenLevels.Of(before, now).Share.ShouldBe(new Proportion(1, 4));
        LostLevels.Of(before, CategoryCounts.FromRows([null, "a"])).Share.ShouldBe(new Proportion(1, 3));
        ConstantColumn.MostFrequent(now).ShouldBe(new Proportion(2, 4));
        OutOfRange.Of(now, ["a", literal]).ShouldBe(new Proportion(1, 4));
        now.Without(CategoryCounts.MissingLevel).Without("a").Rows.ShouldBe(3);
    }

    [Fact]
    public void A_trend_knows_no_origin_and_follows_its_units() => Gen.Select(Gen.Double[0, 10].Array[3, 8], Gen.Double[-50, 50], Gen.Double[0.1, 10]).Sample((values, shift, unit) =>
    {
        WeightedTrend Trend(double offset, double time, double height) => WeightedTrend.Of(values.Select((value, i) =>
            ((i * time) + offset, Measured.Of(value * height), Measured.Of(height * (1 + (i % 3))))));
        var plain = Trend(0, 1, 1);
        Trend(shift, 1, 1).Slope.Value.ShouldBe(plain.Slope.Value, 1e-7);
        Trend(0, unit, 1).Slope.Value.ShouldBe(plain.Slope.Value / unit, 1e-7);
        Trend(0, 1, unit).StandardError.Value.ShouldBe(unit * plain.StandardError.Value, 1e-7);
        plain.PValue.Value.ShouldBeInRange(double.Epsilon, 1);
        plain.Slope.Value.ShouldBeInRange(plain.Interval95!.Value.Low, plain.Interval95.Value.High);
    });

    [Fact]
    public void A_rate_of_nought_in_every_window_has_a_trend_of_nought_and_an_error()
    {
        var trend = WeightedTrend.Of(Enumerable.Range(0, 5).Select(i => ((double)i, new Proportion(0, 50))));
        trend.Slope.Value.ShouldBe(0, Close);
        trend.StandardError.Value.ShouldBeGreaterThan(0);
        WeightedTrend.Of([(0, new Proportion(0, 0)), (1, new Proportion(1, 2)), (2, new Proportion(1, 3))]).Slope.IsComputed.ShouldBeFalse();
    }

    [Fact]
    public void More_labels_are_expected_every_day() => Gen.Select(Gen.Int[0, 60].Array[1, 8], Gen.Int[0, 100]).Sample((delays, day) =>
    {
        var known = LabelDelays.FromCounts(delays.Select(delay => (delay, 1L)), neverLabelled: 3);
        (DateOnly, long, long)[] window = [(new(2026, 1, 1), 10, 2), (new(2026, 1, 9), 20, 1)];
        var today = new DateOnly(2026, 1, 1).AddDays(day);
        var (now, later) = (LabelMaturity.Of(window, known, today), LabelMaturity.Of(window, known, today.AddDays(1)));
        later.Expected.Value.ShouldBeGreaterThanOrEqualTo(now.Expected.Value - Close);
        now.Expected.Value.ShouldBeLessThanOrEqualTo(known.EverLabelled.Value.Value + Close);
        now.IsFinal.ShouldBe(today >= now.FinalBy);
        known.ShareWithin((int)known.DaysUntil(1).Value).Value.ShouldBe(1);
        known.Merge(known).DaysUntil(0.5).ShouldBe(known.DaysUntil(0.5));
    });

    [Fact]
    public void Maturity_is_told_in_one_line()
    {
        var delays = LabelDelays.FromCounts([(10, 90), (40, 10)]);
        (DateOnly, long, long)[] window = [(new(2026, 1, 31), 100, 62)];
        LabelMaturity.Of(window, delays, new(2026, 2, 20)).Says.ShouldBe("62% of labels in; final by 12 March 2026");
        LabelMaturity.Of(window, delays, new(2026, 3, 12)).Says.ShouldBe("62% of labels in; final");
        LabelMaturity.Of(window, LabelDelays.FromCounts([]), new(2026, 3, 12)).Says.ShouldBe("62% of labels in; nothing is known about delays");
        LabelMaturity.Of([], delays, new(2026, 3, 12)).Says.ShouldBe("no rows");
    }

    [Fact]
    public void What_a_column_may_hold_is_declared_or_taken_from_the_reference()
    {
        var sample = EmpiricalDistribution.FromRows([1, 2, 30, double.NaN]);
        OutOfRange.OfReference(sample, EmpiricalDistribution.FromRows([1, 2, 3])).ShouldBe(new Proportion(1, 3));
        OutOfRange.OfReference(sample, EmpiricalDistribution.Empty).Value.IsComputed.ShouldBeFalse();
        OutOfRange.Of(sample, double.NegativeInfinity, double.PositiveInfinity).ShouldBe(new Proportion(0, 3));
        OutOfRange.Of(CategoryCounts.FromRows(["a", "b", "x", null]), ["a", "b"]).ShouldBe(new Proportion(1, 3));
        Should.Throw<ArgumentException>(() => OutOfRange.Of(sample, 2, 1));
        Should.Throw<ArgumentException>(() => OutOfRange.Of(sample, double.NaN, 1));
    }

    [Fact]
    public void Chance_puts_values_outside_a_range_as_often_as_it_says() => Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7]).Sample((reference, window) =>
    {
        // Every way to divide the ranks is as probable as any other: count them all.
        int[] ranks = [.. Enumerable.Range(0, reference + window)];
        int[][] divisions = [.. Enumerable.Range(0, 1 << ranks.Length).Select(set => ranks.Where(rank => (set & (1 << rank)) != 0).ToArray()).Where(part => part.Length == reference)];
        var outside = divisions.Select(part => ranks.Count(rank => rank < part[0] || rank > part[^1])).ToArray();
        for (var k = 0; k <= window; k++)
            OutOfRange.PValue(new(k, window), reference).Value.ShouldBe((double)outside.Count(count => count >= k) / divisions.Length, 1e-9);
    }, iter: 40);

    [Fact]
    public void Lost_levels_know_no_names_and_merge_with_their_samples() => Gen.Select(Gen.Int[0, 5].Array[1, 30], Gen.Int[0, 5].Array[1, 30]).Sample((before, now) =>
    {
        static CategoryCounts Named(int[] rows, string prefix) => CategoryCounts.FromRows(rows.Select(level => level == 5 ? null : prefix + level));
        var lost = LostLevels.Of(Named(before, "a"), Named(now, "a"));
        LostLevels.Of(Named([.. before.Reverse()], "ώ "), Named([.. now.Reverse()], "ώ ")).ShouldBe(lost);
        LostLevels.Of(Named(before, "a"), Named(now, "a").Merge(Named(before, "a"))).Share.Successes.ShouldBe(0);
        if (lost.PValue.IsComputed)
            lost.PValue.Value.ShouldBeInRange(double.Epsilon, 1);
    });

    [Fact]
    public void Unseen_levels_know_no_names_and_vanish_when_the_reference_has_them() => Gen.Select(Gen.Int[0, 4].Array[1, 30], Gen.Int[0, 9].Array[1, 30]).Sample((before, now) =>
    {
        static CategoryCounts Named(int[] rows, string prefix) => CategoryCounts.FromRows(rows.Select(level => prefix + level));
        var unseen = UnseenLevels.Of(Named(before, "a"), Named(now, "a"));
        unseen.PValue.Value.ShouldBeInRange(double.Epsilon, 1);
        UnseenLevels.Of(Named([.. before.Reverse()], "ώ "), Named([.. now.Reverse()], "ώ ")).ShouldSatisfyAllConditions(
            same => same.Share.ShouldBe(unseen.Share), same => same.PValue.Value.ShouldBe(unseen.PValue.Value, 1e-9));
        UnseenLevels.Of(Named(before, "a").Merge(Named(now, "a")), Named(now, "a")).ShouldSatisfyAllConditions(none => none.Share.Successes.ShouldBe(0), none => none.PValue.Value.ShouldBe(1));
    });

    [Fact]
    public void A_column_that_stops_varying_is_noticed()
    {
        var varied = ConstantColumn.MostFrequent(CategoryCounts.FromRows(["a", "a", "b", null]));
        varied.ShouldBe(new Proportion(2, 3));
        ConstantColumn.BecameConstant(varied, new(5, 5)).ShouldBe(true);
        ConstantColumn.BecameConstant(new(5, 5), new(5, 5)).ShouldBe(false);
        ConstantColumn.BecameConstant(varied, new(1, 1)).ShouldBeNull();
        ConstantColumn.MostFrequent(CategoryCounts.FromRows([null])).Value.IsComputed.ShouldBeFalse();
        Duplicates.Of(CategoryCounts.FromRows(["a", "a", "b", null, null])).ShouldBe(new Proportion(1, 3));
    }

    [Fact]
    public void Unusual_volumes_are_far_from_the_usual()
    {
        Volume.Of(1000, [1000, 1010, 990]).IsUnusual.ShouldBe(false);
        Volume.Of(0, [1000, 1010, 990]).IsUnusual.ShouldBe(true);
        Volume.Of(5, []).IsUnusual.ShouldBeNull();
        Should.Throw<ArgumentException>(() => Volume.Of(-1, []));
        Should.Throw<ArgumentException>(() => Freshness.Staleness(null, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        Should.Throw<ArgumentException>(() => LabelDelays.FromCounts([(-1, 1)]));
        Should.Throw<ArgumentException>(() => GroupTable.FromCells(["a"], [(["p", "q"], new GroupCounts("", 0, 0, 0, 0, 0, 0))]));
        Should.Throw<ArgumentException>(() => GroupTable.FromCells(["a"], []).By("b"));
    }

    [Fact]
    public void Kinds_of_values_add_up() => Gen.String.Array[0, 20].Sample(rows =>
    {
        var half = rows.Length / 2;
        var all = ValueKinds.Of(CategoryCounts.FromRows(rows));
        ValueKinds.Of(CategoryCounts.FromRows(rows[..half])).Merge(ValueKinds.Of(CategoryCounts.FromRows(rows[half..]))).ShouldBe(all);
        (all.WholeNumbers + all.Numbers + all.TruthValues + all.Dates + all.Texts).ShouldBe(rows.Length);
        all.NewKinds(all).ShouldBeEmpty();
    });
}
