using System.Globalization;
using Concord.Monitoring;
using Concord.Web.Charts;

namespace Concord.Web.Pages.Inventory;

/// <summary>A metric the performance chart can show, with its limits as values: the policy sets them as a distance from the reference.</summary>
internal sealed record PerformanceMetric(
    string Key, string Name, Func<PerformanceMeasurement, double?> Value, Func<MonitoringPolicy, Limit> Limit, bool HigherIsBetter = true, bool Relative = false)
{
    private static readonly Func<MonitoringPolicy, Limit> NoLimit = _ => Concord.Monitoring.Limit.None;

    public static IReadOnlyList<PerformanceMetric> All { get; } =
    [
        new("auc", "AUC", measured => measured.Auc, policy => policy.Limits.AucDrop),
        new("precisionAtTop", "Precision at the top", measured => measured.PrecisionAtTop, policy => policy.Limits.PrecisionAtTopDrop),
        new("brier", "Brier score", measured => measured.Brier, policy => policy.Limits.BrierWorse, HigherIsBetter: false, Relative: true),
        new("accuracy", "Accuracy", measured => measured.Accuracy, NoLimit),
        new("precision", "Precision", measured => measured.Precision, NoLimit),
        new("recall", "Recall", measured => measured.Recall, NoLimit),
        new("f1", "F1", measured => measured.F1, NoLimit),
        new("averagePrecision", "Average precision", measured => measured.AveragePrecision, NoLimit),
        new("ece", "Calibration error", measured => measured.Ece, NoLimit, HigherIsBetter: false),
    ];

    public static PerformanceMetric Find(string? key) => All.FirstOrDefault(metric => metric.Key == key) ?? All[0];

    /// <summary>"Precision in the top 5 %" where the definition says how much the top is.</summary>
    public string NameFor(MonitorDefinition definition) =>
        Key == "precisionAtTop" ? string.Create(CultureInfo.InvariantCulture, $"Precision in the top {definition.TopShare * 100:0.##} %") : Name;

    /// <summary>The ends of the 95 % interval, where this metric has one.</summary>
    public (double? Low, double? High) Interval(PerformanceMeasurement measured) => Key == "auc" ? (measured.AucLow, measured.AucHigh) : (null, null);

    public ChartLimits? LimitsAgainst(PerformanceMeasurement? reference, MonitoringPolicy policy)
    {
        if (reference is null || Value(reference) is not { } value || Limit(policy) is not { } limit || limit == Concord.Monitoring.Limit.None)
            return null;
        return new(At(limit.Warn), At(limit.Alert));

        double? At(double? distance) => distance is not { } far ? null : Relative ? value * (1 + far) : HigherIsBetter ? value - far : value + far;
    }
}
