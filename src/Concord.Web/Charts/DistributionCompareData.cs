namespace Concord.Web.Charts;

/// <summary>How a column is spread in the reference and in a window, bin by bin.</summary>
public sealed record DistributionCompareData(string Column, string Window, IReadOnlyList<DistributionBin> Bins, long ReferenceRows, long WindowRows);

/// <summary>One bin or level.</summary>
/// <param name="Label">"12–18", "self-employed", "missing".</param>
/// <param name="Reference">Share of the reference, 0 to 1; null where the count is too small to be shown of a protected column.</param>
/// <param name="Short">What stands below the bar where the label has no room; null: the label, cut.</param>
public sealed record DistributionBin(string Label, double? Reference, double? Current, string? Short = null);
