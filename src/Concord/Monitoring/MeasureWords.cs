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

    /// <summary>The column, or the log where a check is of it as a whole.</summary>
    public static string Subject(string column) => column == QualityMeasurement.WholeLog ? "the log" : Name(column);

    public static string Check(string check) => check switch
    {
        QualityMeasurement.MissingCheck => "missing values",
        QualityMeasurement.NewCategoryCheck => "new categories",
        QualityMeasurement.UnitChangeCheck => "unit",
        QualityMeasurement.ZeroShareCheck => "zeros",
        QualityMeasurement.TypeChangeCheck => "type",
        QualityMeasurement.LostCategoryCheck => "lost categories",
        QualityMeasurement.DuplicateCheck => "repeated predictions",
        var other => other,
    };

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warn => "warn",
        Verdict.Alert => "alert",
        Verdict.Insufficient => "not enough data",
        _ => "not computable",
    };

    /// <summary>The verdict as people read it: what chance may have carried past a limit is neither beyond it nor within.</summary>
    public static string Standing(Judgement judgement) => judgement.Undecided ? "undecided" : Of(judgement.Verdict);

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
        "outOfRangeShare" => "outside the range",
        "mostFrequentShare" => "most frequent value",
        "zeroShareChange" => "zeros, change",
        "lostLevelShare" => "lost categories",
        "newKindShare" => "new type",
        "duplicateShare" => "repeated",
        "volumeRatio" => "rows over the usual",
        "silentEnd" => "end without rows",
        "windowsWithoutRows" => "windows without rows",
        QualityCheck.StillSilent => "windows since the last row",
        SeriesMeasures.Value => "value",
        SeriesMeasures.Change => "change for the worse",
        SeriesMeasures.RelativeChange => "change for the worse, share",
        SeriesMeasures.Missing => "windows without a figure",
        var other => other,
    };

    /// <summary>The same in a sentence, where there is room: "normalised Wasserstein distance".</summary>
    public static string Long(string measure) => measure switch
    {
        "auc" => "AUC",
        "brier" => "Brier score",
        "precisionAtTop" => "precision at the top",
        "wassersteinNormalised" => "normalised Wasserstein distance",
        "selectionRateRatio" => "selection rate ratio",
        "tprDifference" => "difference of true positive rates",
        "missingShareIncrease" => "more missing values by",
        "newLevelShare" => "share of new categories",
        "outOfRangeShare" => "share of values outside the range",
        "mostFrequentShare" => "share of the most frequent value",
        "zeroShareChange" => "change of the share of zeros",
        "lostLevelShare" => "share of the reference in lost categories",
        "newKindShare" => "share of values of a new type",
        "duplicateShare" => "share of repeated predictions",
        "silentEnd" => "share of the window without rows at its end",
        "windowsWithoutRows" => "windows without rows before",
        SeriesMeasures.RelativeChange => "change for the worse, of the baseline",
        _ => Measure(measure),
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

    /// <summary>The 95 % interval of a judgement in its own unit; empty where it has none.</summary>
    public static string Interval(Judgement judgement) =>
        judgement is { Low: { } low, High: { } high } ? $"95 % {Bare(judgement.Measure, low)}–{Bare(judgement.Measure, high)}{Unit(judgement.Measure)}" : "";

    /// <summary>"PSI 0.403 &gt; 0.250".</summary>
    public static string Against(Judgement judgement) => Against(judgement.Measure, judgement.Value, judgement.Limit);

    public static string Against(string measure, double? value, double? limit)
    {
        // "2.0 > 2.0" contradicts itself: as many digits as it takes to tell the figure from its limit, where a few are enough.
        var more = value == limit ? "" : MoreDigits.FirstOrDefault(digits => Bare(measure, value, digits) != Bare(measure, limit, digits)) ?? "";
        return $"{Measure(measure)} {Bare(measure, value, more)} {(value < limit ? '<' : value > limit ? '>' : '=')} {Bare(measure, limit, more)}{(limit is null ? "" : Unit(measure))}";
    }

    private static readonly string[] MoreDigits = ["", "0", "00", "000"];

    private static string Bare(string measure, double? value, string more = "") => measure switch
    {
        "newLevelShare" or "outOfRangeShare" or "mostFrequentShare" or "zeroShareChange" or "lostLevelShare" or "newKindShare" or "duplicateShare" or "silentEnd" or "brier" or "missingShareIncrease" or "precisionAtTop" or "tprDifference" => Figure(value * 100, "0.0" + more),
        "selectionRateRatio" or "unitChangeRatio" or "volumeRatio" => Figure(value, "0.00" + more),
        _ when QualityCheck.CountsWindows(measure) => Figure(value, "0"),
        _ => Figure(value, "0.000" + more),
    };

    private static string Unit(string measure) => measure switch
    {
        "newLevelShare" or "outOfRangeShare" or "mostFrequentShare" or "lostLevelShare" or "newKindShare" or "duplicateShare" or "silentEnd" or "brier" => " %",
        "zeroShareChange" or "missingShareIncrease" or "precisionAtTop" or "tprDifference" => " points",
        "wassersteinNormalised" => " sd",
        _ => "",
    };

    /// <summary>From here on a figure is written with a power of ten: more digits than it has would be made up, and no table holds them.</summary>
    public const double WithPower = 1e15;

    public const string PowerFormat = "0.###E+0";

    public static string Figure(double? value, string format = "0.000") => value?.ToString(Math.Abs(value.Value) < WithPower ? format : PowerFormat, CultureInfo.InvariantCulture) ?? None;

    /// <summary>"0.031 ± 0.002" where a figure is not exact: it lies within that distance.</summary>
    public static string Bounded(double? value, IReadOnlyDictionary<string, Bounds>? bounds, string name, string format = "0.000") =>
        value is { } middle && bounds is not null && bounds.TryGetValue(name, out var ends)
            ? $"{Figure(middle, format)} ± {Figure(Math.Max(ends.High - middle, middle - ends.Low), format)}"
            : Figure(value, format);

    public static string Percent(double? share) => share is { } number ? (number * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : None;

    /// <summary>"62 % of labels in; final by 12 March 2026", or from that day on "62 % of labels in; the rest was due by 12 March 2026".</summary>
    /// <param name="today">The day on which it is read.</param>
    /// <summary>Where one decision is labelled and the other is not, a share of all rows would speak of labels that never come.</summary>
    public static string LabelsIn(WindowMeasurement window, DateOnly today)
    {
        if (window.WithoutLabels is not { Selective: { } selective } without) return LabelsIn(window.Labelled, window.Rows, window.WithoutLabels?.FinalBy, today);
        var areAllIn = window.Performance.Basis?.Labels.Maturity >= LabelMaturity.FinalShare;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(selective.LabelledAfterPositive * 100):0} % of labels in after decision 1, {Math.Floor(selective.LabelledAfterNegative * 100):0} % after 0") + (without.FinalBy is not { } day ? ""
            : today < day ? string.Create(CultureInfo.InvariantCulture, $"; final by {day:d MMMM yyyy}")
            : areAllIn ? "; no more are to be expected" : string.Create(CultureInfo.InvariantCulture, $"; the rest was due by {day:d MMMM yyyy}"));
    }

    /// <param name="finalBy">The day from which as good as no label is to come; null: not known.</param>
    public static string LabelsIn(long labelled, long rows, DateOnly? finalBy, DateOnly today) =>
        labelled == rows && rows > 0 ? "all labels in"
        : LabelsIn(labelled, rows) + (finalBy is not { } day || rows == 0 ? ""
            : today < day ? string.Create(CultureInfo.InvariantCulture, $"; final by {day:d MMMM yyyy}")
            : string.Create(CultureInfo.InvariantCulture, $"; the rest was due by {day:d MMMM yyyy}"));

    public static string LabelsIn(long labelled, long rows) => rows == 0 ? "no rows"
        : string.Create(CultureInfo.InvariantCulture, $"{WholePercent(labelled, rows):0} % of labels in");

    /// <summary>Rounded down, so that not all never reads as all.</summary>
    private static decimal WholePercent(long labelled, long rows) => Math.Floor(100m * labelled / rows);

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

    /// <summary>That an estimate speaks of scores nothing is known of.</summary>
    public static string Of(ExtrapolatedMeasurement beyond) => string.Create(CultureInfo.InvariantCulture,
        $"Extrapolated: {beyond.Share * 100:0.#} % of the scores lie outside {Figure(beyond.Low)} to {Figure(beyond.High)}, where the reference has outcomes. Of these rows the estimate and its interval are no more than a guess.");

    /// <summary>What stands where figures of a group of people would rest on too few rows to be shown.</summary>
    public static readonly string TooFewToShow = $"n below {GroupCounts.SmallestShown}";

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
