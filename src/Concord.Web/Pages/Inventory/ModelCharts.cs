using Concord.Incidents;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Web.Charts;
using Concord.Web.Parts;
using Words = Concord.Foundation.Words;

namespace Concord.Web.Pages.Inventory;

/// <summary>Turns what was measured of a model into what its page draws. Nothing is computed here that a verdict rests on.</summary>
internal sealed class ModelCharts(IReadOnlyList<VersionHistory> versions, MonitoringPolicy policy)
{
    public const int ColumnsOnPage = 40;

    // A page stays below 100 kB: alarming cells carry their words, quiet ones only a figure.
    private const int HeatBytes = 46_000;
    public const int QuietCell = 48;
    private const int TellingCell = 260;
    private const int DecisiveMeasure = 80;

    /// <summary>All windows of all versions in order of time, the newest as many as a chart can show.</summary>
    private readonly List<string> windows =
    [
        .. versions.SelectMany(version => version.Windows).Select(window => window.Line).OrderBy(line => line.Start ?? DateTimeOffset.MinValue)
            .Select(line => line.Window).Distinct(StringComparer.Ordinal).TakeLast(MonitoringViews.WindowsOnChart),
    ];

    /// <summary>How many protected attributes are drawn; the others are a link away. A chart grows with its windows.</summary>
    public static int AttributesOnPage(int windows) => windows <= 18 ? 3 : 1;

    /// <param name="today">The day on which it is read: whether labels are still to come or are missing.</param>
    public PerformanceHistoryData? Performance(PerformanceMetric metric, IReadOnlyList<IncidentLine> incidents, DateOnly today)
    {
        var series = new List<PerformanceSeries>();
        foreach (var version in versions.Where(version => version.Windows.Count > 0))
        {
            series.Add(new($"Version {version.VersionLabel}", [.. Shown(version).Select(window => Point(metric, window, today))], metric.LimitsAgainst(version.Reference?.Performance, policy)));
            // Older versions have their outcomes by now; the estimate matters where outcomes are still to come.
            if (version == versions[^1] && Shown(version).Select(window => Estimated(metric, window)).ToList() is var estimates && estimates.Exists(point => point.Value is not null))
                series.Add(new($"Version {version.VersionLabel}, {EstimateChart.Name}", estimates) { IsEstimate = true });
        }

        return series.Count == 0 ? null : new(metric.NameFor(versions[^1].Definition), windows, series, [.. Marks(incidents)]) { HigherIsBetter = metric.HigherIsBetter };
    }

    /// <summary>A page of columns of one version, those that moved most in the newest window first, with as many windows as the page has room for.</summary>
    public (DriftHeatData Data, int Columns, int HiddenWindows)? Drift(VersionHistory version, int page, Func<string, string> address)
    {
        if (version.Windows.Count == 0)
            return null;
        var newest = version.Windows[^1].Measures.Drift;
        var columns = newest.OrderByDescending(drift => drift.Kind == DriftKind.Score).ThenByDescending(drift => Severity(drift.Verdict)).ThenByDescending(drift => drift.Psi ?? -1)
            .Select(drift => drift.Column).ToList();
        var shown = columns.Skip((page - 1) * ColumnsOnPage).Take(ColumnsOnPage).ToList();
        var byColumn = version.Windows.Select(window => window.Measures.Drift.ToDictionary(drift => drift.Column, StringComparer.Ordinal)).ToList();
        var first = FirstThatFits(byColumn, [.. version.Windows.Select(window => window.Line.Window)], shown);
        var rows = shown.Select(column => new DriftRow(column, address(column),
            [.. version.Windows.Skip(first).Select((window, at) => byColumn[first + at].TryGetValue(column, out var drift) ? Cell(drift, window) : null)])).ToList();
        return (new([.. version.Windows.Skip(first).Select(window => window.Line.Window)], rows, policy.Limits.Psi.Warn ?? 0.10, policy.Limits.Psi.Alert ?? 0.25), columns.Count, first);
    }

    /// <summary>The measure that decided an alarm, where it was not PSI: the figure in the cell does not show it.</summary>
    public static string? Decisive(DriftMeasurement drift) => drift.DecidedBy is not { IsBreach: true, Measure: not "psi" and var measure } ? null
        : measure == "missingShareIncrease" ? "more missing values" : SignalSentence.Measure(measure);

