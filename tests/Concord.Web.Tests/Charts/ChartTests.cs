using Concord.Monitoring;
using Concord.Web.Charts;
using Concord.Web.Tests.Gallery;

namespace Concord.Web.Tests.Charts;

public sealed class ChartTests
{
    private const int LargestChart = 12_000;

    [Fact]
    public void A_line_chart_of_fourteen_windows_is_small_and_carries_no_style()
    {
        foreach (var svg in new[] { new PerformanceHistory(GalleryData.Performance).Svg("AUC"), new FairnessTrend(GalleryData.Fairness).Svg("Ratio"), new DistributionCompare(GalleryData.Distribution).Svg("Income") })
        {
            svg.Length.ShouldBeLessThan(LargestChart);
            svg.ShouldNotContain("style=");
            svg.ShouldNotContain("rgb(");
            svg.ShouldNotContain("NaN");
            svg.ShouldNotContain(" id=");
            System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName.ShouldBe("svg");
        }
    }

    [Fact]
    public void A_name_from_outside_cannot_leave_its_place_in_the_picture()
    {
        var hostile = new DistributionCompareData("<script>alert(1)</script>", "\"><img>", [new("<b>", 0.5, 0.5)], 10, 10);

        var svg = new DistributionCompare(hostile).Svg("<title>");

        svg.ShouldNotContain("<script");
        svg.ShouldNotContain("<img");
        svg.ShouldNotContain("<b>");
    }

    [Fact]
    public void Bins_whose_names_have_no_room_stand_by_their_upper_ends()
    {
        DistributionBin[] Bins(string scale) => [.. Enumerable.Range(0, 10).Select(bin => bin < 9 ? new DistributionBin($"{bin}{scale}–{bin + 1}{scale}", 0.1, 0.1, $"≤ {bin + 1}{scale}") : new($"> {bin}{scale}", 0.1, 0.1))];

        new DistributionCompare(new("income", "2026-01", Bins("8,600"), 900, 900)).Svg("Income").ShouldSatisfyAllConditions(
            svg => svg.ShouldContain(">≤ 18,600</text>"), svg => svg.ShouldNotContain("…"), svg => svg.ShouldContain("08,600–18,600, reference: 10.0 %</title>"));
        new DistributionCompare(new("age", "2026-01", Bins(""), 900, 900)).Svg("Age").ShouldContain(">0–1</text>");
    }

    [Fact]
    public void A_window_without_value_interrupts_the_line_and_the_caption_says_why()
    {
        var history = new PerformanceHistoryData("AUC", ["2026-01", "2026-02", "2026-03"],
            [new("version 1", [new("2026-01", 0.8, 0.79, 0.81, 900), new("2026-02", null, null, null, 0) { NotComputable = "one class only" }, new("2026-03", 0.7, 0.69, 0.71, 900)], new ChartLimits(0.77, 0.75))], []);

        new PerformanceHistory(history).Caption().ShouldBe(
            "AUC of version 1: 0.800 in 2026-01, 0.700 in 2026-03 (95 % 0.690–0.710, n 900); below the alert limit 0.750 since 2026-03. Not computable in 2026-02: one class only.");
        new PerformanceHistory(history).Svg("AUC").Split("class=\"line a\"").Length.ShouldBe(1, "two single points make no line");
    }

