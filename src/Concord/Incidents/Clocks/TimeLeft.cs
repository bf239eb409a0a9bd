using System.Globalization;

namespace Concord.Incidents.Clocks;

/// <summary>How a clock stands, in words.</summary>
internal static class TimeLeft
{
    public static string Of(LegalClock clock, DateTimeOffset now) => clock.StateAt(now) switch
    {
        ClockState.Met when clock.End is { } end => $"met, {Span(end - clock.MetAt!.Value)} before the end",
        ClockState.Met => clock.MetAt < clock.Start ? "met" : $"met after {Span(clock.MetAt!.Value - clock.Start)}",
        ClockState.MetLate => $"met {Span(clock.MetAt!.Value - clock.End!.Value)} too late",
        ClockState.Missed => $"missed by {Span(now - clock.End!.Value)}",
        _ when clock.End is { } end => $"{Span(end - now)} left",
        _ => now < clock.Start ? "at once" : $"at once; {Span(now - clock.Start)} have passed",
    };

    /// <summary>The two largest units: "3 days 4 hours", "25 minutes".</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1)) return "less than a minute";
        var parts = new List<string>();
        foreach (var (amount, word) in new[] { ((int)span.TotalDays, "day"), (span.Hours, "hour"), (span.Minutes, "minute") })
            if (amount > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{amount} {word}{(amount == 1 ? "" : "s")}"));
        // Beside days minutes tell nothing.
        return string.Join(' ', span.TotalDays >= 1 ? parts.Where(part => !part.Contains("minute", StringComparison.Ordinal)) : parts);
    }
}
