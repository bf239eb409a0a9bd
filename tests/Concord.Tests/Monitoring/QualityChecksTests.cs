using Concord.Logs;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>Every check of the data on counts made for it: what it finds, what it leaves alone, and how it is said.</summary>
public sealed class QualityChecksTests
{
    private static readonly MonitoringPolicy Policy = MonitoringPolicy.Read();

    private static readonly MonitorDefinition Definition = new() { ModelId = "m", Numeric = ["x"] };

    [Fact]
    public void Values_outside_the_range_of_the_reference_are_found_with_their_share()
    {
        var check = Check(Numbers(Even(1000), Merged(Even(960), At(40, 7))), QualityMeasurement.RangeCheck);
        (check.Verdict, check.DecidedBy.Metric, check.DecidedBy.Measure).ShouldBe((Verdict.Warn, "out_of_range_rate", "outOfRangeShare"));
        check.Value!.Value.ShouldBe(0.04, 1e-12);
        Says(check).ShouldBe("x has 4 % values outside the range of the reference since 2025-10-01");
        Check(Numbers(Even(1000), Merged(Even(900), At(100, 7))), QualityMeasurement.RangeCheck).Verdict.ShouldBe(Verdict.Alert);
        Check(Numbers(Even(1000), Even(1000)), QualityMeasurement.RangeCheck).Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public void A_column_that_varied_and_holds_one_value_now_no_longer_varies()
    {
        var check = Check(Numbers(Even(1000), At(600, 0.5005)), QualityMeasurement.ConstantCheck);
        (check.Verdict, check.DecidedBy.Metric).ShouldBe((Verdict.Alert, "constant_feature"));
        Says(check).ShouldBe("x no longer varies since 2025-10-01");
        Check(Numbers(At(1000, 3), At(600, 3)), QualityMeasurement.ConstantCheck).Verdict.ShouldBe(Verdict.Ok, "what never varied has not stopped");
        Check(Levels(("a", 999), ("b", 1)), Levels(("a", 600)), QualityMeasurement.ConstantCheck).Verdict.ShouldBe(Verdict.Ok, "one rare row stays away by chance");
        Check(Levels(("a", 900), ("b", 100)), Levels(("a", 600)), QualityMeasurement.ConstantCheck).Verdict.ShouldBe(Verdict.Alert);
    }

    [Fact]
    public void A_share_of_zeros_that_rose_or_fell_is_found()
    {
        var check = Check(Numbers(ZerosAnd(1000, 100), ZerosAnd(1000, 350)), QualityMeasurement.ZeroShareCheck);
        (check.Verdict, check.DecidedBy.Metric, check.Reference).ShouldBe((Verdict.Alert, "zero_share", 0.1));
        check.Value!.Value.ShouldBe(0.35, 1e-12);
        Says(check).ShouldBe("x has a share of zeros 25 points from that of the reference since 2025-10-01");
        Check(Numbers(ZerosAnd(1000, 350), ZerosAnd(1000, 100)), QualityMeasurement.ZeroShareCheck).Verdict.ShouldBe(Verdict.Alert);
        Check(Numbers(ZerosAnd(1000, 100), ZerosAnd(1000, 150)), QualityMeasurement.ZeroShareCheck).Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public void Codes_that_become_words_change_their_type()
    {
        var check = Check(Levels(("1", 600), ("2", 400)), Levels(("1", 570), ("2", 400), ("two", 30)), QualityMeasurement.TypeChangeCheck);
        (check.Verdict, check.DecidedBy.Metric).ShouldBe((Verdict.Alert, "type_change"));
        Says(check).ShouldBe("c has 3 % values of a type it never had since 2025-10-01");
        Check(Levels(("a", 600), ("b", 400)), Levels(("a", 570), ("new", 430)), QualityMeasurement.TypeChangeCheck).Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public void A_common_category_that_no_longer_comes_is_found_and_a_rare_one_may_stay_away()
    {
        var check = Check(Levels(("a", 600), ("b", 340), ("c", 60)), Levels(("a", 600), ("b", 400)), QualityMeasurement.LostCategoryCheck);
        (check.Verdict, check.DecidedBy.Metric).ShouldBe((Verdict.Alert, "category_lost_rate"));
        Says(check).ShouldBe("c lacks categories that held 6 % of the reference since 2025-10-01");
        Check(Levels([.. Enumerable.Range(0, 40).Select(i => ($"l{i}", 1L)), ("a", 960)]), Levels(("a", 1000)), QualityMeasurement.LostCategoryCheck).Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public void A_median_near_zero_may_jump_without_another_unit()
    {
        static EmpiricalDistribution Around(double centre) => EmpiricalDistribution.FromCounts(Enumerable.Range(0, 1000).Select(i => (((i + 0.5) / 1000) - 0.5 + centre, 1L)));
        var shifted = Check(Numbers(Around(0.001), Around(0.02)), QualityMeasurement.UnitChangeCheck);
        shifted.Value!.Value.ShouldBe(1, 0.01);
        shifted.Verdict.ShouldBe(Verdict.Ok);
        var scaled = Check(Numbers(Around(0.001), Scaled(Around(0.02), 1000)), QualityMeasurement.UnitChangeCheck);
        scaled.Verdict.ShouldBe(Verdict.Alert);
        Says(scaled).ShouldBe("x is 1,000 times larger since 2025-10-01");

        static EmpiricalDistribution Scaled(EmpiricalDistribution values, double factor) => EmpiricalDistribution.FromCounts(values.Pairs().Select(pair => (pair.Value * factor, pair.Count)));
    }

    [Theory]
    [InlineData(0.01, "capital_gain is 100 times smaller since 2025-10-01")]
    [InlineData(0.010204, "capital_gain is 98 times smaller since 2025-10-01")]
    [InlineData(1234.5, "capital_gain is 1,200 times larger since 2025-10-01")]
    [InlineData(7.46, "capital_gain is 7.5 times larger since 2025-10-01")]
    public void Another_unit_is_said_with_its_factor(double ratio, string sentence) =>
        BreachSentence.Of(MeasureKind.Quality, "capital_gain", "unitChangeRatio", ratio, "2025-10").ShouldBe(sentence);

    [Fact]
    public void What_the_model_never_saw_and_what_is_missing_are_said_plainly()
    {
        BreachSentence.Of(MeasureKind.Quality, "workclass", "newLevelShare", 0.031, "2025-10-07T13").ShouldBe("workclass has 3.1 % values the model never saw since 2025-10-07 13:00");
        BreachSentence.Of(MeasureKind.Quality, "age", "missingShareIncrease", 0.056, "2025-W41").ShouldBe("age is missing in 5.6 points more of the rows than in the reference since 2025-10-06");
        BreachSentence.Of(MeasureKind.Quality, QualityMeasurement.WholeLog, "volumeRatio", 0.48, "2025-Q4").ShouldBe("the log has 48 % of its usual rows since 2025-10-01");
    }

    [Fact]
    public void A_half_empty_month_is_found_once_it_is_over()
    {
        var months = Months(2000, 2050, 1950, 2020, 900, 1900);
        months[4] = months[4] with { Last = months[4].Window.Start.AddDays(13) };
        var checks = Judge(months, 4);
        checks[QualityMeasurement.VolumeCheck].ShouldSatisfyAllConditions(
            check => check.Column.ShouldBe(QualityMeasurement.WholeLog),
            check => (check.Verdict, check.DecidedBy.Metric).ShouldBe((Verdict.Warn, "request_rate")),
            check => check.Value!.Value.ShouldBe(900 / 2010.0, 1e-12));
        (checks[QualityMeasurement.FreshnessCheck].Verdict, checks[QualityMeasurement.FreshnessCheck].DecidedBy.Metric).ShouldBe((Verdict.Alert, "data_freshness"));
        Judge(months, 3).Values.ShouldAllBe(check => check.Verdict == Verdict.Ok);
        Judge(months, 5).Values.ShouldAllBe(check => check.Verdict == Verdict.Insufficient, "the log may go on");
        Judge(months, 5)[QualityMeasurement.VolumeCheck].DecidedBy.Reason.ShouldBe("the window is not complete yet, more rows may come");
    }

    [Fact]
    public void A_month_of_ten_times_the_rows_is_found_before_it_is_over() =>
        Judge(Months(2000, 2050, 1950, 2020, 20_000), 4)[QualityMeasurement.VolumeCheck].Verdict.ShouldBe(Verdict.Alert);

    [Fact]
    public void A_log_that_always_ends_early_is_not_late()
    {
        var months = Months(2000, 2050, 1950, 2020, 2000, 2000).Select(month => month with { Last = month.Window.Start.AddDays(2) }).ToArray();
        Judge(months, 4)[QualityMeasurement.FreshnessCheck].Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public void What_is_usual_takes_three_windows_and_enough_rows()
    {
        Judge(Months(2000, 2050, 900, 2000), 2)[QualityMeasurement.VolumeCheck].DecidedBy.Reason.ShouldBe("too few earlier windows are known");
        Judge(Months(100, 110, 95, 20, 100), 3)[QualityMeasurement.VolumeCheck].DecidedBy.Reason.ShouldBe("100 rows usually, 500 needed");
        new Arrivals([new(Window.All, 100, null)]).Measure(Window.All, Definition).ShouldBeEmpty("without cuts there is nothing before");
    }

    [Fact]
    public void An_outage_among_the_windows_before_counts_as_one()
    {
        var months = Months(2000, 2050, 1950, 2020, 2000, 2000, 2000);
        var without = months.Where((_, i) => i != 2).ToArray();
        QualityOf.Log(new Arrivals(without), months[5].Window, Definition, Policy).ShouldAllBe(check => check.Verdict == Verdict.Ok);
    }

    [Fact]
    public void Months_without_a_row_are_told_in_the_month_in_which_rows_come_again()
    {
        var months = Months(2000, 2050, 1950, 2020, 2000, 2000, 2000);
        var one = Silence(months.Where((_, i) => i != 4), months[5].Window);
        (one.Column, one.Verdict, one.DecidedBy.Metric, one.Value).ShouldBe((QualityMeasurement.WholeLog, Verdict.Warn, "data_freshness", 1));
        BreachSentence.Of(MeasureKind.Quality, one.Column, one.DecidedBy.Measure, one.DecidedBy.Value!.Value, "2025-06").ShouldBe("the log had no row in the window before since 2025-06-01");
        var two = Silence(months.Where((_, i) => i is not (3 or 4)), months[5].Window);
        (two.Verdict, two.Value).ShouldBe((Verdict.Alert, 2));
        MeasureWords.Against(two.DecidedBy).ShouldBe("windows without rows 2 = 2", "a limit that is met is not passed");
        Silence(Months(2000, 2050, 1950, 2020, 2000, 2000, 2000, 2000).Where((_, i) => i != 4), months[6].Window).Verdict.ShouldBe(Verdict.Ok, "it is told once");
        Silence(months.Where((_, i) => i != 1), months[2].Window).Verdict.ShouldBe(Verdict.Insufficient, "two months tell nothing of what is usual");
        Silence(months.Where((_, i) => i != 5), months[6].Window).Verdict.ShouldBe(Verdict.Warn, "the newest window is not over, but the one before is");
    }

    [Theory]
    [InlineData("missingShareIncrease", 0.020375, 0.02, "2.04 > 2.00 points")]
    [InlineData("missingShareIncrease", 0.05, 0.02, "5.0 > 2.0 points")]
    [InlineData("missingShareIncrease", 0.02, 0.02, "2.0 = 2.0 points")]
    [InlineData("selectionRateRatio", 0.7996, 0.8, "0.7996 < 0.8000")]
    [InlineData("psi", 0.2501, 0.25, "0.2501 > 0.2500")]
    [InlineData("psi", 0.25000000001, 0.25, "0.250 > 0.250")]
    public void A_figure_just_beyond_its_limit_is_told_apart_from_it(string measure, double value, double limit, string said) =>
        MeasureWords.Against(measure, value, limit).ShouldEndWith(said);

    /// <summary>Nobody decides on weekends, at night, or in a month of low volume that is hardly judged at all.</summary>
    [Fact]
    public void A_silence_that_comes_back_is_not_told_and_one_that_does_not_is()
    {
        var start = new DateTimeOffset(2025, 1, 6, 0, 0, 0, TimeSpan.Zero);
        var days = Enumerable.Range(0, 60).Select(day => new ArrivedRows(Window.Of(WindowLength.Day, start.AddDays(day)), 900, start.AddDays(day).AddHours(22))).ToList();
        var office = days.Where(day => day.Window.Start.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToList();
        office.ShouldAllBe(day => !Silence(office, day.Window).DecidedBy.IsBreach);
        Silence(office, days[7].Window).Verdict.ShouldBe(Verdict.Insufficient, "after one week nobody knows");

        var stopped = office.Where(day => day.Window.Start < start.AddDays(28) || day.Window.Start >= start.AddDays(42)).ToList();
        Silence(stopped, days[42].Window).ShouldSatisfyAllConditions(check => check.Verdict.ShouldBe(Verdict.Alert), check => check.Value.ShouldBe(16));

        var hours = Enumerable.Range(0, 24 * 20).Where(hour => hour % 24 is > 6 and < 20).Select(hour => Window.Of(WindowLength.Hour, start.AddHours(hour))).Select(hour => new ArrivedRows(hour, 900, hour.Start.AddMinutes(55))).ToList();
        hours.ShouldAllBe(hour => !Silence(hours, hour.Window).DecidedBy.IsBreach);
        Silence(Months(60, 70, 65, 80, 60, 70).Where((_, i) => i != 4), Window.Parse("2025-06")!.Value).Verdict.ShouldBe(Verdict.Insufficient);
    }

    /// <summary>By the clock a silence is measured as the window after it would tell it, with the same rules of what is usual.</summary>
    [Fact]
    public void A_silence_that_goes_on_is_measured_by_the_rules_of_one_that_ended()
    {
        var months = Months(2000, 2050, 1950, 2020, 2000, 2000, 2000).ToArray();
        StillSilent(months[..4], months[4].Window).ShouldSatisfyAllConditions(check => check.Verdict.ShouldBe(Verdict.Warn), check => check.Value.ShouldBe(1));
        StillSilent(months[..4], months[4].Window, months[5].Window).Verdict.ShouldBe(Verdict.Alert);
        StillSilent(months[..2], months[2].Window, months[3].Window).Verdict.ShouldBe(Verdict.Insufficient, "two months tell nothing of what is usual");
        StillSilent([months[0], months[1], months[3], months[4]], months[5].Window, months[6].Window).Verdict.ShouldBe(Verdict.Ok, "it was silent for half as long before");
        StillSilent([.. Months(60, 70, 65, 80)], months[4].Window, months[5].Window).Verdict.ShouldBe(Verdict.Insufficient);

        var start = new DateTimeOffset(2025, 1, 6, 0, 0, 0, TimeSpan.Zero);
        var office = Enumerable.Range(0, 26).Select(day => Window.Of(WindowLength.Day, start.AddDays(day))).Where(day => day.Start.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(day => new ArrivedRows(day, 900, null)).ToArray();
        Window[] passed = [.. Enumerable.Range(26, 5).Select(day => Window.Of(WindowLength.Day, start.AddDays(day)))];
        StillSilent(office, passed[..4]).Verdict.ShouldBe(Verdict.Ok, "twice a weekend");
        StillSilent(office, passed).Verdict.ShouldBe(Verdict.Alert);
        StillSilent(office[..4], Window.Parse("2025-01-10")!.Value, Window.Parse("2025-01-11")!.Value).Verdict.ShouldBe(Verdict.Insufficient, "after one week nobody knows");
        QualityCheck.GoesOn(QualityCheck.StillSilent, 3, "volumeRatio", 0.1).ShouldBeFalse("a log that stopped had rows before, however few");
    }

    private static QualityMeasurement StillSilent(ArrivedRows[] rows, params Window[] passed) => QualityVerdicts.Judge(new Arrivals(rows).SilenceSince(passed), (_, _) => false, Policy);

    private static QualityMeasurement Silence(IEnumerable<ArrivedRows> rows, Window window) =>
        QualityOf.Log(new Arrivals(rows), window, Definition, Policy).Single(check => check.Check == QualityMeasurement.SilenceCheck);

    [Fact]
    public void Repeated_predictions_are_told_in_the_window_they_came_in()
    {
        var window = Window.Parse("2025-10")!.Value;
        var arrivals = new Arrivals([new(window, 980, window.Start)], complete: null, [new(window.Start.AddHours(5), 15), new(window.Start.AddHours(6), 5), new(window.End, 100)]);
        var check = QualityOf.Log(arrivals, window, Definition, Policy).Single(check => check.Check == QualityMeasurement.DuplicateCheck);
        (check.Column, check.Verdict, check.DecidedBy.Metric).ShouldBe(("prediction_id", Verdict.Alert, "duplicate_rate"));
        check.Value!.Value.ShouldBe(0.02, 1e-12);
        Says(check).ShouldBe("prediction_id repeats in 2 % of the rows since 2025-10-01");
    }

    [Fact]
    public void A_policy_of_before_has_the_limits_the_checks_came_with()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.yaml");
        string[] later = ["out_of_range_share", "most_frequent_share", "zero_share_change", "lost_level_share", "new_kind_share", "duplicate_share", "volume_change", "silent_end", "windows_without_rows", "quality:"];
        try
        {
            File.WriteAllLines(file, File.ReadLines(MonitoringPolicy.DefaultFile).Where(line => !later.Any(key => line.TrimStart().StartsWith(key, StringComparison.Ordinal))));
            var older = MonitoringPolicy.Read(file);
            older.Values.ShouldBe(Policy.Values, ignoreOrder: true);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Says(QualityMeasurement check) => BreachSentence.Of(MeasureKind.Quality, check.Column, check.DecidedBy.Measure, check.DecidedBy.Value!.Value, "2025-10");

    private static QualityMeasurement Check(ColumnFacts column, string check) => QualityOf.Columns([column], Policy).Single(one => one.Check == check);

    private static QualityMeasurement Check(CategoryCounts reference, CategoryCounts window, string check) => Check(ColumnFacts.Categorical("c", reference, window), check);

    private static ColumnFacts Numbers(EmpiricalDistribution reference, EmpiricalDistribution window) => ColumnFacts.Numeric("x", DriftKind.Numeric, reference, QuantileBins.FromReference(reference), window);

    private static CategoryCounts Levels(params (string Level, long Rows)[] levels) => CategoryCounts.FromCounts(levels.Select(level => ((string?)level.Level, level.Rows)));

    private static EmpiricalDistribution Even(int rows) => EmpiricalDistribution.FromCounts(Enumerable.Range(0, rows).Select(i => ((i + 0.5) / rows, 1L)));

    private static EmpiricalDistribution At(int rows, double value) => EmpiricalDistribution.FromCounts([(value, rows)]);

    private static EmpiricalDistribution Merged(EmpiricalDistribution first, EmpiricalDistribution second) => first.Merge(second);

    private static EmpiricalDistribution ZerosAnd(int rows, int zeros) => Merged(At(zeros, 0), EmpiricalDistribution.FromCounts(Enumerable.Range(0, rows - zeros).Select(i => (1 + ((i + 0.5) / (rows - zeros)), 1L))));

    private static ArrivedRows[] Months(params long[] rows) => [.. rows.Select((count, i) => Window.Of(WindowLength.Month, new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(i)))
        .Zip(rows, (window, count) => new ArrivedRows(window, count, window.End.AddHours(-2)))];

    private static Dictionary<string, QualityMeasurement> Judge(ArrivedRows[] months, int at) =>
        QualityOf.Log(new Arrivals(months), months[at].Window, Definition, Policy).ToDictionary(check => check.Check, StringComparer.Ordinal);
}
