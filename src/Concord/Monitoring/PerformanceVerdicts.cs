using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>The labelled rows of a reference or a window, counted for the measures of performance.</summary>
internal sealed class PerformanceFacts
{
    private readonly ScoreCounts scores;
    private readonly Confusion confusion;
    private readonly EmpiricalDistribution decidedPositive;
    private readonly EmpiricalDistribution decidedNegative;
    private readonly bool everyScoreIsDecided;
    private readonly Lazy<IsotonicCalibration> calibration;

    /// <param name="sample">All rows of the window; those without a label count for the estimate only.</param>
    public PerformanceFacts(ScoredSample sample, OutcomeCounts outcomes, long labelled, double topShare)
    {
        Labelled = labelled;
        confusion = outcomes.Confusion;
        scores = sample.Labelled;
        Distribution = sample.All;
        decidedPositive = sample.Decided(1);
        decidedNegative = sample.Decided(0);
        everyScoreIsDecided = sample.Parts.All(part => part.Decision is not null);
        calibration = new(() => IsotonicCalibration.FromCounts(scores));
        ScoredConfusion = sample.Confusion;
        Auc = RocAuc.Of(scores);
        Top = PrecisionAtTop.Of(scores, topShare);
        Brier = BrierScore.Of(scores);
    }

    public long Labelled { get; }

    /// <summary>Labelled rows that have a score: what scores can be calibrated with.</summary>
    public long LabelledScores => scores.Rows;

    /// <summary>Learnt when it is first asked for: windows need none of their own.</summary>
    public IsotonicCalibration Calibration => calibration.Value;

    /// <summary>Decisions against labels of the rows an estimate is about: those with a score.</summary>
    public Confusion ScoredConfusion { get; }

    /// <summary>Scores of all rows, labelled or not.</summary>
    public EmpiricalDistribution Distribution { get; }

    public AreaUnderCurve Auc { get; }

    public TopPrecision Top { get; }

    public MeanError Brier { get; }

    public PerformanceMeasurement Measure()
    {
        var reasons = new Reasons();
        return new()
        {
            N = Labelled,
            Auc = reasons.Take("auc", Auc.Value),
            AucLow = reasons.Take("aucLow", Auc.StandardError.Select(_ => Auc.Interval95!.Value.Low)),
            AucHigh = reasons.Take("aucHigh", Auc.StandardError.Select(_ => Auc.Interval95!.Value.High)),
            Accuracy = reasons.Take("accuracy", confusion.Accuracy.Value),
            Precision = reasons.Take("precision", confusion.Precision.Value),
            Recall = reasons.Take("recall", confusion.Recall.Value),
            F1 = reasons.Take("f1", confusion.F1),
            Specificity = reasons.Take("specificity", confusion.Specificity.Value),
            Brier = reasons.Take("brier", Brier.Value),
            LogLoss = reasons.Take("logLoss", LogLoss.Of(scores)),
            Ece = reasons.Take("ece", ExpectedCalibrationError.Of(scores)),
            AveragePrecision = reasons.Take("averagePrecision", AveragePrecision.Of(scores)),
            KsSeparation = reasons.Take("ksSeparation", ScoreSeparation.Of(scores)),
            PrecisionAtTop = reasons.Take("precisionAtTop", Top.Value),
            NotComputed = reasons.OrNull,
        };
    }

    public EstimatedMeasurement Estimate()
    {
        var reasons = new Reasons();
        return new()
        {
            Accuracy = reasons.Take("accuracy", EstimatedPerformance.Accuracy(decidedPositive, decidedNegative)),
            Auc = reasons.Take("auc", EstimatedPerformance.Auc(Distribution)),
            NotComputed = reasons.OrNull,
        };
    }

    /// <summary>What to expect of these rows if scores mean what they meant where they were calibrated.</summary>
    /// <returns>Estimates of what needs decisions, and of what needs scores only: these count the rows without a decision too.</returns>
    public (ConfidenceBasedPerformance OfDecisions, ConfidenceBasedPerformance OfScores) Expect(IsotonicCalibration calibrated)
    {
        var ofDecisions = ConfidenceBasedPerformance.Of(decidedPositive, decidedNegative, calibrated);
        return (ofDecisions, everyScoreIsDecided ? ofDecisions : ConfidenceBasedPerformance.Of(EmpiricalDistribution.Empty, Distribution, calibrated));
    }
}

/// <summary>Whether performance fell below the reference by more than the limit and more than chance. A pure function of reference, window and policy.</summary>
internal static class PerformanceVerdicts
{
    public static PerformanceMeasurement Judge(PerformanceFacts reference, PerformanceFacts window, MonitoringPolicy policy)
    {
        var few = Judgement.TooFew(reference.Labelled, window.Labelled, policy.Samples.Window, "labelled rows");
        Judgement[] judgements =
        [
            Judge("auc", Difference(reference.Auc.Value, window.Auc.Value), RocAuc.DifferencePValue(reference.Auc, window.Auc), policy.Limits.AucDrop),
            Judge("precisionAtTop", Difference(reference.Top.Value, window.Top.Value), PrecisionAtTop.DifferencePValue(reference.Top, window.Top), policy.Limits.PrecisionAtTopDrop),
            Judge("brier", Worse(reference.Brier.Value, window.Brier.Value), BrierScore.DifferencePValue(reference.Brier, window.Brier), policy.Limits.BrierWorse),
        ];
        return window.Measure() with { Verdict = Judgement.Worst(judgements).Verdict, Judgements = judgements };

        Judgement Judge(string measure, Measured drop, Measured pValue, Limit limit)
        {
            if (few is not null) return Judgement.Insufficient(measure, Metric.PerformanceDrop, window.Labelled, few);
            if (!drop.IsComputed) return Judgement.NotComputable(measure, Metric.PerformanceDrop, window.Labelled, drop.Reason!);
            var judged = Judgement.On(measure, Metric.PerformanceDrop, drop.Value, limit, window.Labelled);
            if (!judged.IsBreach) return judged;
            if (!pValue.IsComputed) return Judgement.NotComputable(measure, Metric.PerformanceDrop, window.Labelled, pValue.Reason!);
            return pValue.Value <= policy.PerformanceSignificance ? judged : judged with { Verdict = Verdict.Ok };
        }
    }

    private static Measured Difference(Measured reference, Measured window) =>
        reference.IsComputed ? window.Select(value => reference.Value - value) : Measured.Not($"in the reference {reference.Reason}");

    private static Measured Worse(Measured reference, Measured window) =>
        !reference.IsComputed ? Measured.Not($"in the reference {reference.Reason}")
        : reference.Value == 0 ? Measured.Not("the reference has no error to compare with")
        : window.Select(value => (value / reference.Value) - 1);
}
