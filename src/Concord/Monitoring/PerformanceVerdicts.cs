using System.Diagnostics.CodeAnalysis;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>The labelled rows of a reference or a window, counted for the measures of performance.</summary>
internal sealed class PerformanceFacts
{
    private readonly Confusion confusion;
    private readonly ScoredSample sample;
    private readonly double topShare;
    private readonly BinnedScores? binned;
    private Lazy<Counted> counted;
    private Lazy<IsotonicCalibration> calibration;

    private sealed record Counted(ScoreCounts Labelled, EmpiricalDistribution All, AreaUnderCurve Area, TopPrecision Top, MeanError Brier);

    /// <param name="sample">All rows of the window; those without a label count for the estimate only.</param>
    public PerformanceFacts(ScoredSample sample, OutcomeCounts outcomes, long labelled, double topShare)
    {
        (this.sample, this.topShare) = (sample, topShare);
        Labelled = labelled;
        confusion = outcomes.Confusion;
        LetGo();
    }

    /// <param name="binned">Scores of which only the bins are known: figures are those of their middles, with the ends between which they lie.</param>
    public PerformanceFacts(BinnedScores binned, OutcomeCounts outcomes, long labelled, double topShare) : this(binned.Middle, outcomes, labelled, topShare) => this.binned = binned;

    public long Labelled { get; }

    /// <summary>Labelled rows that have a score: what scores can be calibrated with.</summary>
    public long LabelledScores => Scores.Rows;

    /// <summary>Learnt when it is first asked for: windows need none of their own.</summary>
    public IsotonicCalibration Calibration => calibration.Value;

    /// <summary>Decisions against labels of the rows an estimate is about: those with a score.</summary>
    public Confusion ScoredConfusion => sample.Confusion;

    /// <summary>Scores of all rows, labelled or not.</summary>
    public EmpiricalDistribution Distribution => counted.Value.All;

    public AreaUnderCurve AreaUnderCurve => counted.Value.Area;

    public TopPrecision TopRows => counted.Value.Top;

    public MeanError Brier => binned is not null && counted.Value.Brier.Value.IsComputed ? counted.Value.Brier with { Value = Measured.Of(binned.Brier) } : counted.Value.Brier;

    public Figure Auc => new(AreaUnderCurve.Value, binned?.AucBetween);

    public Figure Top => new(TopRows.Value, binned?.TopBetween(topShare));

    /// <summary>What tests against chance look at: of figures that are not exact the worse end, which is the one that is judged.</summary>
    public (AreaUnderCurve Auc, TopPrecision Top) Tested => (AreaUnderCurve with { Value = Auc.Least }, binned is null ? TopRows : binned.LeastTop(topShare));

    private ScoreCounts Scores => counted.Value.Labelled;

    /// <summary>How far calibrated estimates may lie from those the rows would give, by name; null: they are exact.</summary>
    public IReadOnlyDictionary<string, double>? OffBy(IsotonicCalibration calibrated) => binned?.OffBy(calibrated);

    /// <summary>Counts now what a reference is asked for again and again, with the calibration and what is estimated of the very rows it is learnt from: an estimate for no rows needs both.</summary>
    public void Learn() => ConfidenceBasedPerformance.Of(EmpiricalDistribution.Empty, EmpiricalDistribution.Empty, Calibration);

    /// <summary>Gives back what was counted and learnt, which is several times as much as the scores; who asks again waits for it again.</summary>
    [MemberNotNull(nameof(counted), nameof(calibration))]
    public void LetGo() => (counted, calibration) = (new(Count), new(() => IsotonicCalibration.FromCounts(Scores)));

    public PerformanceMeasurement Measure()
    {
        var reasons = new Reasons();
        var bounds = new BoundsTaken();
        bounds.Take("auc", Auc);
        bounds.Take("precisionAtTop", Top);
        foreach (var (name, figure) in binned?.Others(Scores) ?? []) bounds.Take(name, figure);
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
            LogLoss = reasons.Take("logLoss", LogLoss.Of(Scores)),
            Ece = reasons.Take("ece", ExpectedCalibrationError.Of(Scores)),
            AveragePrecision = reasons.Take("averagePrecision", AveragePrecision.Of(Scores)),
            KsSeparation = reasons.Take("ksSeparation", ScoreSeparation.Of(Scores)),
            PrecisionAtTop = reasons.Take("precisionAtTop", Top.Value),
            NotComputed = reasons.OrNull,
        };
    }

    private Counted Count()
    {
        var labelled = sample.Labelled;
        if (labelled.Rows == 0 && Labelled > 0) labelled = ScoreCounts.NoneScored;
        return new(labelled, sample.All, RocAuc.Of(labelled), PrecisionAtTop.Of(labelled, topShare), BrierScore.Of(labelled));
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
            Compare("auc", window.Auc.FallFrom(reference.Auc), RocAuc.DifferencePValue(reference.AreaUnderCurve, window.Tested.Auc)),
            Compare("precisionAtTop", window.Top.FallFrom(reference.Top), PrecisionAtTop.DifferencePValue(reference.TopRows, window.Tested.Top)) with { Rows = window.TopRows.Rows },
            Compare("brier", Worse(reference.Brier.Value, window.Brier.Value), BrierScore.DifferencePValue(reference.Brier, window.Brier)),
        ]),
    };

    public static PerformanceMeasurement Judge(PerformanceMeasurement performance, MonitoringPolicy policy)
    {
        var few = Judgement.TooFew(performance.Basis!.Labels.ReferenceLabelled, performance.N, policy.Samples.Window, "labelled row") ?? performance.Basis.Labels.NotTelling(policy);
        Judgement[] judgements = [.. performance.Basis.Compared.Select(compared => Judge(compared, performance.N, few, policy))];
        return performance with { Verdict = Judgement.Worst(judgements).Verdict, Judgements = judgements };
    }

    private static Judgement Judge(ComparedMeasure compared, long n, string? few, MonitoringPolicy policy)
    {
        var drop = compared.Drop is { } fall ? Measured.Of(fall) : Measured.Not(compared.WhyNot!);
        var judged = few is null && drop.IsComputed
            ? Judgement.On(compared.Measure, Metric.PerformanceDrop, new Figure(drop, compared.Between), policy.Limits[compared.Measure], n)
            : Judgement.On(compared.Measure, Metric.PerformanceDrop, drop, policy.Limits[compared.Measure], n, few);
        if (judged.IsTelling && compared.Rows is { } rows) judged = judged.Noted($"over the {MeasureWords.Count(rows)} rows at the top");
        if (!judged.IsBreach) return judged;
        if (compared.P is not { } p) return Judgement.NotComputable(compared.Measure, Metric.PerformanceDrop, n, compared.WhyNoTest!);
        return p <= policy.PerformanceSignificance ? judged : judged.ByChance(p);
    }

    private static ComparedMeasure Compare(string measure, Figure drop, Measured pValue) => new(measure, drop.Value.ValueOrNull, drop.Value.Reason, pValue.ValueOrNull, pValue.Reason, drop.Between);

    private static Measured Worse(Measured reference, Measured window) =>
        !reference.IsComputed ? Measured.Not($"in the reference {reference.Reason}")
        : reference.Value == 0 ? Measured.Not("the reference has no error to compare with")
        : window.Select(value => (value / reference.Value) - 1);
}
