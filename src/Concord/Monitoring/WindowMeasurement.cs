using System.Text.Json.Serialization;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>All measures of one window with their verdicts. Its JSON is what is stored and what commands print; a figure that cannot be computed is null, with the reason in <c>notComputed</c>.</summary>
internal sealed record WindowMeasurement
{
    public required string Window { get; init; }

    public required long Rows { get; init; }

    public required long Labelled { get; init; }

    public required Verdict Verdict { get; init; }

    public IReadOnlyList<DriftMeasurement> Drift { get; init; } = [];

    /// <summary>Null where it was not measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JointMeasurement? Joint { get; init; }

    public required PerformanceMeasurement Performance { get; init; }

    public required EstimatedMeasurement Estimated { get; init; }

    public IReadOnlyList<FairnessMeasurement> Fairness { get; init; } = [];

    public IReadOnlyList<QualityMeasurement> Quality { get; init; } = [];

    /// <summary>Null in windows that were measured before there was such a thing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WithoutLabelsMeasurement? WithoutLabels { get; init; }

    /// <summary>The two rules of a policy that estimates without labels take in; under others the window must be measured anew. Stored, not printed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EstimatedUnder? EstimatedUnder { get; init; }

    /// <summary>Whether the figures are exact, and why not; null in windows measured when all were. Stored, not printed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MeasuredFrom? MeasuredFrom { get; init; }

    /// <summary>Whose limits the verdicts are; stored, not printed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JudgedBy? JudgedBy { get; init; }

    /// <summary>One judgement per kind and subject (column, performance metric, attribute): the worst of it.</summary>
    public IEnumerable<(MeasureKind Kind, string Subject, Judgement Judgement)> Judgements() =>
        Drift.Select(drift => (MeasureKind.Drift, drift.Column, drift.DecidedBy))
            .Concat(Performance.Judgements.Select(judgement => (MeasureKind.Performance, judgement.Measure, judgement)))
            .Concat(Fairness.Select(fairness => (MeasureKind.Fairness, fairness.Attribute, fairness.DecidedBy)))
            .Concat(Quality.GroupBy(quality => quality.Column, StringComparer.Ordinal).Select(checks => (MeasureKind.Quality, checks.Key, Judgement.Worst(checks.Select(check => check.DecidedBy)))));

    public string ToJson() => MeasurementFormat.Write(this);

    public static WindowMeasurement FromJson(string json) => MeasurementFormat.Read<WindowMeasurement>(json);
}

internal enum DriftKind
{
    [JsonStringEnumMemberName("numeric")] Numeric,
    [JsonStringEnumMemberName("categorical")] Categorical,
    [JsonStringEnumMemberName("score")] Score,
}

/// <summary>Whether a column is still distributed as in the reference.</summary>
internal sealed record DriftMeasurement
{
    public required string Column { get; init; }

    public required DriftKind Kind { get; init; }

    /// <summary>Rows of the window, those without a value included.</summary>
    public required long N { get; init; }

    public required long Missing { get; init; }

    /// <summary>"binned" where figures rest on counts per bin; null: all are exact.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    /// <summary>Between what each figure lies that is not exact, by its name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Bounds>? Bounds { get; init; }

    public required double? Psi { get; init; }

    /// <summary>What the PSI is on average when nothing has changed and only chance is at work.</summary>
    public required double? PsiExpected { get; init; }

    public required double? Js { get; init; }

    public required double? PAdjusted { get; init; }

    /// <summary>Whether a difference was detected. How much it matters is the verdict.</summary>
    public required bool Drifted { get; init; }

    public required Verdict Verdict { get; init; }

    public double? Ks { get; init; }

    public double? KsP { get; init; }

    public double? Wasserstein { get; init; }

    public double? WassersteinNormalised { get; init; }

    public double? Chi2 { get; init; }

    public int? Chi2Dof { get; init; }

    public double? Chi2P { get; init; }

    public double? CramersV { get; init; }

    public double? TotalVariation { get; init; }

    public IReadOnlyList<string>? NewCategories { get; init; }

    /// <summary>How many more there are than are named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FurtherNewCategories { get; init; }

