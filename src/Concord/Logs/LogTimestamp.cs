using System.Globalization;
using System.Text.RegularExpressions;

namespace Concord.Logs;

/// <summary>
/// A timestamp as a log may write it: ISO 8601, date and time with or without zone (without means UTC), or a date alone (midnight).
/// Everything else is refused with what it looks like: a guessed unit or order of day and month would move rows between windows unseen.
/// </summary>
internal static partial class LogTimestamp
{
    /// <summary>No model scored anything before; such values are unset clocks and placeholders.</summary>
    public static readonly DateTime Earliest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The moment in UTC, and whether it was written with another offset; else the fault.</summary>
    public static (DateTime Utc, bool Shifted, RowFault? Fault) Read(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (!TryDate(ref rest, out int year, out int month, out int day))
            return (default, false, Unreadable(text.Trim()));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return (default, false, new RowFault("impossible-date", $"{VisibleText.Quoted(text)} is no day of the calendar."));
        DateTime moment = new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        if (rest.IsEmpty)
            return (moment, false, null);
        if (rest[0] is not ('T' or 't' or ' '))
            return (default, false, Unreadable(text));
        rest = rest[1..];
        if (!TryTime(ref rest, out TimeSpan time) || !TryZone(rest, out TimeSpan offset))
            return (default, false, Unreadable(text));
        if (time >= TimeSpan.FromDays(1))
            return (default, false, new RowFault("impossible-date", $"{VisibleText.Quoted(text)} is no time of the day. Write hours from 00 to 23, minutes and seconds from 00 to 59; midnight is 00:00:00 of the day it begins."));
        long ticks = moment.Ticks + time.Ticks - offset.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks
            ? (default, false, Unreadable(text))
            : (new DateTime(ticks, DateTimeKind.Utc), offset != TimeSpan.Zero, null);
    }

    private static bool TryDate(ref ReadOnlySpan<char> text, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || !Digits(text[..4], out year) || !Digits(text[5..7], out month) || !Digits(text[8..10], out day))
            return false;
        text = text[10..];
        return true;
    }

    /// <summary>hh:mm, hh:mm:ss, and up to nine decimals, of which six are kept.</summary>
    private static bool TryTime(ref ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 5 || text[2] != ':' || !Digits(text[..2], out int hour) || !Digits(text[3..5], out int minute))
            return false;
        text = text[5..];
        int second = 0;
        long micros = 0;
        if (!text.IsEmpty && text[0] == ':')
        {
            if (text.Length < 3 || !Digits(text[1..3], out second))
                return false;
            text = text[3..];
            if (!text.IsEmpty && text[0] is '.' or ',')
            {
                int length = 1;
                while (length < text.Length && char.IsAsciiDigit(text[length]))
                    length++;
                if (length is 1 or > 10)
                    return false;
                for (int i = 1; i <= 6; i++)
                    micros = (micros * 10) + (i < length ? text[i] - '0' : 0);
                text = text[length..];
            }
        }
        time = hour > 23 || minute > 59 || second > 59 ? TimeSpan.FromDays(1) : new TimeSpan(0, hour, minute, second) + TimeSpan.FromMicroseconds(micros);
        return true;
    }

    /// <summary>Nothing, Z, UTC, +hh, +hhmm or +hh:mm.</summary>
    private static bool TryZone(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        text = text.Trim();
        if (text.IsEmpty || text.Equals("Z", StringComparison.OrdinalIgnoreCase) || text.Equals("UTC", StringComparison.Ordinal))
            return true;
        if (text[0] is not ('+' or '-') || text.Length < 3 || !Digits(text[1..3], out int hours) || hours > 15)
            return false;
        ReadOnlySpan<char> rest = text[3..];
        if (!rest.IsEmpty && rest[0] == ':')
            rest = rest[1..];
        int minutes = 0;
        if (!rest.IsEmpty && (rest.Length != 2 || !Digits(rest, out minutes) || minutes > 59))
            return false;
        offset = (text[0] == '-' ? -1 : 1) * new TimeSpan(hours, minutes, 0);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = (value * 10) + (c - '0');
        }
        return true;
    }

    private static RowFault Unreadable(string text)
    {
        if (Epoch(text) is { } epoch)
            return epoch;
        if (DayMonth().Match(text) is { Success: true } match)
            return NotIso(text, match);
        return new RowFault("bad-timestamp", $"{VisibleText.Quoted(text)} is no timestamp. Write ISO 8601, for example 2025-03-01T10:00:00Z; without a zone it is read as UTC.");
    }

    /// <summary>Day and month in the order of some country. Of two numbers that can be one day only, that day is told; a year of two digits could be any of the three.</summary>
    private static RowFault NotIso(string text, Match date)
    {
        int Part(string name) => int.Parse(date.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        DateOnly[] days = [];
        if (date.Groups["year"] is { Length: 4 })
        {
            (int one, int other, int year) = (Part("one"), Part("other"), Part("year"));
            days = [.. new[] { (Month: one, Day: other), (Month: other, Day: one) }
                .Where(order => year > 0 && order.Month is >= 1 and <= 12 && order.Day >= 1 && order.Day <= DateTime.DaysInMonth(year, order.Month))
                .Select(order => new DateOnly(year, order.Month, order.Day)).Distinct()];
            if (days.Length == 0)
                return new RowFault("impossible-date", $"{VisibleText.Quoted(text)} is no day of the calendar.");
        }
        if (days.Length != 1)
            return new RowFault("ambiguous-date", $"{VisibleText.Quoted(text)} does not say which number is the day and which the month. Write 2025-04-03T10:00:00Z.");
        string iso = days[0].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new RowFault("bad-timestamp", $"{VisibleText.Quoted(text)} is not written as ISO 8601. Write {iso}, with a time {iso}T10:00:00Z; without a zone it is read as UTC.");
    }

    /// <summary>Numbers since 1970, with the moment they would be, so that the person can tell the unit.</summary>
    private static RowFault? Epoch(string text)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            return null;
        (string unit, double perSecond) = Math.Abs(number) switch
        {
            < 1e11 => ("seconds", 1),
            < 1e14 => ("milliseconds", 1e3),
            < 1e17 => ("microseconds", 1e6),
            _ => ("nanoseconds", 1e9),
        };
        double seconds = number / perSecond;
        string like = seconds is >= 0 and < 32503680000
            ? $" As {unit} since 1970 it would be {DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}."
            : "";
        return new RowFault("epoch-timestamp", $"{VisibleText.Quoted(text)} is a number, and its unit is not declared.{like} Write ISO 8601, for example 2025-03-01T10:00:00Z.");
    }

    [GeneratedRegex(@"^(?<one>[0-9]{1,2})[/.\-](?<other>[0-9]{1,2})[/.\-](?<year>[0-9]{4}|[0-9]{2})(\D|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex DayMonth();
}
