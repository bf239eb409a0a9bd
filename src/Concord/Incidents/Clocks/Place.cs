using System.Collections.Concurrent;
using System.Globalization;

namespace Concord.Incidents.Clocks;

/// <summary>Where periods are counted: the time zone that says when a day ends, and the days that are no working days.</summary>
internal sealed class Place(string id, string name, TimeZoneInfo zone, bool isInUnion, string note, IReadOnlyList<HolidayRule> holidays)
{
    private readonly ConcurrentDictionary<int, IReadOnlyDictionary<DateOnly, string>> byYear = new();

    public string Id => id;

    public string Name => name;

    public TimeZoneInfo Zone => zone;

    /// <summary>Whether periods of the Union's law are counted by its days.</summary>
    public bool IsInUnion => isInUnion;

    public string Note => note;

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    public bool IsWorkingDay(DateOnly day) => WhyNotWorking(day) is null;

    /// <summary>"a Saturday", "Easter Monday"; null for a working day.</summary>
    public string? WhyNotWorking(DateOnly day) => Holidays(day.Year).GetValueOrDefault(day) ?? day.DayOfWeek switch
    {
        DayOfWeek.Saturday => "a Saturday",
        DayOfWeek.Sunday => "a Sunday",
        _ => null,
    };

    public DateOnly NextWorkingDay(DateOnly from)
    {
        while (!IsWorkingDay(from)) from = from.AddDays(1);
        return from;
    }

    /// <summary>The last hour of a day is over when the next day begins.</summary>
    public DateTimeOffset EndOf(DateOnly day) => Instant(day.AddDays(1).ToDateTime(TimeOnly.MinValue));

    /// <summary>A local time as an instant. A time that the change of clocks leaves out is the first one after it; one that comes twice is the earlier.</summary>
    public DateTimeOffset Instant(DateTime local)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    private IReadOnlyDictionary<DateOnly, string> Holidays(int year) => byYear.GetOrAdd(year, asked => HolidayRule.Of(holidays, asked));
}

/// <summary>When a holiday that falls on a weekend is kept instead.</summary>
internal enum MovedHoliday
{
    No,

    /// <summary>On the next day that is neither weekend nor holiday.</summary>
    Next,

    /// <summary>Saturday on the Friday before, Sunday on the Monday after.</summary>
    Nearest,
}

/// <summary>A public holiday: 12-25, easter+1, 05-monday-last, 11-thursday-4.</summary>
internal sealed record HolidayRule(string Day, string Name, MovedHoliday Moved, int? From, int? Until)
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Whether the day can be understood.</summary>
    public static bool IsForm(string day) => In(day, 2024) is not null;

    public static IReadOnlyDictionary<DateOnly, string> Of(IReadOnlyList<HolidayRule> rules, int year)
    {
        var days = new Dictionary<DateOnly, string>();
        // The first of January of the next year can be kept in this one.
        var dated = new[] { year - 1, year, year + 1 }
            .SelectMany(of => rules.Where(rule => (rule.From is null || of >= rule.From) && (rule.Until is null || of <= rule.Until)).Select(rule => (Rule: rule, Day: In(rule.Day, of))))
            .Where(pair => pair.Day is not null).Select(pair => (pair.Rule, Day: pair.Day!.Value)).OrderBy(pair => pair.Day).ToList();
        foreach (var (rule, day) in dated) days.TryAdd(day, rule.Name);
        foreach (var (rule, day) in dated)
        {
            if (rule.Moved == MovedHoliday.No || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) continue;
            var kept = rule.Moved == MovedHoliday.Nearest ? day.AddDays(day.DayOfWeek == DayOfWeek.Saturday ? -1 : 1) : day;
            while (rule.Moved == MovedHoliday.Next && (kept.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || days.ContainsKey(kept))) kept = kept.AddDays(1);
            days.TryAdd(kept, $"{rule.Name} (kept that day)");
        }
        return days;
    }

    /// <summary>Null where the year has no such day, or the form is none.</summary>
    private static DateOnly? In(string day, int year)
    {
        if (day.StartsWith("easter", StringComparison.Ordinal))
            return int.TryParse(day.AsSpan(6), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var after) ? Easter(year).AddDays(after) : null;
        var parts = day.Split('-');
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var month) || month is < 1 or > 12) return null;
        if (parts.Length == 2)
            return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var date) && date >= 1 && date <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, date) : null;
        if (parts.Length != 3 || Array.IndexOf(Weekdays, parts[1]) is not (>= 0 and var weekday)) return null;
        if (parts[2] == "last")
        {
            var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
            return last.AddDays(-(((int)last.DayOfWeek - weekday + 7) % 7));
        }
        if (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var which) || which is < 1 or > 4) return null;
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (which - 1)));
    }

    /// <summary>Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).</summary>
    private static DateOnly Easter(int year)
    {
        var (golden, century, rest) = (year % 19, year / 100, year % 100);
        var moon = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (rest / 4)) - moon - (rest % 4)) % 7;
        var late = (golden + (11 * moon) + (22 * weekday)) / 451;
        var days = moon + weekday - (7 * late) + 114;
        return new(year, days / 31, (days % 31) + 1);
    }
}