    public required Judgement DecidedBy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DriftBasis? Basis { get; init; }

    /// <summary>Between what a figure lies; null: it is exact.</summary>
    public Bounds? Ends(string figure) => Bounds is { } bounds && bounds.TryGetValue(figure, out var ends) ? ends : null;
}

/// <summary>How well the decisions turned out, on rows with a known outcome.</summary>
internal sealed record PerformanceMeasurement
{
    public required long N { get; init; }

    public required double? Auc { get; init; }

    public required double? AucLow { get; init; }

    public required double? AucHigh { get; init; }

    public required double? Accuracy { get; init; }

    public required double? Precision { get; init; }

    public required double? Recall { get; init; }

    public required double? F1 { get; init; }

    public required double? Specificity { get; init; }

    public required double? Brier { get; init; }

    public required double? LogLoss { get; init; }

    public required double? Ece { get; init; }

    public required double? AveragePrecision { get; init; }

    public required double? KsSeparation { get; init; }

    public required double? PrecisionAtTop { get; init; }

    /// <summary>As for drift.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Bounds>? Bounds { get; init; }

    /// <summary>Null for the reference: it is what the others are compared with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Verdict? Verdict { get; init; }

    /// <summary>One per metric that has a limit.</summary>
    public IReadOnlyList<Judgement> Judgements { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PerformanceBasis? Basis { get; init; }
}

/// <summary>Performance estimated from scores alone. An estimate, and to be called one.</summary>
internal sealed record EstimatedMeasurement
{
    public required double? Accuracy { get; init; }

    public required double? Auc { get; init; }

    /// <summary>As for drift.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Bounds>? Bounds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }
}

/// <summary>How many labels are in, what performance to expect of scores calibrated on the reference, and whether that held. It judges the estimate, never the model.</summary>
internal sealed record WithoutLabelsMeasurement
{
    /// <summary>The share of rows whose outcome is known.</summary>
    public required double LabelsIn { get; init; }

    /// <summary>The day after which as good as no label is to come, by the delays of the reference; null where the log does not tell when labels came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? FinalBy { get; init; }

    /// <summary>The labelled rows of the reference with a score.</summary>
    public required long CalibrationRows { get; init; }

    public IReadOnlyList<EstimateMeasurement> Estimates { get; init; } = [];

    /// <summary>Null where labels are not selective.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SelectiveMeasurement? Selective { get; init; }

    /// <summary>Null where as good as all scores lie among those the calibration was learnt from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExtrapolatedMeasurement? Extrapolated { get; init; }

    public EstimateMeasurement? Of(string measure) => Estimates.FirstOrDefault(estimate => string.Equals(estimate.Measure, measure, StringComparison.Ordinal));
}

/// <summary>Scores of a window beyond those the calibration was learnt from: there it has nothing but the share of its last block.</summary>
/// <param name="Share">Of the rows with a score.</param>
/// <param name="Low">The lowest score with an outcome in the reference.</param>
/// <param name="High">The highest one.</param>
internal sealed record ExtrapolatedMeasurement(double Share, double Low, double High)
{
    /// <summary>The share of rows below which nothing is said: the ends of two samples never agree.</summary>
    public const double Notable = 0.01;
}

/// <summary>One calibrated estimate, and what became of it.</summary>
internal sealed record EstimateMeasurement
{
    /// <summary>Its name among the measures of performance: auc, accuracy, …</summary>
    public required string Measure { get; init; }

    public required double? Value { get; init; }

    /// <summary>Between what the estimate lies where it is not exact: scores are known by bin only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Bounds? Bounds { get; init; }

    /// <summary>The ends of the interval in which 95 of 100 realised values should lie.</summary>
    public required double? Low { get; init; }

    public required double? High { get; init; }

    /// <summary>The same measure on the labels of the same rows that are in.</summary>
    public required double? Realised { get; init; }

    [JsonConverter(typeof(EstimateVerdictConverter))]
    public required EstimateVerdict Check { get; init; }

    /// <summary>Why the check says so, in plain words with the figures.</summary>
    public required string Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }
}

