using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// What is to be expected of a window whose labels are not in, and whether it held once they are. A pure function of reference, window and policy. It
/// decides no verdict: an estimate that failed says that the scores changed their meaning, and the realised figures are judged elsewhere.
/// </summary>
internal static class CalibratedEstimates
{
    /// <param name="outcomes">Decisions and labels of the window.</param>
    /// <param name="rows">All rows of the window.</param>
    /// <param name="finalBy">The day after which as good as no label is to come; null: not known.</param>
    public static WithoutLabelsMeasurement Measure(PerformanceFacts reference, PerformanceFacts window, OutcomeCounts outcomes, long rows, DateOnly? finalBy, MonitoringPolicy policy)
    {
        var labelled = new Proportion(window.Labelled, rows);
        var selective = SelectiveOutcomes.Of(outcomes.ToGroup(""), policy);
        var off = window.OffBy(reference.Calibration);
        return new()
        {
            LabelsIn = labelled.Value.ValueOrNull ?? 0,
            FinalBy = finalBy,
            CalibrationRows = reference.LabelledScores,
            Estimates = [.. Expected(reference, window, policy.Samples.Window).Select(one => Check(one.Measure, one.Estimate, off?.GetValueOrDefault(one.Measure), one.Realised, window, labelled, selective, policy.Samples.Window))],
            Selective = selective,
            Extrapolated = reference.LabelledScores < policy.Samples.Window ? null : Beyond(reference.Calibration, window.Distribution),
        };
    }

    /// <summary>No interval knows what lies where nothing was learnt, as of applicants whom the reference declined.</summary>
    private static ExtrapolatedMeasurement? Beyond(IsotonicCalibration calibration, EmpiricalDistribution scores)
    {
        if (calibration.Blocks.IsEmpty || scores.Count == 0) return null;
        var (low, high) = (calibration.Blocks[0].Low, calibration.Blocks[^1].High);
        var share = (double)(scores.RowsUpTo(Math.BitDecrement(low)) + scores.Count - scores.RowsUpTo(high)) / scores.Count;
        return share < ExtrapolatedMeasurement.Notable ? null : new(share, low, high);
    }

    private static IEnumerable<(string Measure, PerformanceEstimate Estimate, Figure Realised)> Expected(PerformanceFacts reference, PerformanceFacts window, int needed)
    {
        // The interval leans on the normal law: of three rows it may have no width at all, which is surer than anybody can be.
        var few = reference.LabelledScores < needed ? $"{MeasureWords.Plural(reference.LabelledScores, "labelled row")} with a score in the reference, {MeasureWords.Count(needed)} needed"
            : window.Distribution.Count < needed ? $"{MeasureWords.Plural(window.Distribution.Count, "row")} with a score in the window, {MeasureWords.Count(needed)} needed"
            : null;
        var (ofDecisions, ofScores) = few is null ? window.Expect(reference.Calibration) : default;
        var realised = window.ScoredConfusion;
        return
        [
            ("auc", Unless(ofScores?.Auc), window.Auc),
            ("brier", Unless(ofScores?.Brier), window.Brier.Value),
            ("accuracy", Unless(ofDecisions?.Accuracy), realised.Accuracy.Value),
            ("precision", Unless(ofDecisions?.Precision), realised.Precision.Value),
            ("recall", Unless(ofDecisions?.Recall), realised.Recall.Value),
        ];

        PerformanceEstimate Unless(PerformanceEstimate? estimate) => estimate ?? new(Measured.Not(few!), Measured.Not(few!));
    }

    /// <param name="off">How far the estimate may lie from the one that the rows would give, because they are known by bin only; null: it is exact.</param>
    private static EstimateMeasurement Check(string measure, PerformanceEstimate estimate, double? off, Figure realised, PerformanceFacts window, Proportion labelled, SelectiveMeasurement? selective, int needed)
    {
        // Without an estimate more labels change nothing, so that is said first.
        var outcome = estimate.Value.Reason is { } reason ? new(EstimateVerdict.NotComparable, reason) : EstimateCheck.Of(estimate, realised.Value, labelled);

        // Labels of one kind of people neither confirm nor refute what was expected of all.
        if (selective is not null && outcome.Verdict is not EstimateVerdict.NotComparable)
            outcome = new(EstimateVerdict.NotComparable, $"the labels are selective, {selective.Says}");

        // A wide interval holds nearly everything: with few labels it would pass for nothing.
        if (outcome.Verdict is EstimateVerdict.Held or EstimateVerdict.Failed && window.Labelled < needed)
            outcome = new(EstimateVerdict.NotComparable, FormattableString.Invariant($"{window.Labelled} labelled rows in the window, {needed} needed"));
        if (outcome.Verdict is EstimateVerdict.Held or EstimateVerdict.Failed && (IsBetween(realised, off ?? 0, estimate.Interval95!.Value.Low) || IsBetween(realised, off ?? 0, estimate.Interval95!.Value.High)))
            outcome = new(EstimateVerdict.NotComparable, "the figures are binned: between the ends they lie, the estimate may have held or failed");
        var reasons = new Reasons();
        return new()
        {
            Measure = measure,
            Value = reasons.Take("value", estimate.Value),
            Bounds = off is { } distance && estimate.Value.IsComputed ? new(Math.Max(0, estimate.Value.Value - distance), Math.Min(1, estimate.Value.Value + distance)) : null,
            Low = reasons.Take("low", estimate.StandardError.Select(_ => estimate.Interval95!.Value.Low)),
            High = reasons.Take("high", estimate.StandardError.Select(_ => estimate.Interval95!.Value.High)),
            Realised = reasons.Take("realised", realised.Value),
            Check = outcome.Verdict,
            Reason = outcome.Reason,
            NotComputed = reasons.OrNull,
        };
    }

    /// <summary>Whether an end of the interval lies where the realised value, less or more what the estimate may be off by, could be on either side of it.</summary>
    private static bool IsBetween(Figure realised, double off, double end) => realised.Least.Value - off < end && end < realised.Most.Value + off;
}
