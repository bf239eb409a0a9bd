namespace Concord.Measures;

/// <summary>Has the reconstruction error of a window moved away from that of the reference by more than chance?</summary>
/// <remarks>
/// The squared error is a mean over rows, so its variance by chance falls with their number. Parts of the reference show that variance:
/// s² = Σ nₖ (eₖ² − e²)² / (K − 1); the window's e² differs from the reference's by t = (e²_w − e²) / (s √(1/n + 1/N)), judged by Student's law with
/// K − 1 degrees of freedom. Errors in standard deviations of the reference, see <see cref="PrincipalComponentReconstruction"/>. Fewer than three parts of at
/// least two rows, or parts that do not differ: not computed. Reference: Jackson and Mudholkar (1979), Technometrics 21; batch means as in Law (2015), Simulation
/// Modeling and Analysis, chapter 9.
/// </remarks>
/// <param name="Reference">The error of the reference itself.</param>
/// <param name="Window">The error of the window.</param>
/// <param name="PValue">Two-sided: correlation may be lost or gained.</param>
public readonly record struct ReconstructionShift(Measured Reference, Measured Window, Measured PValue)
{
    private const double Rounding = 1e-12;

    /// <summary>Compares a window with the parts of a reference.</summary>
    /// <param name="reference">The co-moments of its parts; together they are the reference.</param>
    /// <param name="window">The co-moments of the window.</param>
    public static ReconstructionShift Of(IReadOnlyList<CoMoments> reference, CoMoments window)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(window);
        CoMoments[] parts = [.. reference.Where(part => part.Rows >= 2)];
        if (parts.Length < 3)
        {
            var few = Measured.Not("the reference has fewer than three parts of complete rows to tell chance from change");
            return new(few, few, few);
        }

        var all = reference.Aggregate((sum, part) => sum.Merge(part));
        var directions = PrincipalComponentReconstruction.FromReference(all);
        var (before, now) = (directions.Error(all), directions.Error(window));
        if (!before.IsComputed || !now.IsComputed)
            return new(before, now, before.IsComputed ? now : before);
        var expected = before.Value * before.Value;
        var scatter = default(CompensatedSum);
        foreach (var part in parts)
        {
            var gap = Math.Pow(directions.Error(part).Value, 2) - expected;
            scatter.Add(part.Rows * gap * gap);
        }

        var spread = Math.Sqrt(scatter.Value / (parts.Length - 1) * ((1.0 / window.Rows) + (1.0 / all.Rows)));
        var moved = (now.Value * now.Value) - expected;
        return new(before, now, spread > Rounding ? Measured.Of(StudentLaw.TwoSided(moved / spread, parts.Length - 1))
            : Math.Abs(moved) <= Rounding ? Measured.Of(1)
            : Measured.Not("the parts of the reference do not differ, so chance cannot be told from change"));
    }
}
