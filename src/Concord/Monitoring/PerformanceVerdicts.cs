using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>The labelled rows of a reference or a window, counted for the measures of performance.</summary>
internal sealed class PerformanceFacts
{
    private readonly ScoreCounts scores;
    private readonly Confusion confusion;
    private readonly ScoredSample sample;
    private readonly Lazy<IsotonicCalibration> calibration;

    /// <param name="sample">All rows of the window; those without a label count for the estimate only.</param>
    public PerformanceFacts(ScoredSample sample, OutcomeCounts outcomes, long labelled, double topShare)
    {
        this.sample = sample;
        Labelled = labelled;
        confusion = outcomes.Confusion;
        scores = sample.Labelled;
        Distribution = sample.All;
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
            Accuracy = reasons.Take("accuracy", EstimatedPerformance.Accuracy(sample.Decided(1), sample.Decided(0))),
            Auc = reasons.Take("auc", EstimatedPerformance.Auc(Distribution)),
            NotComputed = reasons.OrNull,
        };
    }

    /// <summary>What to expect of these rows if scores mean what they meant where they were calibrated.</summary>
    /// <returns>Estimates of what needs decisions, and of what needs scores only: these count the rows without a decision too.</returns>
    public (ConfidenceBasedPerformance OfDecisions, ConfidenceBasedPerformance OfScores) Expect(IsotonicCalibration calibrated)
    {
        var ofDecisions = ConfidenceBasedPerformance.Of(sample.Decided(1), sample.Decided(0), calibrated);
        return (ofDecisions, sample.Parts.All(part => part.Decision is not null) ? ofDecisions : ConfidenceBasedPerformance.Of(EmpiricalDistribution.Empty, Distribution, calibrated));
    }
}

/// <summary>Whether performance fell below the reference by more than the limit and more than chance. A pure function of figures and policy.</summary>
internal static class PerformanceVerdicts
{
    /// <summary>The figures of the window and how far they are from the reference, before any policy is asked.</summary>
    public static PerformanceMeasurement Measure(PerformanceFacts reference, PerformanceFacts window, LabelledShare labels) => window.Measure() with
    {
        Basis = new(labels,
        [
            Compare("auc", Difference(reference.Auc.Value, window.Auc.Value), RocAuc.DifferencePValue(reference.Auc, window.Auc)),
            Compare("precisionAtTop", Difference(reference.Top.Value, window.Top.Value), PrecisionAtTop.DifferencePValue(reference.Top, window.Top)),
            Compare("brier", Worse(reference.Brier.Value, window.Brier.Value), BrierScore.DifferencePValue(reference.Brier, window.Brier)),
        ]),
    };

    public static PerformanceMeasurement Judge(PerformanceMeasurement performance, MonitoringPolicy policy)
    {
        var few = Judgement.TooFew(performance.Basis!.Labels.ReferenceLabelled, performance.N, policy.Samples.Window, "labelled rows") ?? performance.Basis.Labels.Immature(policy.Samples.LabelMaturity);
        Judgement[] judgements = [.. performance.Basis.Compared.Select(compared => Judge(compared, performance.N, few, policy))];
        return performance with { Verdict = Judgement.Worst(judgements).Verdict, Judgements = judgements };
    }

    private static Judgement Judge(ComparedMeasure compared, long n, string? few, MonitoringPolicy policy)
    {
        var judged = Judgement.On(compared.Measure, Metric.PerformanceDrop, compared.Drop is { } drop ? Measured.Of(drop) : Measured.Not(compared.WhyNot!), policy.Limits[compared.Measure], n, few);
        if (!judged.IsBreach) return judged;
        if (compared.P is not { } p) return Judgement.NotComputable(compared.Measure, Metric.PerformanceDrop, n, compared.WhyNoTest!);
        return p <= policy.PerformanceSignificance ? judged : judged with { Verdict = Verdict.Ok };
    }

    private static ComparedMeasure Compare(string measure, Measured drop, Measured pValue) => new(measure, drop.ValueOrNull, drop.Reason, pValue.ValueOrNull, pValue.Reason);

    private static Measured Difference(Measured reference, Measured window) =>
        reference.IsComputed ? window.Select(value => reference.Value - value) : Measured.Not($"in the reference {reference.Reason}");

    private static Measured Worse(Measured reference, Measured window) =>
        !reference.IsComputed ? Measured.Not($"in the reference {reference.Reason}")
        : reference.Value == 0 ? Measured.Not("the reference has no error to compare with")
        : window.Select(value => (value / reference.Value) - 1);
}
