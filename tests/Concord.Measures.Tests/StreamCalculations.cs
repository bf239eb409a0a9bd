using static Concord.Measures.Tests.Calculations;

namespace Concord.Measures.Tests;

internal static class StreamCalculations
{
    public static Dictionary<string, Func<Case, Dictionary<string, string[]>>> ByFile { get; } = new(StringComparer.Ordinal)
    {
        ["Adwin"] = c =>
        {
            var detector = new Adwin();
            var outputs = Observed(c, detector.Observe);
            outputs["width"] = Words(detector.Width);
            outputs["mean"] = Words(detector.Mean);
            return outputs;
        },
        ["PageHinkley"] = c => Observed(c, new PageHinkley(c.Number("delta"), c.Number("threshold")).Observe),
        ["DriftDetectionMethod"] = c =>
        {
            var detector = new DriftDetectionMethod();
            return Observed(c, value => detector.Observe(value == 1));
        },
        ["KolmogorovSmirnovWindow"] = c =>
            Observed(c, new KolmogorovSmirnovWindow(c.Number("alpha"), (int)c.Whole("length"), (int)c.Whole("newest")).Observe),
        ["ExponentiallyWeightedChart"] = c =>
        {
            var chart = new ExponentiallyWeightedChart(c.Number("mean"), c.Number("deviation"), c.Number("weight"));
            var outputs = Observed(c, chart.Observe);
            outputs["level"] = Words(chart.Level);
            outputs["low"] = Words(chart.Limits.Low);
            outputs["high"] = Words(chart.Limits.High);
            return outputs;
        },
    };

    /// <summary>The indices, from 0, at which a detector reports.</summary>
    internal static List<int> Indices(IEnumerable<double> stream, Func<double, StreamState> observe, StreamState state) =>
        [.. stream.Select((value, index) => (State: observe(value), index)).Where(seen => seen.State == state).Select(seen => seen.index)];

    private static Dictionary<string, string[]> Observed(Case c, Func<double, StreamState> observe)
    {
        (StreamState State, int Index)[] states = [.. c.Rows("stream").Select((value, index) => (observe(value!.Value), index))];
        string[] At(StreamState state) => [.. states.Where(seen => seen.State == state).SelectMany(seen => Words(seen.Index))];
        return new() { ["alarms"] = At(StreamState.Drift), ["warnings"] = At(StreamState.Warning) };
    }
}
