using CsCheck;

namespace Concord.Measures.Tests;

public sealed class FairnessPropertyTests
{
    private static readonly Gen<GroupCounts[]> Groups = Gen.Long[0, 60].Array[6].Array[0, 6].Select(all => all
        .Select((n, i) => new GroupCounts(
            "group " + i,
            AllRows: n[0] + n[1] + n[2] + n[3] + n[4] + n[5],
            AllSelected: n[0] + n[1] + n[4],
            TruePositives: n[0],
            FalsePositives: n[1],
            TrueNegatives: n[2],
            FalseNegatives: n[3]))
        .ToArray());

    private static readonly Func<IEnumerable<GroupCounts>, Measured>[] All =
    [
        DemographicParity.Difference, DemographicParity.Ratio, DemographicParity.DifferenceAll, DemographicParity.RatioAll,
        EqualOpportunity.Difference, EqualizedOdds.Difference, EqualizedOdds.Ratio,
    ];

    [Fact]
    public void The_names_and_the_order_of_groups_never_matter() => Groups.Sample(groups =>
    {
        var renamed = groups.Reverse().Select(group => group with { Group = "ώ" + group.AllRows }).ToArray();
        foreach (var measure in All)
            measure(renamed).ShouldBe(measure(groups));
    });

    [Fact]
    public void Differences_and_ratios_lie_between_nought_and_one() => Groups.Sample(groups =>
    {
        foreach (var measure in All)
        {
            if (measure(groups).ValueOrNull is { } value)
                value.ShouldBeInRange(0, 1);
        }
    });

    [Fact]
    public void Turning_what_is_favourable_round_twice_changes_nothing() => Groups.Sample(groups =>
    {
        GroupCounts[] turned = [.. groups.Select(group => group.Flip())];
        turned.Select(group => group.Flip()).ShouldBe(groups);
        foreach (var (group, flipped) in groups.Zip(turned))
        {
            flipped.Rows.ShouldBe(group.Rows);
            flipped.Selected.ShouldBe(group.Rows - group.Selected);
            flipped.Positives.ShouldBe(group.Negatives);
            flipped.Accuracy.ShouldBe(group.Accuracy);
        }

        if (DemographicParity.Difference(groups).ValueOrNull is { } difference)
            DemographicParity.Difference(turned).Value.ShouldBe(difference, 1e-12);
    });

    [Fact]
    public void Merging_groups_adds_their_counts() => Groups.Where(groups => groups.Length > 1).Sample(groups =>
    {
        var (first, second) = (groups[0], groups[1] with { Group = groups[0].Group });
        var both = first.Merge(second);
        both.ShouldBe(second.Merge(first));
        both.Rows.ShouldBe(first.Rows + second.Rows);
        both.AllSelected.ShouldBe(first.AllSelected + second.AllSelected);
    });

    [Fact]
    public void The_interval_of_a_ratio_holds_the_ratio_and_turns_round_with_it() =>
        Gen.Select(Gen.Long[1, 50], Gen.Long[0, 50], Gen.Long[1, 50], Gen.Long[0, 50]).Sample((a, notA, b, notB) =>
        {
            var (group, reference) = (new Proportion(a, a + notA), new Proportion(b, b + notB));
            var ratio = DisparateImpact.Ratio(group, reference).Value;
            var interval = DisparateImpact.Interval95(group, reference).ShouldNotBeNull();
            ratio.ShouldBeInRange(interval.Low * (1 - 1e-12), interval.High * (1 + 1e-12));
            var turned = DisparateImpact.Interval95(reference, group).ShouldNotBeNull();
            turned.High.ShouldBe(1 / interval.Low, 1e-9 / interval.Low);
        });

    [Fact]
    public void The_two_proportion_test_is_the_chi_square_test_of_the_table() =>
        Gen.Select(Gen.Long[1, 50], Gen.Long[1, 50], Gen.Long[1, 50], Gen.Long[1, 50]).Sample((a, notA, b, notB) =>
            TwoProportionTest.PValue(new(a, a + notA), new(b, b + notB)).Value
                .ShouldBe(ChiSquareTwoSample.Of(new([a, notA], [b, notB])).PValue.Value, 1e-9));
}
