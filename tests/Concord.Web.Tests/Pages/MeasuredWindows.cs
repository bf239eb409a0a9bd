using System.Globalization;
using Concord.Logs;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Web.Tests.Pages;

/// <summary>Windows as heavy as they get: every column named at length, every cell in alarm where asked for.</summary>
internal static class MeasuredWindows
{
    public static WindowMeasurement Measured(Window window, Verdict verdict, string decidedBy, int columns)
    {
        var judged = new Judgement(verdict, decidedBy, "psi_feature", 0.314, 0.25, 12_345);
        return new()
        {
            Window = window.Label,
            Rows = 12_345,
            Labelled = 11_111,
            Verdict = verdict,
            Drift =
            [
                .. Enumerable.Range(0, columns).Select(column => new DriftMeasurement
                {
                    Column = string.Create(CultureInfo.InvariantCulture, $"a_rather_long_column_{column}"), Kind = DriftKind.Numeric, N = 12_345, Missing = 0, Psi = verdict == Verdict.Ok ? 0.012 : 0.314, PsiExpected = 0.001,
                    Js = 0.1, PAdjusted = 0.01, Drifted = verdict != Verdict.Ok, Verdict = verdict, DecidedBy = judged,
                }),
            ],
            Performance = new()
            {
                N = 11_111, Auc = 0.791, AucLow = 0.78, AucHigh = 0.802, Accuracy = 0.7, Precision = 0.7, Recall = 0.7, F1 = 0.7, Specificity = 0.7, Brier = 0.2, LogLoss = 0.5, Ece = 0.01,
                AveragePrecision = 0.7, KsSeparation = 0.4, PrecisionAtTop = 0.9,
            },
            Estimated = new() { Accuracy = 0.7, Auc = 0.79 },
            WithoutLabels = new()
            {
                LabelsIn = 0.9,
                FinalBy = new DateOnly(2026, 3, 12),
                CalibrationRows = 10_000,
                Estimates =
                [
                    .. new[] { "auc", "brier", "accuracy", "precision", "recall" }.Select(measure => new EstimateMeasurement
                    {
                        Measure = measure, Value = 0.791, Low = 0.783, High = 0.799, Realised = verdict == Verdict.Ok ? 0.79 : 0.7, Check = verdict == Verdict.Ok ? EstimateVerdict.TooEarly : EstimateVerdict.Failed,
                        Reason = verdict == Verdict.Ok ? "90 % of labels are in, 95 % are needed" : "the estimate failed: the realised value 0.7 lies outside 0.783 to 0.799",
                    }),
                ],
            },
            Fairness =
            [
                new()
                {
                    Attribute = "sex", Groups = [Group("male", 8_000, 0.5), Group("female", 4_345, 0.4), Group("three persons", 3, 1.0 / 3), Group("without outcomes", 417, 0.5) with { N = 4, Tpr = 0.25 }], DemographicParityDifference = 0.1, DemographicParityRatio = 0.8, SelectionRateDifferenceAll = 0.1,
                    SelectionRateRatioAll = 0.8, EqualOpportunityDifference = 0.1, EqualizedOddsDifference = 0.1, EqualizedOddsRatio = 0.8, DisparateImpact = new Dictionary<string, double?>(StringComparer.Ordinal),
                    Low = 0.75, High = 0.85, Verdict = verdict, DecidedBy = judged,
                },
            ],
        };
    }

    private static GroupMeasurement Group(string name, long rows, double rate) =>
        new() { Group = name, N = rows, NAll = rows, SelectionRate = rate, SelectionRateAll = rate, Tpr = 0.5, Fpr = 0.5, Ppv = 0.5, BaseRate = 0.5, TooSmall = false };
}
