using System.Globalization;
using static Concord.Measures.Tests.Calculations;

namespace Concord.Measures.Tests;

internal static class EstimateCalculations
{
    public static Dictionary<string, Func<Case, Dictionary<string, string[]>>> ByFile { get; } = new(StringComparer.Ordinal)
    {
        ["RegressionErrors"] = Regression,
        ["Bootstrap"] = c =>
        {
            var interval = c.Has("counts") ? Bootstrap.Interval95(c.Wholes("counts"), counts => new Proportion(counts[0], counts.Sum()).Value)
                : c.Has("scores") ? Bootstrap.Interval95(ScoreCounts.FromCounts(c.ScoresWithCounts("scores")), AveragePrecision.Of)
                : Bootstrap.Interval95(c.Groups("groups"), DemographicParity.DifferenceAll);
            return new() { ["low"] = Words(interval?.Low), ["high"] = Words(interval?.High) };
        },
        ["IsotonicCalibration"] = c =>
        {
            var calibration = IsotonicCalibration.FromCounts(Scores(c));
            return new() { ["calibrated"] = [.. c.Words("probes").SelectMany(word => Words(calibration.Of(double.Parse(word, CultureInfo.InvariantCulture))))] };
        },
        ["ConfidenceBasedPerformance"] = c =>
        {
            var window = c.Labelled("window");
            EmpiricalDistribution Decided(bool decision) =>
                EmpiricalDistribution.FromRows(window.Where(row => row.Label == decision).Select(row => row.Score));
            var estimate = ConfidenceBasedPerformance.Of(
                scoresOfPositiveDecisions: Decided(true), scoresOfNegativeDecisions: Decided(false), IsotonicCalibration.FromCounts(Scores(c, "calibration")));
            return Estimates(
                ("accuracy", estimate.Accuracy), ("precision", estimate.Precision), ("recall", estimate.Recall), ("auc", estimate.Auc), ("brier", estimate.Brier));
        },
        ["ImportanceWeightedPerformance"] = c =>
        {
            var estimate = ImportanceWeightedPerformance.Of([.. c.Words("strata")
                .Select(word => word.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray())
                .Select(n => (new Confusion(n[0], n[1], n[2], n[3]), n[4]))]);
            var outputs = Estimates(("accuracy", estimate.Accuracy), ("precision", estimate.Precision), ("recall", estimate.Recall));
            outputs["covered"] = Words(estimate.Covered.Value);
            outputs["effectiveRows"] = Words(estimate.EffectiveRows);
            return outputs;
        },
    };

    private static Dictionary<string, string[]> Estimates(params (string Name, PerformanceEstimate Estimate)[] estimates) => estimates
        .SelectMany<(string Name, PerformanceEstimate Estimate), KeyValuePair<string, string[]>>(one =>
            [new(one.Name, Words(one.Estimate.Value)), new(one.Name + "Error", Words(one.Estimate.StandardError))])
        .ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, string[]> Regression(Case c)
    {
        var errors = RegressionErrors.FromRows(c.Rows("predictions").Zip(c.Rows("outcomes")));
        return new()
        {
            ["rows"] = Words(errors.Rows),
            ["bias"] = Words(errors.Bias.Value),
            ["biasError"] = Words(errors.Bias.StandardError),
            ["absolute"] = Words(errors.MeanAbsoluteError.Value),
            ["absoluteError"] = Words(errors.MeanAbsoluteError.StandardError),
            ["root"] = Words(errors.RootMeanSquaredError),
            ["rootLow"] = Words(errors.RootMeanSquaredError95?.Low),
            ["rootHigh"] = Words(errors.RootMeanSquaredError95?.High),
            ["rSquared"] = Words(errors.RSquared),
            ["quantile50"] = Words(errors.AbsoluteErrorQuantile(0.5)),
            ["quantile90"] = Words(errors.AbsoluteErrorQuantile(0.9)),
        };
    }
}
