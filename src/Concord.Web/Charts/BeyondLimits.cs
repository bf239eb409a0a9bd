namespace Concord.Web.Charts;

/// <summary>Since when a figure is beyond its limits, as the captions of all charts say it.</summary>
internal static class BeyondLimits
{
    /// <summary>
    /// "; below the alert limit 0.750 since 2026-03, below the warning limit since 2026-01". "Since" is the first window of the unbroken row that ends
    /// with the newest judged one; a row at the alert limit may be the end of a longer one, whose beginning is what tables and signals name.
    /// </summary>
    /// <param name="known">Windows with a value, oldest first, and whether somebody judged them.</param>
    /// <param name="limits">Null: nothing is compared and nothing is said.</param>
    public static string Say(IReadOnlyList<(string Window, double Value, bool Judged)> known, ChartLimits? limits, bool higherIsBetter, string format)
    {
        if (limits is null) return "";
        var judged = known.Where(point => point.Judged).ToList();
        var side = higherIsBetter ? "below" : "above";
        var alert = Since(limits.Alert);
        var warn = Since(limits.Warn);
        if (alert is not null)
            return $"; {side} the alert limit {Words.Figure(limits.Alert!.Value, format)} since {alert}" + (warn is null || warn == alert ? "" : $", {side} the warning limit since {warn}");
        if (warn is not null)
            return $"; {side} the warning limit {Words.Figure(limits.Warn!.Value, format)} since {warn}";

        // Nothing is said of a newest figure that nobody judged.
        if (judged.Count == 0 || judged[^1] != known[^1]) return "";
        var beyond = judged.Where(point => IsBeyond(point.Value, limits.Warn ?? limits.Alert)).Select(point => point.Window).ToList();
        return beyond.Count == 0 ? "; within its limits" : $"; within its limits, beyond them in {Words.List(beyond)}";

        string? Since(double? limit) => judged.AsEnumerable().Reverse().TakeWhile(point => IsBeyond(point.Value, limit)).Select(point => point.Window).LastOrDefault();

        bool IsBeyond(double value, double? limit) => higherIsBetter ? value <= limit : value >= limit;
    }
}
