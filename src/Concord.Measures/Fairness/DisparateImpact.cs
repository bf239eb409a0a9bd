namespace Concord.Measures;

/// <summary>Disparate impact: the selection rate of a group over that of the reference group.</summary>
/// <remarks>
/// 1 is parity; below 0.8 is the "four-fifths" warning line. The reference group is the largest one (<see cref="GroupComparison.Reference"/>).
/// The interval is the log method: ln of the ratio ± z √((1 − p)/(n p) + (1 − q)/(m q)), which needs a selected row on both sides.
/// A group or reference without rows, or a reference rate of 0: not computed. Reference: Katz et al. (1978), Biometrics 34.
/// </remarks>
public static class DisparateImpact
{
    /// <summary>The ratio of two rates.</summary>
    /// <param name="group">The group's rate.</param>
    /// <param name="reference">The reference group's rate.</param>
    public static Measured Ratio(Proportion group, Proportion reference)
    {
        var p = group.Value;
        var q = reference.Value;
        return !p.IsComputed || !q.IsComputed ? Measured.Not("one of the two groups has no row")
            : q.Value == 0 ? Measured.Not("nobody of the reference group is selected")
            : Measured.Of(p.Value / q.Value);
    }

    /// <summary>The 95 % interval of the ratio by the log method; null where nobody is selected on either side.</summary>
    /// <param name="group">The group's rate.</param>
    /// <param name="reference">The reference group's rate.</param>
    public static ConfidenceInterval? Interval95(Proportion group, Proportion reference)
    {
        if (group.Successes == 0 || reference.Successes == 0)
            return null;
        var log = Math.Log((double)group.Successes / group.Trials / ((double)reference.Successes / reference.Trials));
        var error = Math.Sqrt(Spread(group) + Spread(reference));
        return new(Math.Exp(log - (ConfidenceInterval.NormalPoint95 * error)), Math.Exp(log + (ConfidenceInterval.NormalPoint95 * error)));
    }

    private static double Spread(Proportion rate) => (1.0 / rate.Successes) - (1.0 / rate.Trials);
}
