namespace Concord.Measures;

/// <summary>How stale is the data? The age of the newest row over the time within which the next was to be expected.</summary>
/// <remarks>
/// Below 1 nothing is due, 2 means that one arrival has been skipped. What was to be expected is declared, or taken from the gaps between
/// earlier arrivals (<see cref="UsualGap"/>). A newest row that lies in the future, or no row at all: not computed. There is no clock
/// here: the caller says what time it is.
/// </remarks>
public static class Freshness
{
    /// <summary>The age of the newest row in expected gaps.</summary>
    /// <param name="newest">The time of the newest row; null without rows.</param>
    /// <param name="now">The time at which it is asked.</param>
    /// <param name="expectedGap">Within what time the next row is expected; above 0.</param>
    public static Measured Staleness(DateTimeOffset? newest, DateTimeOffset now, TimeSpan expectedGap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(expectedGap, TimeSpan.Zero);
        return newest is not { } last ? Measured.Not("there is no row")
            : last > now ? Measured.Not("the newest row lies in the future")
            : Measured.Of((now - last) / expectedGap);
    }

    /// <summary>
    /// The gap below which the given share of earlier gaps stayed, in days; linear interpolation ("type 7"). Fewer than two arrivals: not
    /// computed.
    /// </summary>
    /// <param name="arrivals">Times of earlier arrivals in any order; equal times are one arrival.</param>
    /// <param name="share">From 0 to 1.</param>
    public static Measured UsualGap(IEnumerable<DateTimeOffset> arrivals, double share = 0.95)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        DateTimeOffset[] times = [.. arrivals.Distinct().Order()];
        return times.Length < 2
            ? Measured.Not("fewer than two arrivals say nothing about their gaps")
            : EmpiricalDistribution.FromRows(times.Skip(1).Zip(times, static (later, earlier) => (later - earlier).TotalDays)).Quantile(share);
    }
}
