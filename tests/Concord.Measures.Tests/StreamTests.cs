using System.Globalization;
using CsCheck;

namespace Concord.Measures.Tests;

public sealed class StreamTests
{
    // The thousandth value is the first of the new law.
    private const int Change = 999;

    private static readonly Func<Func<double, StreamState>>[] Detectors =
    [
        () => new Adwin().Observe, () => new PageHinkley().Observe, () => new KolmogorovSmirnovWindow(length: 40, newest: 15).Observe,
        () => new ExponentiallyWeightedChart(0.5, 0.2).Observe,
    ];

    /// <summary>Two streams of scikit-multiflow's tests with the alarms published there; the values change at the 1,000th.</summary>
    [Theory]
    [InlineData("drift_stream", new[] { 1023, 1055, 1087, 1151 }, new[] { 1013, 1335, 1505, 1758 })]
    [InlineData("binomial_stream", new[] { 1183, 1247, 1279 }, new[] { 1130 })]
    public void Alarms_of_published_streams_are_the_published_ones(string stream, int[] adwin, int[] pageHinkley)
    {
        StreamCalculations.Indices(Published(stream), Adwin.AsScikitMultiflow().Observe, StreamState.Drift).ShouldBe(adwin);
        StreamCalculations.Indices(Published(stream), new PageHinkley().Observe, StreamState.Drift).ShouldBe(pageHinkley);
    }

    [Fact]
    public void The_drift_detection_method_alarms_where_published()
    {
        var detector = new DriftDetectionMethod();
        StreamCalculations.Indices(Published("binomial_stream"), value => detector.Observe(value == 1), StreamState.Drift).ShouldBe([1220]);
    }

    /// <summary>The rise begins at 1,000. With adjacent parts ADWIN sees it at 1,087, a hundred values before the published alarm.</summary>
    [Fact]
    public void Adwin_with_adjacent_parts_sees_a_rise_sooner_and_is_sooner_done_with_it()
    {
        StreamCalculations.Indices(Published("binomial_stream"), new Adwin().Observe, StreamState.Drift).First().ShouldBe(1087);
        StreamCalculations.Indices(Published("drift_stream"), new Adwin().Observe, StreamState.Drift).ShouldBe([1023, 1055]);
    }

    /// <summary>Values from the change to the first alarm, and alarms before the change; golden/README.md states them beside the published ones.</summary>
    [Theory]
    [InlineData("drift_stream", "ADWIN 24 0, Page-Hinkley 14 0, KSWIN 14 0, EWMA 0 0")]
    [InlineData("binomial_stream", "ADWIN 88 0, Page-Hinkley 131 0, KSWIN 18 0, EWMA 8 3")]
    public void Delays_and_false_alarms_are_known(string stream, string expected)
    {
        double[] values = [.. Published(stream)];
        var before = EmpiricalDistribution.FromRows(values.Take(500));
        (string Name, Func<double, StreamState> Observe)[] detectors =
        [
            ("ADWIN", new Adwin().Observe), ("Page-Hinkley", new PageHinkley().Observe), ("KSWIN", new KolmogorovSmirnovWindow().Observe),
            ("EWMA", new ExponentiallyWeightedChart(before.Mean().Value, before.PopulationStandardDeviation().Value).Observe),
        ];
        string.Join(", ", detectors.Select(detector =>
        {
            var alarms = StreamCalculations.Indices(values, detector.Observe, StreamState.Drift);
            return string.Create(CultureInfo.InvariantCulture, $"{detector.Name} {alarms.First(index => index >= Change) - Change} {alarms.Count(index => index < Change)}");
        })).ShouldBe(expected);
    }

    [Fact]
    public void Equal_values_never_alarm() => Gen.Double[-5, 5].Sample(value =>
    {
        foreach (var detector in Detectors.SkipLast(1))
            StreamCalculations.Indices(Enumerable.Repeat(value, 200), detector(), StreamState.Drift).ShouldBeEmpty();
    }, iter: 20);

    [Fact]
    public void The_same_stream_gives_the_same_alarms() => Gen.Double[0, 1].Array[50, 150].Sample(stream =>
    {
        foreach (var detector in Detectors)
        {
            StreamCalculations.Indices(stream, detector(), StreamState.Drift).ShouldBe(StreamCalculations.Indices(stream, detector(), StreamState.Drift));
        }
    }, iter: 20);

    /// <summary>Three thousand values of one law: what each detector promises about false alarms; and one jump that all see within a hundred.</summary>
    [Fact]
    public void False_alarms_stay_few_and_a_jump_is_seen_soon()
    {
        var random = new PCG(17, 1UL);
        double[] quiet = [.. Enumerable.Range(0, 3_000).Select(_ => random.Next(1_000_000) / 1e6)];
        double[] jump = [.. quiet.Take(500), .. quiet.Skip(500).Take(500).Select(value => value + 1)];
        var deviation = 1 / Math.Sqrt(12);
        (Func<Func<double, StreamState>> Detector, int FalseAlarms)[] promises =
        [
            (() => new Adwin().Observe, 1), (() => new PageHinkley().Observe, 0), (() => new KolmogorovSmirnovWindow().Observe, 3),
            (() => new ExponentiallyWeightedChart(0.5, deviation).Observe, 15),
        ];
        foreach (var (detector, falseAlarms) in promises)
        {
            StreamCalculations.Indices(quiet, detector(), StreamState.Drift).Count.ShouldBeLessThanOrEqualTo(falseAlarms);
            StreamCalculations.Indices(jump, detector(), StreamState.Drift).First(index => index >= 500).ShouldBeLessThan(600);
        }
    }

    [Fact]
    public void A_model_without_errors_does_not_drift()
    {
        var detector = new DriftDetectionMethod();
        detector.ErrorRate.Value.IsComputed.ShouldBeFalse();
        Enumerable.Range(0, 500).ShouldAllBe(_ => detector.Observe(false) == StreamState.Stable);
        detector.Observe(true).ShouldBe(StreamState.Stable);
        detector.ErrorRate.ShouldBe(new Proportion(1, 501));
    }

    [Fact]
    public void A_value_that_is_not_finite_is_refused()
    {
        foreach (var detector in Detectors)
        {
            Should.Throw<ArgumentOutOfRangeException>(() => detector()(double.NaN));
            Should.Throw<ArgumentOutOfRangeException>(() => detector()(double.PositiveInfinity));
        }

        Should.Throw<ArgumentException>(() => new Adwin(delta: 0));
        Should.Throw<ArgumentException>(() => new KolmogorovSmirnovWindow(length: 30, newest: 30));
        Should.Throw<ArgumentException>(() => new ExponentiallyWeightedChart(double.NaN, 1));
        Should.Throw<ArgumentException>(() => new PageHinkley(threshold: 0));
        new Adwin().Mean.Reason.ShouldBe("the window is empty");
    }

    private static IEnumerable<double> Published(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", name + ".csv")).Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture));
}
