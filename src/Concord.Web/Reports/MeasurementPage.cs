using Concord.Monitoring;

namespace Concord.Web.Reports;

internal static class MeasurementPage
{
    public static Task<string> Render(MeasurementReport report, MonitoringPolicy policy) => Task.FromResult("");
}
