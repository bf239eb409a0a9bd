using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>Checks of the data, measured and then judged by a policy as a window is.</summary>
internal static class QualityOf
{
    public static IReadOnlyList<QualityMeasurement> Columns(IReadOnlyList<ColumnFacts> columns, MonitoringPolicy policy)
    {
        var drifted = DriftVerdicts.Judge(columns, policy).Where(drift => drift.Drifted).Select(drift => (drift.Column, drift.Kind)).ToHashSet();
        return [.. QualityVerdicts.Measure(columns).Select(check => QualityVerdicts.Judge(check, (column, kind) => drifted.Contains((column, kind)), policy))];
    }

    public static IReadOnlyList<QualityMeasurement> Log(Arrivals arrivals, Window window, MonitorDefinition definition, MonitoringPolicy policy) =>
        [.. arrivals.Measure(window, definition).Select(check => QualityVerdicts.Judge(check, (_, _) => false, policy))];
}
