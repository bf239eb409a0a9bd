using CsCheck;

namespace Concord.Measures.Tests;

public sealed class PerformancePropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<(double Score, bool Label)[]> Rows =
        Gen.Select(Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 10].Select(i => i / 10.0)), Gen.Bool).Array[1, 60];

    private static readonly Func<ScoreCounts, Measured>[] All =
    [
        counts => RocAuc.Of(counts).Value, AveragePrecision.Of, counts => BrierScore.Of(counts).Value, ExpectedCalibrationError.Of,
        ScoreSeparation.Of, counts => PrecisionAtTop.Of(counts, 0.1).Value,
    ];

    [Fact]
    public void Merging_scores_is_the_count_of_all_rows() => Gen.Select(Rows, Rows).Sample((first, second) =>
        ScoreCounts.FromRows(first).Merge(ScoreCounts.FromRows(second)).Entries()
            .ShouldBe(ScoreCounts.FromRows(first.Concat(second).Reverse()).Entries()));

    [Fact]
    public void The_order_of_rows_never_matters() => Rows.Sample(rows =>
    {
        var (forward, backward) = (ScoreCounts.FromRows(rows), ScoreCounts.FromRows(rows.Reverse()));
        foreach (var measure in All)
            measure(backward).ShouldBe(measure(forward));
    });

    [Fact]
    public void Everything_lies_between_nought_and_one() => Rows.Sample(rows =>
    {
        foreach (var measure in All)
        {
            if (measure(ScoreCounts.FromRows(rows)).ValueOrNull is { } value)
                value.ShouldBeInRange(0, 1);
        }
    });

    [Fact]
    public void Turning_the_labels_round_turns_the_area_round() => Rows.Sample(rows =>
    {
        var area = RocAuc.Of(ScoreCounts.FromRows(rows));
        var turned = RocAuc.Of(ScoreCounts.FromRows(rows.Select(row => (row.Score, !row.Label))));
        turned.Value.IsComputed.ShouldBe(area.Value.IsComputed);
        if (!area.Value.IsComputed)
            return;
        turned.Value.Value.ShouldBe(1 - area.Value.Value, Close);
        turned.StandardError.IsComputed.ShouldBe(area.StandardError.IsComputed);
        if (area.StandardError.IsComputed)
            turned.StandardError.Value.ShouldBe(area.StandardError.Value, Close);
    });

    [Fact]
    public void The_area_knows_ranks_only() => Rows.Sample(rows =>
    {
        var area = RocAuc.Of(ScoreCounts.FromRows(rows));
        var squeezed = RocAuc.Of(ScoreCounts.FromRows(rows.Select(row => (row.Score * 1024, row.Label))));
        squeezed.Value.ValueOrNull.ShouldBe(area.Value.ValueOrNull);
        area.Interval95?.Low.ShouldBeLessThanOrEqualTo(area.Value.Value);
        area.Interval95?.High.ShouldBeGreaterThanOrEqualTo(area.Value.Value);
        if (area.StandardError.IsComputed)
            RocAuc.DifferencePValue(area, area).Value.ShouldBe(1);
    });

    [Fact]
    public void Precision_in_the_top_of_everything_is_the_base_rate() => Rows.Sample(rows =>
        PrecisionAtTop.Of(ScoreCounts.FromRows(rows), 1).Value.Value.ShouldBe((double)rows.Count(row => row.Label) / rows.Length, Close));

    [Fact]
    public void Estimates_from_certain_scores_are_certain() => Rows.Sample(rows =>
    {
        var scores = EmpiricalDistribution.FromRows(rows.Select(row => row.Label ? 1.0 : 0.0));
        var ofOnes = EmpiricalDistribution.FromRows(Enumerable.Repeat(1.0, rows.Count(row => row.Label)));
        var ofNoughts = EmpiricalDistribution.FromRows(Enumerable.Repeat(0.0, rows.Count(row => !row.Label)));
        EstimatedPerformance.Accuracy(scoresOfPositiveDecisions: ofOnes, scoresOfNegativeDecisions: ofNoughts).Value.ShouldBe(1, Close);
        if (EstimatedPerformance.Auc(scores).ValueOrNull is { } area)
            area.ShouldBe(1, Close);
    });

    [Fact]
    public void Confusion_counts_add_up() => Gen.Long[0, 99].Array[8].Sample(n =>
    {
        var (first, second) = (new Confusion(n[0], n[1], n[2], n[3]), new Confusion(n[4], n[5], n[6], n[7]));
        var both = first.Merge(second);
        both.Rows.ShouldBe(n.Sum());
        both.ShouldBe(second.Merge(first));
        foreach (var rate in (Proportion[])[both.Accuracy, both.Precision, both.Recall, both.Specificity])
        {
            if (rate.Wilson95 is not { } interval)
                continue;
            rate.Value.Value.ShouldBeInRange(interval.Low - Close, interval.High + Close);
            interval.Low.ShouldBeGreaterThanOrEqualTo(0);
            interval.High.ShouldBeLessThanOrEqualTo(1);
        }
    });
}
