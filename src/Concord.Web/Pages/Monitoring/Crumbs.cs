using Concord.Monitoring;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Monitoring;

/// <summary>The way back from a page of a monitor.</summary>
internal static class Crumbs
{
    public static IReadOnlyList<Crumb> Of(MonitorDetail monitor, bool withMonitor = true) =>
    [
        new("Systems", "/systems"), new($"{monitor.SystemRef} {monitor.SystemName}", RecordAddress.In("systems", monitor.SystemRef)), new($"{monitor.ModelRef} {monitor.ModelName}", RecordAddress.In("models", monitor.ModelRef)),
        .. withMonitor ? [new Crumb(monitor.Ref, RecordAddress.Of(monitor.Ref)!)] : Array.Empty<Crumb>(),
    ];
}
