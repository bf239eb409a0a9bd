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
        BreachSentence.Of(Enum.Parse<MeasureKind>(signal.Kind.ToString()), signal.Subject, signal.Measure, signal.Value, signal.Since);

    public static string Figure(SignalRow signal)
    {
        var interval = signal is { Low: { } low, High: { } high } ? $", 95 % {Number(low)}–{Number(high)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Name(signal)} {Number(signal.Value)} (limit {Number(signal.Limit)}{interval}, n {signal.Sample:N0} in {signal.Window})");
    }

    /// <summary>Performance limits stand on the drop against the reference, so the figure is one.</summary>
    public static string Name(SignalRow signal) =>
        signal.Kind == SignalKind.Performance ? signal.Measure == "brier" ? "relative rise" : "drop" : Measure(signal.Measure);

    public static string Measure(string measure) => MeasureWords.Long(measure);

    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 10 or 0 ? "#,##0.##" : Math.Abs(value) >= 0.1 ? "0.00" : "0.000", CultureInfo.InvariantCulture);
}
