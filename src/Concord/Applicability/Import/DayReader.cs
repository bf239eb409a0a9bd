using System.Globalization;
using System.Text.RegularExpressions;

namespace Concord.Applicability.Import;

/// <summary>Days as people write them. Where day and month could be exchanged, all days of the column together say which comes first.</summary>
internal sealed partial class DayReader
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "d.M.yyyy", "d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "d. MMMM yyyy", "MMMM d, yyyy", "MMM d, yyyy", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];

    private readonly bool? dayFirst;

    /// <param name="cells">The whole column.</param>
    public DayReader(IEnumerable<string> cells)
    {
        var pairs = cells.Select(cell => Slashed().Match(cell.Trim())).Where(match => match.Success).Select(match => (First: Part(match, "first"), Second: Part(match, "second"))).ToArray();
        var (first, second) = (pairs.Any(pair => pair.First > 12), pairs.Any(pair => pair.Second > 12));
        dayFirst = first == second ? null : first;
    }

    public bool IsAmbiguous(string text) => dayFirst is null && Slashed().IsMatch(text.Trim());

    public DateOnly? Read(string text)
    {
        var plain = text.Trim();
        if (dayFirst is { } isFirst && Slashed().IsMatch(plain)) return Parse(plain, isFirst ? ["d/M/yyyy"] : ["M/d/yyyy"]);
        return Parse(plain, Formats);
    }

    private static DateOnly? Parse(string text, string[] formats) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var day) ? DateOnly.FromDateTime(day) : null;

    private static int Part(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<first>[0-9]{1,2})/(?<second>[0-9]{1,2})/[0-9]{4}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slashed();
}
