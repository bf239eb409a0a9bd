using Concord.Monitoring;
using Concord.Web.Charts;

namespace Concord.Web.Pages.Inventory;

/// <summary>Fairness of one attribute as its charts and tables show it. Groups below 30 rows have no figures.</summary>
internal static class FairnessCharts
{
    /// <summary>What it means that a measurement has notes: they name the figures that rest on labels.</summary>
    public const string SelectiveLabels = "Selective labels: an outcome is known more often after one decision than after the other, so TPR, FPR and PPV describe the labelled people only.";

    public static FairnessTrendData Trend(VersionHistory version, string attribute, MonitoringPolicy policy)
    {
        var points = new List<FairnessPoint>();
        if (version.Reference is { } reference && Find(reference.Fairness, attribute) is { } before)
            points.Add(Point("reference", before));
        points.AddRange(version.Windows.Select(window => (window, Fairness: Find(window.Measures.Fairness, attribute))).Where(pair => pair.Fairness is not null)
            .Select(pair => Point(pair.window.Line.Window, pair.Fairness!, pair.window.Line.IsComplete)));
        return new(attribute, "Selection rate ratio", points, new(policy.Limits.SelectionRateRatio.Warn, policy.Limits.SelectionRateRatio.Alert));
    }

    /// <summary>A group that may be shown but not judged has its rates and says why it is beside no other.</summary>
    public static IReadOnlyList<GroupRow> Groups(FairnessMeasurement fairness, MonitoringPolicy policy) =>
    [
        .. fairness.Groups.OrderByDescending(group => group.NAll).Select(group => group.IsNamedOnly
            ? new GroupRow(group.Group, null, null, null, null)
            : new GroupRow(group.Group, group.NAll, group.SelectionRateAll, group.ShowsOutcomes ? group.Tpr : null, group.ShowsOutcomes ? group.Fpr : null)
            {
                FewLabels = !group.ShowsOutcomes,
                LabelledOneDecision = LabelledOneDecision(group),
                Gap = GroupGap.Of(fairness, group, policy),
                Beside = group == GroupGap.Largest(fairness) ? "the others are compared with this group" : FormattableString.Invariant($"insufficient evidence: {policy.Samples.Group} decided rows needed"),
            }),
    ];

    /// <summary>Both decisions were made, but outcomes are known after one of them only: a rate of 0 or 1 by construction, not by merit.</summary>
    private static bool LabelledOneDecision(GroupMeasurement group) =>
        group is { ShowsOutcomes: true, SelectionRate: 0 or 1, SelectionRateAll: > 0 and < 1 };

    private static FairnessMeasurement? Find(IReadOnlyList<FairnessMeasurement> measured, string attribute) => measured.FirstOrDefault(fairness => fairness.Attribute == attribute);

    /// <summary>The smallest ratio among groups large enough to be compared, and the difference of the same two.</summary>
    public static FairnessPoint Point(string window, FairnessMeasurement fairness, bool complete = true)
    {
        var gap = GroupGap.Smallest(fairness);
        return new(window, gap is null ? "" : MeasureWords.Name(gap.Group), gap is null ? "" : MeasureWords.Name(gap.Against), fairness.Smallest?.Value, fairness.Low, fairness.High, fairness.Smallest?.N ?? 0)
        {
            Difference = gap?.Difference.ValueOrNull,
            DifferenceLow = gap?.DifferenceInterval?.Low,
            DifferenceHigh = gap?.DifferenceInterval?.High,
            Provisional = !complete,
            // The worst of several measures is kept; where all are fine, the ratio is, and where another decided, its limits say it.
            Judged = fairness.Verdict == Verdict.Ok || fairness.DecidedBy.Metric == Metric.ImpactRatio ? fairness.Verdict : null,
            Insufficient = fairness.Verdict == Verdict.Insufficient,
            NotComputable = gap is not null ? null : fairness.DecidedBy.Reason ?? fairness.NotComputed?.GetValueOrDefault("low"),
        };
    }
}

/// <summary>A group of people in one window; without figures where it is too small to show any.</summary>
public sealed record GroupRow(string Group, long? Rows, double? SelectionRate, double? TruePositiveRate, double? FalsePositiveRate)
{
    public bool LabelledOneDecision { get; init; }

    /// <summary>Too few labelled rows to show what needs an outcome.</summary>
    public bool FewLabels { get; init; }

    /// <summary>Difference and ratio to the largest group; null where there is none to say.</summary>
    internal GroupGap? Gap { get; init; }

    /// <summary>Why there is none.</summary>
    public string Beside { get; init; } = "";
}
