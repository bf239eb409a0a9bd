using System.Globalization;

namespace Concord.Web.Charts;

/// <summary>Short names for the windows along an axis: "Jul 25, Aug, … , Jan 26" instead of fourteen times a year.</summary>
internal static class WindowLabels
{
    public static IReadOnlyList<string> Short(IReadOnlyList<string> windows)
    {
        var labels = new string[windows.Count];
        for (var i = 0; i < windows.Count; i++)
            labels[i] = Short(windows[i], i == 0 ? null : windows[i - 1]);
        return labels;
    }

    /// <summary>How many windows apart the labels must stand so that they do not touch.</summary>
    public static int Step(IReadOnlyList<string> labels, double width, double characterWidth)
    {
        if (labels.Count < 2)
            return 1;
        var widest = (labels.Max(label => label.Length) + 1) * characterWidth;
        return Math.Max(1, (int)Math.Ceiling(widest / (width / (labels.Count - 1))));
    }

    private static string Short(string window, string? before)
    {
        if (window.Contains(" to ", StringComparison.Ordinal))
            return "…";
        if (Month(window) is { } month)
            return Month(before) is { } last && last.Year == month.Year ? month.ToString("MMM", CultureInfo.InvariantCulture) : month.ToString("MMM yy", CultureInfo.InvariantCulture);
        if (window is [_, _, _, _, '-', 'W' or 'Q', ..])
            return before is not null && before.AsSpan(0, 4).SequenceEqual(window.AsSpan(0, 4)) ? window[5..] : $"{window[5..]} {window[2..4]}";
        if (DateOnly.TryParseExact(window, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day.ToString("d MMM", CultureInfo.InvariantCulture);
        if (DateTime.TryParseExact(window, "yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
            return hour.ToString("d MMM HH'h'", CultureInfo.InvariantCulture);
        return window;
    }

    private static DateOnly? Month(string? window) =>
        DateOnly.TryParseExact(window, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}
