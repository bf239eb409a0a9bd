using System.Globalization;
using Concord.Loop;
using Concord.Monitoring;

namespace Concord.Web.Parts;

/// <summary>A signal as one would say it: what moved, how far, against which limit, on how many rows.</summary>
internal static class SignalSentence
{
    /// <summary>"capital_gain drifted: PSI 0.32 (limit 0.25, 95 % 0.30–0.34, n 15,412 in 2026-08)".</summary>
    public static string Of(SignalRow signal) => $"{Subject(signal)}: {Figure(signal)}";

    public static string Subject(SignalRow signal) =>
        BreachSentence.Of(Kind(signal), signal.Subject, signal.Measure, signal.Value, signal.Since);

    /// <summary>Whether the subject says since when.</summary>
    public static bool SaysSince(SignalRow signal) => BreachSentence.SaysSince(Kind(signal), signal.Measure);

    public static string Figure(SignalRow signal)
    {
        if (signal.Measure == SeriesMeasures.Missing) return Plain.Count((int)signal.Value, "window") + $" in a row without a figure, the newest is {signal.Window}";
        var interval = signal is { Low: { } low, High: { } high } ? $", 95 % {Number(low)}–{Number(high)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Name(signal)} {Value(signal, signal.Value)} (limit {Value(signal, signal.Limit)}{interval}, n {signal.Sample:N0} in {signal.Window})");
    }

    /// <summary>In the unit of the series; a share of the baseline as a percentage.</summary>
    public static string Value(SignalRow signal, double value) => signal.Measure == SeriesMeasures.RelativeChange ? $"{Number(value * 100)} %"
        : QualityCheck.CountsWindows(signal.Measure) ? MeasureWords.Value(signal.Measure, value)
        : signal.Unit.Length == 0 ? Number(value) : $"{Number(value)} {signal.Unit}";

    /// <summary>Performance limits stand on the drop against the reference, so the figure is one.</summary>
    public static string Name(SignalRow signal) =>
        signal.Kind == SignalKind.Performance && signal.SeriesRef is null ? signal.Measure == "brier" ? "relative rise" : "drop" : Measure(signal.Measure);

    public static string Measure(string measure) => MeasureWords.Long(measure);

    private static MeasureKind Kind(SignalRow signal) => Enum.Parse<MeasureKind>(signal.Kind.ToString());

    public static string Number(double value) => MeasureWords.Figure(value, Math.Abs(value) is >= 10 or 0 ? "#,##0.##" : Math.Abs(value) >= 0.1 ? "0.00" : "0.000");
}
