using System.Globalization;

namespace Concord.Logs;

/// <summary>How a log is cut. All cuts are UTC.</summary>
internal enum WindowLength
{
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    All,
}

/// <summary>A stretch of a log with a name: from <see cref="Start"/>, included, to <see cref="End"/>, excluded.</summary>
/// <remarks>Weeks begin on Monday and belong to the ISO 8601 week year. The window "all" has no bounds, and rows without a time belong to it as well.</remarks>
/// <param name="Start">UTC. Of the window "all" it says nothing.</param>
internal readonly record struct Window(WindowLength Length, DateTimeOffset Start)
{
    public static readonly Window All = new(WindowLength.All, DateTimeOffset.UnixEpoch);

    /// <summary>Excluded, but for the windows that end with time itself: the last moment there is.</summary>
    public DateTimeOffset End => Length switch
    {
        WindowLength.Hour => Later(TimeSpan.FromHours(1)),
        WindowLength.Day => Later(TimeSpan.FromDays(1)),
        WindowLength.Week => Later(TimeSpan.FromDays(7)),
        WindowLength.Month => Months(1),
        WindowLength.Quarter => Months(3),
        WindowLength.Year => Months(12),
        _ => DateTimeOffset.MaxValue,
    };

    /// <summary><c>2025-10-07T13</c>, <c>2025-10-07</c>, <c>2025-W41</c>, <c>2025-10</c>, <c>2025-Q4</c>, <c>2025</c>, <c>all</c>.</summary>
    public string Label => Length switch
    {
        WindowLength.Hour => Start.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture),
        WindowLength.Day => Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        WindowLength.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(Start.UtcDateTime):0000}-W{ISOWeek.GetWeekOfYear(Start.UtcDateTime):00}"),
        WindowLength.Month => Start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        WindowLength.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Start.Year:0000}-Q{((Start.Month - 1) / 3) + 1}"),
        WindowLength.Year => Start.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => "all",
    };

    /// <summary>The window in which a moment lies.</summary>
    public static Window Of(WindowLength length, DateTimeOffset moment)
    {
        var at = moment.UtcDateTime;
        var start = length switch
        {
            WindowLength.Hour => at.Date.AddHours(at.Hour),
            WindowLength.Day => at.Date,
            WindowLength.Week => at.Date.AddDays(-(((int)at.DayOfWeek + 6) % 7)),
            WindowLength.Month => new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            WindowLength.Quarter => new DateTime(at.Year, ((at.Month - 1) / 3 * 3) + 1, 1, 0, 0, 0, DateTimeKind.Utc),
            WindowLength.Year => new DateTime(at.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            _ => DateTime.UnixEpoch,
        };
        return new(length, new DateTimeOffset(start, TimeSpan.Zero));
    }

    /// <summary>The window a label names, or null when it names none.</summary>
    public static Window? Parse(string label)
    {
        if (string.Equals(label, "all", StringComparison.Ordinal)) return All;
        foreach (var (length, format) in Formats)
            if (DateTime.TryParseExact(label, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start))
                return new(length, new DateTimeOffset(start, TimeSpan.Zero));
        if (label.Length is not (7 or 8) || label[4] != '-' || !int.TryParse(label.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year == 0
            || !int.TryParse(label.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return label[5] switch
        {
            'Q' when label.Length == 7 && number is >= 1 and <= 4 => Of(WindowLength.Quarter, new DateTimeOffset(year, ((number - 1) * 3) + 1, 1, 0, 0, 0, TimeSpan.Zero)),
            'W' when label.Length == 8 && number >= 1 && number <= ISOWeek.GetWeeksInYear(year) => new(WindowLength.Week, new DateTimeOffset(ISOWeek.GetYearStart(year).AddDays(7 * (number - 1)), TimeSpan.Zero)),
            _ => null,
        };
    }

    public override string ToString() => Label;

    private DateTimeOffset Later(TimeSpan length) => DateTimeOffset.MaxValue - Start < length ? DateTimeOffset.MaxValue : Start + length;

    private DateTimeOffset Months(int months) => (Start.Year * 12) + Start.Month - 1 + months > (9999 * 12) + 11 ? DateTimeOffset.MaxValue : Start.AddMonths(months);

    private static readonly (WindowLength Length, string Format)[] Formats =
    [
        (WindowLength.Hour, "yyyy-MM-dd'T'HH"),
        (WindowLength.Day, "yyyy-MM-dd"),
        (WindowLength.Month, "yyyy-MM"),
        (WindowLength.Year, "yyyy"),
    ];
}
