using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// Faults of the data itself: values that stopped coming, levels nobody has seen, another unit, range or type, columns that no longer vary. A pure
/// function of reference, window and policy. Where nothing has changed, a window has a finding of the checks with a p-value of their own in at most
/// as many cases as the policy's significance says: they are one family of tests.
/// </summary>
internal static class QualityVerdicts
{
    /// <param name="drift">The drift measures of the same columns in the same order.</param>
    public static IReadOnlyList<QualityMeasurement> Judge(IReadOnlyList<ColumnFacts> columns, IReadOnlyList<DriftMeasurement> drift, MonitoringPolicy policy) =>
        [.. columns.Zip(drift, Explained(columns)).SelectMany(column => Judge(column.First, column.Second.Drifted, policy).Concat(Judge(column.First, column.Third, policy)))];

    /// <summary>Per column and check the p-value, corrected for their number in the window.</summary>
    private static IEnumerable<Measured[]> Explained(IReadOnlyList<ColumnFacts> columns)
    {
        var adjusted = BenjaminiHochberg.Adjust([.. columns.SelectMany(column => column.Data.Select(fact => fact.PValue))]);
        var at = 0;
        foreach (var column in columns) yield return [.. column.Data.Select(_ => adjusted[at++])];
    }

    private static IEnumerable<QualityMeasurement> Judge(ColumnFacts column, Measured[] adjusted, MonitoringPolicy policy)
    {
        var few = Judgement.TooFew(column.ReferenceRows, column.Rows, policy.Samples.Window);
        foreach (var (fact, chance) in column.Data.Zip(adjusted))
        {
            var (measure, metric) = (fact.Check.Measure, fact.Check.Metric);
            var decided = few is not null ? Judgement.Insufficient(measure, metric, column.Rows, few)
                : !fact.Judged.IsComputed ? Judgement.NotComputable(measure, metric, column.Rows, fact.Judged.Reason!)
                : Judgement.On(measure, metric, fact.Judged.Value, fact.Check.Limit(policy.Limits), column.Rows);
            if (decided.IsBreach && !(chance.ValueOrNull <= policy.QualitySignificance)) decided = decided with { Verdict = Verdict.Ok };
            yield return Make(column.Column, fact.Check.Name, fact.Value, decided) with { Reference = fact.Reference?.ValueOrNull };
        }
    }

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
            return Make(column.Column, check, shown, decided);
        }
    }

    private static QualityMeasurement Unit(ColumnFacts column, string? few, PolicyLimits limits)
    {
        const string measure = "unitChangeRatio";
        var ratio = column.UnitRatio;
        var decided = few is not null ? Judgement.Insufficient(measure, Metric.UnitChange, column.Rows, few)
            : !ratio.IsComputed ? Judgement.NotComputable(measure, Metric.UnitChange, column.Rows, ratio.Reason!)
            : column.NonZero < limits.UnitChangeMinimum
                ? Judgement.Insufficient(measure, Metric.UnitChange, column.Rows, FormattableString.Invariant($"{column.NonZero} values other than zero, {limits.UnitChangeMinimum} needed on both sides"))
            : ratio.Value <= limits.UnitChangeBelow ? new(Verdict.Alert, measure, Metric.UnitChange, ratio.Value, limits.UnitChangeBelow, column.Rows)
            : ratio.Value >= limits.UnitChangeAbove ? new(Verdict.Alert, measure, Metric.UnitChange, ratio.Value, limits.UnitChangeAbove, column.Rows)
            : new Judgement(Verdict.Ok, measure, Metric.UnitChange, ratio.Value, ratio.Value < 1 ? limits.UnitChangeBelow : limits.UnitChangeAbove, column.Rows);

        // A median near zero moves many times over by chance; a unit changes the size of every value.
        if (decided.IsBreach && !(column.UnitMagnitude.ValueOrNull <= limits.UnitChangeBelow || column.UnitMagnitude.ValueOrNull >= limits.UnitChangeAbove)) decided = decided with { Verdict = Verdict.Ok };
        return Make(column.Column, QualityMeasurement.UnitChangeCheck, ratio, decided);
    }

    public static QualityMeasurement Make(string column, string check, Measured shown, Judgement decided)
    {
        var reasons = new Reasons();
        return new()
        {
            Column = column,
            Check = check,
            Value = reasons.Take("value", shown),
            Verdict = decided.Verdict,
            DecidedBy = decided,
            NotComputed = reasons.OrNull,
        };
    }
}
