using System.Globalization;

namespace Concord.Measures.Tests;

/// <summary>For each vector file, how its outputs follow from its inputs.</summary>
internal static class Calculations
{
    private static readonly Dictionary<string, Func<Case, Dictionary<string, string[]>>> Basic =
        new(StringComparer.Ordinal)
        {
            ["ChiSquareLaw"] = c => c.Has("x")
                ? new() { ["upperTail"] = Words(ChiSquareLaw.UpperTail(c.Number("x"), (int)c.Whole("degreesOfFreedom"))) }
                : new() { ["quantile"] = Words(ChiSquareLaw.Quantile(c.Number("probability"), (int)c.Whole("degreesOfFreedom"))) },
            ["NormalLaw"] = c => c.Has("z")
                ? new() { ["upperTail"] = Words(NormalLaw.UpperTail(c.Number("z"))), ["twoSided"] = Words(NormalLaw.TwoSided(c.Number("z"))) }
                : new() { ["quantile"] = Words(NormalLaw.Quantile(c.Number("probability"))) },
            ["KolmogorovLaw"] = c => new() { ["upperTail"] = Words(KolmogorovLaw.UpperTail(c.Number("x"))) },
            ["OneSampleKolmogorovLaw"] = c => new() { ["upperTail"] = Words(OneSampleKolmogorovLaw.UpperTail(c.Number("d"), c.Whole("n"))) },

            ["EmpiricalDistribution"] = Describe,
            ["QuantileBins"] = c =>
            {
                var bins = QuantileBins.FromReference(c.Sample("reference"));
                var pair = bins.Pair(c.Sample("reference"), c.Sample("current"));
                return new() { ["edges"] = Words(bins.Edges), ["referenceCounts"] = Words(pair.Reference), ["currentCounts"] = Words(pair.Current) };
            },
            ["CategoryCounts"] = Categories,

            ["PopulationStabilityIndex"] = c => new()
            {
                ["index"] = Words(PopulationStabilityIndex.Of(c.Table())),
                ["expectedBySampling"] = Words(PopulationStabilityIndex.ExpectedBySampling(c.Table())),
                ["point95"] = Words(PopulationStabilityIndex.SamplingPoint(c.Table(), 0.95)),
                ["point99"] = Words(PopulationStabilityIndex.SamplingPoint(c.Table(), 0.99)),
            },
            ["JensenShannonDistance"] = c => new() { ["distance"] = Words(JensenShannonDistance.Of(c.Table())) },
            ["HellingerDistance"] = c => new() { ["distance"] = Words(HellingerDistance.Of(c.Table())) },
            ["TotalVariation"] = c => new() { ["distance"] = Words(TotalVariation.Of(c.Table())) },
            ["LInfinityDistance"] = c => new() { ["distance"] = Words(LInfinityDistance.Of(c.Table())) },
            ["CramersV"] = c => new() { ["effect"] = Words(CramersV.Of(c.Table())) },
            ["ChiSquareTwoSample"] = c =>
            {
                var merged = ChiSquareTwoSample.OfMerged(c.Table());
                var outputs = Test(ChiSquareTwoSample.Of(c.Table()));
                outputs["mergedStatistic"] = Words(merged.Statistic);
                outputs["mergedDegreesOfFreedom"] = Words(merged.DegreesOfFreedom);
                outputs["mergedP"] = Words(merged.PValue);
                return outputs;
            },
            ["ChiSquareSparse"] = c => new() { ["p"] = Words(ChiSquareTwoSample.OfSparse(c.Table()).PValue) },
            ["ChiSquareOneSample"] = c => Test(ChiSquareOneSample.Of(c.Table())),
            ["MissingShareTest"] = c => Test(MissingShareTest.Of(
                c.Whole("referenceMissing"), c.Whole("referenceRows"), c.Whole("currentMissing"), c.Whole("currentRows"))),
            ["KolmogorovSmirnov"] = c => new()
            {
                ["statistic"] = Words(KolmogorovSmirnov.Statistic(c.Sample("reference"), c.Sample("current"))),
                ["limitP"] = Words(KolmogorovSmirnov.LimitPValue(c.Sample("reference"), c.Sample("current"))),
                ["oneSampleLawP"] = Words(KolmogorovSmirnov.OneSampleLawPValue(c.Sample("reference"), c.Sample("current"))),
            },
            ["Wasserstein"] = c => new()
            {
                ["distance"] = Words(Wasserstein.Of(c.Sample("reference"), c.Sample("current"))),
                ["overReferenceDeviation"] = Words(Wasserstein.OverReferenceDeviation(c.Sample("reference"), c.Sample("current"))),
            },
            ["UnitChange"] = c => new()
            {
                ["ratio"] = Words(UnitChange.Ratio(c.Sample("reference"), c.Sample("current"))),
            },

            ["Confusion"] = Confusion,
            ["RocAuc"] = c =>
            {
                var area = RocAuc.Of(Scores(c));
                return new()
                {
                    ["area"] = Words(area.Value),
                    ["standardError"] = Words(area.StandardError),
                    ["low"] = Words(area.Interval95?.Low),
                    ["high"] = Words(area.Interval95?.High),
                    ["gini"] = Words(Gini.Of(Scores(c))),
                };
            },
            ["PerformanceDifference"] = c => new()
            {
                ["areaP"] = Words(RocAuc.DifferencePValue(RocAuc.Of(Scores(c, "first")), RocAuc.Of(Scores(c, "second")))),
                ["brierP"] = Words(BrierScore.DifferencePValue(BrierScore.Of(Scores(c, "first")), BrierScore.Of(Scores(c, "second")))),
            },
            ["AveragePrecision"] = c => new() { ["averagePrecision"] = Words(AveragePrecision.Of(Scores(c))) },
            ["BrierScore"] = c => new() { ["score"] = Words(BrierScore.Of(Scores(c)).Value), ["variance"] = Words(BrierScore.Of(Scores(c)).Variance) },
            ["LogLoss"] = c => new() { ["loss"] = Words(LogLoss.Of(Scores(c))) },
            ["ExpectedCalibrationError"] = c => new() { ["error"] = Words(ExpectedCalibrationError.Of(Scores(c))) },
            ["ScoreSeparation"] = c => new() { ["separation"] = Words(ScoreSeparation.Of(Scores(c))) },
            ["PrecisionAtTop"] = c =>
            {
                var top = PrecisionAtTop.Of(Scores(c), c.Number("share"));
                return new() { ["precision"] = Words(top.Value), ["rows"] = Words(top.Rows), ["hits"] = Words(top.Hits) };
            },
            ["EstimatedPerformance"] = c =>
            {
                var rows = c.Labelled("rows");
                EmpiricalDistribution Decided(bool decision) =>
                    EmpiricalDistribution.FromRows(rows.Where(row => row.Label == decision).Select(row => row.Score));
                return new()
                {
                    ["accuracy"] = Words(EstimatedPerformance.Accuracy(scoresOfPositiveDecisions: Decided(true), scoresOfNegativeDecisions: Decided(false))),
                    ["area"] = Words(EstimatedPerformance.Auc(Decided(true).Merge(Decided(false)))),
                };
            },

            ["Proportion"] = c =>
            {
                var rate = new Proportion(c.Whole("successes"), c.Whole("trials"));
                return new() { ["rate"] = Words(rate.Value), ["low"] = Words(rate.Wilson95?.Low), ["high"] = Words(rate.Wilson95?.High) };
            },
            ["CohenKappa"] = c =>
            {
                var agreement = CohenKappa.Of([.. c.Wholes("counts").Chunk(Math.Max(1, (int)c.Whole("levels")))]);
                return new() { ["observed"] = Words(agreement.Observed), ["expected"] = Words(agreement.Expected), ["kappa"] = Words(agreement.Kappa) };
            },
            ["TwoProportionTest"] = c => new()
            {
                ["p"] = Words(TwoProportionTest.PValue(new(c.Whole("successes1"), c.Whole("trials1")), new(c.Whole("successes2"), c.Whole("trials2")))),
            },
            ["DisparateImpact"] = c =>
            {
                var group = new Proportion(c.Whole("successes"), c.Whole("trials"));
                var reference = new Proportion(c.Whole("referenceSuccesses"), c.Whole("referenceTrials"));
                var interval = DisparateImpact.Interval95(group, reference);
                return new() { ["ratio"] = Words(DisparateImpact.Ratio(group, reference)), ["low"] = Words(interval?.Low), ["high"] = Words(interval?.High) };
            },
            ["GroupComparison"] = Fairness,
            ["BenjaminiHochberg"] = c => new()
            {
                ["adjusted"] = [.. BenjaminiHochberg
                    .Adjust([.. c.Words("pValues").Select(word => word == "none" ? Measured.Not("not given") : Measured.Of(double.Parse(word, CultureInfo.InvariantCulture)))])
                    .SelectMany(Words)],
            },
        };

