using Concord.Measures;
using Concord.Monitoring;
using Concord.Web.Charts;

namespace Concord.Web.Pages.Inventory;

/// <summary>A calibrated estimate as charts show it. It is called an estimate wherever it stands.</summary>
internal static class EstimateChart
{
    public const string Name = "estimate without outcomes";

    public static PerformancePoint Point(PerformanceMetric metric, WindowMeasurement window)
    {
        var estimate = window.WithoutLabels?.Of(metric.Key);
        return new(window.Window, estimate?.Value, estimate?.Low, estimate?.High, window.Rows)
        {
            NotComputable = estimate is null ? "no estimate of this metric" : estimate.Value is null ? estimate.NotComputed?.GetValueOrDefault("value") ?? estimate.Reason : null,
            Held = estimate?.Check switch { EstimateVerdict.Held => true, EstimateVerdict.Failed => false, _ => null },
            Unchecked = estimate?.Check != EstimateVerdict.NotComparable ? null : window.WithoutLabels!.Selective is null ? estimate.Reason : "labels are selective",
        };
    }
}
