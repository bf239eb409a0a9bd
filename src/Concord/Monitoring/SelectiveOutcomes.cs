using System.Globalization;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Whether outcomes are known after one decision rather than the other, and what the figures could be if all were known. A pure function of counts and policy.</summary>
internal static class SelectiveOutcomes
{
    /// <returns>Null where labels are missing about as often after both decisions, or chance explains the difference.</returns>
    public static SelectiveMeasurement? Of(GroupCounts all, MonitoringPolicy policy)
    {
        if (Shares(all, SelectiveLabels.NotableDifference, policy.PerformanceSignificance) is not var (positive, negative)) return null;
        return new()
        {
            LabelledAfterPositive = positive,
            LabelledAfterNegative = negative,
            Bounds =
            [
                .. new[] { ("accuracy", SelectiveLabelBounds.Accuracy(all)), ("precision", SelectiveLabelBounds.PositivePredictiveValue(all)), ("recall", SelectiveLabelBounds.TruePositiveRate(all)) }
                    .Where(one => one.Item2 is not null).Select(one => new BoundsMeasurement(one.Item1, one.Item2!.Value.Low, one.Item2.Value.High)),
            ],
        };
    }

    /// <summary>The labelled shares after decision 1 and after 0, where they differ by more than this and more than chance; else null.</summary>
    public static (double Positive, double Negative)? Shares(GroupCounts all, double? limit, double significance)
    {
        if (!(Math.Abs(SelectiveLabels.Difference([all]).ValueOrNull ?? 0) > limit)) return null;
        var (positive, negative) = (new Proportion(all.Selected, all.AllSelected), new Proportion(all.Rows - all.Selected, all.AllRows - all.AllSelected));
        return TwoProportionTest.PValue(positive, negative).ValueOrNull <= significance ? (positive.Value.Value, negative.Value.Value) : null;
    }
}

/// <summary>Selective labels: an outcome is known more often after one decision than after the other.</summary>
internal sealed record SelectiveMeasurement
{
    /// <summary>The share of rows decided 1 whose label is in.</summary>
    public required double LabelledAfterPositive { get; init; }

    /// <summary>The share of rows decided 0 whose label is in.</summary>
    public required double LabelledAfterNegative { get; init; }

    /// <summary>The least and the most each measure could be over all decided rows, whatever the unknown outcomes are. No interval: more rows of the same kind do not narrow it.</summary>
    public required IReadOnlyList<BoundsMeasurement> Bounds { get; init; }

    /// <summary>In the middle of a sentence.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Says => string.Create(CultureInfo.InvariantCulture, $"known for {LabelledAfterPositive * 100:0} % of the rows decided 1 and for {LabelledAfterNegative * 100:0} % of those decided 0");
}

/// <param name="Measure">accuracy, precision, recall.</param>
internal sealed record BoundsMeasurement(string Measure, double Low, double High);
