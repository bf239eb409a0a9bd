using System.Globalization;
using System.Text.RegularExpressions;
using Concord.Logs;

namespace Concord.Tables;

internal enum DayOrder { DayFirst, MonthFirst }

/// <summary>A cell that should hold a day. Invariant: either the day is known, or the fault says what is wrong and what to write.</summary>
internal readonly record struct ReadDay(DateOnly? Day, string Code = "", string Fault = "")
{
    /// <summary>A question about the whole column.</summary>
    public bool IsAmbiguous => Code == "ambiguous-date";
}

/// <summary>
/// Days as people write them; a time behind the day does not count, and the day is the one that is written, whatever its zone. Where day and month could
/// be exchanged a person says which comes first, else the days of the column that can be read in one way only; nothing is guessed.
/// </summary>
internal sealed partial class DayReader
{
    private const int EarliestYear = 1900;

    /// <summary>English, then German, as the words of headers are known in both; Austria and a keyboard without umlauts last.</summary>
    private static readonly List<string> Names =
    [
        .. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12),
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
        "Jänner", "Feber", "Maerz",
    ];

    private readonly DayOrder? said;
    private readonly DayOrder? order;
    private readonly bool isMixed;

    /// <param name="cells">The whole column.</param>
    public DayReader(IEnumerable<string> cells, DayOrder? said)
    {
        var ways = cells.Select(cell => Either().Match(WithoutTime(cell))).Where(match => match.Success).Select(Ways).ToArray();
        var (dayFirst, monthFirst) = (ways.Any(way => way is { DayFirst: not null, MonthFirst: null }), ways.Any(way => way is { DayFirst: null, MonthFirst: not null }));
        (this.said, isMixed) = (said, dayFirst && monthFirst);
        order = said ?? (dayFirst == monthFirst ? null : dayFirst ? DayOrder.DayFirst : DayOrder.MonthFirst);
    }

    /// <param name="isNumber">The cell of a workbook holds a number, and its format does not say that it is a day.</param>
    public ReadDay Read(string text, bool isNumber = false)
    {
        var plain = WithoutTime(text);
        if (Exact(plain) is { } day) return new(day);
        if (Either().Match(plain) is { Success: true } either) return Ordered(text, either, Ways(either));
        if (AsSpreadsheetDay(plain) is { } counted)
            return new(null, "day-as-number", FormattableString.Invariant($"{VisibleText.Quoted(text)} is a number{(isNumber ? " without the format of a date" : "")}. A spreadsheet that counts days from 1900 means {counted:yyyy-MM-dd}: give the cell the format of a date, or write the day so."));
        return new(null, "wrong-date", ShortYear().IsMatch(plain)
            ? $"{VisibleText.Quoted(text)} does not say which century. Write the year with four digits, as 2026-10-14."
            : $"{VisibleText.Quoted(text)} is not a day. Write it as 2026-10-14.");
    }

    private ReadDay Ordered(string text, Match match, (DateOnly? DayFirst, DateOnly? MonthFirst) ways)
    {
        if (ways is { DayFirst: null, MonthFirst: null })
        {
            return new(null, "wrong-date", Number(match, "first") is >= 1 and <= 12 || Number(match, "second") is >= 1 and <= 12
                ? $"{VisibleText.Quoted(text)} is not a day: that month has none of that number. Write it as 2026-10-14."
                : $"{VisibleText.Quoted(text)} is not a day: neither {match.Groups["first"].Value} nor {match.Groups["second"].Value} can be its month. Write it as 2026-10-14.");
        }
        if (order is { } known)
        {
            return (known == DayOrder.DayFirst ? ways.DayFirst : ways.MonthFirst) is { } day ? new(day)
                : new(null, "wrong-date", $"{VisibleText.Quoted(text)} is not a day with the {(known == DayOrder.DayFirst ? "day" : "month")} first, as was said of this column. Write it as 2026-10-14.");
        }
        if (ways.DayFirst is null || ways.MonthFirst is null || ways.DayFirst == ways.MonthFirst) return new(ways.DayFirst ?? ways.MonthFirst);
        return new(null, "ambiguous-date",
            $"{VisibleText.Quoted(text)} can be read with the day first or the month first, and {(isMixed ? "other days of the column stand both ways" : "no other day of the column tells")}. Say which comes first, on the page or with --dates day-first or --dates month-first, or write days as 2026-10-14.");
    }

    /// <summary>What can be read in one way only.</summary>
    private static DateOnly? Exact(string plain)
    {
        if (YearFirst().Match(plain) is { Success: true } iso) return Day(iso, Number(iso, "month"), Number(iso, "day"));
        if (Dotted().Match(plain) is { Success: true } dotted) return Day(dotted, Number(dotted, "month"), Number(dotted, "day"));
        var named = DayAndName().Match(plain) is { Success: true } before ? before : NameAndDay().Match(plain);
        return named.Success && MonthOf(named.Groups["name"].Value) is { } month ? Day(named, month, Number(named, "day")) : null;
    }

    private static (DateOnly? DayFirst, DateOnly? MonthFirst) Ways(Match match) =>
        (Day(match, Number(match, "second"), Number(match, "first")), Day(match, Number(match, "first"), Number(match, "second")));

    private static DateOnly? Day(Match match, int month, int day)
    {
        var year = Number(match, "year");
        return year >= EarliestYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    /// <summary>Numbers that are days of this and the last century; a year alone is none.</summary>
    private static DateOnly? AsSpreadsheetDay(string plain) =>
        double.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 10_000 and < 75_000 ? new DateOnly(1899, 12, 30).AddDays((int)number) : null;

    private static int? MonthOf(string name)
    {
        var found = Names.FindIndex(month => month.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return found < 0 ? null : (found % 12) + 1;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static string WithoutTime(string cell) => Time().Replace(cell.Trim(), "");

    [GeneratedRegex(@"(?<=[0-9]),?[Tt\s]\s*([01]?[0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?(\s*[AaPp]\.?[Mm]\.?)?(\s*(Z|z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"^(?<year>[0-9]{4})(?<sign>[-/.]?)(?<month>(?<=[-/.])[0-9]{1,2}|[0-9]{2})\k<sign>(?<day>(?<=[-/.])[0-9]{1,2}|[0-9]{2})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YearFirst();

    /// <summary>Where dots part the numbers, the day comes first everywhere.</summary>
    [GeneratedRegex(@"^(?<day>[0-9]{1,2})\.\s?(?<month>[0-9]{1,2})\.\s?(?<year>[0-9]{4})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^(?<first>[0-9]{1,2})(?<sign>[/-])(?<second>[0-9]{1,2})\k<sign>(?<year>[0-9]{4})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Either();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})(st|nd|rd|th|\.)?[\s-]*(?<name>[A-Za-zä]{3,9})\.?[\s,-]*(?<year>[0-9]{4})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayAndName();

    [GeneratedRegex(@"^(?<name>[A-Za-zä]{3,9})\.?[\s-]*(?<day>[0-9]{1,2})(st|nd|rd|th)?[\s,-]+(?<year>[0-9]{4})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameAndDay();

    [GeneratedRegex(@"^[0-9]{1,2}[./-]\s?([0-9]{1,2}|[A-Za-z]{3,9})[./-]\s?[0-9]{2}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShortYear();
}
