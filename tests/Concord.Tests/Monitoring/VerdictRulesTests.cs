using Concord.Loop;
using Concord.Logs;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>The rules one by one, on counts made for them.</summary>
public sealed class VerdictRulesTests
{
    private static readonly MonitoringPolicy Policy = MonitoringPolicy.Read();

    private static readonly MonitorDefinition Definition = new() { ModelId = "m", Categorical = ["c"], Protected = ["g"] };

    [Fact]
    public void A_rise_of_missing_values_from_0_to_5_percent_is_drift_and_a_quality_alert()
    {
        var column = Numeric(Even(1000), Even(1000, missing: 60));
        var drift = DriftVerdicts.Judge([column], Policy).Single();
        drift.Drifted.ShouldBeTrue();
        drift.Verdict.ShouldBe(Verdict.Alert);
        drift.DecidedBy.Metric.ShouldBe("psi_feature");
        var missing = Quality(column, drift).Single(check => check.Check == QualityMeasurement.MissingCheck);
        missing.Verdict.ShouldBe(Verdict.Alert);
        missing.DecidedBy.Metric.ShouldBe("missing_rate");
        missing.Value!.Value.ShouldBe(60 / 1060.0, 1e-12);
        missing.Reference.ShouldBe(0);
    }

    [Fact]
    public void A_column_that_stopped_coming_is_an_alert_and_says_which_figures_do_not_exist()
    {
        var drift = DriftVerdicts.Judge([Numeric(Even(1000), Even(0, missing: 800))], Policy).Single();
        drift.Verdict.ShouldBe(Verdict.Alert);
        drift.Ks.ShouldBeNull();
        drift.NotComputed!["ks"].ShouldBe("the window has no value");
    }

    [Fact]
    public void A_level_never_seen_in_the_reference_is_an_alert_from_two_percent()
    {
        var column = ColumnFacts.Categorical("c", Levels(("a", 600), ("b", 400)), Levels(("a", 580), ("b", 390), ("new", 30)));
        var drift = DriftVerdicts.Judge([column], Policy).Single();
        drift.NewCategories.ShouldBe(["new"]);
        drift.Verdict.ShouldBe(Verdict.Alert);
        Quality(column, drift).Single(check => check.Check == QualityMeasurement.NewCategoryCheck)
            .ShouldSatisfyAllConditions(check => check.Verdict.ShouldBe(Verdict.Alert), check => check.DecidedBy.Metric.ShouldBe("category_new_rate"), check => check.Value!.Value.ShouldBe(0.03, 1e-12));
    }

    /// <summary>Shares of whole rows that meet the limit: as numbers they come one digit above or below it.</summary>
    [Theory]
    [InlineData(100, 150)]
    [InlineData(200, 250)]
    [InlineData(0, 50)]
    [InlineData(300, 350)]
    public void A_limit_that_is_met_exactly_is_reached(int before, int now)
    {
        var drift = DriftVerdicts.Judge([Numeric(Even(1000 - before, missing: before), Even(1000 - now, missing: now))], Policy).Single();
        drift.Verdict.ShouldBe(Verdict.Alert, $"{drift.Basis!.MissingShareIncrease:R}");
    }

    [Fact]
    public void A_level_that_chance_explains_breaks_no_limit()
    {
        // 4 of 500 rows hold a level the reference of 500 happened not to have.
        var column = ColumnFacts.Categorical("c", Levels(("a", 300), ("b", 200)), Levels(("a", 298), ("b", 198), ("rare", 4)));
        var drift = DriftVerdicts.Judge([column], Policy).Single();
        drift.Drifted.ShouldBeFalse();
        Quality(column, drift).ShouldAllBe(check => check.Verdict == Verdict.Ok);
    }