    /// <summary>Windows without rows are stored nowhere; a chart that put their neighbours side by side would hide the outage.</summary>
    [Fact]
    public void Windows_without_rows_have_their_place_interrupt_the_line_and_are_named()
    {
        PerformancePoint[] points = [.. new[] { "2025-01", "2025-02", "2025-05", "2025-06" }.Select((window, i) => new PerformancePoint(window, 0.8 + (i * 0.01), 0.7, 0.9, 900))];
        var history = new PerformanceHistory(new("AUC", [.. points.Select(point => point.Window)], [new("1.0", points)], []));
        history.Caption().ShouldEndWith(" No rows in 2025-03 to 2025-04.");
        var svg = history.Svg("AUC");
        svg.Split("class=\"line a\"").Length.ShouldBe(3, "two lines of two windows each");
        svg.ShouldContain(">Mar</text>");
        var drawn = System.Xml.Linq.XDocument.Parse(svg).Descendants().Where(shape => (string?)shape.Attribute("class") == "dot a").Select(dot => double.Parse((string)dot.Attribute("cx")!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        ((drawn[2] - drawn[1]) / (drawn[1] - drawn[0])).ShouldBe(3, 0.1, "three months lie between February and May");

        var fairness = new FairnessTrend(new("sex", "Ratio", [.. points.Select(point => new FairnessPoint(point.Window, "f", "m", 0.9, 0.8, 1, 900)).Prepend(new("reference", "f", "m", 0.9, 0.8, 1, 900))], new(0.8, 0.7)));
        fairness.Caption().ShouldEndWith(" No rows in 2025-03 to 2025-04.");
        fairness.Svg("Ratio").Split("class=\"line a\"").Length.ShouldBe(3);

        var cell = new DriftCell(0.01, "ok", Drifted: false, 900);
        var heat = new DriftHeat(new([.. points.Select(point => point.Window)], [new("income", null, [cell, cell, cell, cell])]));
        heat.Places.Select(place => (place.Label, place.At)).ShouldBe([("2025-01", 0), ("2025-02", 1), ("2025-03 to 2025-04", null), ("2025-05", 2), ("2025-06", 3)]);
        heat.Caption().ShouldEndWith(" No rows in 2025-03 to 2025-04.");
    }

    [Fact]
    public void Gaps_are_counted_in_the_calendar_of_the_windows()
    {
        WindowGaps.Told(["2025-01", "2025-02", "2025-04", "2025-06"]).ShouldBe(["2025-03", "2025-05"]);
        WindowGaps.Told(["2025-12-31", "2026-01-01", "2026-01-03"]).ShouldBe(["2026-01-02"]);
        WindowGaps.Told(["2025-W52", "2026-W02"]).ShouldBe(["2026-W01"]);
        WindowGaps.Told(["reference", "2025-01", "2026-Q1", "2026", "all"]).ShouldBeEmpty("neighbours of unlike length have no calendar in common");
        WindowGaps.Fill(["2020-01", "2025-01"]).Select(place => place.Label).ShouldBe(["2020-01", "2020-02 to 2024-12", "2025-01"], "a long gap takes one place");
        WindowGaps.Fill(["2024-01", "2025-02"]).Count.ShouldBe(14, "a year of months has a place each");
        WindowLabels.Short(["2020-01", "2020-02 to 2024-12", "2025-01"]).ShouldBe(["Jan 20", "…", "Jan 25"]);
    }

    [Fact]
    public void Each_reason_for_no_value_stands_with_its_own_windows()
    {
        var history = new PerformanceHistoryData("AUC", ["2026-01", "2026-02", "2026-03", "2026-04"],
            [new("version 1", [new("2026-01", 0.8, 0.79, 0.81, 900), new("2026-02", null, null, null, 0) { NotComputable = "the tool failed" },
                new("2026-03", null, null, null, 0) { NotComputable = "no measurement" }, new("2026-04", null, null, null, 0) { NotComputable = "no measurement" }], new ChartLimits(0.77, 0.75))], []);

        new PerformanceHistory(history).Caption().ShouldEndWith("Not computable in 2026-02: the tool failed. Not computable in 2026-03 and 2026-04: no measurement.");
    }

    [Fact]
    public void A_provisional_window_is_hollow_and_decides_nothing()
    {
        var history = new PerformanceHistoryData("AUC", ["2026-01", "2026-02"],
            [new("version 1", [new("2026-01", 0.8, null, null, 900), new("2026-02", 0.5, null, null, 90) { Provisional = true }], new ChartLimits(0.77, 0.75))], []);

        new PerformanceHistory(history).Caption().ShouldBe("AUC of version 1: 0.800 in 2026-01, 0.500 in 2026-02 (n 90). 2026-02 is provisional (hollow).", "neither within nor beyond: nobody judged it");
        new PerformanceHistory(history).Svg("AUC").ShouldContain("class=\"hollow a\"");
    }

    [Fact]
    public void A_caption_says_beyond_only_where_the_verdict_does()
    {
        PerformancePoint Point(string window, double value, Verdict verdict) => new(window, value, null, null, 900) { Judged = verdict };
        string Of(params PerformancePoint[] points) => new PerformanceHistory(new("AUC", [.. points.Select(point => point.Window)], [new("version 1", points, new ChartLimits(0.77, 0.75))], [])).Caption();

        Of(Point("2026-01", 0.8, Verdict.Ok), Point("2026-02", 0.74, Verdict.Ok)).ShouldContain("; below a limit by no more than chance.");
        Of(Point("2026-01", 0.74, Verdict.Ok), Point("2026-02", 0.8, Verdict.Ok)).ShouldContain("; within its limits.");
        Of(Point("2026-01", 0.74, Verdict.Alert), Point("2026-02", 0.8, Verdict.Ok)).ShouldContain("; within its limits, beyond them in 2026-01.");
        Of(Point("2026-01", 0.74, Verdict.Warn), Point("2026-02", 0.74, Verdict.Alert)).ShouldContain("; below the alert limit 0.750 since 2026-02, below the warning limit since 2026-01.");

        var fairness = new FairnessTrend(new("sex", "Ratio", [new("2026-01", "f", "m", 0.78, 0.6, 1, 900) { Judged = Verdict.Ok }], new(0.85, 0.8)));
        fairness.Caption().ShouldContain("; below a limit by no more than chance.");
    }

    [Theory]
    [InlineData(2, 7, false)]
    [InlineData(4, 12, true)]
    [InlineData(1, 1, false)]
    public void An_estimate_is_said_to_have_lost_its_meaning_only_where_chance_does_not_explain_its_failures(int failed, int all, bool lost)
    {
        PerformancePoint[] points = [.. Enumerable.Range(1, all).Select(month => new PerformancePoint($"2026-{month:00}", 0.8, 0.7, 0.9, 900) { Held = month > failed })];
        var history = new PerformanceHistory(new("AUC", [.. points.Select(point => point.Window)], [new("estimate", points) { IsEstimate = true }], []));
        history.Caption().Contains("no longer mean", StringComparison.Ordinal).ShouldBe(lost);
        history.Caption().Contains("one window in twenty", StringComparison.OrdinalIgnoreCase).ShouldBe(!lost);
    }

    [Fact]
    public void Where_lower_is_better_the_limits_lie_above()
    {
        var brier = new PerformanceHistoryData("Brier score", ["2026-01", "2026-02"],
            [new("version 1", [new("2026-01", 0.15, null, null, 900), new("2026-02", 0.17, null, null, 900)], new ChartLimits(0.16, 0.18))], []) { HigherIsBetter = false };

        new PerformanceHistory(brier).Caption().ShouldContain("above the warning limit 0.160 since 2026-02");
    }

    [Theory]
    [InlineData(1e300, "↑ 1E+300")]
    [InlineData(-1.7e308, "↓ -1.7E+308")]
    [InlineData(123_456, "↑ 123456.000")]
    public void A_figure_of_absurd_size_stands_at_the_end_of_an_axis_that_shows_the_others(double absurd, string label)
    {
        var chart = new PerformanceHistory(new("Grounded answers", ["2026-01", "2026-02", "2026-03"],
            [new("1.0", [new("2026-01", 0.97, 0.96, 0.98, 900), new("2026-02", absurd, absurd, absurd, 900), new("2026-03", 0.93, null, null, 900)], new ChartLimits(0.95, 0.9))], []));

        var svg = chart.Svg("Grounded answers");
        svg.ShouldContain($">{label}</text>");
        svg.ShouldContain("off the chart</title>");
        svg.ShouldContain(">0.96</text>", Case.Sensitive, "the axis is that of the ordinary figures");
        svg.ShouldNotContain("NaN");
        Heights(svg).ShouldAllBe(height => height >= 0 && height <= ChartSize.Height);
        chart.Caption().ShouldContain($" 2026-02 lies off the chart with {label[2..]}.");
    }

    [Fact]
    public void Figures_that_are_all_of_absurd_size_have_an_axis_with_powers_of_ten()
    {
        var svg = new PerformanceHistory(new("Latency", ["2026-01", "2026-02"], [new("1.0", [new("2026-01", 1e300, null, null, 9), new("2026-02", 2e299, null, null, 9)])], [])).Svg("Latency");

        svg.Length.ShouldBeLessThan(LargestChart);
        svg.ShouldContain(">6E+299</text>");
        svg.ShouldNotContain("off the chart");
    }

    [Fact]
    public void A_hundredfold_jump_is_on_the_chart()
    {
        PlotRange.Of([0, 0, 0, 120], []).ShouldBe(new(0, 120));
        PlotRange.Of([0.001, 0.002, 8.4], [0.1, 0.25]).ShouldBe(new(0.001, 8.4));
        PlotRange.Of([800, 820, 80_000], [1000]).ShouldBe(new(800, 80_000));
    }

    /// <summary>Of everything drawn with points.</summary>
    private static IEnumerable<double> Heights(string svg) => System.Xml.Linq.XDocument.Parse(svg).Descendants().Select(shape => (string?)shape.Attribute("points")).Where(points => points is not null)
        .SelectMany(points => points!.Split(' ')).Select(point => double.Parse(point.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void An_estimate_that_selective_labels_cannot_check_does_not_wait_for_more_outcomes()
    {
        var selective = new PerformancePoint("2026-01", 0.8, 0.79, 0.81, 900) { Unchecked = "labels are selective" };
        var early = new PerformancePoint("2026-02", 0.8, 0.79, 0.81, 900);

        Said(selective).ShouldEndWith(" The estimate cannot be checked in 2026-01: labels are selective.");
        Said(selective, early).ShouldEndWith(" The estimate is not checked yet. It cannot be checked in 2026-01: labels are selective. In the other windows too few outcomes are in.");
        Said(early).ShouldEndWith(" Too few outcomes are in to check the estimate.");
        Said(selective, early with { Held = true }).ShouldEndWith(" The estimate held in the one window whose outcomes could check it. It cannot be checked in 2026-01: labels are selective.");

        static string Said(params PerformancePoint[] estimates) =>
            new PerformanceHistory(new("AUC", ["2026-01", "2026-02"], [new("estimate", estimates) { IsEstimate = true }], [])).Caption();
    }

    [Fact]
    public void A_row_that_grew_to_an_alert_says_where_it_began()
    {
        var history = new PerformanceHistoryData("AUC", ["2026-01", "2026-02", "2026-03"],
            [new("1.0", [new("2026-01", 0.9, null, null, 900), new("2026-02", 0.76, null, null, 900), new("2026-03", 0.7, null, null, 900)], new ChartLimits(0.77, 0.75))], []);

        new PerformanceHistory(history).Caption().ShouldContain("; below the alert limit 0.750 since 2026-03, below the warning limit since 2026-02.");
    }

    [Fact]
    public void Nothing_computable_is_said_in_words()
    {
        var empty = new PerformanceHistoryData("AUC", ["2026-01"], [new("version 1", [new("2026-01", null, null, null, 0)])], []);

        new PerformanceHistory(empty).Caption().ShouldBe("AUC is not computable in any window yet.");
        new PerformanceHistory(empty).Svg("AUC").ShouldNotContain("NaN");
    }

    [Fact]
    public void A_large_drift_from_few_rows_does_not_look_like_an_alarm()
    {
        var heat = new DriftHeat(GalleryData.Drift);

        heat.Class(new DriftCell(0.4, "insufficient", Drifted: false, 93)).ShouldBe("hn");
        heat.Class(new DriftCell(0.4, "ok", Drifted: false, 900)).ShouldBe("h2");
        heat.Class(new DriftCell(0.11, "warn", Drifted: true, 900)).ShouldBe("h3");
        heat.Class(new DriftCell(0.27, "alert", Drifted: true, 900)).ShouldBe("h4");
        heat.Class(new DriftCell(0.004, "ok", Drifted: false, 900)).ShouldBe("h0");
    }

    [Fact]
    public void A_cell_says_which_measure_decided_where_its_figure_does_not()
    {
        DriftHeat.Title(new DriftCell(0.05, "alert", Drifted: true, 900) { Decisive = "normalised Wasserstein distance" })
            .ShouldBe("PSI 0.050, n 900, alert by normalised Wasserstein distance, drifted");
        DriftHeat.Title(new DriftCell(0.27, "alert", Drifted: true, 900)).ShouldBe("PSI 0.270, n 900, alert, drifted");
    }

    [Fact]
    public void The_fairness_caption_names_both_groups_the_interval_and_since_when() =>
        new FairnessTrend(GalleryData.Fairness).Caption().ShouldBe(
            "Selection rate ratio of under 25 against 25 to 64: 0.77 in 2026-08 (95 % 0.71–0.83, n 1,390); below the alert limit 0.80 since 2026-05; difference -9.1 points, 95 % -11.5 to -6.7. "
            + "Not enough data for a verdict in 2025-11; that is not a pass.");

    [Fact]
    public void Window_names_repeat_the_year_only_where_it_changes()
    {
        WindowLabels.Short(["2025-11", "2025-12", "2026-01"]).ShouldBe(["Nov 25", "Dec", "Jan 26"]);
        WindowLabels.Short(["2025-W52", "2026-W01", "2026-W02"]).ShouldBe(["W52 25", "W01 26", "W02"]);
        WindowLabels.Short(["2025-Q4", "2026-Q1"]).ShouldBe(["Q4 25", "Q1 26"]);
        WindowLabels.Short(["2025-10-07", "2025-10-07T13", "all"]).ShouldBe(["7 Oct", "7 Oct 13h", "all"]);
    }
}
