using System.Globalization;
using Concord.Monitoring;

namespace Concord.Web.Charts;

/// <summary>How captions write figures.</summary>
internal static class Words
{
    public static string Figure(double value, string format) => MeasureWords.Figure(value, format);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>", 95 % 0.71–0.83, n 1,390" in brackets, leaving out what is not known.</summary>
    public static string Size(double? low, double? high, long n, string format)
    {
        var interval = low is { } bottom && high is { } top ? $"95 % {Figure(bottom, format)}–{Figure(top, format)}, " : "";
        return $"{interval}n {Count(n)}";
    }

    /// <summary>" No rows in 2025-03."; nothing where the windows follow each other.</summary>
    public static string NoRows(IReadOnlyList<string> windows) => WindowGaps.Told(windows) is { Count: > 0 } gaps ? $" No rows in {List(gaps)}." : "";

    /// <summary>"2025-12", "2025-12 and 2026-01", "2025-12, 2026-01 and 3 more".</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        2 => $"{items[0]} and {items[1]}",
        3 => $"{items[0]}, {items[1]} and {items[2]}",
        _ => $"{items[0]}, {items[1]} and {items.Count - 2} more",
    };
}