    [Fact]
    public void The_PSI_limit_rises_to_what_sampling_alone_produces()
    {
        var drift = DriftVerdicts.Judge([Numeric(Even(500), Even(500))], Policy).Single();
        drift.DecidedBy.Limit!.Value.ShouldBe(0.1, 1e-12);
        var wide = Enumerable.Range(0, 200).Select(level => ($"l{level:000}", 3L)).ToArray();
        var many = DriftVerdicts.Judge([ColumnFacts.Categorical("c", Levels(wide), Levels(wide))], Policy).Single();
        many.DecidedBy.Limit!.Value.ShouldBe(((1 / 600.0) + (1 / 600.0)) * ChiSquareLaw.Quantile(0.95, 199), 1e-9);
    }

    [Fact]
    public void A_verdict_depends_only_on_its_window_but_the_columns_of_a_window_share_their_false_alarms()
    {
        var slight = Numeric(Even(2000), Shifted(2000, 0.045));
        var alone = DriftVerdicts.Judge([slight], Policy).Single();
        var among = DriftVerdicts.Judge([slight, .. Enumerable.Repeat(Numeric(Even(2000), Even(2000)), 30)], Policy)[0];
        alone.Drifted.ShouldBeTrue();
        among.PAdjusted!.Value.ShouldBeGreaterThan(0.9);
        among.Drifted.ShouldBeFalse();
    }

    [Fact]
    public void A_constant_column_that_stays_constant_is_ok_and_says_why_there_is_no_test()
    {
        var drift = DriftVerdicts.Judge([ColumnFacts.Categorical("c", Levels(("a", 600)), Levels(("a", 700)))], Policy).Single();
        drift.Verdict.ShouldBe(Verdict.Ok);
        drift.PAdjusted.ShouldBeNull();
        drift.NotComputed!["pAdjusted"].ShouldContain("only one level");
    }

    [Fact]
    public void Values_in_another_unit_are_an_alert_only_with_thirty_of_them_on_both_sides()
    {
        QualityMeasurement Unit(int nonZero)
        {
            var column = Numeric(ZerosAnd(1000, nonZero, 500), ZerosAnd(1000, nonZero, 5));
            return Quality(column, DriftVerdicts.Judge([column], Policy).Single()).Single(check => check.Check == QualityMeasurement.UnitChangeCheck);
        }
        Unit(30).Verdict.ShouldBe(Verdict.Alert);
        Unit(29).Verdict.ShouldBe(Verdict.Insufficient);
        Unit(29).DecidedBy.Reason.ShouldBe("29 values other than zero, 30 needed on both sides");
    }

    [Theory]
    [InlineData(499, 5000, "499 rows in the window, 500 needed")]
    [InlineData(5000, 499, "499 rows in the reference, 500 needed")]
    public void Drift_needs_500_rows_on_both_sides(int window, int reference, string reason)
    {
        var drift = DriftVerdicts.Judge([Numeric(Even(reference), Shifted(window, 5))], Policy).Single();
        drift.Verdict.ShouldBe(Verdict.Insufficient);
        drift.DecidedBy.Reason.ShouldBe(reason);
        drift.Drifted.ShouldBeTrue("detection is told whatever the number of rows");
    }

    [Fact]
    public void A_group_of_three_never_drives_the_headline()
    {
        var fairness = Fairness(("big", 800, 400, 0), ("other", 700, 350, 0), ("three", 3, 0, 0));
        fairness.Verdict.ShouldBe(Verdict.Ok);
        fairness.Groups.Single(group => group.Group == "three").TooSmall.ShouldBeTrue();
        fairness.Smallest!.Group.ShouldBe("other");
        fairness.SelectionRateRatioAll.ShouldBe(0, "every group is in the measure; only the verdict needs enough rows");
    }

    [Fact]
    public void A_group_below_a_hundred_rows_is_insufficient_and_not_a_pass()
    {
        var fairness = Fairness(("big", 800, 400, 0), ("small", 99, 10, 0));
        fairness.Verdict.ShouldBe(Verdict.Insufficient);
        fairness.DecidedBy.Reason.ShouldBe("99 decided rows in the second largest group, 100 needed");
        fairness.Low.ShouldBeNull();
        fairness.NotComputed!["low"].ShouldBe("no two groups have 100 decided rows");
    }