internal sealed class EstimateVerdictConverter() : JsonStringEnumConverter<EstimateVerdict>(System.Text.Json.JsonNamingPolicy.CamelCase);

internal sealed record GroupMeasurement
{
    public required string Group { get; init; }

    /// <summary>Labelled rows.</summary>
    public required long N { get; init; }

    /// <summary>All rows with a decision.</summary>
    public required long NAll { get; init; }

    public required double? SelectionRate { get; init; }

    public required double? SelectionRateAll { get; init; }

    public required double? Tpr { get; init; }

    public required double? Fpr { get; init; }

    public required double? Ppv { get; init; }

    public required double? BaseRate { get; init; }

    public required bool TooSmall { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GroupBasis? Basis { get; init; }

    /// <summary>Fewer decided rows than are shown of a group of people: it is named, and no figure of it is. Figures of few say something of single persons and nothing of the group.</summary>
    [JsonIgnore]
    public bool IsNamedOnly => NAll < GroupCounts.SmallestShown;

    /// <summary>Whether figures that need an outcome rest on enough labelled rows to be shown.</summary>
    [JsonIgnore]
    public bool ShowsOutcomes => !IsNamedOnly && N >= GroupCounts.SmallestShown;
}

/// <param name="Against">The largest group, as a rule.</param>
/// <param name="N">Decided rows of the group.</param>
internal sealed record SmallestRatio(string Group, string Against, double Value, long N);

/// <summary>How the groups of one attribute fare. Decisions and labels are turned so that 1 is favourable to the person.</summary>
internal sealed record FairnessMeasurement
{
    public required string Attribute { get; init; }

    public required IReadOnlyList<GroupMeasurement> Groups { get; init; }

    public required double? DemographicParityDifference { get; init; }

    public required double? DemographicParityRatio { get; init; }

    public required double? SelectionRateDifferenceAll { get; init; }

    public required double? SelectionRateRatioAll { get; init; }

    public required double? EqualOpportunityDifference { get; init; }

    public required double? EqualizedOddsDifference { get; init; }

    public required double? EqualizedOddsRatio { get; init; }

    /// <summary>Per group, against the largest.</summary>
    public required IReadOnlyDictionary<string, double?> DisparateImpact { get; init; }

    /// <summary>The smallest ratio of the worse off over the better off of a group and the largest, over all decided rows, among groups with enough rows; null where no two have.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmallestRatio? Smallest { get; init; }

    /// <summary>The ends of the 95 % interval of <see cref="Smallest"/>.</summary>
    public required double? Low { get; init; }

    public required double? High { get; init; }

    public required Verdict Verdict { get; init; }

    public required Judgement DecidedBy { get; init; }

    /// <summary>What the verdict rests on too few to speak of: groups, and rates that need labels. Not judged is not passed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NotJudged { get; init; }

    /// <summary>Remarks that belong to single figures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Notes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FairnessBasis? Basis { get; init; }
}

internal sealed record QualityMeasurement
{
    public const string MissingCheck = "missing";
    public const string NewCategoryCheck = "newCategory";
    public const string UnitChangeCheck = "unitChange";
    public const string RangeCheck = "range";
    public const string ConstantCheck = "constant";
    public const string ZeroShareCheck = "zeroShare";
    public const string TypeChangeCheck = "typeChange";
    public const string LostCategoryCheck = "lostCategory";
    public const string DuplicateCheck = "duplicate";
    public const string VolumeCheck = "volume";
    public const string FreshnessCheck = "freshness";
    public const string SilenceCheck = "silence";

    /// <summary>Stands for the column where a check is of the log as a whole.</summary>
    public const string WholeLog = "__log__";

    public required string Column { get; init; }

    public required string Check { get; init; }

    /// <summary>A share of the window's rows, or the ratio of medians.</summary>
    public required double? Value { get; init; }

    /// <summary>Between what the value lies where it is not exact: rows are known by bin only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Bounds? Bounds { get; init; }

    /// <summary>The same figure in the reference, where it has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Reference { get; init; }

    public required Verdict Verdict { get; init; }

    public required Judgement DecidedBy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QualityBasis? Basis { get; init; }
}