    public static IReadOnlyDictionary<string, Func<Case, Dictionary<string, string[]>>> ByFile { get; } = new[]
    {
        Basic, RankTestCalculations.ByFile, EstimateCalculations.ByFile, JointCalculations.ByFile, StreamCalculations.ByFile, CompatibilityCalculations.ByFile, QualityCalculations.ByFile,
    }.SelectMany(part => part).ToDictionary(StringComparer.Ordinal);

    internal static ScoreCounts Scores(Case c, string key = "rows") => ScoreCounts.FromRows(c.Labelled(key));

    private static Dictionary<string, string[]> Test(ChiSquareTest test) => new()
    {
        ["statistic"] = Words(test.Statistic),
        ["degreesOfFreedom"] = Words(test.DegreesOfFreedom),
        ["p"] = Words(test.PValue),
    };

    private static Dictionary<string, string[]> Describe(Case c)
    {
        var sample = c.Sample("rows");
        return new()
        {
            ["count"] = Words(sample.Count),
            ["missing"] = Words(sample.Missing),
            ["mean"] = Words(sample.Mean()),
            ["populationStandardDeviation"] = Words(sample.PopulationStandardDeviation()),
            ["quantile10"] = Words(sample.Quantile(0.1)),
            ["median"] = Words(sample.Quantile(0.5)),
            ["quantile90"] = Words(sample.Quantile(0.9)),
            ["medianOfNonZero"] = Words(sample.MedianOfNonZero()),
            ["zeroShare"] = Words(sample.ZeroShare()),
        };
    }

