using System.Globalization;
using static Concord.Measures.Tests.Calculations;

namespace Concord.Measures.Tests;

internal static class QualityCalculations
{
    public static Dictionary<string, Func<Case, Dictionary<string, string[]>>> ByFile { get; } = new(StringComparer.Ordinal)
    {
        ["RateDifference"] = c =>
        {
            var (first, second) = (new Proportion(c.Whole("successes1"), c.Whole("trials1")), new Proportion(c.Whole("successes2"), c.Whole("trials2")));
            var interval = RateDifference.Interval95(first, second);
            return new() { ["difference"] = Words(RateDifference.Of(first, second)), ["low"] = Words(interval?.Low), ["high"] = Words(interval?.High) };
        },
        ["ComparedEstimates"] = c =>
        {
            var (first, second) = (Estimated(c, "first"), Estimated(c, "second"));
            var (difference, ratio) = (ComparedEstimates.Difference(first, second), ComparedEstimates.Ratio(first, second));
            return new()
            {
                ["difference"] = Words(difference.Value),
                ["low"] = Words(difference.Low),
                ["high"] = Words(difference.High),
                ["ratio"] = Words(ratio?.Value),
                ["ratioLow"] = Words(ratio?.Low),
                ["ratioHigh"] = Words(ratio?.High),
            };
        },
        ["WeightedTrend"] = c =>
        {
            var trend = WeightedTrend.Of(c.Words("windows").Select(word => word.Split(':')).Select(parts => (Number(parts[0]).Value, Number(parts[1]), Number(parts[2]))));
            return new()
            {
                ["slope"] = Words(trend.Slope),
                ["error"] = Words(trend.StandardError),
                ["low"] = Words(trend.Interval95?.Low),
                ["high"] = Words(trend.Interval95?.High),
                ["p"] = Words(trend.PValue),
                ["windows"] = Words(trend.Windows),
            };
        },
        ["SelectiveLabelBounds"] = c =>
        {
            var groups = c.Groups("groups");
            string[] Both(Func<GroupCounts, Bounds?> rate) => [.. groups.SelectMany(group => Ends(rate(group)))];
            return new()
            {
                ["truePositiveRate"] = Both(SelectiveLabelBounds.TruePositiveRate),
                ["falsePositiveRate"] = Both(SelectiveLabelBounds.FalsePositiveRate),
                ["positivePredictiveValue"] = Both(SelectiveLabelBounds.PositivePredictiveValue),
                ["baseRate"] = Both(SelectiveLabelBounds.BaseRate),
                ["accuracy"] = Both(SelectiveLabelBounds.Accuracy),
                ["difference"] = Ends(SelectiveLabelBounds.Difference(groups, SelectiveLabelBounds.TruePositiveRate)),
            };
        },
        ["GroupTable"] = c =>
        {
            var table = GroupTable.FromCells(c.Words("attributes"), c.Groups("cells").Select(cell => ((IReadOnlyList<string?>)cell.Group.Split('|'), cell)));
            return new()
            {
                ["groups"] = [.. table.By(c.Words("by")).Select(group =>
                    $"{group.Group.Replace(' ', '_')}={group.AllRows},{group.AllSelected},{group.TruePositives},{group.FalsePositives},{group.TrueNegatives},{group.FalseNegatives}")],
            };
        },
        ["LabelMaturity"] = c =>
        {
            var delays = LabelDelays.FromCounts(
                c.Words("delays").Select(word => word.Split('=')).Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture))),
                c.Whole("never"));
            var maturity = LabelMaturity.Of(
                c.Words("days").Select(word => word.Split('=', ',')).Select(parts => (
                    DateOnly.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture))),
                delays,
                DateOnly.Parse(c.Text("today"), CultureInfo.InvariantCulture));
            return new()
            {
                ["in"] = Words(maturity.In.Value),
                ["expected"] = Words(maturity.Expected),
                ["finalBy"] = [maturity.FinalBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "none"],
                ["isFinal"] = [maturity.IsFinal.ToString()],
                ["isLate"] = [maturity.IsLate.ToString()],
            };
        },
        ["BinnedBounds"] = c =>
        {
            var table = c.Table();
            var carried = Wasserstein.FromBins(table, [.. c.Words("edges").Select(word => Number(word).Value)]);
            var scores = ScoreCounts.FromCounts(Enumerable.Range(0, table.Length).Select(bin => ((double)bin, table.Current[bin], table.Reference[bin])));
            var lowest = Number(c.Text("lowestCarried")).ValueOrNull;
            return new()
            {
                ["gap"] = Ends(KolmogorovSmirnov.StatisticFromBins(table)),
                ["area"] = Ends(RocAuc.FromBins(scores)),
                ["most"] = Words(carried?.High),
                ["leastHolds"] = [(carried is null == lowest is null && !(carried?.Low > lowest)).ToString()],
            };
        },
        ["OutOfRange"] = c => new() { ["share"] = Words(OutOfRange.Of(c.Sample("rows"), c.Number("lowest"), c.Number("highest")).Value) },
        ["ConstantColumn"] = c => new() { ["mostFrequent"] = Words(ConstantColumn.MostFrequent(c.Sample("rows")).Value) },
        ["UnseenLevels"] = c =>
            {
                var unseen = UnseenLevels.Of(c.Levels("reference"), c.Levels("current"));
                return new() { ["share"] = Words(unseen.Share.Value), ["p"] = Words(unseen.PValue) };
            },
            ["FaultProbabilities"] = c =>
        {
            switch (c.Text("kind"))
            {
                case "range":
                    return new() { ["p"] = Words(OutOfRange.PValue(new(c.Whole("outside"), c.Whole("values")), c.Whole("reference"))) };
                case "constant":
                    return new() { ["p"] = Words(ConstantColumn.PValue(new(c.Whole("with"), c.Whole("reference")), c.Whole("values"))) };
                default:
                    var lost = LostLevels.Of(c.Levels("before"), c.Levels("now"));
                    return new() { ["share"] = Words(lost.Share.Value), ["p"] = Words(lost.PValue) };
            }
        },
        ["Duplicates"] = c => new() { ["share"] = Words(Duplicates.Of(c.Sample("rows").Counts.ToArray()).Value) },
        ["ValueKinds"] = c =>
        {
            var (reference, current) = (ValueKinds.Of(c.Levels("reference")), ValueKinds.Of(c.Levels("current")));
            var pair = ValueKinds.Pair(reference, current);
            return new()
            {
                ["reference"] = Words(pair.Reference), ["current"] = Words(pair.Current), ["newKinds"] = [.. current.NewKinds(reference).Select(kind => kind.Replace(' ', '_'))],
            };
        },
        ["Freshness"] = c =>
        {
            static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
            var newest = c.Text("newest");
            return new()
            {
                ["staleness"] = Words(Freshness.Staleness(newest == "none" ? null : Time(newest), Time(c.Text("now")), TimeSpan.FromHours(c.Number("hours")))),
                ["usualGap"] = Words(Freshness.UsualGap(c.Words("arrivals").Select(Time))),
            };
        },
        ["Volume"] = c =>
        {
            var volume = Volume.Of(c.Whole("rows"), c.Wholes("earlier"));
            return new() { ["ratio"] = Words(volume.Ratio), ["score"] = Words(volume.Score) };
        },
    };

    private static Measured Number(string word) => word == "none" ? Measured.Not("not given") : Measured.Of(double.Parse(word, CultureInfo.InvariantCulture));

    private static Estimate Estimated(Case c, string name)
    {
        var parts = c.Words(name).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new(parts[0], parts[1], parts[2]);
    }

    private static string[] Ends(Bounds? bounds) => [.. Words(bounds?.Low), .. Words(bounds?.High)];
}
