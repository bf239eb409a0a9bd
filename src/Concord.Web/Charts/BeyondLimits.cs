using Concord.Monitoring;

namespace Concord.Web.Charts;

/// <summary>Since when a figure is beyond its limits, as the captions of all charts say it.</summary>
internal static class BeyondLimits
{
    /// <summary>
    /// "; below the alert limit 0.750 since 2026-03, below the warning limit since 2026-01". "Since" is the first window of the unbroken row that ends
    /// with the newest judged one; a row at the alert limit may be the end of a longer one, whose beginning is what tables and signals name.
    /// A limit is broken where the verdict says so: a figure may lie past it by no more than chance.
    /// </summary>
    /// <param name="known">Windows with a value, oldest first, whether somebody judged them, and the verdict where one was told.</param>
    /// <param name="limits">Null: nothing is compared and nothing is said.</param>
    public static string Say(IReadOnlyList<(string Window, double Value, bool Judged, Verdict? Verdict)> known, ChartLimits? limits, bool higherIsBetter, string format)
    {
        if (limits is null) return "";
        var judged = known.Where(point => point.Judged).ToList();
        var side = higherIsBetter ? "below" : "above";
        var alert = Since(limits.Alert, Verdict.Alert);
        var warn = Since(limits.Warn, Verdict.Warn);
        if (alert is not null)
            return $"; {side} the alert limit {Words.Figure(limits.Alert!.Value, format)} since {alert}" + (warn is null || warn == alert ? "" : $", {side} the warning limit since {warn}");
        if (warn is not null)
            return $"; {side} the warning limit {Words.Figure(limits.Warn!.Value, format)} since {warn}";

        // Nothing is said of a newest figure that nobody judged.
        if (judged.Count == 0 || judged[^1] != known[^1]) return "";
        var beyond = judged.Where(point => IsBeyond(point, limits.Warn ?? limits.Alert, Verdict.Warn)).Select(point => point.Window).ToList();
        var now = IsPast(judged[^1].Value, limits.Warn ?? limits.Alert) ? $"{side} a limit by no more than chance" : "within its limits";
        return beyond.Count == 0 ? $"; {now}" : $"; {now}, beyond them in {Words.List(beyond)}";

        string? Since(double? limit, Verdict verdict) => judged.AsEnumerable().Reverse().TakeWhile(point => IsBeyond(point, limit, verdict)).Select(point => point.Window).LastOrDefault();

        bool IsBeyond((string Window, double Value, bool Judged, Verdict? Verdict) point, double? limit, Verdict verdict) =>
            IsPast(point.Value, limit) && (point.Verdict is not { } told || told == Verdict.Alert || told == verdict);

        bool IsPast(double value, double? limit) => higherIsBetter ? value <= limit : value >= limit;
    }
}