    public IReadOnlyList<PerformancePoint> PsiOf(VersionHistory version, string column) =>
    [
        .. version.Windows.Select(window => (window, Drift: window.Measures.Drift.FirstOrDefault(drift => drift.Column == column))).Where(pair => pair.Drift is not null)
            .Select(pair => new PerformancePoint(pair.window.Line.Window, pair.Drift!.Psi, null, null, pair.Drift.N)
            {
                Provisional = !pair.window.Line.IsComplete,
                Insufficient = pair.Drift.Verdict == Verdict.Insufficient,
                NotComputable = pair.Drift.Psi is null ? pair.Drift.NotComputed?.GetValueOrDefault("psi") ?? pair.Drift.DecidedBy.Reason ?? "not computable" : null,
            }),
    ];

    private IEnumerable<MeasuredLine> Shown(VersionHistory version) => version.Windows.Where(window => windows.Contains(window.Line.Window, StringComparer.Ordinal));

    private PerformancePoint Point(PerformanceMetric metric, MeasuredLine window, DateOnly today)
    {
        var measured = window.Measures.Performance;
        var value = metric.Value(measured);
        var (low, high) = metric.Interval(measured);
        return new(window.Line.Window, value, low, high, measured.N)
        {
            Provisional = !window.Line.IsComplete,
            Judged = VerdictOn(window.Measures, metric.Key),
            Insufficient = measured.N < policy.Samples.Window || IsInsufficient(window.Measures, metric.Key),
            NotComputable = value is null ? measured.NotComputed?.GetValueOrDefault(metric.Key) ?? "not computable" : null,
            Labels = window.Line.Labelled < window.Line.Rows ? MeasureWords.LabelsIn(window.Measures, today) : null,
        };
    }

    private PerformancePoint Estimated(PerformanceMetric metric, MeasuredLine window) => EstimateChart.Point(metric, window.Measures) with
    {
        Provisional = !window.Line.IsComplete,
        Insufficient = window.Measures.Rows < policy.Samples.Window,
    };

    /// <summary>Whether the rows, or the labels that are in, were too few to judge a measure of performance.</summary>
    public static bool IsInsufficient(WindowMeasurement window, string measure) => VerdictOn(window, measure) == Verdict.Insufficient;

    /// <summary>Null: the policy has no limit for it.</summary>
    public static Verdict? VerdictOn(WindowMeasurement window, string measure) =>
        window.Performance.Judgements.FirstOrDefault(judgement => string.Equals(judgement.Measure, measure, StringComparison.Ordinal))?.Verdict;

    private IEnumerable<ChartMark> Marks(IReadOnlyList<IncidentLine> incidents)
    {
        if (versions.Count == 0 || versions[^1].Definition.Window == WindowLength.All)
            yield break;
        var length = versions[^1].Definition.Window;
        foreach (var incident in incidents)
            yield return new(Window.Of(length, new DateTimeOffset(incident.Date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)).Label, incident.Ref);
        // A new version begins where its first window does.
        foreach (var version in versions.Skip(1).Where(version => version.Windows.Count > 0))
            yield return new(version.Windows[0].Line.Window, $"version {version.VersionLabel}");
    }

    private static DriftCell Cell(DriftMeasurement drift, MeasuredLine window) =>
        new(drift.Psi, Words.Key(drift.Verdict), drift.Drifted, drift.N) { Provisional = !window.Line.IsComplete, Decisive = Decisive(drift) };


    private int FirstThatFits(List<Dictionary<string, DriftMeasurement>> windowsOfVersion, IReadOnlyList<string> labels, List<string> shown)
    {
        var bytes = 0;
        for (var at = windowsOfVersion.Count - 1; at >= 0; at--)
        {
            bytes += shown.Sum(column => windowsOfVersion[at].TryGetValue(column, out var drift) ? Size(drift, policy) : TellingCell);
            if (at + 1 < windowsOfVersion.Count && WindowGaps.Told([labels[at], labels[at + 1]]).Count > 0) bytes += shown.Count * QuietCell;
            if (bytes > HeatBytes)
                return at + 1;
        }

        return 0;
    }

    /// <summary>What a cell of the heat map adds to a page, in bytes.</summary>
    public static int Size(DriftMeasurement drift, MonitoringPolicy policy) => !IsTelling(drift, policy) ? QuietCell : Decisive(drift) is null ? TellingCell : TellingCell + DecisiveMeasure;

    private static bool IsTelling(DriftMeasurement drift, MonitoringPolicy policy) => drift.Verdict != Verdict.Ok || !(drift.Psi < (policy.Limits.Psi.Warn ?? 0.10) / 2);

    private static int Severity(Verdict verdict) => verdict switch
    {
        Verdict.Alert => 3,
        Verdict.Warn => 2,
        Verdict.Ok => 1,
        _ => 0,
    };
}
