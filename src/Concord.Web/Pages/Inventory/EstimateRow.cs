using Concord.Measures;
using Concord.Monitoring;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Inventory;

/// <summary>A window whose labels are not all in, whose estimate failed, or of which something else was said before.</summary>
/// <param name="Before">What was said when all its rows were in for the first time; null when that still stands.</param>
/// <param name="Estimate">Of the metric shown.</param>
public sealed record EstimateRow(string Window, string Labels, string? Before, string Estimate, string Outcome, string Check, bool Failed)
{
    /// <summary>So many windows are told of; the charts' figures have all.</summary>
    private const int Most = 8;

    /// <summary>The newest first.</summary>
    /// <param name="today">The day on which it is read: whether labels are still to come or are missing.</param>
    internal static IReadOnlyList<EstimateRow> Of(VersionHistory version, PerformanceMetric metric, DateOnly today) =>
        [.. version.Windows.Reverse().Where(window => IsTelling(window, metric)).Take(Most).Select(window => Of(window, metric, today))];

    private static bool IsTelling(MeasuredLine window, PerformanceMetric metric) =>
        window.Measures.WithoutLabels is { } estimated && (window.Line.Labelled < window.Line.Rows || window.SaidFirst is not null || estimated.Of(metric.Key)?.Check == EstimateVerdict.Failed);

    private static EstimateRow Of(MeasuredLine window, PerformanceMetric metric, DateOnly today)
    {
        var estimate = window.Measures.WithoutLabels!.Of(metric.Key);
        var (low, high) = metric.Interval(window.Measures.Performance);
        return new(
            window.Line.Window,
            MeasureWords.LabelsIn(window.Measures, today),
            window.SaidFirst is { } said ? ToldBefore(said, metric) : null,
            estimate?.Value is null ? MeasureWords.None : Figure(estimate.Value, estimate.Low, estimate.High),
            Figure(metric.Value(window.Measures.Performance), low, high),
            estimate is null ? "no estimate of this metric" : MeasureWords.Check(estimate),
            estimate?.Check == EstimateVerdict.Failed);
    }

    private static string ToldBefore(SaidOfWindow said, PerformanceMetric metric)
    {
        var estimate = said.Estimates.FirstOrDefault(each => each.Measure == metric.Key);
        var (low, high) = metric.Interval(said.Performance);
        var outcome = metric.Value(said.Performance) is { } value ? $"outcomes {Figure(value, low, high)}" : "no outcome";
        return $"{Plain.Date(DateOnly.FromDateTime(said.ComputedAt.UtcDateTime))}, {MeasureWords.LabelsIn(said.Labelled, said.Rows)}: {(estimate?.Value is null ? "no estimate" : $"estimate {Figure(estimate.Value, estimate.Low, estimate.High)}")}, {outcome}";
    }

    private static string Figure(double? value, double? low, double? high) =>
        value is null ? MeasureWords.None : low is null ? MeasureWords.Figure(value) : $"{MeasureWords.Figure(value)} ({MeasureWords.Interval(low, high)})";
}