    [Fact]
    public void Being_the_larger_group_protects_nobody_from_being_treated_worse()
    {
        var one = Fairness(("a", 600, 300, 0), ("b", 500, 150, 0));
        var two = Fairness(("a", 500, 250, 0), ("b", 600, 180, 0));
        one.Verdict.ShouldBe(Verdict.Alert);
        two.Verdict.ShouldBe(Verdict.Alert);
        one.DecidedBy.Value!.Value.ShouldBe(0.6, 1e-12);
        two.DecidedBy.Value!.Value.ShouldBe(0.6, 1e-12);
    }

    [Fact]
    public void What_is_told_is_the_ratio_that_decides_in_whichever_direction()
    {
        var fairness = Fairness(("a", 3600, 1440, 0), ("b", 1500, 578, 0), ("c", 900, 540, 0));
        (fairness.Verdict, fairness.DecidedBy.Group, fairness.Smallest!.Group, fairness.Smallest.Against).ShouldBe((Verdict.Alert, "a", "a", "c"));
        fairness.Smallest.Value.ShouldBe(fairness.DecidedBy.Value!.Value);
        (fairness.Low, fairness.High).ShouldBe((fairness.DecidedBy.Low, fairness.DecidedBy.High));
    }

    [Fact]
    public void Where_nobody_of_the_largest_group_is_selected_the_pair_and_the_reason_are_told()
    {
        var fairness = Fairness(("a", 800, 0, 0), ("b", 500, 250, 0));
        (fairness.Verdict, fairness.Smallest!.Group, fairness.Smallest.Against, fairness.Smallest.Value).ShouldBe((Verdict.Alert, "a", "b", 0));
        fairness.NotComputed!["low"].ShouldBe("nobody is selected in one of the two groups");
    }

    [Fact]
    public void A_group_that_is_not_judged_is_named_and_has_not_passed()
    {
        var fairness = Fairness(("big", 800, 400, 0), ("other", 700, 350, 0), ("few", 45, 1, 0), ("three", 3, 0, 0));
        fairness.Verdict.ShouldBe(Verdict.Ok);
        fairness.NotJudged.ShouldNotBeNull().Take(2).ShouldBe(["few (45 decided rows, 100 needed)", "three (n below 30)"]);
        fairness.NotJudged[2].ShouldStartWith("true positive rate of all groups");
    }

    [Fact]
    public void A_ratio_that_chance_explains_breaks_no_limit_and_keeps_none()
    {
        var fairness = Fairness(("a", 500, 25, 0), ("b", 120, 4, 0));
        fairness.Verdict.ShouldBe(Verdict.Ok);
        fairness.DecidedBy.Value!.Value.ShouldBeLessThan(0.8);
        fairness.DecidedBy.Note.ShouldNotBeNull().ShouldStartWith("past the limit by no more than chance explains (p 0.");
        (fairness.DecidedBy.Undecided, fairness.DecidedBy.IsKept, fairness.DecidedBy.IsBreach).ShouldBe((true, false, false));
        Observation.Of(MeasureKind.Fairness, "sex", "2026-01", fairness.DecidedBy).Observed.ShouldBe(Observed.Nothing);
        MeasurementFormat.Read<Judgement>(MeasurementFormat.Write(fairness.DecidedBy)).ShouldBe(fairness.DecidedBy);
    }

