using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Faults of the data itself: values that stopped coming, levels nobody has seen, another unit. A pure function of reference, window and policy.</summary>
internal static class QualityVerdicts
{
    /// <param name="drift">The drift measures of the same columns in the same order.</param>
    public static IReadOnlyList<QualityMeasurement> Judge(IReadOnlyList<ColumnFacts> columns, IReadOnlyList<DriftMeasurement> drift, MonitoringPolicy policy) =>
        [.. columns.Zip(drift, (facts, measured) => Judge(facts, measured.Drifted, policy)).SelectMany(checks => checks)];

    private static IEnumerable<QualityMeasurement> Judge(ColumnFacts column, bool drifted, MonitoringPolicy policy)
    {
        var few = Judgement.TooFew(column.ReferenceRows, column.Rows, policy.Samples.Window);
        yield return Share(QualityMeasurement.MissingCheck, "missingShareIncrease", Metric.MissingRate, column.MissingShare, column.MissingIncrease, policy.Limits.MissingShareIncrease) with
        {
            Reference = column.ReferenceMissingShare.ValueOrNull,
        };
        if (column.IsCategorical)
            yield return Share(QualityMeasurement.NewCategoryCheck, "newLevelShare", Metric.NewCategoryRate, column.NewLevelShare, column.NewLevelShare, policy.Limits.NewLevelShare);
        else if (column.Kind == DriftKind.Numeric)
            yield return Unit(column, few, policy.Limits);

        QualityMeasurement Share(string check, string measure, string metric, Measured shown, Measured judged, Limit limit)
        {
            var decided = few is not null ? Judgement.Insufficient(measure, metric, column.Rows, few)
                : !judged.IsComputed ? Judgement.NotComputable(measure, metric, column.Rows, judged.Reason!)
                : Judgement.On(measure, metric, judged.Value, limit, column.Rows);

            // As for drift: a share that chance can explain breaks no limit.
            if (!drifted && decided.IsBreach) decided = decided with { Verdict = Verdict.Ok };
            return Make(column, check, shown, decided);
        }
    }

    private static QualityMeasurement Unit(ColumnFacts column, string? few, PolicyLimits limits)
    {
        const string measure = "unitChangeRatio";
        var ratio = column.UnitRatio;
        var decided = few is not null ? Judgement.Insufficient(measure, Metric.UnitChange, column.Rows, few)
            : !ratio.Value.IsComputed ? Judgement.NotComputable(measure, Metric.UnitChange, column.Rows, ratio.Value.Reason!)
            : column.NonZero < limits.UnitChangeMinimum
                ? Judgement.Insufficient(measure, Metric.UnitChange, column.Rows, FormattableString.Invariant($"{column.NonZero} values other than zero, {limits.UnitChangeMinimum} needed on both sides"))
            : ratio.Least.Value <= limits.UnitChangeBelow ? Judgement.On(measure, Metric.UnitChange, ratio, new(null, limits.UnitChangeBelow), column.Rows, lowerIsWorse: true)
            : ratio.Most.Value >= limits.UnitChangeAbove ? Judgement.On(measure, Metric.UnitChange, ratio, new(null, limits.UnitChangeAbove), column.Rows)
            : new Judgement(Verdict.Ok, measure, Metric.UnitChange, ratio.Value.Value, ratio.Value.Value < 1 ? limits.UnitChangeBelow : limits.UnitChangeAbove, column.Rows);
        return Make(column, QualityMeasurement.UnitChangeCheck, ratio, decided);
    }

    private static QualityMeasurement Make(ColumnFacts column, string check, Figure shown, Judgement decided)
    {
        var reasons = new Reasons();
        return new()
        {
            Column = column.Column,
            Check = check,
            Value = reasons.Take("value", shown.Value),
            Bounds = shown.Between,
            Verdict = decided.Verdict,
            DecidedBy = decided,
            NotComputed = reasons.OrNull,
        };
    }
}
