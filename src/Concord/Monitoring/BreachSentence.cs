using System.Globalization;

namespace Concord.Monitoring;

/// <summary>A broken limit as one would say it: the same words in the journal, on pages, in reports and at the terminal.</summary>
internal static class BreachSentence
{
    /// <summary>"capital_gain is 100 times smaller since 2025-10-01"; "score drifted".</summary>
    /// <param name="since">Label of the first window of the unbroken row; null where it is told beside the sentence.</param>
    public static string Of(MeasureKind kind, string subject, string measure, double value, string? since = null) => kind switch
    {
        _ when measure == SeriesMeasures.Missing => $"No {subject}",
        _ when IsSeries(measure) => $"{subject} out of bounds",
        MeasureKind.Drift => $"{subject} drifted",
        MeasureKind.Performance => $"{MeasureWords.Long(subject)} got worse",
        MeasureKind.Fairness => $"Unequal by {subject}",
        _ => $"{Fault(MeasureWords.Subject(subject), measure, value)}{(since is null ? "" : $" since {Day(since)}")}",
    };

    /// <summary>A broken limit of a check in one window; a share that moved is told beside that of the reference.</summary>
    public static string Of(QualityMeasurement broken) => Of(MeasureKind.Quality, broken.Column, broken.DecidedBy.Measure, broken.DecidedBy.Value!.Value)
        + (broken is { Check: QualityMeasurement.MissingCheck or QualityMeasurement.ZeroShareCheck, Value: { } now, Reference: { } before } ? $" ({Percent(now)}, {Percent(before)} in the reference)" : "");

    /// <summary>Whether the sentence says since when, so that nothing beside it need say it again.</summary>
    public static bool SaysSince(MeasureKind kind, string measure) => kind == MeasureKind.Quality && !IsSeries(measure);

    private static bool IsSeries(string measure) => measure is SeriesMeasures.Value or SeriesMeasures.Change or SeriesMeasures.RelativeChange or SeriesMeasures.Missing;

    /// <summary>The first day of a window, for hours with the hour; other words as they are.</summary>
    public static string Day(string window) => Logs.Window.Parse(window) is { Length: not Logs.WindowLength.All } cut
        ? cut.Start.ToString(cut.Length == Logs.WindowLength.Hour ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : window;

    private static string Fault(string subject, string measure, double value) => measure switch
    {
        "unitChangeRatio" => value is > 0 and < 1 ? $"{subject} is {Times(1 / value)} times smaller" : $"{subject} is {Times(value)} times larger",
        "missingShareIncrease" => $"{subject} is missing in {Points(value)} points more of the rows than in the reference",
        "newLevelShare" => $"{subject} has {Percent(value)} values the model never saw",
        "outOfRangeShare" => $"{subject} has {Percent(value)} values outside the range of the reference",
        "mostFrequentShare" => $"{subject} no longer varies",
        "zeroShareChange" => $"{subject} has a share of zeros {Points(value)} points from that of the reference",
        "lostLevelShare" => $"{subject} lacks categories that held {Percent(value)} of the reference",
        "newKindShare" => $"{subject} has {Percent(value)} values of a type it never had",
        "duplicateShare" => $"{subject} repeats in {Percent(value)} of the rows",
        "volumeRatio" => $"{subject} has {Percent(value)} of its usual rows",
        "silentEnd" => $"{subject} has no row in the last {Percent(value)} of the window",
        "windowsWithoutRows" => $"{subject} had no row in the {(value == 1 ? "window" : MeasureWords.Plural((long)value, "window"))} before",
        QualityCheck.StillSilent => $"{subject} has no row in {MeasureWords.Plural((long)value, "window")}",
        _ => $"{subject}: {MeasureWords.Long(measure)} {MeasureWords.Value(measure, value)}",
    };

    /// <summary>Two digits say enough of a factor: 100, 1,000, 2.5, never 98.7.</summary>
    private static string Times(double factor)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(factor)) - 1);
        return (Math.Round(factor / unit) * unit).ToString(factor < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);
    }

    private static string Percent(double share) => (share * 100).ToString(share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    private static string Points(double share) => (share * 100).ToString(share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
