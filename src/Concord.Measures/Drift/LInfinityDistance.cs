namespace Concord.Measures;

/// <summary>L-infinity distance: by how much the share of the level that moved most has changed.</summary>
/// <remarks>max |a − e|, from 0 to 1. Symmetric. A side without rows: not computed.</remarks>
public static class LInfinityDistance
{
    /// <summary>The distance of two samples counted in the same bins.</summary>
    /// <param name="counts">Both samples.</param>
    public static Measured Of(PairedCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Obstacle is { } obstacle)
            return Measured.Not(obstacle);
        var largest = 0.0;
        for (var bin = 0; bin < counts.Length; bin++)
            largest = Math.Max(largest, Math.Abs(counts.CurrentShare(bin) - counts.ReferenceShare(bin)));
        return Measured.Of(largest);
    }
}
