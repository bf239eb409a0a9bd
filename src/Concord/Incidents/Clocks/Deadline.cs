using System.Globalization;

namespace Concord.Incidents.Clocks;

/// <summary>When a period ends, and how that was counted.</summary>
/// <param name="End">The instant; a notification at it is in time. Null where the law names no figure.</param>
/// <param name="Steps">Sentences that a person can follow with a calendar in hand.</param>
internal sealed record Deadline(DateTimeOffset? End, IReadOnlyList<string> Steps)
{
    /// <summary>
    /// The rules are those of Regulation (EEC, Euratom) 1182/71, in the reading that ends first where it can be read in two ways (decisions/0028): hours run from
    /// the very moment; days, working days and months leave out the day of the event and end with the last hour of their last day.
    /// </summary>
    public static Deadline Of(DateTimeOffset start, TimeLimit limit, Place place)
    {
        if (limit.Unit == LimitUnit.AtOnce) return new(null, ["The law names no figure: at once."]);
        if (limit.Unit == LimitUnit.Hours)
        {
            var end = start.ToUniversalTime().AddHours(limit.Amount);
            return new(end, [$"{Count(limit.Amount, "hour")} from {Moment(start, place)}, through nights and weekends: {Moment(end, place)}."]);
        }
        var first = place.DayOf(start);
        var last = LastDayOf(first, limit, place);
        List<string> steps = [$"It began on {Day(first)}, {place.Name}; that day is not counted.", $"{Count(limit.Amount, UnitWord(limit.Unit))} end on {Day(last)}."];
        last = WithWorkingDays(first, last, limit.LeastWorkingDays, place, steps);
        var moved = limit.LastDay == LastDay.AsItFalls ? last : place.NextWorkingDay(last);
        if (moved == last) return new(place.EndOf(last), [.. steps, $"It ends with the last hour of that day: {Moment(place.EndOf(last), place)}."]);
        steps.Add($"{Day(last)} is {place.WhyNotWorking(last)}; the next working day is {Day(moved)}.");
        var ends = limit.LastDay == LastDay.NoonOfNextWorkingDay ? place.Instant(moved.ToDateTime(new TimeOnly(12, 0))) : place.EndOf(moved);
        return new(ends, [.. steps, limit.LastDay == LastDay.NoonOfNextWorkingDay ? $"It ends at noon of that day: {Moment(ends, place)}." : $"It ends with the last hour of that day: {Moment(ends, place)}."]);
    }

    /// <summary>As the clock on the wall shows it there: "1 Dec 2026, 00:00 (Europe/Brussels)".</summary>
    public static string Moment(DateTimeOffset instant, Place place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.Local(instant):d MMM yyyy, HH:mm} ({place.Zone.Id})");

    private static DateOnly LastDayOf(DateOnly first, TimeLimit limit, Place place)
    {
        if (limit.Unit == LimitUnit.Days) return first.AddDays(limit.Amount);
        if (limit.Unit == LimitUnit.Months) return first.AddMonths(limit.Amount);
        var last = first;
        for (var counted = 0; counted < limit.Amount; counted++) last = place.NextWorkingDay(last.AddDays(1));
        return last;
    }

    private static DateOnly WithWorkingDays(DateOnly first, DateOnly last, int least, Place place, List<string> steps)
    {
        var contained = 0;
        for (var day = first.AddDays(1); day <= last && contained < least; day = day.AddDays(1)) contained += place.IsWorkingDay(day) ? 1 : 0;
        if (contained >= least) return last;
        for (; contained < least; contained++) last = place.NextWorkingDay(last.AddDays(1));
        steps.Add($"Such a period contains at least {Count(least, "working day")}: it is extended to {Day(last)}.");
        return last;
    }

    private static string Day(DateOnly day) => day.ToString("dddd, d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Count(int amount, string word) => string.Create(CultureInfo.InvariantCulture, $"{amount} {word}{(amount == 1 ? "" : "s")}");

    private static string UnitWord(LimitUnit unit) => unit switch
    {
        LimitUnit.Days => "day",
        LimitUnit.WorkingDays => "working day",
        _ => "month",
    };
}
