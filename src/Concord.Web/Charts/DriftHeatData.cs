namespace Concord.Web.Charts;

/// <summary>Drift of every column in every window. The limits are the policy's, before the floor that sampling sets.</summary>
public sealed record DriftHeatData(IReadOnlyList<string> Windows, IReadOnlyList<DriftRow> Rows, double WarnLimit = 0.10, double AlertLimit = 0.25);

/// <summary>One column over all windows.</summary>
/// <param name="Cells">One per window, null where the column was not measured.</param>
public sealed record DriftRow(string Column, string? Href, IReadOnlyList<DriftCell?> Cells);

/// <summary>One column in one window.</summary>
/// <param name="Verdict">ok, warn, alert, insufficient or notComputable. The verdict decides the colour of alarm, not PSI alone.</param>
/// <param name="Drifted">The test found a change, whatever its size.</param>
public sealed record DriftCell(double? Psi, string Verdict, bool Drifted, long N)
{
    public bool Provisional { get; init; }

    /// <summary>The measure that decided an alarm, in words, where it was not PSI.</summary>
    public string? Decisive { get; init; }
}
