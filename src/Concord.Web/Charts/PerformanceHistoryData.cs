using Concord.Monitoring;

namespace Concord.Web.Charts;

/// <summary>One metric of one model over its windows, across versions.</summary>
/// <param name="Metric">As people say it: "AUC", "Precision in the top 5 %".</param>
public sealed record PerformanceHistoryData(
    string Metric, IReadOnlyList<string> Windows, IReadOnlyList<PerformanceSeries> Series, IReadOnlyList<ChartMark> Marks)
{
    /// <summary>False for errors such as Brier, where the limits lie above.</summary>
    public bool HigherIsBetter { get; init; } = true;

    public string Format { get; init; } = "0.000";
}

/// <summary>One version, or one estimate of it.</summary>
/// <param name="Name">"Version 4.2"; an estimate without outcomes says so itself.</param>
/// <param name="Limits">Each version has its own, since each is held against its own reference.</param>
public sealed record PerformanceSeries(string Name, IReadOnlyList<PerformancePoint> Points, ChartLimits? Limits = null)
{
    /// <summary>Computed from scores alone: drawn dashed in an ink of its own, whatever number of versions stands beside it.</summary>
    public bool IsEstimate { get; init; }
}

public sealed record PerformancePoint(string Window, double? Value, double? Low, double? High, long N)
{
    /// <summary>Labels or rows may still arrive: drawn hollow.</summary>
    public bool Provisional { get; init; }

    /// <summary>What the policy said of this figure; null: nothing, and the limits alone say it.</summary>
    internal Verdict? Judged { get; init; }

    /// <summary>Below the policy's rows for a verdict: drawn hollow too, and named.</summary>
    public bool Insufficient { get; init; }

    public string? NotComputable { get; init; }

    /// <summary>How many labels are in, where not all are.</summary>
    public string? Labels { get; init; }

    /// <summary>Of an estimate: whether it held once labels were in; null while nobody can tell.</summary>
    public bool? Held { get; init; }

    /// <summary>Of an estimate: why more labels would not check it; null where it was checked or waits for labels.</summary>
    public string? Unchecked { get; init; }
}

public sealed record ChartLimits(double? Warn, double? Alert);

/// <summary>Something that happened in a window: an incident, a replaced reference.</summary>
public sealed record ChartMark(string Window, string Label);
