using Concord.Monitoring;

namespace Concord.Web.Charts;

/// <summary>A ratio between groups over the windows of a monitor.</summary>
/// <param name="Measure">As people say it: "Selection rate ratio".</param>
public sealed record FairnessTrendData(string Attribute, string Measure, IReadOnlyList<FairnessPoint> Points, ChartLimits Limits);

/// <summary>One window.</summary>
/// <param name="Group">The worse off of the two groups with the smallest ratio of this window.</param>
/// <param name="Against">The better off.</param>
/// <param name="N">Rows of the worse off.</param>
public sealed record FairnessPoint(string Window, string Group, string Against, double? Ratio, double? Low, double? High, long N)
{
    /// <summary>The difference of the same two groups' rates: -0.045 is 4.5 points less.</summary>
    public double? Difference { get; init; }

    public double? DifferenceLow { get; init; }

    public double? DifferenceHigh { get; init; }

    public bool Provisional { get; init; }

    /// <summary>What somebody judged of this ratio; null: nobody told, and the limits alone say it.</summary>
    internal Verdict? Judged { get; init; }

    /// <summary>The group is too small for a verdict; insufficient evidence is not a pass.</summary>
    public bool Insufficient { get; init; }

    public string? NotComputable { get; init; }
}
