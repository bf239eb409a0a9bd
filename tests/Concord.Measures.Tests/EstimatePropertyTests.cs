using CsCheck;

namespace Concord.Measures.Tests;

public sealed class EstimatePropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<(double Score, bool Label)[]> Rows =
        Gen.Select(Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 10].Select(i => i / 10.0)), Gen.Bool).Array[1, 60];

    private static readonly Gen<(double?, double?)[]> Predictions = Gen.Select(
        Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-4, 4].Select(i => (double)i)),
        Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-4, 4].Select(i => (double)i))).Select(pair => ((double?)pair.Item1, (double?)pair.Item2)).Array[1, 40];

    [Fact]
    public void Calibrated_scores_rise_and_promise_as_many_positives_as_there_were() => Rows.Sample(rows =>
    {
        var counts = ScoreCounts.FromRows(rows);
        var calibration = IsotonicCalibration.FromCounts(counts);
        var promised = counts.Entries().Sum(entry => (entry.Positives + entry.Negatives) * calibration.Of(entry.Score).Value);
        promised.ShouldBe(counts.Positives, Close);
        var along = Enumerable.Range(-2, 105).Select(i => calibration.Of(i / 100.0).Value).ToArray();
        for (var i = 1; i < along.Length; i++)
            along[i].ShouldBeGreaterThanOrEqualTo(along[i - 1] - Close);
        along.ShouldAllBe(share => share >= 0 && share <= 1);
    });

    [Fact]
    public void Estimates_do_not_depend_on_the_scale_of_a_score_that_is_calibrated_anyway() => Gen.Select(Rows, Rows).Sample((labelled, window) =>
    {
        var once = Estimate(labelled, window, 1);
        var scaled = Estimate(labelled, window, 1024);
        foreach (var (first, second) in new[] { (once.Accuracy, scaled.Accuracy), (once.Auc, scaled.Auc), (once.Recall, scaled.Recall) })
        {
            first.Value.IsComputed.ShouldBe(second.Value.IsComputed);
            if (!first.Value.IsComputed)
                continue;
            second.Value.Value.ShouldBe(first.Value.Value, Close);
            second.StandardError.Value.ShouldBe(first.StandardError.Value, Close);
            first.Value.Value.ShouldBeInRange(0, 1);
        }
    });

    /// <summary>
    /// Two hundred windows in which nothing but chance happens or in which low or high scores become more frequent, and as many in which the labels turn
    /// against the score.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.4)]
    [InlineData(2.5)]
    public void Realised_values_lie_inside_as_long_as_scores_keep_their_meaning_and_the_check_says_when_they_do_not(double bend)
    {
        var random = new PCG(101, 1UL);
        var held = new int[5];
        var failed = 0;
        for (var window = 0; window < 200; window++)
        {
            var calibration = IsotonicCalibration.FromCounts(ScoreCounts.FromRows(Draw(random, 1500, 1)));
            var rows = Draw(random, 1000, 1, bend);
            var estimate = Estimate(rows, calibration);
            var realised = Realised(rows);
            var all = new Proportion(1000, 1000);
            PerformanceEstimate[] estimates = [estimate.Accuracy, estimate.Precision, estimate.Recall, estimate.Auc, estimate.Brier];
            for (var i = 0; i < held.Length; i++)
                held[i] += EstimateCheck.Of(estimates[i], realised[i], all).Verdict == EstimateVerdict.Held ? 1 : 0;

            var turned = Draw(random, 1000, 0.3, bend);
            failed += EstimateCheck.Of(Estimate(turned, calibration).Accuracy, Realised(turned)[0], all).Verdict == EstimateVerdict.Failed ? 1 : 0;
        }

        held.ShouldAllBe(times => times >= (bend == 1 ? 180 : 172), string.Join(" ", held));
        failed.ShouldBeGreaterThan(194);
    }

    [Fact]
    public void An_estimate_is_judged_only_when_labels_are_in()
    {
        var estimate = new PerformanceEstimate(Measured.Of(0.9), Measured.Of(0.01));
        EstimateCheck.Of(estimate, Measured.Of(0.5), new(94, 100)).ShouldBe(new(EstimateVerdict.TooEarly, "94 % of labels are in, 95 % are needed"));
        EstimateCheck.Of(estimate, Measured.Of(0.5), new(9_499, 10_000)).Reason.ShouldBe("94.9 % of labels are in, 95 % are needed");
        EstimateCheck.Of(estimate, Measured.Of(0.5), new(95, 100)).ShouldBe(
            new(EstimateVerdict.Failed, "the estimate failed: the realised value 0.5 lies outside 0.8804 to 0.9196"));
        EstimateCheck.Of(estimate, Measured.Of(0.91), new(95, 100)).Verdict.ShouldBe(EstimateVerdict.Held);
        EstimateCheck.Of(estimate, Measured.Not("no row is decided 1"), new(95, 100)).Verdict.ShouldBe(EstimateVerdict.NotComparable);
        EstimateCheck.Of(default, Measured.Of(0.9), new(95, 100)).Verdict.ShouldBe(EstimateVerdict.NotComparable);
        EstimateCheck.Of(estimate, Measured.Of(0.9), new(0, 0)).Verdict.ShouldBe(EstimateVerdict.NotComparable);
    }

    [Fact]
    public void Weights_of_an_unchanged_mix_change_nothing() => Gen.Select(Gen.Long[1, 30].Array[4].Array[1, 5], Gen.Long[1, 9]).Sample((cells, times) =>
    {
        Confusion[] reference = [.. cells.Select(n => new Confusion(n[0], n[1], n[2], n[3]))];
        var estimate = ImportanceWeightedPerformance.Of([.. reference.Select(stratum => (stratum, times * stratum.Rows))]);
        var all = reference.Aggregate((first, second) => first.Merge(second));
        estimate.Accuracy.Value.Value.ShouldBe(all.Accuracy.Value.Value, Close);
        estimate.Precision.Value.Value.ShouldBe(all.Precision.Value.Value, Close);
        estimate.Recall.Value.Value.ShouldBe(all.Recall.Value.Value, Close);
        estimate.EffectiveRows.Value.ShouldBe(all.Rows, Close * all.Rows);
    });

    [Fact]
    public void Merging_errors_is_the_errors_of_all_rows_and_their_order_never_matters() => Gen.Select(Predictions, Predictions).Sample((first, second) =>
    {
        var merged = RegressionErrors.FromRows(first).Merge(RegressionErrors.FromRows(second));
        var union = RegressionErrors.FromRows(second.Reverse().Concat(first));
        merged.RootMeanSquaredError.Value.ShouldBe(union.RootMeanSquaredError.Value);
        merged.RSquared.ShouldBe(union.RSquared);
        merged.Rows.ShouldBe(first.Length + second.Length);
    });

    [Fact]
    public void The_root_mean_square_is_at_least_the_mean_and_the_mean_at_least_the_bias() => Predictions.Sample(rows =>
    {
        var errors = RegressionErrors.FromRows(rows);
        errors.RootMeanSquaredError.Value.ShouldBeGreaterThanOrEqualTo(errors.MeanAbsoluteError.Value.Value - Close);
        errors.MeanAbsoluteError.Value.Value.ShouldBeGreaterThanOrEqualTo(Math.Abs(errors.Bias.Value.Value) - Close);
        RegressionErrors.FromRows(rows.Select(row => (row.Item2, row.Item1))).Bias.Value.Value.ShouldBe(-errors.Bias.Value.Value, Close);
        if (errors.RSquared.ValueOrNull is { } explained)
            explained.ShouldBeLessThanOrEqualTo(1);
    });

    [Fact]
    public void The_same_counts_give_the_same_interval_and_more_rows_a_narrower_one() => Gen.Select(Gen.Long[20, 60], Gen.Long[20, 60]).Sample((hits, misses) =>
    {
        Measured Rate(IReadOnlyList<long> counts) => new Proportion(counts[0], counts.Sum()).Value;
        var interval = Bootstrap.Interval95([hits, misses], Rate, replicates: 200).ShouldNotBeNull();
        Bootstrap.Interval95([hits, misses], Rate, replicates: 200).ShouldBe(interval);
        Rate([hits, misses]).Value.ShouldBeInRange(interval.Low, interval.High);
        var larger = Bootstrap.Interval95([100 * hits, 100 * misses], Rate, replicates: 200).ShouldNotBeNull();
        (larger.High - larger.Low).ShouldBeLessThan((interval.High - interval.Low) / 4);
    }, iter: 40);

    [Fact]
    public void A_measure_that_half_of_the_draws_cannot_give_has_no_interval()
    {
        var counts = ScoreCounts.FromCounts([(0.2, 1, 0), (0.7, 0, 30)]);
        RocAuc.Of(counts).Value.IsComputed.ShouldBeTrue();
        Bootstrap.Interval95(counts, drawn => RocAuc.Of(drawn).Value).ShouldBeNull();
    }

    private static ConfidenceBasedPerformance Estimate((double Score, bool Label)[] labelled, (double Score, bool Label)[] window, double factor) => Estimate(
        [.. window.Select(row => (row.Score * factor, row.Label))],
        IsotonicCalibration.FromCounts(ScoreCounts.FromRows(labelled.Select(row => (row.Score * factor, row.Label)))),
        threshold: 0.5 * factor);

    private static ConfidenceBasedPerformance Estimate((double Score, bool Label)[] window, IsotonicCalibration calibration, double threshold = 0.5) =>
        ConfidenceBasedPerformance.Of(
            scoresOfPositiveDecisions: EmpiricalDistribution.FromRows(window.Where(row => row.Score > threshold).Select(row => row.Score)),
            scoresOfNegativeDecisions: EmpiricalDistribution.FromRows(window.Where(row => row.Score <= threshold).Select(row => row.Score)),
            calibration);

    /// <summary>Scores are too bold; a row of score s is positive with probability 0.2 + 0.6 s, or less far from one half.</summary>
    private static (double Score, bool Label)[] Draw(PCG random, int rows, double meaning, double bend = 1) =>
    [
        .. Enumerable.Range(0, rows).Select(_ => Math.Round(200 * Math.Pow(random.Next(1001) / 1000.0, bend)) / 200).Select(score =>
            (score, random.Next(1_000_000) / 1e6 < 0.5 + (0.6 * meaning * (score - 0.5)))),
    ];

    private static Measured[] Realised((double Score, bool Label)[] rows)
    {
        var counts = ScoreCounts.FromRows(rows);
        var confusion = new Confusion(
            rows.Count(row => row.Score > 0.5 && row.Label),
            rows.Count(row => row.Score > 0.5 && !row.Label),
            rows.Count(row => row.Score <= 0.5 && !row.Label),
            rows.Count(row => row.Score <= 0.5 && row.Label));
        return [confusion.Accuracy.Value, confusion.Precision.Value, confusion.Recall.Value, RocAuc.Of(counts).Value, BrierScore.Of(counts).Value];
    }
}
