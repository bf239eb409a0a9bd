using System.Globalization;
using System.Text.Json.Serialization;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>What a limit says about one measure of one window. It has no memory: lasting is the business of signals.</summary>
[JsonConverter(typeof(VerdictConverter))]
internal enum Verdict
{
    Ok,

    /// <summary>Too few rows to say anything. This is not a pass.</summary>
    Insufficient,
    Warn,
    Alert,

    /// <summary>The measure does not exist for these rows, however many there are.</summary>
    NotComputable,
}

internal static class Verdicts
{
    /// <summary>As the worst of several is told: what does not exist says as little as what has too few rows, and hides no broken limit.</summary>
    public static Verdict Gravity(this Verdict verdict) => verdict == Verdict.NotComputable ? Verdict.Insufficient : verdict;
}

/// <summary>What the judged thing is; a signal has one of these kinds.</summary>
internal enum MeasureKind
{
    Drift,
    Performance,
    Fairness,
    Quality,
}

/// <summary>A verdict with the figure that decided it.</summary>
/// <param name="Measure">psi, wassersteinNormalised, auc, selectionRateRatio, …</param>
/// <param name="Value">What was compared with the limit: a drop where the limit is on a drop.</param>
/// <param name="Limit">The limit reached, or the next one when none is reached.</param>
/// <param name="N">The rows of the window the value rests on.</param>
/// <param name="Metric">Id of the monitoring metric in the standards library.</param>
/// <param name="Group">The group of people it is about, in fairness.</param>
/// <param name="Reason">Why there is no verdict on the figure, in plain words.</param>
/// <param name="Note">What must be known of the verdict: that it rests on a figure whose bound holds the limit.</param>
/// <param name="Undecided">The figure lies past a limit by no more than chance explains. That breaks no limit, and shows none to be kept either: it neither opens nor closes anything.</param>
internal sealed record Judgement(
    Verdict Verdict,
    string Measure,
    string Metric,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Limit,
    long N,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Low = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? High = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Group = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Undecided = false)
{
    /// <summary>Stands where figures wait for a policy; never stored.</summary>
    public static readonly Judgement Unjudged = new(Verdict.Insufficient, "", "", null, null, 0, Reason: "no policy was asked yet");

    [JsonIgnore]
    public bool IsBreach => Verdict is Verdict.Warn or Verdict.Alert;

    /// <summary>Whether it says anything: a window without verdict neither breaks a limit nor shows that one is kept.</summary>
    [JsonIgnore]
    public bool IsTelling => IsBreach || IsKept;

    /// <summary>Whether it shows that the limit is kept: only such a window lets anything be closed or proven.</summary>
    [JsonIgnore]
    public bool IsKept => Verdict == Verdict.Ok && !Undecided;

    /// <summary>With a remark beside those it has.</summary>
    public Judgement Noted(string remark) => this with { Note = Note is null ? remark : $"{Note}; {remark}" };

    /// <summary>Past a limit by no more than chance: it breaks none and shows none to be kept, and says why.</summary>
    /// <param name="p">Of the difference, corrected where many are tested; null: it could not be tested.</param>
    public Judgement ByChance(double? p) => (this with { Verdict = Verdict.Ok, Undecided = true }).Noted(p is { } chance
        ? string.Create(CultureInfo.InvariantCulture, $"past the limit by no more than chance explains (p {chance:0.00#})") : "past the limit, and it cannot be tested whether by more than chance");

    /// <summary>How a value stands to a pair of limits that are reached from below, or from above where lower is worse.</summary>
    public static Judgement On(string measure, string metric, double value, Limit limit, long n, bool lowerIsWorse = false)
    {
        var verdict = Reached(limit.Alert) ? Verdict.Alert : Reached(limit.Warn) ? Verdict.Warn : Verdict.Ok;
        return new(verdict, measure, metric, value, verdict == Verdict.Alert ? limit.Alert : limit.Warn ?? limit.Alert, n);

        bool Reached(double? bound) => bound is { } number && Monitoring.Limit.IsReached(value, number, lowerIsWorse);
    }

    /// <summary>A figure that is not exact is judged by its worse end: better a look too many than a fault unseen. Where the other end would be judged otherwise, that is said.</summary>
    public static Judgement On(string measure, string metric, Figure figure, Limit limit, long n, bool lowerIsWorse = false)
    {
        if (figure.Between is not { } ends) return On(measure, metric, figure.Value.Value, limit, n, lowerIsWorse);
        var (least, most) = (On(measure, metric, ends.Low, limit, n, lowerIsWorse), On(measure, metric, ends.High, limit, n, lowerIsWorse));
        var worse = lowerIsWorse ? least : most;
        return least.Verdict == most.Verdict ? worse : worse with
        {
            Note = $"binned: the figure lies between {MeasureWords.Value(measure, ends.Low)} and {MeasureWords.Value(measure, ends.High)}, on both sides of a limit; judged by the worse end",
        };
    }

    public static Judgement Insufficient(string measure, string metric, long n, string reason) => new(Verdict.Insufficient, measure, metric, null, null, n, Reason: reason);

    public static Judgement NotComputable(string measure, string metric, long n, string reason) => new(Verdict.NotComputable, measure, metric, null, null, n, Reason: reason);

    /// <summary>How a figure that may not exist stands to the limits of its measure.</summary>
    /// <param name="few">Why there are too few rows for any verdict; null: there are enough.</param>
    public static Judgement On(string measure, string metric, Measured value, Limit limit, long n, string? few) =>
        few is not null ? Insufficient(measure, metric, n, few)
        : value.IsComputed ? On(measure, metric, value.Value, limit, n)
        : NotComputable(measure, metric, n, value.Reason!);

    /// <summary>Worst first: alert, warn, undecided, ok. Between equal ones the first named decides.</summary>
    public static Judgement Worst(IEnumerable<Judgement> judgements) => judgements.OrderByDescending(judgement => Severity(judgement.Verdict)).ThenByDescending(judgement => judgement.Undecided).First();

    /// <summary>Whether the reason for no verdict is too few rows in the window, in the reference, or none of both.</summary>
    public static string? TooFew(long reference, long window, int needed, string what = "row") =>
        window < needed ? $"{MeasureWords.Plural(window, what)} in the window, {MeasureWords.Count(needed)} needed"
        : reference < needed ? $"{MeasureWords.Plural(reference, what)} in the reference, {MeasureWords.Count(needed)} needed"
        : null;

    private static int Severity(Verdict verdict) => verdict switch
    {
        Verdict.Alert => 4,
        Verdict.Warn => 3,
        Verdict.Ok => 2,
        Verdict.Insufficient => 1,
        _ => 0,
    };
}

/// <summary>Ids of the monitoring metrics that verdicts decide on. Which risks and controls hang on them is data.</summary>
internal static class Metric
{
    public const string PsiFeature = "psi_feature";
    public const string PsiScore = "psi_score";
    public const string PerformanceDrop = "performance_drop";
    public const string ImpactRatio = "impact_ratio";
    public const string EqualOpportunityDifference = "equal_opportunity_diff";
    public const string MissingRate = "missing_rate";
    public const string NewCategoryRate = "category_new_rate";
    public const string UnitChange = "unit_change";
    public const string OutOfRangeRate = "out_of_range_rate";
    public const string ConstantFeature = "constant_feature";
    public const string ZeroShare = "zero_share";
    public const string LostCategoryRate = "category_lost_rate";
    public const string TypeChange = "type_change";
    public const string DuplicateRate = "duplicate_rate";
    public const string RequestRate = "request_rate";
    public const string DataFreshness = "data_freshness";
}

internal sealed class VerdictConverter() : JsonStringEnumConverter<Verdict>(System.Text.Json.JsonNamingPolicy.CamelCase);
