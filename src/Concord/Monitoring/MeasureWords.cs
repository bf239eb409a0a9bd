using System.Globalization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>How figures and verdicts are called wherever people read them: terminal, report, pages.</summary>
internal static class MeasureWords
{
    public const string None = "–";

    /// <summary>A name or level from a log, written so that look-alikes and invisible characters can be told apart.</summary>
    public static string Name(string fromLog) => VisibleText.Bare(fromLog);

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warn => "warn",
        Verdict.Alert => "alert",
        Verdict.Insufficient => "not enough data",
        _ => "not computable",
    };

    public static string Of(MeasureKind kind) => kind switch
    {
        MeasureKind.Drift => "drift",
        MeasureKind.Performance => "performance",
        MeasureKind.Fairness => "fairness",
        _ => "quality",
    };

    /// <summary>What was compared with the limit: "PSI", "AUC, drop".</summary>
    public static string Of(Judgement judgement) => Measure(judgement.Measure);

    public static string Measure(string measure) => measure switch
    {
        "psi" => "PSI",
        "wassersteinNormalised" => "Wasserstein",
        "cramersV" => "Cramér's V",
        "newLevelShare" => "new levels",
        "missingShareIncrease" => "missing, rise",
        "auc" => "AUC, drop",
        "precisionAtTop" => "top precision, drop",
        "brier" => "Brier, rise",
        "selectionRateRatio" => "selection ratio",
        "tprDifference" => "TPR difference",
        "unitChangeRatio" => "ratio of medians",
        SeriesMeasures.Value => "value",
        SeriesMeasures.Change => "change for the worse",
        SeriesMeasures.RelativeChange => "change for the worse, share",
        SeriesMeasures.Missing => "windows without a figure",
        var other => other,
    };

    /// <summary>A measure of performance by its name.</summary>
    public static string Measured(string measure) => measure switch
    {
        "auc" => "AUC",
        "brier" => "Brier score",
        { Length: > 0 } other => char.ToUpperInvariant(other[0]) + other[1..],
        _ => measure,
    };

    /// <summary>The value or the limit of a judgement in its own unit.</summary>
    public static string Value(Judgement judgement, double? value) => Value(judgement.Measure, value);

    public static string Value(string measure, double? value) => value is null ? None : $"{Bare(measure, value)}{Unit(measure)}";

    /// <summary>"PSI 0.403 &gt; 0.250".</summary>
    public static string Against(Judgement judgement) => Against(judgement.Measure, judgement.Value, judgement.Limit);

    public static string Against(string measure, double? value, double? limit) => $"{Measure(measure)} {Bare(measure, value)} {(value < limit ? '<' : '>')} {Value(measure, limit)}";

    private static string Bare(string measure, double? value) => measure switch
    {
        "newLevelShare" or "brier" or "missingShareIncrease" or "precisionAtTop" or "tprDifference" => Figure(value * 100, "0.0"),
        "selectionRateRatio" or "unitChangeRatio" => Figure(value, "0.00"),
        _ => Figure(value),
    };

    private static string Unit(string measure) => measure switch
    {
        "newLevelShare" or "brier" => " %",
        "missingShareIncrease" or "precisionAtTop" or "tprDifference" => " points",
        "wassersteinNormalised" => " sd",
        _ => "",
    };

    public static string Figure(double? value, string format = "0.000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? None;

    /// <summary>"0.031 ± 0.002" where a figure is not exact: it lies within that distance.</summary>
    public static string Bounded(double? value, IReadOnlyDictionary<string, Bounds>? bounds, string name, string format = "0.000") =>
        value is { } middle && bounds is not null && bounds.TryGetValue(name, out var ends)
            ? $"{Figure(middle, format)} ± {Figure(Math.Max(ends.High - middle, middle - ends.Low), format)}"
            : Figure(value, format);

    public static string Percent(double? share) => share is { } number ? (number * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : None;

    /// <summary>"62 % of labels in; final by 12 March 2026". Rounded down, so that not all never reads as all.</summary>
    public static string LabelsIn(WindowMeasurement window) => window.Labelled == window.Rows && window.Rows > 0 ? "all labels in"
        : LabelsIn(window.Labelled, window.Rows) + (window.WithoutLabels?.FinalBy is { } day ? string.Create(CultureInfo.InvariantCulture, $"; final by {day:d MMMM yyyy}") : "");

    public static string LabelsIn(long labelled, long rows) => rows == 0 ? "no rows"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100m * labelled / rows):0} % of labels in");

    /// <summary>What became of an estimate, in a word or two.</summary>
    public static string Of(EstimateVerdict check) => check switch
    {
        EstimateVerdict.Held => "held",
        EstimateVerdict.Failed => "the estimate failed",
        EstimateVerdict.TooEarly => "too early to check",
        _ => "not comparable",
    };

    /// <summary>The same with the figures it rests on.</summary>
    public static string Check(EstimateMeasurement estimate) => estimate.Check == EstimateVerdict.Failed ? estimate.Reason : $"{Of(estimate.Check)}: {estimate.Reason}";

    /// <summary>Why some outcomes are not known, and what the figures could be.</summary>
    public static string Of(SelectiveMeasurement selective) =>
        $"Selective labels: outcomes are {selective.Says}, so figures that need an outcome describe the labelled rows only. Whatever the unknown outcomes are, over all decided rows "
        + $"{string.Join(", ", selective.Bounds.Select(bounds => $"{bounds.Measure} lies from {Figure(bounds.Low)} to {Figure(bounds.High)}"))}.";

    public static string PValue(double? p) => p switch
    {
        null => None,
        < 0.0001 => "< 0.0001",
        { } value => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Interval(double? low, double? high, string format = "0.000") => low is null || high is null ? None : $"{Figure(low, format)}–{Figure(high, format)}";

    public static string Plural(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";
}
