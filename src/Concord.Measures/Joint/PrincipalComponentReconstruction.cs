namespace Concord.Measures;

/// <summary>Joint drift by principal components: how badly the main directions of the reference describe the rows of a window.</summary>
/// <remarks>
/// Columns are centred and scaled by mean and population standard deviation of the reference; the fewest components whose variance exceeds
/// the share to keep span the main directions. The error is √(mean squared distance of a row from that span), which follows from the
/// co-moments of the window alone, without rows: Σ over the left-out directions v of vᵀ (C + d dᵀ) v, C the window's covariance and d its mean
/// in that scale. It sees a change of correlation that no single column shows. Both a rise and a fall are drift: correlation may be lost or
/// gained; compare with <see cref="ControlLimits"/> of reference chunks of about the window's size.
/// Columns that are constant in the reference play no part. Fewer than two other columns, fewer than two complete rows, or nothing left
/// out: not computed. Reference: Jolliffe (2002), Principal Component Analysis, chapter 10; Jackson and Mudholkar (1979), Technometrics 21.
/// </remarks>
public sealed class PrincipalComponentReconstruction
{
    /// <summary>The share of variance that the kept components exceed.</summary>
    public const double DefaultShareKept = 0.65;

    private readonly CoMoments reference;
    private readonly int[] columns;
    private readonly double[] scales;
    private readonly double[][] leftOut;
    private readonly string? obstacle;

    private PrincipalComponentReconstruction(CoMoments reference, int[] columns, double[] scales, double[][] leftOut, string? obstacle)
    {
        this.reference = reference;
        this.columns = columns;
        this.scales = scales;
        this.leftOut = leftOut;
        this.obstacle = obstacle;
    }

    /// <summary>How many components are kept.</summary>
    public int Kept => columns.Length - leftOut.Length;

    /// <summary>Learns the directions.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="shareKept">Above 0 and below 1.</param>
    public static PrincipalComponentReconstruction FromReference(CoMoments reference, double shareKept = DefaultShareKept)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(shareKept, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shareKept, 1);
        if (reference.Rows < 2)
            return new(reference, [], [], [], "the reference has fewer than two complete rows");
        if (Enumerable.Range(0, reference.Columns).Any(i => !reference.Covariance(i, i).IsComputed))
            return new(reference, [], [], [], "the values are too large for double precision");
        int[] varying = [.. Enumerable.Range(0, reference.Columns).Where(i => reference.Covariance(i, i).Value > 0)];
        if (varying.Length < 2)
            return new(reference, [], [], [], "fewer than two columns vary in the reference");
        double[] deviations = [.. varying.Select(i => Math.Sqrt(reference.Covariance(i, i).Value))];
        var (values, vectors) = SymmetricEigen.Of([.. varying.Select((column, i) =>
            varying.Select((other, j) => reference.Covariance(column, other).Value / deviations[i] / deviations[j]).ToArray())]);
        var kept = 0;
        var variance = 0.0;
        while (kept < values.Length && variance <= shareKept * varying.Length)
            variance += values[kept++];
        var nothing = kept == values.Length ? "all components are needed to keep that share of the variance" : null;
        return new(reference, varying, deviations, vectors[kept..], nothing);
    }

    /// <summary>The root mean squared distance of the rows of a window from the main directions, in standard deviations of the reference.</summary>
    /// <param name="window">The window, or a chunk of the reference; the same columns.</param>
    public Measured Error(CoMoments window)
    {
        ArgumentNullException.ThrowIfNull(window);
        if (window.Columns != reference.Columns)
            throw new ArgumentException("Both samples have the same columns.", nameof(window));
        if (obstacle is not null)
            return Measured.Not(obstacle);
        if (window.Rows < 2)
            return Measured.Not("the window has fewer than two complete rows");
        var sum = default(CompensatedSum);
        foreach (var direction in leftOut)
        {
            var shift = 0.0;
            for (var i = 0; i < columns.Length; i++)
            {
                shift += direction[i] * (window.Means[columns[i]] - reference.Means[columns[i]]) / scales[i];
                for (var j = 0; j < columns.Length; j++)
                    sum.Add(direction[i] / scales[i] * (window.Covariance(columns[i], columns[j]).ValueOrNull ?? double.NaN) * direction[j] / scales[j]);
            }

            sum.Add(shift * shift);
        }

        return Measured.Finite(Math.Sqrt(Math.Max(sum.Value, 0)));
    }
}
