using System.Globalization;
using Concord.Loop;
using Concord.Monitoring;

namespace Concord.Web.Parts;

/// <summary>A signal as one would say it: what moved, how far, against which limit, on how many rows.</summary>
internal static class SignalSentence
{
    /// <summary>"capital_gain drifted: PSI 0.32 (limit 0.25, 95 % 0.30–0.34, n 15,412 in 2026-08)".</summary>
    public static string Of(SignalRow signal) => $"{Subject(signal)}: {Figure(signal)}";

    public static string Subject(SignalRow signal) => signal.Kind switch
    {
        _ when signal.Measure == SeriesMeasures.Missing => $"No {signal.Subject}",
        _ when signal.SeriesRef is not null => $"{signal.Subject} out of bounds",
        SignalKind.Drift => $"{signal.Subject} drifted",
        SignalKind.Performance => $"{Measure(signal.Subject)} got worse",
        SignalKind.Fairness => $"Unequal by {signal.Subject}",
        _ => $"Data quality of {signal.Subject}",
    };

    public static string Figure(SignalRow signal)
    {
        if (signal.Measure == SeriesMeasures.Missing) return Plain.Count((int)signal.Value, "window") + $" in a row without a figure, the newest is {signal.Window}";
        var interval = signal is { Low: { } low, High: { } high } ? $", 95 % {Number(low)}–{Number(high)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Name(signal)} {Value(signal, signal.Value)} (limit {Value(signal, signal.Limit)}{interval}, n {signal.Sample:N0} in {signal.Window})");
    }

    /// <summary>In the unit of the series; a share of the baseline as a percentage.</summary>
    public static string Value(SignalRow signal, double value) => signal.Measure == SeriesMeasures.RelativeChange ? $"{Number(value * 100)} %"
        : signal.Unit.Length == 0 ? Number(value) : $"{Number(value)} {signal.Unit}";

    /// <summary>Performance limits stand on the drop against the reference, so the figure is one.</summary>
    public static string Name(SignalRow signal) =>
        signal.Kind == SignalKind.Performance && signal.SeriesRef is null ? signal.Measure == "brier" ? "relative rise" : "drop" : Measure(signal.Measure);

    public static string Measure(string measure) => measure switch
    {
        "psi" => "PSI",
        "auc" => "AUC",
        "brier" => "Brier score",
        "precisionAtTop" => "precision at the top",
        "wassersteinNormalised" => "normalised Wasserstein distance",
        "cramersV" => "Cramér's V",
        "selectionRateRatio" => "selection rate ratio",
        "tprDifference" => "difference of true positive rates",
        "missingShareIncrease" => "more missing values by",
        "newLevelShare" => "share of new categories",
        "unitChangeRatio" => "ratio of medians",
        SeriesMeasures.Value => "value",
        SeriesMeasures.Change => "change for the worse",
        SeriesMeasures.RelativeChange => "change for the worse, of the baseline",
        SeriesMeasures.Missing => "windows without a figure",
        _ => measure,
    };

    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 10 or 0 ? "#,##0.##" : Math.Abs(value) >= 0.1 ? "0.00" : "0.000", CultureInfo.InvariantCulture);
}
