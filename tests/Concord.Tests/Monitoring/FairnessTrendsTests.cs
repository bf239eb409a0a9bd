using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>Fairness over windows in words, and each group beside the largest with intervals from counts.</summary>
public sealed class FairnessTrendsTests
{
    private static readonly MonitoringPolicy Policy = MonitoringPolicy.Read();

    [Fact]
    public void A_ratio_that_falls_is_told_with_its_ends_and_its_interval()
    {
        var words = FairnessTrends.Words("g", [.. new long[] { 465, 450, 440, 430, 420, 410, 400, 385 }.Select(Window)], Policy).ShouldNotBeNull();
        words.ShouldStartWith("The ratio of b to a fell from 0.93 to 0.77 in 8 windows (now 95 % 0.70 to 0.85; trend p 0.0004).");
    }

    [Fact]
    public void A_ratio_that_stays_shows_no_trend_and_three_windows_are_the_least()
    {
        FairnessTrends.Words("g", [.. new long[] { 450, 455, 447, 452 }.Select(Window)], Policy).ShouldNotBeNull().ShouldContain("shows no trend: from 0.90 to 0.90");
        FairnessTrends.Words("g", [.. new long[] { 450, 455 }.Select(Window)], Policy).ShouldBeNull();
        FairnessTrends.Words("other", [.. new long[] { 450, 455, 447 }.Select(Window)], Policy).ShouldBeNull();
    }

    [Fact]
    public void Difference_and_ratio_stand_side_by_side_with_intervals_that_hold_them()
    {
        var measured = Measured(385, small: 99);
        var gap = GroupGap.Of(measured, measured.Groups.Single(group => group.Group == "b"), Policy).ShouldNotBeNull();
        gap.Against.ShouldBe("a");
        gap.Difference.Value.ShouldBe(-0.115, 1e-12);
        gap.Ratio.Value.ShouldBe(0.77, 1e-12);
        gap.Difference.Value.ShouldBeInRange(gap.DifferenceInterval!.Value.Low, gap.DifferenceInterval.Value.High);
        gap.Ratio.Value.ShouldBeInRange(gap.RatioInterval!.Value.Low, gap.RatioInterval.Value.High);
    }

    [Fact]
    public void A_group_below_the_policys_size_and_the_largest_itself_are_beside_none()
    {
        var measured = Measured(385, small: 99);
        GroupGap.Of(measured, measured.Groups.Single(group => group.Group == "c"), Policy).ShouldBeNull();
        GroupGap.Of(measured, measured.Groups.Single(group => group.Group == "a"), Policy).ShouldBeNull();
    }

    private static FairnessMeasurement Measured(long selected, long small)
    {
        var groups = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal)
        {
            ["a"] = new(PositiveUnknown: 600, NegativeUnknown: 600),
            ["b"] = new(PositiveUnknown: selected, NegativeUnknown: 1000 - selected),
            ["c"] = new(PositiveUnknown: 1, NegativeUnknown: small - 1),
        };
        return FairnessVerdicts.Judge(FairnessVerdicts.Measure([new("g", groups)], 3000, new MonitorDefinition { ModelId = "m", Protected = ["g"] }), Policy).Single();
    }

    private static WindowMeasurement Window(long selected)
    {
        var fairness = Measured(selected, small: 99);
        return new()
        {
            Window = "2025-01",
            Rows = 3000,
            Labelled = 0,
            Verdict = Verdict.Ok,
            Performance = new PerformanceFacts(ScoredSample.Empty, new(), 0, 0.05).Measure(),
            Estimated = new PerformanceFacts(ScoredSample.Empty, new(), 0, 0.05).Estimate(),
            Fairness = [fairness],
        };
    }
}