    private static Dictionary<string, string[]> Categories(Case c)
    {
        var reference = c.Levels("reference");
        var current = c.Levels("current");
        var pair = CategoryCounts.Pair(reference, current);
        return new()
        {
            ["levels"] = [.. reference.Merge(current).Levels.Keys],
            ["referenceCounts"] = Words(pair.Reference),
            ["currentCounts"] = Words(pair.Current),
            ["newLevels"] = [.. current.NewLevels(reference)],
            ["lostLevels"] = [.. current.LostLevels(reference)],
            ["newLevelShare"] = Words(current.NewLevelShare(reference)),
        };
    }

    private static Dictionary<string, string[]> Confusion(Case c)
    {
        var counts = new Confusion(c.Whole("truePositives"), c.Whole("falsePositives"), c.Whole("trueNegatives"), c.Whole("falseNegatives"));
        return new()
        {
            ["accuracy"] = Words(counts.Accuracy.Value),
            ["low"] = Words(counts.Accuracy.Wilson95?.Low),
            ["high"] = Words(counts.Accuracy.Wilson95?.High),
            ["precision"] = Words(counts.Precision.Value),
            ["recall"] = Words(counts.Recall.Value),
            ["specificity"] = Words(counts.Specificity.Value),
            ["f1"] = Words(counts.F1),
            ["baseRate"] = Words(counts.BaseRate.Value),
            ["decisionRate"] = Words(counts.DecisionRate.Value),
        };
    }

    private static Dictionary<string, string[]> Fairness(Case c)
    {
        var groups = c.Groups("groups");
        return new()
        {
            ["difference"] = Words(DemographicParity.Difference(groups)),
            ["ratio"] = Words(DemographicParity.Ratio(groups)),
            ["differenceAll"] = Words(DemographicParity.DifferenceAll(groups)),
            ["ratioAll"] = Words(DemographicParity.RatioAll(groups)),
            ["equalOpportunity"] = Words(EqualOpportunity.Difference(groups)),
            ["equalizedOddsDifference"] = Words(EqualizedOdds.Difference(groups)),
            ["equalizedOddsRatio"] = Words(EqualizedOdds.Ratio(groups)),
            ["reference"] = GroupComparison.Reference(groups, group => group.Rows) is { } reference ? [reference.Group] : [],
            ["tooSmall"] = [.. groups.Where(group => group.TooSmall).Select(group => group.Group)],
            ["selectiveLabels"] = Words(SelectiveLabels.Difference(groups)),
        };
    }

    internal static string[] Words(Measured value) => Words(value.ValueOrNull);

    internal static string[] Words(double? value) => [value?.ToString("R", CultureInfo.InvariantCulture) ?? "none"];

    internal static string[] Words(long value) => [value.ToString(CultureInfo.InvariantCulture)];

    internal static string[] Words(ReadOnlySpan<double> values) => [.. values.ToArray().SelectMany(value => Words(value))];

    internal static string[] Words(ReadOnlySpan<long> values) => [.. values.ToArray().SelectMany(value => Words(value))];
}