    [Fact]
    public void True_positive_rates_are_not_judged_where_labels_are_missing_by_decision()
    {
        SortedDictionary<string, OutcomeCounts> counts = new(StringComparer.Ordinal)
        {
            ["a"] = new(PositivePositive: 300, PositiveNegative: 100, NegativePositive: 200, NegativeNegative: 400),
            ["b"] = new(PositivePositive: 200, PositiveNegative: 200, NegativePositive: 300, NegativeNegative: 300),
        };
        Judge(Policy).ShouldSatisfyAllConditions(all => all.DecidedBy.Measure.ShouldBe("tprDifference"), all => all.Verdict.ShouldBe(Verdict.Alert));

        // Only of the selected it is known how they fared: all rates are 1, and none says anything.
        foreach (var (group, known) in counts.ToArray()) counts[group] = known with { NegativePositive = 0, NegativeNegative = 0, NegativeUnknown = known.Negative };
        var selected = Judge(Policy);
        (selected.Verdict, selected.DecidedBy.Measure).ShouldBe((Verdict.Ok, "selectionRateRatio"));
        selected.NotJudged.ShouldBe(["true positive rate of all groups (labels are missing by decision: 100.0 % of the rows decided favourably have one, 0.0 % of the others)"]);
        Judge(Policy.With("always", "", new Dictionary<string, string>(StringComparer.Ordinal) { ["sample_rules.max_label_selection"] = PolicySetting.None })).NotJudged.ShouldBeNull();

        FairnessMeasurement Judge(MonitoringPolicy policy) => FairnessVerdicts.Judge(FairnessVerdicts.Measure([new("g", counts)], counts.Values.Sum(group => group.Decided), Definition), policy).Single();
    }

    [Fact]
    public void Missing_values_that_chance_may_have_carried_past_their_limit_are_undecided()
    {
        var column = Numeric(Even(480, missing: 20), Even(467, missing: 33)); // From 4.0 to 6.6 %: a chi-square test gives p 0.07.
        var missing = Quality(column, DriftVerdicts.Judge([column], Policy).Single()).Single(check => check.Check == QualityMeasurement.MissingCheck);

        (missing.Verdict, missing.DecidedBy.Undecided).ShouldBe((Verdict.Ok, true));
        MeasureWords.Standing(missing.DecidedBy).ShouldBe("undecided");
    }

    [Fact]
    public void The_true_positive_rate_is_judged_with_twenty_favourable_labels_in_each_group()
    {
        var judged = Fairness(("a", 600, 300, 300), ("b", 500, 250, 20), labelledPositive: true);
        judged.DecidedBy.Measure.ShouldBe("tprDifference");
        judged.DecidedBy.Metric.ShouldBe("equal_opportunity_diff");
        // 20 of 40 against 300 of 320: Newcombe's interval, by hand from Wilson's 0.352 to 0.648 and 0.905 to 0.959.
        (judged.DecidedBy.N, judged.DecidedBy.Value!.Value).ShouldBe((40, 0.4375));
        judged.DecidedBy.Low!.Value.ShouldBe(0.286, 0.001);
        judged.DecidedBy.High!.Value.ShouldBe(0.587, 0.001);
        MeasureWords.Interval(judged.DecidedBy).ShouldBe("95 % 28.6–58.7 points");
        judged.Verdict.ShouldBe(Verdict.Alert);
    }

