using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>What windows are compared with: the measures of the reference that have a limit, with their uncertainty.</summary>
internal sealed record ReferencePerformance(long Labelled, Figure Auc, Measured AucError, Figure Top, TopPrecision TopRows, MeanError Brier);

/// <summary>The labelled rows of a reference or a window, counted for the measures of performance.</summary>
internal sealed class PerformanceFacts
{
    private readonly ScoreCounts scores;
    private readonly Confusion confusion;
    private readonly EmpiricalDistribution decidedPositive;
    private readonly EmpiricalDistribution decidedNegative;
    private readonly BinnedScores? binned;

    /// <param name="sample">All rows of the window; those without a label count for the estimate only.</param>
    public PerformanceFacts(ScoredSample sample, OutcomeCounts outcomes, long labelled, double topShare)
    {
        Labelled = labelled;
        confusion = outcomes.Confusion;
        scores = sample.Labelled;
        Distribution = sample.All;
        decidedPositive = sample.Decided(1);
        decidedNegative = sample.Decided(0);
        AreaUnderCurve = RocAuc.Of(scores);
        TopRows = PrecisionAtTop.Of(scores, topShare);
        Brier = BrierScore.Of(scores);
    }

    /// <param name="binned">Scores of which only the bins are known: figures are those of their middles, with the ends between which they lie.</param>
    public PerformanceFacts(BinnedScores binned, OutcomeCounts outcomes, long labelled, double topShare) : this(binned.Middle, outcomes, labelled, topShare)
    {
        this.binned = binned;
        if (Brier.Value.IsComputed) Brier = Brier with { Value = Measured.Of(binned.Brier) };
        TopBetween = binned.TopBetween(topShare);
    }

    public long Labelled { get; }

    /// <summary>Scores of all rows, labelled or not.</summary>
    public EmpiricalDistribution Distribution { get; }

    public AreaUnderCurve AreaUnderCurve { get; }

    public TopPrecision TopRows { get; }

    public MeanError Brier { get; }

    public ReferencePerformance Compared => new(Labelled, Auc, AreaUnderCurve.StandardError, Top, TopRows, Brier);

    public Figure Auc => new(AreaUnderCurve.Value, binned?.AucBetween);

    public Figure Top => new(TopRows.Value, TopBetween);

    private Bounds? TopBetween { get; }

    public PerformanceMeasurement Measure()
    {
        var reasons = new Reasons();
        var bounds = new BoundsTaken();
        bounds.Take("auc", Auc);
        bounds.Take("precisionAtTop", Top);
        foreach (var (name, figure) in binned?.Others(scores) ?? []) bounds.Take(name, figure);
        return new()
        {
            N = Labelled,
            Method = bounds.Method,
            Bounds = bounds.OrNull,
            Auc = reasons.Take("auc", Auc.Value),
            AucLow = reasons.Take("aucLow", AreaUnderCurve.StandardError.Select(_ => AreaUnderCurve.Interval95!.Value.Low)),
            AucHigh = reasons.Take("aucHigh", AreaUnderCurve.StandardError.Select(_ => AreaUnderCurve.Interval95!.Value.High)),
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
        var bounds = new BoundsTaken();
        foreach (var (name, figure) in binned?.Estimates(Distribution) ?? []) bounds.Take(name, figure);
        return new()
        {
            Method = bounds.Method,
            Bounds = bounds.OrNull,
            Accuracy = reasons.Take("accuracy", EstimatedPerformance.Accuracy(decidedPositive, decidedNegative)),
            Auc = reasons.Take("auc", EstimatedPerformance.Auc(Distribution)),
            NotComputed = reasons.OrNull,
        };
    }
}

/// <summary>Whether performance fell below the reference by more than the limit and more than chance. A pure function of reference, window and policy.</summary>
internal static class PerformanceVerdicts
{
    public static PerformanceMeasurement Judge(ReferencePerformance reference, PerformanceFacts window, MonitoringPolicy policy)
    {
        var few = Judgement.TooFew(reference.Labelled, window.Labelled, policy.Samples.Window, "labelled rows");
        Judgement[] judgements =
        [
            Judge("auc", window.Auc.FallFrom(reference.Auc), RocAuc.DifferencePValue(new(reference.Auc.Value, reference.AucError), window.AreaUnderCurve), policy.Limits.AucDrop),
            Judge("precisionAtTop", window.Top.FallFrom(reference.Top), PrecisionAtTop.DifferencePValue(reference.TopRows, window.TopRows), policy.Limits.PrecisionAtTopDrop),
            Judge("brier", Worse(reference.Brier.Value, window.Brier.Value), BrierScore.DifferencePValue(reference.Brier, window.Brier), policy.Limits.BrierWorse),
        ];
        return window.Measure() with { Verdict = Judgement.Worst(judgements).Verdict, Judgements = judgements };

        Judgement Judge(string measure, Figure drop, Measured pValue, Limit limit)
        {
            if (few is not null) return Judgement.Insufficient(measure, Metric.PerformanceDrop, window.Labelled, few);
            if (!drop.Value.IsComputed) return Judgement.NotComputable(measure, Metric.PerformanceDrop, window.Labelled, drop.Value.Reason!);
            var judged = Judgement.On(measure, Metric.PerformanceDrop, drop, limit, window.Labelled);
            if (!judged.IsBreach) return judged;
            if (!pValue.IsComputed) return Judgement.NotComputable(measure, Metric.PerformanceDrop, window.Labelled, pValue.Reason!);
            return pValue.Value <= policy.PerformanceSignificance ? judged : judged with { Verdict = Verdict.Ok };
        }
    }

    private static Measured Worse(Measured reference, Measured window) =>
        !reference.IsComputed ? Measured.Not($"in the reference {reference.Reason}")
        : reference.Value == 0 ? Measured.Not("the reference has no error to compare with")
        : window.Select(value => (value / reference.Value) - 1);
}
