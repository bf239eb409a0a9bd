using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>Since when a limit is broken, as table and report of <c>concord measure</c> say it.</summary>
public sealed class MeasurementSummaryTests
{
    [Fact]
    public void A_column_that_got_smaller_and_then_larger_is_larger_since_it_turned()
    {
        var breach = Breach(("2025-01", 1), ("2025-02", 0.01), ("2025-03", 0.01), ("2025-04", 100), ("2025-05", 100));
        (breach.Since, breach.Newest, breach.IsOver).ShouldBe(("2025-04", "2025-05", false));
        BreachSentence.Of(breach.Kind, breach.Subject, breach.Judgement.Measure, breach.Judgement.Value!.Value, breach.Since).ShouldBe("income is 100 times larger since 2025-04-01");
    }

    [Fact]
    public void A_window_without_verdict_neither_interrupts_a_breach_nor_ends_it()
    {
        var breach = Breach(("2025-01", 1), ("2025-02", 100), ("2025-03", null), ("2025-04", 100), ("2025-05", null));
        (breach.Since, breach.Newest, breach.IsOver).ShouldBe(("2025-02", "2025-04", false));
    }

    [Fact]
    public void A_breach_is_over_once_a_window_keeps_the_limit()
    {
        var breach = Breach(("2025-01", 100), ("2025-02", 1), ("2025-03", 0.01), ("2025-04", 1));
        (breach.Since, breach.Newest, breach.IsOver).ShouldBe(("2025-03", "2025-03", true));
    }

    [Fact]
    public void What_is_not_judged_is_told_with_its_own_reason_whatever_its_figures_are()
    {
        var silent = Judgement.Insufficient("volume", Metric.UnitChange, 1000, "too few earlier windows are known");
        var windows = new[] { Measured("2025-01", null), Measured("2025-02", null) with { Quality = [.. Measured("2025-02", null, 40).Quality, new() { Column = "log", Check = QualityMeasurement.VolumeCheck, Value = null, Verdict = silent.Verdict, DecidedBy = silent }] } };

        var told = new MeasurementSummary(windows).Unjudged();

        told.Count.ShouldBe(2);
        told[0].ShouldBe("quality of income in 2 windows: not enough data; in 2025-02 40 rows in the window, 500 needed.");
        told[1].ShouldBe("quality of log in 2025-02: not enough data, too few earlier windows are known.");
    }

    /// <param name="ratios">Of medians, by window; null: too few rows to judge.</param>
    private static LastingBreach Breach(params (string Window, double? Ratio)[] ratios) => new MeasurementSummary([.. ratios.Select(one => Measured(one.Window, one.Ratio))]).Breaches().Single();

    private static WindowMeasurement Measured(string window, double? ratio, int rows = 12)
    {
        var judged = ratio is not { } known ? Judgement.Insufficient("unitChangeRatio", Metric.UnitChange, rows, $"{rows} rows in the window, 500 needed")
            : new(known == 1 ? Verdict.Ok : Verdict.Alert, "unitChangeRatio", Metric.UnitChange, known, known < 1 ? 0.2 : 5, 1000);
        return new()
        {
            Window = window,
            Rows = 1000,
            Labelled = 0,
            Verdict = judged.Verdict,
            Performance = new PerformanceFacts(ScoredSample.Empty, new(), 0, 0.05).Measure(),
            Estimated = new() { Accuracy = null, Auc = null },
            Quality = [new() { Column = "income", Check = QualityMeasurement.UnitChangeCheck, Value = ratio, Verdict = judged.Verdict, DecidedBy = judged }],
        };
    }
}