    [Fact]
    public void Where_the_favourable_decision_is_0_selection_means_decision_0()
    {
        var counts = new OutcomeCounts(PositiveUnknown: 300, NegativeUnknown: 700);
        var groups = new AttributeProfile("g", new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal) { ["a"] = counts, ["b"] = counts });
        FairnessVerdicts.Judge(FairnessVerdicts.Measure([groups], 2000, Definition with { FavourableDecision = 0 }), Policy).Single().Groups[0].SelectionRateAll.ShouldBe(0.7);
    }

    [Fact]
    public void Where_no_labelled_row_has_a_score_the_reason_is_the_score_and_not_the_label()
    {
        string[] ofScores = ["auc", "aucLow", "aucHigh", "brier", "logLoss", "ece", "averagePrecision", "ksSeparation", "precisionAtTop"];
        foreach (var (labelled, reason) in new[] { (600L, "no labelled row has a score"), (0L, "no row has a label") })
        {
            var none = new PerformanceFacts(ScoredSample.Empty, new OutcomeCounts(PositivePositive: labelled), labelled, 0.05);
            none.Measure().NotComputed!.Where(one => ofScores.Contains(one.Key, StringComparer.Ordinal)).Select(one => one.Value).ShouldBe(Enumerable.Repeat(reason, ofScores.Length));
            PerformanceVerdicts.Measure(none, none, new(600, labelled, 600, labelled)).Basis!.Compared.ShouldAllBe(one => one.WhyNot == $"in the reference {reason}");
        }
    }

    [Fact]
    public void With_one_class_only_the_figures_that_need_two_are_undefined_and_never_zero()
    {
        var sample = new ScoredSample([.. new[] { 0, 1 }.Select(decision => new ScoredPart(decision, 1, EmpiricalDistribution.FromRows(Enumerable.Range(0, 300).Select(i => ((2 * i) + decision) / 600.0))))]);
        var facts = new PerformanceFacts(sample, new OutcomeCounts(PositivePositive: 300, NegativePositive: 300), 600, 0.05);
        var performance = PerformanceVerdicts.Judge(PerformanceVerdicts.Measure(facts, facts, new(600, 600, 600, 600)), Policy);
        performance.Auc.ShouldBeNull();
        performance.NotComputed!["auc"].ShouldBe("no labelled row is negative");
        performance.Specificity.ShouldBeNull();
        performance.Judgements[0].Verdict.ShouldBe(Verdict.NotComputable);
        performance.Recall.ShouldBe(0.5);
    }

    private static FairnessMeasurement Fairness(params (string Group, long Rows, long Selected, long TruePositives)[] groups) => Fairness(groups, labelledPositive: false);

    private static FairnessMeasurement Fairness((string Group, long Rows, long Selected, long TruePositives) first, (string Group, long Rows, long Selected, long TruePositives) second, bool labelledPositive) =>
        Fairness([first, second], labelledPositive);

    private static FairnessMeasurement Fairness((string Group, long Rows, long Selected, long TruePositives)[] groups, bool labelledPositive)
    {
        var counts = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal);
        foreach (var (group, rows, selected, hits) in groups)
            counts[group] = labelledPositive
                ? new(PositivePositive: hits, PositiveNegative: selected - hits, NegativePositive: 20, NegativeNegative: rows - selected - 20)
                : new(PositiveUnknown: selected, NegativeUnknown: rows - selected);
        return FairnessVerdicts.Judge(FairnessVerdicts.Measure([new("g", counts)], groups.Sum(group => group.Rows), Definition), Policy).Single();
    }

    private static IEnumerable<QualityMeasurement> Quality(ColumnFacts column, DriftMeasurement drift) =>
        QualityVerdicts.Measure([column]).Select(check => QualityVerdicts.Judge(check, (_, _) => drift.Drifted, Policy));

    private static ColumnFacts Numeric(EmpiricalDistribution reference, EmpiricalDistribution window) => ColumnFacts.Numeric("x", DriftKind.Numeric, reference, QuantileBins.FromReference(reference), window);

    private static CategoryCounts Levels(params (string Level, long Rows)[] levels) => CategoryCounts.FromCounts(levels.Select(level => ((string?)level.Level, level.Rows)));

    private static EmpiricalDistribution Even(int rows, int missing = 0) => EmpiricalDistribution.FromCounts(Enumerable.Range(0, rows).Select(i => ((i + 0.5) / rows, 1L)), missing);

    private static EmpiricalDistribution Shifted(int rows, double by) => EmpiricalDistribution.FromCounts(Enumerable.Range(0, rows).Select(i => (((i + 0.5) / rows) + by, 1L)));

    private static EmpiricalDistribution ZerosAnd(int rows, int nonZero, double around) =>
        EmpiricalDistribution.FromCounts([(0, rows - nonZero), .. Enumerable.Range(0, nonZero).Select(i => (around * (1 + (i / 100.0)), 1L))]);
}
