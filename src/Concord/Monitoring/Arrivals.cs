using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// How many rows came in every window of a log, when the last of each came, and how many repeated a prediction. What is usual is taken from the
/// windows before: they are the log's, whatever part of it is measured, so that a window says the same alone and among others.
/// </summary>
internal sealed class Arrivals
{
    /// <summary>So many windows before one are looked at: a year of months.</summary>
    private const int Remembered = 12;

    private readonly SortedDictionary<DateTimeOffset, (long Rows, DateTimeOffset? Last)> windows = [];
    private readonly IReadOnlySet<Window>? complete;
    private readonly IReadOnlyList<RepeatedHour>? repeats;

    /// <param name="rows">Of all windows of the log.</param>
    /// <param name="complete">Windows of which all rows are in; null: all but the newest, for nobody knows whether the log goes on.</param>
    /// <param name="repeats">Rows that were left out because they repeat a prediction, by hour; null where repeats never reach a log.</param>
    public Arrivals(IEnumerable<(Window Window, long Rows, DateTimeOffset? Last)> rows, IReadOnlySet<Window>? complete = null, IReadOnlyList<RepeatedHour>? repeats = null)
    {
        (this.complete, this.repeats) = (complete, repeats);
        foreach (var window in rows.GroupBy(each => each.Window.Start)) windows[window.Key] = (window.Sum(part => part.Rows), window.Max(part => part.Last));
    }

    /// <summary>Checks of the log as a whole in one window.</summary>
    public IEnumerable<QualityMeasurement> Judge(Window window, MonitorDefinition definition, MonitoringPolicy policy)
    {
        if (repeats is not null) yield return Duplicates(window, definition.PredictionId.Name, policy);
        if (window.Length == WindowLength.All || !windows.ContainsKey(window.Start)) yield break;
        yield return Volume(window, policy);
        yield return Freshness(window, policy);
    }

    private QualityMeasurement Duplicates(Window window, string column, MonitoringPolicy policy)
    {
        var repeated = repeats!.Where(hour => Window.Of(window.Length, hour.Hour).Equals(window)).Sum(hour => hour.Rows);
        var all = repeated + (windows.TryGetValue(window.Start, out var own) ? own.Rows : 0);
        var share = new Proportion(repeated, all).Value;
        var check = DataCheck.Duplicate;
        return QualityVerdicts.Make(column, check.Name, share, !share.IsComputed
            ? Judgement.NotComputable(check.Measure, check.Metric, all, share.Reason!)
            : Judgement.TooFew(all, all, policy.Samples.Window) is { } few
            ? Judgement.Insufficient(check.Measure, check.Metric, all, few)
            : Judgement.On(check.Measure, check.Metric, share.Value, policy.Limits.DuplicateShare, all));
    }

    /// <summary>A window is unusual when chance and the spread of the windows before do not explain its rows, and out of bounds when it is far from them as well.</summary>
    private QualityMeasurement Volume(Window window, MonitoringPolicy policy)
    {
        var check = DataCheck.Volume;
        var rows = windows[window.Start].Rows;
        long[] earlier = [.. Before(window).Select(each => each.Rows)];
        var volume = Measures.Volume.Of(rows, earlier);
        var limit = volume.Ratio.ValueOrNull < 1 ? Below(policy.Limits.VolumeChange) : Above(policy.Limits.VolumeChange);
        var judged = !volume.Ratio.IsComputed ? Judgement.Insufficient(check.Measure, check.Metric, rows, volume.Ratio.Reason!)
            : Usual(earlier) < policy.Samples.Window ? Judgement.Insufficient(check.Measure, check.Metric, rows, FewUsual(earlier, policy))
            : volume.Ratio.Value < 1 && !IsComplete(window) ? Judgement.Insufficient(check.Measure, check.Metric, rows, Unfinished)
            : Judgement.On(check.Measure, check.Metric, volume.Ratio.Value, limit, rows, lowerIsWorse: volume.Ratio.Value < 1);
        return QualityVerdicts.Make(QualityMeasurement.WholeLog, check.Name, volume.Ratio, volume.IsUnusual is true || !judged.IsBreach ? judged : judged with { Verdict = Verdict.Ok });
    }

    /// <summary>An end of a window without rows is out of bounds when it is twice as long as any before: some logs always end early.</summary>
    private QualityMeasurement Freshness(Window window, MonitoringPolicy policy)
    {
        var check = DataCheck.Freshness;
        var rows = windows[window.Start].Rows;
        var before = Before(window).ToArray();
        var silent = SilentEnd(window, windows[window.Start].Last);
        double[] usual = [.. before.Select(each => SilentEnd(each.Window, each.Last)).Where(end => end.IsComputed).Select(end => end.Value)];
        var judged = !silent.IsComputed ? Judgement.NotComputable(check.Measure, check.Metric, rows, silent.Reason!)
            : usual.Length < 3 ? Judgement.Insufficient(check.Measure, check.Metric, rows, "fewer than three earlier windows are known")
            : Usual([.. before.Select(each => each.Rows)]) < policy.Samples.Window ? Judgement.Insufficient(check.Measure, check.Metric, rows, FewUsual([.. before.Select(each => each.Rows)], policy))
            : !IsComplete(window) ? Judgement.Insufficient(check.Measure, check.Metric, rows, Unfinished)
            : Judgement.On(check.Measure, check.Metric, silent.Value, policy.Limits.SilentEnd, rows);
        return QualityVerdicts.Make(QualityMeasurement.WholeLog, check.Name, silent, !judged.IsBreach || silent.Value > 2 * usual.Max() ? judged : judged with { Verdict = Verdict.Ok });
    }

    private const string Unfinished = "the window is not complete yet, more rows may come";

    private bool IsComplete(Window window) => complete?.Contains(window) ?? windows.Keys.Last() > window.Start;

    /// <summary>The windows before one, newest first, back to the first of the log; one without rows counts as such.</summary>
    private IEnumerable<(Window Window, long Rows, DateTimeOffset? Last)> Before(Window window)
    {
        var first = windows.Keys.First();
        for (var remembered = 0; remembered < Remembered && window.Start > first; remembered++)
        {
            window = Window.Of(window.Length, window.Start.AddTicks(-1));
            yield return windows.TryGetValue(window.Start, out var known) ? (window, known.Rows, known.Last) : (window, 0, null);
        }
    }

    /// <summary>The share of a window after its last row.</summary>
    private static Measured SilentEnd(Window window, DateTimeOffset? last) => last is { } newest
        ? Measured.Of(Math.Clamp((window.End - newest) / (window.End - window.Start), 0, 1))
        : Measured.Not("no row has a time");

    private static double Usual(long[] earlier) => EmpiricalDistribution.FromRows(earlier.Select(rows => (double)rows)).Quantile(0.5).ValueOrNull ?? 0;

    private static string FewUsual(long[] earlier, MonitoringPolicy policy) => FormattableString.Invariant($"{Usual(earlier):0} rows usually, {policy.Samples.Window} needed");

    private static Limit Below(Limit change) => new(1 - change.Warn, 1 - change.Alert);

    private static Limit Above(Limit change) => new(1 + change.Warn, 1 + change.Alert);
}
