using System.Globalization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>What decides on a series.</summary>
internal static class SeriesMeasures
{
    /// <summary>The value itself against a limit.</summary>
    public const string Value = "seriesValue";

    /// <summary>How much worse than the baseline, in the unit of the series.</summary>
    public const string Change = "seriesChange";

    /// <summary>How much worse than the baseline, as a share of it.</summary>
    public const string RelativeChange = "seriesRelativeChange";

    /// <summary>Windows in a row without a measurement.</summary>
    public const string Missing = "missingWindows";
}

/// <summary>What a series is compared with where a limit is on the change.</summary>
/// <param name="IsWithin">The judged window is itself part of it.</param>
/// <param name="Reason">Why there is none, in plain words.</param>
internal sealed record SeriesBaseline(Estimate? Estimate, bool IsWithin = false, string Reason = "");

/// <summary>
/// Whether a figure is out of bounds by more than chance: a limit is broken when the whole 95 % interval has passed it. Without an interval the
/// value alone decides, and the verdict says so. A pure function of figure, limits and baseline.
/// </summary>
internal static class SeriesVerdicts
{
    private const string ValueAlone = "Rests on the value alone: neither counts nor a standard error nor an interval came with it.";

    public static Judgement Judge(MetricSeries series, SeriesFigure figure, LimitFigures limits, SeriesBaseline? baseline)
    {
        if (figure.Value is not { } value) return Judgement.NotComputable(SeriesMeasures.Value, series.Metric, figure.N, figure.NotComputable);
        if (figure.N < limits.MinimumN)
            return Judgement.Insufficient(SeriesMeasures.Value, series.Metric, figure.N, string.Create(CultureInfo.InvariantCulture, $"n is {figure.N:#,0}, {limits.MinimumN:#,0} needed")) with { Value = value };
        var estimate = figure.Interval(series.Whole);
        var judged = new List<Judgement>();
        if (limits.Warn is not null || limits.Alert is not null)
            judged.Add(On(SeriesMeasures.Value, series.Metric, figure.N, estimate ?? Estimate.Exact(value), new(limits.Warn, limits.Alert), series.HigherIsBetter, estimate is not null));
        if (limits.HasChange && Change(series, figure.N, estimate ?? Estimate.Exact(value), estimate is not null, limits, baseline ?? new(null, Reason: "there is no baseline")) is { } change) judged.Add(change);
        return judged.Count == 0
            ? Judgement.NotComputable(SeriesMeasures.Value, series.Metric, figure.N, "the window is part of the baseline, and only the change against it has a limit") with { Value = value }
            : judged.OrderByDescending(judgement => Severity(judgement.Verdict)).ThenByDescending(judgement => judgement.Undecided).First();
    }

    /// <summary>The figures of the baseline's windows put together: counts are added, other figures are averaged by their n.</summary>
    public static SeriesBaseline Baseline(MetricSeries series, LimitFigures limits, IReadOnlyList<SeriesMeasurement> newest, Window window)
    {
        if (limits.BaselineValue is { } fixedValue) return new(Estimate.Exact(fixedValue));
        if (limits.BaselineWindows is not var (first, last)) return new(null, Reason: "there is no baseline");
        if (window.Start >= first.Start && window.Start <= last.Start) return new(null, IsWithin: true);
        var figures = newest.Where(measurement => measurement.IsComplete && measurement.Value is not null && measurement.Start >= first.Start && measurement.Start <= last.Start)
            .Select(measurement => measurement.Figure()).ToList();
        var n = figures.Sum(figure => figure.N);
        return n < limits.MinimumN
            ? new(null, Reason: string.Create(CultureInfo.InvariantCulture, $"n of the baseline is {n:#,0}, {limits.MinimumN:#,0} needed"))
            : new(Together(figures, n, series.Whole));
    }

    private static Estimate Together(List<SeriesFigure> figures, long n, double whole)
    {
        if (figures.TrueForAll(figure => figure.Successes is not null))
        {
            var successes = figures.Sum(figure => figure.Successes!.Value);
            return new SeriesFigure(whole * successes / n, "", n, successes).Interval(whole)!.Value;
        }
        var mean = figures.Sum(figure => figure.Value!.Value * figure.N / n);
        var intervals = figures.Select(figure => (Share: (double)figure.N / n, Interval: figure.Interval(whole))).ToList();
        if (intervals.Exists(part => part.Interval is null)) return Estimate.Exact(mean);
        var variance = intervals.Sum(part => Math.Pow(part.Share * (part.Interval!.Value.High - part.Interval.Value.Low) / (2 * ConfidenceInterval.NormalPoint95), 2));
        return Estimate.WithError(mean, Math.Sqrt(variance));
    }

    /// <returns>Null where the window is part of the baseline: it is not compared with itself.</returns>
    private static Judgement? Change(MetricSeries series, long n, Estimate value, bool isUncertain, LimitFigures limits, SeriesBaseline baseline)
    {
        var measure = limits.IsRelative ? SeriesMeasures.RelativeChange : SeriesMeasures.Change;
        if (baseline.IsWithin) return null;
        if (baseline.Estimate is not { } good) return Judgement.Insufficient(measure, series.Metric, n, baseline.Reason);
        var limit = new Limit(limits.WarnChange, limits.AlertChange);
        if (!limits.IsRelative)
            return On(measure, series.Metric, n, series.HigherIsBetter ? ComparedEstimates.Difference(good, value) : ComparedEstimates.Difference(value, good), limit, higherIsBetter: false, isUncertain);
        if (ComparedEstimates.Ratio(value, good) is not { } ratio)
            return Judgement.NotComputable(measure, series.Metric, n, "the baseline is not surely above 0, so a share of it means nothing");
        var worse = series.HigherIsBetter ? new Estimate(1 - ratio.Value, 1 - ratio.High, 1 - ratio.Low) : new Estimate(ratio.Value - 1, ratio.Low - 1, ratio.High - 1);
        return On(measure, series.Metric, n, worse, limit, higherIsBetter: false, isUncertain);
    }

    private static Judgement On(string measure, string metric, long n, Estimate value, Limit limit, bool higherIsBetter, bool isUncertain)
    {
        var sure = Judgement.On(measure, metric, higherIsBetter ? value.High : value.Low, limit, n, lowerIsWorse: higherIsBetter);
        var seen = Judgement.On(measure, metric, value.Value, limit, n, lowerIsWorse: higherIsBetter);
        var judged = sure with { Value = value.Value, Low = value.IsExact ? null : value.Low, High = value.IsExact ? null : value.High };
        if (!isUncertain) judged = judged with { Reason = ValueAlone };
        if (seen.Verdict == sure.Verdict) return judged;
        return judged with
        {
            Limit = sure.IsBreach ? sure.Limit : seen.Limit,
            Undecided = !sure.IsBreach,
            Reason = $"The value has passed the {(seen.Verdict == Verdict.Alert ? "alert" : "warning")} limit, but by no more than chance: its 95 % interval has not.",
        };
    }

    /// <summary>Not judged is never a pass, so it goes before ok.</summary>
    private static int Severity(Verdict verdict) => verdict switch
    {
        Verdict.Alert => 4,
        Verdict.Warn => 3,
        Verdict.Insufficient => 2,
        Verdict.NotComputable => 1,
        _ => 0,
    };
}
