using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>What the default policy says about three logs whose drift is known.</summary>
public sealed class RealLogVerdictsTests
{
    [Fact]
    public async Task German_credit_says_not_enough_data_in_every_month_although_19_of_115_column_months_exceed_PSI_0_1()
    {
        var log = await RealLog.Of("german");
        log.Windows.Count.ShouldBe(5);
        foreach (var window in log.Windows)
        {
            window.Measures.Verdict.ShouldBe(Verdict.Insufficient);
            window.Measures.Judgements().ShouldAllBe(each => each.Judgement.Verdict == Verdict.Insufficient);
            window.Measures.Drift[0].DecidedBy.Reason.ShouldBe($"{window.Measures.Rows} rows in the window, 500 needed");
        }
        log.Windows.Sum(window => window.Measures.Drift.Count).ShouldBe(115);
        log.Windows.Sum(window => window.Measures.Drift.Count(drift => drift.Psi > 0.1)).ShouldBe(19);
        Measurement.Worst(log.Windows.Select(window => window.Measures)).ShouldBe(Verdict.Insufficient);
    }

    [Fact]
    public async Task German_credit_as_one_window_is_ok_and_says_what_has_too_few_rows()
    {
        var window = (await RealLog.Of("german", WindowLength.All)).Window("all");
        window.Verdict.ShouldBe(Verdict.Ok);
        window.Drift.ShouldAllBe(drift => drift.Verdict == Verdict.Ok && !drift.Drifted);
        window.Performance.Judgements.ShouldAllBe(judgement => judgement.Reason == "478 labelled rows in the window, 500 needed");
        window.Fairness.Single(fairness => fairness.Attribute == "foreign_worker").DecidedBy.Reason.ShouldBe("23 decided rows in the second largest group, 100 needed");
    }

    [Fact]
    public async Task Adult_is_silent_until_July_then_drift_and_performance_break_and_in_October_the_unit_of_capital_gain()
    {
        var log = await RealLog.Of("adult");
        foreach (var window in log.Windows)
        {
            var late = string.CompareOrdinal(window.Measures.Window, "2025-08") >= 0;
            Breaches(window, MeasureKind.Drift).Any().ShouldBe(late, window.Measures.Window);
            Breaches(window, MeasureKind.Performance).Any().ShouldBe(late, window.Measures.Window);
            window.Measures.Drift.Any(drift => drift.Drifted).ShouldBe(late, window.Measures.Window);
            var unit = string.CompareOrdinal(window.Measures.Window, "2025-10") >= 0;
            Breaches(window, MeasureKind.Quality).ShouldBe(unit ? ["capital_gain"] : []);
            if (unit)
                window.Measures.Quality.Single(check => check is { Column: "capital_gain", Check: QualityMeasurement.UnitChangeCheck }).ShouldSatisfyAllConditions(
                    check => check.Verdict.ShouldBe(Verdict.Alert),
                    check => check.Value!.Value.ShouldBe(0.01, 0.005),
                    check => check.DecidedBy.Metric.ShouldBe("unit_change"));
        }
    }

    [Fact]
    public async Task Adult_breaks_the_fairness_limit_by_sex_already_in_the_reference()
    {
        var sex = (await RealLog.Of("adult")).ReferenceMeasures.Fairness.Single(fairness => fairness.Attribute == "sex");
        sex.Verdict.ShouldBe(Verdict.Alert);
        sex.DecidedBy.Measure.ShouldBe("selectionRateRatio");
        sex.DecidedBy.Metric.ShouldBe("impact_ratio");
        sex.DecidedBy.Group.ShouldBe("Female");
        sex.DecidedBy.Value!.Value.ShouldBe(0.27, 0.005);
        sex.Low!.Value.ShouldBeLessThan(sex.DecidedBy.Value.Value);
        sex.High!.Value.ShouldBeGreaterThan(sex.DecidedBy.Value.Value);
    }

    [Fact]
    public async Task Employment_drifts_in_one_to_four_columns_a_year_and_none_of_it_reaches_a_limit()
    {
        var log = await RealLog.Of("acs_employment");
        log.Windows.Select(window => window.Measures.Window).ShouldBe(["2016", "2017", "2018"]);
        foreach (var window in log.Windows)
        {
            window.Measures.Drift.Count(drift => drift.Drifted).ShouldBeInRange(1, 4);
            window.Measures.Drift.ShouldAllBe(drift => drift.Verdict == Verdict.Ok);
            Breaches(window, MeasureKind.Performance).ShouldBeEmpty();
            Breaches(window, MeasureKind.Quality).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task German_credit_gives_the_same_figures_from_CSV_as_from_Parquet()
    {
        var parquet = await RealLog.Of("german");
        var csv = await RealLog.Of("german", production: "production.csv");
        csv.Windows.Select(window => window.Measures.ToJson()).ShouldBe(parquet.Windows.Select(window => window.Measures.ToJson()));
        csv.Windows.Select(window => window.Profile.Sha256()).ShouldBe(parquet.Windows.Select(window => window.Profile.Sha256()));
    }

    [Fact]
    public async Task A_window_computed_alone_equals_the_same_window_computed_among_all()
    {
        var log = await RealLog.Of("adult");
        var alone = await log.Again([Window.Parse("2025-09")!.Value]);
        alone.Single().Measures.ToJson().ShouldBe(log.Window("2025-09").ToJson());
    }

    [Fact]
    public async Task What_is_stored_of_a_window_reads_back_as_it_was()
    {
        var window = (await RealLog.Of("adult")).Windows[^1];
        WindowMeasurement.FromJson(window.Measures.ToJson()).ToJson().ShouldBe(window.Measures.ToJson());
        Profile.FromBytes(window.Profile.ToBytes()).ToBytes().ShouldBe(window.Profile.ToBytes());
    }

    [Fact]
    public async Task No_stored_text_ever_holds_a_value_that_is_no_number()
    {
        foreach (var name in new[] { "german", "adult", "acs_employment" })
            foreach (var window in (await RealLog.Of(name)).Windows)
                window.Measures.ToJson().ShouldNotContain("NaN", Case.Insensitive);
    }

    private static IEnumerable<string> Breaches(MeasuredWindow window, MeasureKind kind) =>
        window.Measures.Judgements().Where(each => each.Kind == kind && each.Judgement.IsBreach).Select(each => each.Subject);
}
